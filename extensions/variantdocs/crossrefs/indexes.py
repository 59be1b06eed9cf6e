"""Make the page index of the variant being built, and load those of the other variants."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from docutils import nodes
from sphinx.domains.std import StandardDomain
from sphinx.util.nodes import clean_astext

from variantdocs.config.current import current_of
from variantdocs.crossrefs.anchors import ANCHORS, PageAnchors
from variantdocs.crossrefs.verdicts import KnownIndexes
from variantdocs.env_store import AppValue
from variantdocs.file_values import FileValues
from variantdocs.locale.site_language import site_language
from variantdocs.output import write_if_changed
from variantdocs.pages.index import IndexedPage, PageIndex, index_path, read_index, read_indexes, source_hash
from variantdocs.pages.output_names import generated_addresses, logo_address, page_address, site_builder
from variantdocs.pages.source_files import SOURCE_PATHS
from variantdocs.paths import relative_name

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.domains import Domain

INDEXES = AppValue[Mapping[str, PageIndex]]("indexes")
"""variant → its index, in the order of ``variants.yaml``; known while pages are written."""


_INDEXED_PAGES: AppValue[dict[str, tuple[tuple[object, ...], IndexedPage]]] = AppValue("indexed_pages", dict)
"""docname → what was made of the page, and from what, for the next build with the same application."""
_WRITTEN: AppValue[PageIndex | None] = AppValue("written_index", lambda: None)
"""The index of this variant, as its file has it."""


def make_index(app: Sphinx) -> PageIndex:
    """The index of the variant that ``app`` has read."""
    env, current = app.env, current_of(app)
    std = env.domains.standard_domain
    pages = {docname: _indexed_page(app, docname) for docname in sorted(env.all_docs)}
    labels = {
        name: (target[0], target[1])
        for name, target in sorted({**std.anonlabels, **std.labels}.items())
        if target[0] in pages
    }
    objects = {
        name: (docname, id_)
        for domain in env.domains.sorted()
        for name, type_, docname, id_ in sorted(_objects_of(domain))
        if docname in pages and type_ not in ("doc", "label")
    }
    parents: dict[str, str] = {}
    for parent, children in sorted(env.toctree_includes.items()):
        for child in children:
            if child != parent:
                parents.setdefault(child, parent)
    return PageIndex(
        variant=current.variant.name,
        title=current.variant.title,
        root=app.config.root_doc,
        pages=pages,
        labels=labels,
        objects=dict(sorted(objects.items())),
        parents=dict(sorted(parents.items())),
        builder=site_builder(app),
        generated=tuple(sorted(generated_addresses(app))),
        logo=logo_address(app),
        language=site_language(app),
        sources=_hashes(app, _files_read(app)),
    )


def _objects_of(domain: Domain) -> Iterator[tuple[str, str, str, str]]:
    """What a domain describes: name, type, docname and id.

    Pages and labels of the standard domain are left out: Sphinx makes a text for each of them.
    """
    if type(domain) is not StandardDomain:
        for name, _, type_, docname, id_, _ in domain.get_objects():
            yield name, type_, docname, id_
        return
    for (program, option), (docname, id_) in domain.progoptions.items():
        yield (f"{program}.{option}" if program else option), "cmdoption", docname, id_
    for (type_, name), (docname, id_) in domain.objects.items():
        yield name, type_, docname, id_


def _indexed_page(app: Sphinx, docname: str) -> IndexedPage:
    """What others may know of a page; made once for each time that the page is read."""
    env = app.env
    found, title = ANCHORS.of(env).get(docname), env.titles.get(docname)
    is_broken = "variantdocs-broken" in env.metadata[docname]
    made_from = (found, title, is_broken)
    known = _INDEXED_PAGES.of(app).get(docname)
    if known is not None and all(one is other for one, other in zip(known[0], made_from, strict=True)):
        return known[1]
    found = found or PageAnchors()
    page = IndexedPage(
        title=docname if title is None else _text(title),
        uri=page_address(app, docname),
        anchors=dict(sorted(found.anchors.items())),
        titles=dict(sorted(found.titles.items())),
        broken=is_broken,
    )
    if known is not None and known[1] == page:
        page = known[1]
    _INDEXED_PAGES.of(app)[docname] = made_from, page
    return page


def _text(title: nodes.Element) -> str:
    # Sphinx copies what it cleans, which takes long for all titles of a site.
    is_plain = all(isinstance(child, nodes.Text) for child in title.children)
    return title.astext() if is_plain else clean_astext(title)


def _files_read(app: Sphinx) -> set[str]:
    """The sources of all variants, what they include, and the configuration: names for :func:`_hashes`."""
    env, current = app.env, current_of(app)
    files = {os.fspath(path) for paths in env.dependencies.values() for path in paths}
    files.add(f"{app.confdir}/conf.py")
    if current.variant_set.path:
        files.add(os.fspath(current.variant_set.path))
    return {*SOURCE_PATHS.of(env).values(), *(relative_name(file, app.srcdir) for file in files)}


def _hashes(app: Sphinx, names: Iterable[str]) -> dict[str, str]:
    """The hash of each file that is there, by its name as seen from the source folder."""
    found, folder = {}, os.fspath(app.srcdir)
    for name in sorted(names):
        try:
            found[name] = _SOURCE_HASHES.of(os.path.join(folder, name))  # noqa: PTH118 - texts, for speed
        except OSError:
            continue
    return found


_SOURCE_HASHES = FileValues(lambda path: source_hash(Path(path).read_bytes()))


def is_current(app: Sphinx, variant: str) -> bool:
    """Whether the index of ``variant`` is up to date.

    :param app: An application that has read its own variant, so that it has the project's pages.
    """
    index = read_index(Path(current_of(app).index), variant)
    if index is None or index.builder != site_builder(app):
        return False
    pages = set(SOURCE_PATHS.of(app.env).values())
    suffixes = tuple(app.config.source_suffix)
    known = {name for name in index.sources if name.endswith(suffixes) and not name.startswith("../")}
    if not pages <= index.sources.keys() or any(
        name not in pages and not Path(app.srcdir, name).exists() for name in known
    ):
        return False
    return _hashes(app, index.sources) == dict(index.sources)


def write_index(app: Sphinx, env: object = None) -> list[str]:
    """Write the index of ``app``'s variant for the other variants (event ``env-get-updated``).

    If the same application has written one before, and only the hashes of sources differ, then no process
    waits for them: :func:`write_sources` writes it when there is time. Until then a build takes the index for
    outdated.
    """
    index, before = make_index(app), _WRITTEN.of(app)
    if before is not None and replace(index, sources=before.sources) == before:
        index = replace(before, sources=index.sources)  # with the same pages, by which others recognise it
    else:
        _write(app, index)
    INDEXES.set(app, {index.variant: index})
    return []


def write_sources(app: Sphinx) -> None:
    """Write the hashes of sources that :func:`write_index` has left out."""
    index = INDEXES.of(app)[current_of(app).variant.name]
    if _WRITTEN.of(app) != index:
        _write(app, index)


def _write(app: Sphinx, index: PageIndex) -> None:
    path = index_path(Path(current_of(app).index), index.variant)
    write_if_changed(path, index.to_json().encode("utf-8"))
    _WRITTEN.set(app, index)


def load_indexes(app: Sphinx, env: object = None) -> list[str]:
    """Read the indexes of the other variants (event ``env-get-updated``, after the wait for them)."""
    current = current_of(app)
    found = read_indexes(Path(current.index), current.variant_set.names, known=INDEXES.of(app))
    INDEXES.set(app, KnownIndexes(found))
    return []


def indexes_of(app: Sphinx) -> Mapping[str, PageIndex]:
    """variant → its index, in the order of ``variants.yaml``; known while pages are written."""
    return INDEXES.of(app)
