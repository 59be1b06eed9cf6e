"""Copy the project's own files for the root of the site: ``CNAME``, ``robots.txt``, ``.well-known/``."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from variantdocs.errors import ConfigurationError
from variantdocs.output import write_bytes
from variantdocs.paths import shown_path
from variantdocs.publish.unfinished_site import UnfinishedSite

_OURS = re.compile(r"variants\.json|sitemap(-.+)?\.xml|_redirects|llms\.txt|\.nojekyll")


def copy_root_folder(site: UnfinishedSite) -> None:
    """Copy the files of ``publish.root_files`` to the root; they replace ``robots.txt`` and the root's pages.

    :raises ConfigurationError: the folder is not there, or one of its files must not be in the root.
    """
    publishing = site.variant_set.publishing
    if publishing.root_files is None:
        return
    folder = site.beside_variants_file(publishing.root_files)
    if not folder.is_dir():
        place = f"{shown_path(site.project.variants_file)}:{publishing.root_files_line}"
        raise ConfigurationError(
            (
                f"{place}: publish.root_files: there is no folder {shown_path(folder)}; "
                "make it, or correct the path, which is relative to variants.yaml",
            )
        )
    files = sorted(path for path in folder.rglob("*") if path.is_file())
    problems = tuple(
        f"{shown_path(file)}: cannot be in the root of the site: {reason}"
        for file in files
        for reason in _reasons(file, folder, site)
    )
    if problems:
        raise ConfigurationError(problems)
    for file in files:
        write_bytes(site.folder / file.relative_to(folder), file.read_bytes())


def _reasons(file: Path, folder: Path, site: UnfinishedSite) -> Iterator[str]:
    """Why ``file`` must not be copied; nothing if it may be."""
    name = file.relative_to(folder)
    if name.parts[0] in site.variant_set.names:
        yield (
            f"the folder {name.parts[0]} is the variant's; "
            "use html_extra_path in conf.py for files of a variant"
        )
    elif _OURS.fullmatch(name.as_posix()):
        yield "publish writes a file of this name; give it another, or remove it"
    elif not file.resolve().is_relative_to(folder.resolve()):
        yield "it is a link to a file outside this folder; put the file itself in its place"
