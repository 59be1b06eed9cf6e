"""Make the environment look as if one process had read all pages in order.

Pages store there what other pages show: to-do lists, names of image files, labels. Sphinx keeps these in the
order in which the pages were read, which differs after an edit and when variants share their reading. Files
would get other names, and lists another order, than in a clean build.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from operator import itemgetter
from typing import TYPE_CHECKING, Any

from docutils import nodes

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.environment import BuildEnvironment


def purge_pages(app: Sphinx, env: BuildEnvironment, docnames: Iterable[str]) -> None:
    """Purge all ``docnames`` before the first of them is read (event ``env-before-read-docs``).

    Sphinx purges each page just before it reads it. Until then its names seem to be duplicates of those in a
    page to which they have moved.
    """
    for docname in docnames:
        app.emit("env-purge-doc", env, docname)
        env.clear_doc(docname)


def sort_by_page(app: Sphinx, env: BuildEnvironment) -> None:
    """Sort everything that is stored by page, or with a page (event ``env-updated``)."""
    rank = {docname: number for number, docname in enumerate(sorted(env.all_docs))}
    env.images = rename_images(env.images)
    held = [value for name, value in vars(env).items() if not name.startswith("_search_index_")]
    for value in (*held, *(kept for data in env.domaindata.values() for kept in data.values())):
        if type(value) in (dict, defaultdict):
            _sort(value, rank)


def remove_section_numbers(app: Sphinx, env: BuildEnvironment) -> list[str]:
    """Remove section numbers before Sphinx assigns them again (event ``env-get-updated``).

    Sphinx removes none when a toctree is no longer numbered.
    """
    for docname, numbers in env.toc_secnumbers.items():
        if numbers and docname in env.tocs:
            for node in (env.titles[docname], *env.tocs[docname].findall()):
                if isinstance(node, nodes.Element) and "secnumber" in node:
                    del node["secnumber"]
    return []


def rename_images(images: Any) -> Any:
    """The same images, named in the order of the pages that show them."""
    found = type(images)()
    for path, (docnames, _) in sorted(images.items(), key=lambda image: (min(image[1][0]), image[0])):
        for docname in sorted(docnames):
            found.add_file(docname, path)
    return found


def _sort(kept: dict[Any, Any], rank: dict[str, int]) -> None:
    """Sort a mapping whose keys are pages, or whose values are tuples that begin with a page."""
    if kept.keys() <= rank.keys():
        places = [rank[docname] for docname in kept]
    elif all(isinstance(value, tuple) for value in kept.values()):
        # Entries without a page come first: they are part of the domain.
        places = [_place(value, rank) for value in kept.values()]
    else:
        return
    if places != sorted(places):
        # Stable: the entries of a page stay in their order.
        items = sorted(zip(places, kept.items(), strict=True), key=itemgetter(0))
        kept.clear()
        kept.update(item for _, item in items)


def _place(value: tuple[Any, ...], rank: dict[str, int]) -> int:
    return rank.get(value[0], -1) if value and isinstance(value[0], str) else -1
