"""Have lychee follow every link of a site, if it is installed: a second opinion on our own check."""

from __future__ import annotations

import html
import json
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from variantdocs.publish.unfinished_site import UnfinishedSite

_OPTIONS = (
    "--offline",
    "--include-fragments",
    "--no-progress",
    "--no-ignore",  # git ignores the folder, as it does everything that was built
    "--hidden",
    "--index-files=index.html",
)


def lychee_path() -> str | None:
    """The ``lychee`` beside this Python, or else on the PATH; ``None`` if there is none."""
    beside = Path(sys.executable).parent
    return shutil.which("lychee", path=str(beside)) or shutil.which("lychee")


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
    """Whether lychee reads all links of the site, and finds the target of each.

    Lychee checks a link as often as it occurs, and most are in the navigation of every page. So it lists the
    links first, and then checks each once. The result does not say where a link is.
    """
    listed = _run(program, "--dump", *_arguments(site))
    if listed.returncode != 0 or listed.stderr:  # a link that is no URL is a warning here
        return False
    targets = dict.fromkeys(listed.stdout.splitlines())
    with tempfile.TemporaryDirectory() as folder:
        page = Path(folder, "links.html")
        page.write_text("".join(f'<a href="{html.escape(target)}"></a>\n' for target in targets), "utf-8")
        done = _run(program, "--format=json", *_OPTIONS, str(page))
    if done.returncode != 0:
        return False
    return bool(json.loads(done.stdout)["successful"] == len(targets))


def _arguments(site: UnfinishedSite) -> tuple[str, ...]:
    """The arguments for all pages of the site."""
    folder = site.folder.resolve()
    base_url = site.variant_set.base_url
    return (
        *_OPTIONS,
        f"--root-dir={folder}",
        "--exclude-path=/404\\.html$",  # shown at any depth, so its addresses are made in the browser
        *(("--remap", f"^{_escaped(base_url)}(.*)$ {folder.as_uri()}/$1") if base_url else ()),
        "--extensions=html",
        str(folder),
    )


def _run(program: str, *arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run((program, *arguments), capture_output=True, text=True, check=False)


def _escaped(text: str) -> str:
    """``text`` as a regular expression of Rust's."""
    return "".join(f"\\{char}" if char in ".+*?()|[]{}^$\\" else char for char in text)
