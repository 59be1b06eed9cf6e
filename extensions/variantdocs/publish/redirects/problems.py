"""Add the redirects of a project to its site, with a message for each that cannot be used."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from variantdocs.messages import Kind
from variantdocs.paths import shown_path
from variantdocs.publish.redirects.entries import RedirectProblem, parse_redirects
from variantdocs.publish.redirects.other_pages import chained_pages, redirect_pages
from variantdocs.publish.redirects.resolve import Redirect, resolve_redirects
from variantdocs.publish.redirects.write import write_redirects
from variantdocs.publish.unfinished_site import UnfinishedSite


@dataclass(frozen=True, slots=True, kw_only=True)
class AddedRedirects:
    """The redirects of the file, the pages that lead on (also those of extensions), and the problems."""

    redirects: tuple[Redirect, ...]
    pages: tuple[Path, ...]
    problems: tuple[str, ...]


def add_redirects(site: UnfinishedSite) -> AddedRedirects:
    """Write what the project's file ``redirects`` says; nothing if it has problems."""
    file = site.beside_variants_file(site.variant_set.publishing.redirects)
    redirects, problems = _of_file(file, site)
    if not problems:
        languages = {name: index.language for name, index in site.indexes.items()}
        write_redirects(site.folder, redirects, site.variant_set.base_url, languages)
    pages = redirect_pages(_other_pages(site))
    return AddedRedirects(
        redirects=tuple(redirects),
        pages=tuple(pages),
        problems=(*_messages(file, problems), *_chains(site, pages)),
    )


def _of_file(file: Path, site: UnfinishedSite) -> tuple[Sequence[Redirect], Sequence[RedirectProblem]]:
    try:
        text = file.read_text("utf-8-sig")
    except FileNotFoundError:
        return (), ()
    except UnicodeDecodeError as error:
        line = error.object.count(b"\n", 0, error.start) + 1
        return (), (RedirectProblem(line, "the file is not UTF-8; save it as UTF-8"),)
    entries, unreadable = parse_redirects(text, site.variant_set)
    redirects, unusable = resolve_redirects(entries, site.indexes)
    return redirects, sorted([*unreadable, *unusable])


def _messages(file: Path, problems: Sequence[RedirectProblem]) -> Iterator[str]:
    for problem in problems:
        variants = f" [{', '.join(problem.variants)}]" if problem.variants else ""
        yield f"{shown_path(file)}:{problem.line}: ERROR: {problem.message}{variants} [{Kind.REDIRECT}]"


def _other_pages(site: UnfinishedSite) -> Iterator[Path]:
    """The HTML files of the variants that are made from no page."""
    for variant in site.indexes:
        pages = set(site.pages(variant).values())
        yield from (file for file in sorted((site.folder / variant).rglob("*.html")) if file not in pages)


def _chains(site: UnfinishedSite, pages: dict[Path, str]) -> Iterator[str]:
    for file, target in chained_pages(pages):
        yield (
            f"{site.shown(file)}: ERROR: this page leads to {site.shown(target)}, which leads elsewhere; "
            f"correct the redirect that makes it [{Kind.REDIRECT}]"
        )
