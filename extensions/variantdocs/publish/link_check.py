"""Have lychee follow every link of a site, if it is installed: a second opinion on our own check."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

from variantdocs.publish.unfinished_site import UnfinishedSite


def lychee_path() -> str | None:
    """The ``lychee`` beside this Python, or else on the PATH; ``None`` if there is none."""
    beside = Path(sys.executable).parent
    return shutil.which("lychee", path=str(beside)) or shutil.which("lychee")


def lychee_problems(site: UnfinishedSite, program: str) -> Iterator[str]:
    """The links and anchors that lead nowhere, one line each.

    No host is asked: addresses below ``site.base_url`` are looked up in the folder, all others are skipped.

    :param program: The path of ``lychee``.
    """
    folder = site.folder.resolve()
    base_url = site.variant_set.base_url
    remap = ("--remap", f"^{_escaped(base_url)}(.*)$ {folder.as_uri()}/$1") if base_url else ()
    done = subprocess.run(
        (
            program,
            "--offline",
            "--include-fragments",
            "--no-progress",
            "--format=json",
            f"--root-dir={folder}",
            "--index-files=index.html",
            "--exclude-path=/404\\.html$",  # shown at any depth, so its addresses are made in the browser
            *remap,
            "--extensions=html",
            str(folder),
        ),
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode not in (0, 2):  # 2: there are dead links
        yield f"lychee could not check the links: {done.stderr.strip() or done.stdout.strip()}"
        return
    for file, failures in sorted(json.loads(done.stdout)["error_map"].items()):
        for failure in failures:
            address = failure["url"].replace(f"{folder.as_uri()}/", "/")
            yield (
                f"{site.shown(Path(file))}: ERROR: the link to {address!r} leads nowhere; "
                "correct the page, or the template that makes it [lychee]"
            )


def _escaped(text: str) -> str:
    """``text`` as a regular expression of Rust's."""
    return "".join(f"\\{char}" if char in ".+*?()|[]{}^$\\" else char for char in text)
