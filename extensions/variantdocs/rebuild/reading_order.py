"""Leave on the environment what one process would leave that reads all pages in their order.

Pages leave there what others show: lists of what there is to do, names of image files, names of
places. Sphinx keeps that in the order in which pages were read, which is another after an edit, and
where the variants share their reading. So a file would get another name, and a list another order,
than in a clean build.
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


def forget_pages(app: Sphinx, env: BuildEnvironment, docnames: Iterable[str]) -> None:
    """Forget all ``docnames`` before the first of them is read (event ``env-before-read-docs``).

    Sphinx forgets each when its turn comes. Until then its names are in the way of a page that has
    taken one over.
    """
    for docname in docnames:
        app.emit("env-purge-doc", env, docname)
        env.clear_doc(docname)


def put_in_order(app: Sphinx, env: BuildEnvironment) -> None:
    """Order all that is kept by page, or of which a page can be told (event ``env-updated``)."""
    rank = {docname: number for number, docname in enumerate(sorted(env.all_docs))}
    env.images = named_anew(env.images)
    held = [value for name, value in vars(env).items() if not name.startswith("_search_index_")]
    for value in (*held, *(kept for data in env.domaindata.values() for kept in data.values())):
        if type(value) in (dict, defaultdict):
            _sort(value, rank)


def forget_numbers(app: Sphinx, env: BuildEnvironment) -> list[str]:
    """Take the numbers of sections away before they are given anew (event ``env-get-updated``).

    Sphinx takes none away when a toctree is numbered no longer.
    """
    for docname, numbers in env.toc_secnumbers.items():
        if numbers and docname in env.tocs:
            for node in (env.titles[docname], *env.tocs[docname].findall()):
                if isinstance(node, nodes.Element) and "secnumber" in node:
                    del node["secnumber"]
    return []


def named_anew(images: Any) -> Any:
    """The same images, with the names that they get in the order of the pages that show them."""
    found = type(images)()
    for path, (docnames, _) in sorted(images.items(), key=lambda image: (min(image[1][0]), image[0])):
        for docname in sorted(docnames):
            found.add_file(docname, path)
    return found


def _sort(kept: dict[Any, Any], rank: dict[str, int]) -> None:
    """Sort by page what has pages for keys, or values that begin with a page."""
    if kept.keys() <= rank.keys():
        places = [rank[docname] for docname in kept]
    elif all(isinstance(value, tuple) for value in kept.values()):
        # What no page has given has been there from the start.
        places = [_place(value, rank) for value in kept.values()]
    else:
        return
    if places != sorted(places):
        # Stable: what a page has given stays in the order in which it stands there.
        items = sorted(zip(places, kept.items(), strict=True), key=itemgetter(0))
        kept.clear()
        kept.update(item for _, item in items)


def _place(value: tuple[Any, ...], rank: dict[str, int]) -> int:
    return rank.get(value[0], -1) if value and isinstance(value[0], str) else -1
