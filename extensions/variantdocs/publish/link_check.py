"""Have lychee follow every link of a site, if it is installed: a second opinion on our own check."""

from __future__ import annotations

import html
import json
import posixpath
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from variantdocs.publish.link_targets import link_targets
from variantdocs.publish.unfinished_site import UnfinishedSite

_OPTIONS = (
    "--offline",
    "--include-fragments",
    "--no-progress",
    "--no-ignore",  # git ignores the folder, as it does everything that was built
    "--hidden",
    "--index-files=index.html",
)
_LEFT_OUT = frozenset({"404.html"})  # shown at any depth, so its addresses are made in the browser


def lychee_path() -> str | None:
    """The ``lychee`` beside this Python, or else on the PATH; ``None`` if there is none."""
    beside = Path(sys.executable).parent
    return shutil.which("lychee", path=str(beside)) or shutil.which("lychee")


def is_unread(address: str) -> bool:
    """Whether the links of a page are not checked, by its address below a variant's folder."""
    return posixpath.basename(address) in _LEFT_OUT


def lychee_problems(site: UnfinishedSite, program: str) -> Iterator[str]:
    """The links and anchors that lead nowhere, one line each.

    No host is asked: addresses below ``site.base_url`` are looked up in the folder, all others are skipped.

    :param program: The path of ``lychee``.
    """
    if _all_targets_exist(site, program):
        return
    done = _run(program, "--format=json", *_arguments(site))
    if done.returncode not in (0, 2):  # 2: there are dead links
        yield f"lychee could not check the links: {done.stderr.strip() or done.stdout.strip()}"
        return
    folder = site.folder.resolve()
    for file, failures in sorted(json.loads(done.stdout)["error_map"].items()):
        for failure in failures:
            address = failure["url"].replace(f"{folder.as_uri()}/", "/")
            yield (
                f"{site.shown(Path(file))}: ERROR: the link to {address!r} leads nowhere; "
                "correct the page, or the template that makes it [lychee]"
            )


def _all_targets_exist(site: UnfinishedSite, program: str) -> bool:
    """Whether lychee finds the target of each link.

    Lychee checks a link as often as it occurs, and most are in the navigation of every page. So it gets each
    target once. The result does not say where a link is.
    """
    targets = link_targets(site.folder, left_out=_LEFT_OUT)
    with tempfile.TemporaryDirectory() as folder:
        page = Path(folder, "links.html")
        page.write_text("".join(f'<a href="{html.escape(target)}"></a>\n' for target in targets), "utf-8")
        done = _run(program, "--format=json", *_options(site), str(page))
    if done.returncode != 0:
        return False
    counts = json.loads(done.stdout)
    return bool(counts["successful"] + counts["excludes"] == len(targets))  # a link that is no URL is neither


def _arguments(site: UnfinishedSite) -> tuple[str, ...]:
    """The arguments for all pages of the site."""
    names = (f"--exclude-path=/{_escaped(name)}$" for name in sorted(_LEFT_OUT))
    return (*_options(site), *names, "--extensions=html", str(site.folder.resolve()))


def _options(site: UnfinishedSite) -> tuple[str, ...]:
    folder = site.folder.resolve()
    base_url = site.variant_set.base_url
    return (
        *_OPTIONS,
        f"--root-dir={folder}",
        *(("--remap", f"^{_escaped(base_url)}(.*)$ {folder.as_uri()}/$1") if base_url else ()),
    )


def _run(program: str, *arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run((program, *arguments), capture_output=True, text=True, check=False)


def _escaped(text: str) -> str:
    """``text`` as a regular expression of Rust's."""
    return "".join(f"\\{char}" if char in ".+*?()|[]{}^$\\" else char for char in text)
