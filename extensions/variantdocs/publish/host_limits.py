"""Check that a site is one that the usual hosts accept."""

from __future__ import annotations

from collections.abc import Iterator

MOST_FILES = 20_000
"""Of a deployment to Cloudflare Pages: https://developers.cloudflare.com/pages/platform/limits/"""

MOST_BYTES = 1_000_000_000
"""Of a site on GitHub Pages: https://docs.github.com/en/pages/getting-started-with-github-pages/github-pages-limits"""

MOST_REDIRECTS = 2_000
"""Of ``_redirects`` on Cloudflare Pages: https://developers.cloudflare.com/pages/configuration/redirects/"""

_OTHERWISE = "or set `publish: {host_limits: false}` in variants.yaml for a host without this limit"


def limit_problems(*, files: int, size: int, redirects: int) -> Iterator[str]:
    """What hosts would refuse, one line each.

    :param files: The number of files.
    :param size: Their bytes.
    :param redirects: The number of lines in ``_redirects``.
    """
    if files > MOST_FILES:
        yield (
            f"the site has {files:,} files, and Cloudflare Pages accepts {MOST_FILES:,}; "
            f"publish some variants elsewhere, {_OTHERWISE}"
        )
    if size > MOST_BYTES:
        yield (
            f"the site has {size / 1e9:.2f} GB, and GitHub Pages accepts {MOST_BYTES // 10**9} GB; "
            f"keep large files elsewhere, {_OTHERWISE}"
        )
    if redirects > MOST_REDIRECTS:
        yield (
            f"there are {redirects:,} redirects, and Cloudflare Pages accepts {MOST_REDIRECTS:,}; "
            f"remove those that are no longer needed, {_OTHERWISE}"
        )
