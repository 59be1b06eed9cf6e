"""Write the Markdown of all pages of a site, and link to it from each page."""

from __future__ import annotations

import html
import json
import os
import posixpath
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from itertools import chain
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
    """A page of one variant, whose files are in ``folder``.

    ``address`` is relative to that folder, or a full one if the site has a base URL; ``markdown`` is the
    address of its Markdown.
    """

    variant: str
    docname: str
    folder: Path
    file: Path
    address: str
    markdown: str
    language: Language


def write_markdown(site: UnfinishedSite, *, jobs: int) -> None:
    """Write a Markdown file beside each page, and the lists of them for each variant and for the root.

    The file of ``page.html`` is ``page.html.md``, as https://llmstxt.org/ has it.

    :param jobs: The most processes to use.
    """
    pages = {variant: list(_pages(site, variant)) for variant in site.indexes}
    same: dict[str, list[_Page]] = {}
    for page in chain.from_iterable(pages.values()):
        same.setdefault(page.docname, []).append(page)
    texts = _write_pages(list(same.values()), jobs=jobs)
    for variant, found in pages.items():
        written = [(page, text) for page in found if (text := texts[page.file]) is not None]
        _write_lists(site, variant, sorted(written, key=lambda each: each[0].docname.removesuffix("index")))
    default = site.indexes[site.variant_set.default]
    home = default.pages.get(default.root)
    text = root_llms(site.variant_set, home.title if home else default.title)
    write_bytes(site.folder / "llms.txt", text.encode("utf-8"))


def _write_lists(site: UnfinishedSite, variant: str, written: Sequence[tuple[_Page, str]]) -> None:
    """Write what lists all pages of a variant, and the script that all of them share."""
    index, folder = site.indexes[variant], site.folder / variant
    if not written:
        return
    write_bytes(folder / _SCRIPT_ADDRESS, copy_script(index.language).encode("utf-8"))
    about = f"Documentation of {site.variant_set[variant].title}."
    addresses = {page.docname: page.markdown for page, _ in written}
    llms = variant_llms(index, addresses, about)
    full = variant_llms_full(about, [(page.address, text) for page, text in written])
    write_bytes(folder / "llms.txt", llms.encode("utf-8"))
    write_bytes(folder / "llms-full.txt", full.encode("utf-8"))


def _pages(site: UnfinishedSite, variant: str) -> Iterator[_Page]:
    base = f"{site.variant_set.base_url}{variant}/" if site.variant_set.base_url else ""
    index, folder = site.indexes[variant], site.folder / variant
    for docname, file in site.pages(variant).items():
        if file.is_file():
            name = quote(file.relative_to(folder).as_posix())
            yield _Page(
                variant=variant,
                docname=docname,
                folder=folder,
                file=file,
                address=base + index.pages[docname].uri,
                markdown=f"{base}{name}.md",
                language=index.language,
            )


def _write_pages(groups: Sequence[Sequence[_Page]], *, jobs: int) -> Mapping[Path, str | None]:
    """Write the Markdown of all pages: those of one group, which may be equal, in the same process.

    :returns: File → the text, with links as they are right in the folder of the variant; ``None`` if there
        is none.
    """
    if jobs > 1 and len(groups) >= _WORTH_PROCESSES:
        with ProcessPoolExecutor(jobs) as processes:
            texts = list(processes.map(_write_group, groups, chunksize=-(-len(groups) // (4 * jobs))))
    else:
        texts = [_write_group(group) for group in groups]
    files = [page.file for group in groups for page in group]
    return dict(zip(files, chain.from_iterable(texts), strict=True))


def _write_group(group: Sequence[_Page]) -> list[str | None]:
    """Write the Markdown of the same page of several variants.

    No file is written atomically: no process reads this folder before it is whole.
    """
    from variantdocs.publish.markdown.convert import article_of, page_markdown

    known: dict[tuple[str, str], tuple[str, str] | None] = {}
    texts: list[str | None] = []
    for page in group:
        content = page.file.read_bytes()
        key = article_of(content), page.address
        if key not in known:
            known[key] = page_markdown(*key)
        found = known[key]
        if found is not None:
            markdown = page.file.with_name(f"{page.file.name}.md")
            markdown.write_bytes(found[0].encode("utf-8"))
            linked = with_markdown_link(content, page.file, page.folder, page.language)
            with page.file.open("r+b") as file:  # it only grows, and to truncate it first takes longer
                file.write(linked)
        texts.append(None if found is None else found[1])
    return texts


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


def with_markdown_link(page: bytes, file: Path, folder: Path, language: Language = ENGLISH) -> bytes:
    """The page with a link to its Markdown, and the script of the button that copies it."""
    up = Path(os.path.relpath(folder, file.parent)).as_posix()
    script = posixpath.normpath(posixpath.join(up, _SCRIPT_ADDRESS))
    translate = translator(language)
    title = html.escape(translate("This page as Markdown"))
    added = (
        f'<link rel="alternate" type="text/markdown" title="{title}" '
        f'href="{html.escape(quote(file.name))}.md">\n<script defer src="{script}"></script>\n'
    )
    return page.replace(b"</head>", added.encode("utf-8") + b"</head>", 1)
