"""Add the redirects of a project to its site, with a message for each that cannot be used."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from variantdocs.check.findings import BadRedirect
from variantdocs.messages import Kind
from variantdocs.pages.index import PageIndex
from variantdocs.publish.redirects.entries import parse_redirects
from variantdocs.publish.redirects.other_pages import chained_pages, redirect_pages
from variantdocs.publish.redirects.resolve import Redirect, resolve_redirects
from variantdocs.publish.redirects.write import write_redirects
from variantdocs.publish.unfinished_site import UnfinishedSite
from variantdocs.sources.project import Project


@dataclass(frozen=True, slots=True, kw_only=True)
class AddedRedirects:
    """The redirects of the file, the pages that lead on (also those of extensions), and the problems."""

    redirects: tuple[Redirect, ...]
    pages: tuple[Path, ...]
    problems: tuple[str, ...]


def add_redirects(site: UnfinishedSite) -> AddedRedirects:
    """Write what the project's file ``redirects`` says; nothing if it has problems."""
    redirects, bad = read_redirects(site.project, site.indexes)
    if not bad:
        languages = {name: index.language for name, index in site.indexes.items()}
        write_redirects(site.folder, redirects, site.variant_set.base_url, languages)
    pages = redirect_pages(_other_pages(site))
    return AddedRedirects(
        redirects=tuple(redirects),
        pages=tuple(pages),
        problems=(*map(str, bad), *_chains(site, pages)),
    )


def read_redirects(
    project: Project, indexes: Mapping[str, PageIndex]
) -> tuple[Sequence[Redirect], Sequence[BadRedirect]]:
    """What the file ``redirects`` says, and what is wrong with it; nothing if there is no such file.

    :param indexes: The index of every variant.
    """
    variant_set = project.variant_set
    file = project.variants_file.parent / variant_set.publishing.redirects
    try:
        text = file.read_text("utf-8-sig")
    except FileNotFoundError:
        return (), ()
    except UnicodeDecodeError as error:
        line = error.object.count(b"\n", 0, error.start) + 1
        return (), (BadRedirect(file=file, line=line, message="the file is not UTF-8; save it as UTF-8"),)
    entries, unreadable = parse_redirects(text, variant_set)
    redirects, unusable = resolve_redirects(entries, indexes)
    problems = sorted([*unreadable, *unusable])
    return redirects, [
        BadRedirect(file=file, line=problem.line, message=problem.message, variants=problem.variants)
        for problem in problems
    ]


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
