"""Write the Markdown of all pages of a site, and link to it from each page."""

from __future__ import annotations

import html
import json
import os
import posixpath
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from itertools import repeat
from pathlib import Path
from urllib.parse import quote

from variantdocs.locale import ENGLISH, Language, translator
from variantdocs.output import write_bytes
from variantdocs.publish.markdown.llms import root_llms, variant_llms, variant_llms_full
from variantdocs.publish.unfinished_site import UnfinishedSite

_SCRIPT = Path(__file__).parent / "static/copy-page.js"
_SCRIPT_ADDRESS = "_static/copy-page.js"
_WORTH_PROCESSES = 100
"""From this number of pages on, processes save more time than starting them takes."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Page:
    """A page of one variant.

    ``address`` is relative to the variant's folder, or a full one if the site has a base URL; ``markdown``
    is the address of its Markdown.
    """

    docname: str
    file: Path
    address: str
    markdown: str


def write_markdown(site: UnfinishedSite, *, jobs: int) -> None:
    """Write a Markdown file beside each page, and the lists of them for each variant and for the root.

    The file of ``page.html`` is ``page.html.md``, as https://llmstxt.org/ has it.

    :param jobs: The most processes to use.
    """
    for variant in site.indexes:
        _write_variant(site, variant, jobs=jobs)
    default = site.indexes[site.variant_set.default]
    home = default.pages.get(default.root)
    text = root_llms(site.variant_set, home.title if home else default.title)
    write_bytes(site.folder / "llms.txt", text.encode("utf-8"))


def _write_variant(site: UnfinishedSite, variant: str, *, jobs: int) -> None:
    index, folder = site.indexes[variant], site.folder / variant
    pages = sorted(_pages(site, variant), key=lambda page: page.docname.removesuffix("index"))
    if not pages:
        return
    write_bytes(folder / _SCRIPT_ADDRESS, copy_script(index.language).encode("utf-8"))
    if jobs > 1 and len(pages) >= _WORTH_PROCESSES:
        with ProcessPoolExecutor(jobs) as processes:
            size = -(-len(pages) // (4 * jobs))
            texts = list(
                processes.map(_write_page, pages, repeat(folder), repeat(index.language), chunksize=size)
            )
    else:
        texts = [_write_page(page, folder, index.language) for page in pages]
    written = [(page, text) for page, text in zip(pages, texts, strict=True) if text is not None]
    about = f"Documentation of {site.variant_set[variant].title}."
    addresses = {page.docname: page.markdown for page, _ in written}
    llms = variant_llms(index, addresses, about)
    full = variant_llms_full(about, [(page.address, text) for page, text in written])
    write_bytes(folder / "llms.txt", llms.encode("utf-8"))
    write_bytes(folder / "llms-full.txt", full.encode("utf-8"))


def _pages(site: UnfinishedSite, variant: str) -> Iterator[_Page]:
    base = f"{site.variant_set.base_url}{variant}/" if site.variant_set.base_url else ""
    for docname, file in site.pages(variant).items():
        if file.is_file():
            name = quote(file.relative_to(site.folder / variant).as_posix())
            uri = site.indexes[variant].pages[docname].uri
            yield _Page(docname=docname, file=file, address=base + uri, markdown=f"{base}{name}.md")


def _write_page(page: _Page, folder: Path, language: Language) -> str | None:
    """Write the Markdown of one page.

    :returns: The text, with links as they are right in the folder of the variant.
    """
    from variantdocs.publish.markdown.convert import page_markdown

    text = page.file.read_text("utf-8")
    found = page_markdown(text, page.address)
    if found is None:
        return None
    beside, elsewhere = found
    write_bytes(page.file.with_name(f"{page.file.name}.md"), beside.encode("utf-8"))
    write_bytes(page.file, with_markdown_link(text, page.file, folder, language).encode("utf-8"))
    return elsewhere


def copy_script(language: Language) -> str:
    """The script of the button that copies a page, with its texts in ``language``."""
    translate = translator(language)
    texts = {
        "label": translate("Copy page"),
        "title": translate("Copy this page as Markdown"),
        "copied": translate("Copied"),
        "failed": translate("Could not copy"),
    }
    return _SCRIPT.read_text("utf-8").replace("TEXTS", json.dumps(texts, ensure_ascii=False))


def with_markdown_link(text: str, file: Path, folder: Path, language: Language = ENGLISH) -> str:
    """The page ``text`` with a link to its Markdown, and the script of the button that copies it."""
    up = Path(os.path.relpath(folder, file.parent)).as_posix()
    script = posixpath.normpath(posixpath.join(up, _SCRIPT_ADDRESS))
    translate = translator(language)
    title = html.escape(translate("This page as Markdown"))
    added = (
        f'<link rel="alternate" type="text/markdown" title="{title}" '
        f'href="{html.escape(quote(file.name))}.md">\n<script defer src="{script}"></script>\n'
    )
    head, end, rest = text.partition("</head>")
    return f"{head}{added}{end}{rest}" if end else text
