"""Make the page index of the variant being built, and load those of the other variants."""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from docutils import nodes
from sphinx.util.nodes import clean_astext

from variantdocs.config.current import current_of
from variantdocs.crossrefs.anchors import ANCHORS, PageAnchors
from variantdocs.env_store import AppValue
from variantdocs.file_values import FileValues
from variantdocs.locale.site_language import site_language
from variantdocs.output import write_if_changed
from variantdocs.pages.index import IndexedPage, PageIndex, index_path, read_index, source_hash
from variantdocs.pages.output_names import generated_addresses, logo_address, page_address, site_builder
from variantdocs.pages.source_files import SOURCE_PATHS
from variantdocs.paths import relative_name

if TYPE_CHECKING:
    from sphinx.application import Sphinx

INDEXES = AppValue[Mapping[str, PageIndex]]("indexes")
"""variant → its index, in the order of ``variants.yaml``; known while pages are written."""


def make_index(app: Sphinx) -> PageIndex:
    """The index of the variant that ``app`` has read."""
    env, current = app.env, current_of(app)
    anchors = ANCHORS.of(env)
    std = env.domains.standard_domain
    pages = {}
    for docname in sorted(env.all_docs):
        found = anchors.get(docname) or PageAnchors()
        pages[docname] = IndexedPage(
            title=_text(env.titles[docname]) if docname in env.titles else docname,
            uri=page_address(app, docname),
            anchors=dict(sorted(found.anchors.items())),
            titles=dict(sorted(found.titles.items())),
            broken="variantdocs-broken" in env.metadata[docname],
        )
    labels = {
        name: (target[0], target[1])
        for name, target in sorted({**std.anonlabels, **std.labels}.items())
        if target[0] in pages
    }
    objects = {
        name: (docname, id_)
        for domain in env.domains.sorted()
        for name, _, type_, docname, id_, _ in sorted(
            domain.get_objects(), key=lambda found: found[:1] + found[2:5]
        )
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

    :param app: An application that has read its own variant, so that it knows the project's pages.
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
    """Write the index of ``app``'s variant for the other variants (event ``env-get-updated``)."""
    index = make_index(app)
    current = current_of(app)
    write_if_changed(index_path(Path(current.index), index.variant), index.to_json().encode("utf-8"))
    INDEXES.set(app, {index.variant: index})
    return []


def load_indexes(app: Sphinx, env: object = None) -> list[str]:
    """Read the indexes of the other variants (event ``env-get-updated``, after the wait for them)."""
    current = current_of(app)
    own = INDEXES.of(app)
    found: dict[str, PageIndex] = {}
    for name in current.variant_set.names:
        index = own.get(name) or read_index(Path(current.index), name)
        if index is not None:
            found[name] = index
    INDEXES.set(app, found)
    return []


def indexes_of(app: Sphinx) -> Mapping[str, PageIndex]:
    """variant → its index, in the order of ``variants.yaml``; known while pages are written."""
    return INDEXES.of(app)
