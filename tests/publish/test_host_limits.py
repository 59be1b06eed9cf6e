"""A site that a host would refuse is refused here, with the numbers."""

from __future__ import annotations

import pytest

from variantdocs.publish.host_limits import MOST_BYTES, MOST_FILES, MOST_REDIRECTS, limit_problems

FULL = {"files": MOST_FILES, "size": MOST_BYTES, "redirects": MOST_REDIRECTS}
OTHERWISE = "or set `publish: {host_limits: false}` in variants.yaml for a host without this limit"


def test_a_site_at_every_limit_is_accepted():
    assert list(limit_problems(**FULL)) == []


@pytest.mark.parametrize(
    ("what", "message"),
    [
        (
            "files",
            f"the site has 20,001 files, and Cloudflare Pages accepts 20,000; publish some variants elsewhere, {OTHERWISE}",
        ),
        (
            "size",
            f"the site has 1.00 GB, and GitHub Pages accepts 1 GB; keep large files elsewhere, {OTHERWISE}",
        ),
        (
            "redirects",
            "there are 2,001 redirects, and Cloudflare Pages accepts 2,000; "
            f"remove those that are no longer needed, {OTHERWISE}",
        ),
    ],
)
def test_one_more_is_refused(what, message):
    assert list(limit_problems(**{**FULL, what: FULL[what] + 1})) == [message]
