"""Index the pages of a variant with Pagefind, into a folder that browsers read in parts."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from pathlib import Path

from variantdocs.output import write_bytes
from variantdocs.publish.pagefind.search_page import ENGINE, PAGE_SCRIPT, with_pagefind
from variantdocs.publish.unfinished_site import UnfinishedSite

_STATIC = Path(__file__).parent / "static"
_LEFT_OUT = (
    "nav",
    "form",
    ".headerlink",
    ".variant-switcher",
    ".bd-sidebar-secondary",
    ".prev-next-footer",
    ".related-pages",
    ".copybtn",
)
"""Selectors of what stands in the main part of a page, but was not written for it."""

_UNUSED = ("pagefind-*ui.*", "pagefind-highlight.js")
"""What Pagefind has for its own search fields and for the pages that were found."""


def pagefind_problems() -> tuple[str, ...]:
    """Why Pagefind cannot be used; empty if it can."""
    try:
        from pagefind.service import get_executable

        get_executable()
    except (ImportError, FileNotFoundError):
        return (
            "publish.pagefind: Pagefind is not installed; run `pip install 'pagefind[bin]'`, "
            "or remove the line from variants.yaml",
        )
    return ()


def replace_search(site: UnfinishedSite) -> None:
    """Index each variant, in its folder ``pagefind``, for its search fields and its search page."""
    for variant, index in site.indexes.items():
        folder = site.folder / variant
        pages = {index.pages[docname].uri: file for docname, file in site.pages(variant).items()}
        asyncio.run(_write_bundle(folder / "pagefind", pages))
        for pattern in _UNUSED:
            for file in (folder / "pagefind").glob(pattern):
                file.unlink()
        for name in (ENGINE, PAGE_SCRIPT):
            write_bytes(folder / "_static" / name, (_STATIC / name).read_bytes())
        if index.search:
            file = site.file_at(variant, index.search)
            text = with_pagefind(file.read_text("utf-8"), "../" * index.search.count("/"))
            write_bytes(file, text.encode("utf-8"))


async def _write_bundle(folder: Path, pages: Mapping[str, Path]) -> None:
    """Write the index of ``pages``: the address of each, relative to the variant's folder, and its file."""
    from pagefind.index import IndexConfig, PagefindIndex

    config = IndexConfig(
        root_selector="[role=main]", exclude_selectors=_LEFT_OUT, output_path=str(folder), keep_index_url=True
    )
    async with PagefindIndex(config=config) as index:
        for address, file in pages.items():
            await index.add_html_file(content=file.read_text("utf-8"), url=f"/{address}")
