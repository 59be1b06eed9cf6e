"""Limit the doctrees that stay in memory between reading and writing; the others come back from their files.

Replaces: ``Builder.read`` and ``Builder.write_doctree`` in the build of a variant, and the cache of pickled
    doctrees of its environment.
Why: Sphinx keeps each doctree from reading to writing, and the bytes of each that it has loaded from a file
    until its process ends. A doctree takes six times the space of its file, so a large site in many variants
    takes gigabytes. To free one and load it again takes a twelfth of the time that its page takes, so as many
    are kept as fit into 100 MB.
Upstream: none.
Versions: Sphinx 8.1 to 9.2.
Remove when: Sphinx limits both.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from docutils import nodes
    from sphinx.builders import Builder

DOCTREE_BYTES = 2**24
"""Size of the files of those that all processes of a build together keep: some 250 pages of 1,600 words."""
_PICKLE_BYTES = 2**19


def limit_doctrees(builder: Builder, most_bytes: int) -> None:
    """Limit how many doctrees ``builder`` and its environment keep in memory.

    :param most_bytes: The size of the files of those that are kept when pages are read, but for the last one.
    """
    builder.env._pickled_doctree_cache = RecentPickles(_PICKLE_BYTES)
    read, write_doctree = builder.read, builder.write_doctree

    def read_and_keep_some() -> list[str]:
        kept = 0

        def write_and_keep_some(docname: str, doctree: nodes.document, *, _cache: bool = True) -> None:
            nonlocal kept
            is_kept = _cache and kept < most_bytes
            write_doctree(docname, doctree, _cache=is_kept)
            if is_kept:
                kept += builder.env.doctreedir.joinpath(f"{docname}.doctree").stat().st_size

        builder.write_doctree = write_and_keep_some  # type: ignore[method-assign,misc]
        try:
            return read()
        finally:
            builder.write_doctree = write_doctree  # type: ignore[method-assign,misc]

    builder.read = read_and_keep_some  # type: ignore[method-assign,misc]


class RecentPickles(dict[str, bytes]):
    """Pickled doctrees by docname, of which those that were added first are dropped.

    :param most_bytes: The size of all together, or of the last one if that is larger.
    """

    def __init__(self, most_bytes: int) -> None:
        super().__init__()
        self._most_bytes = most_bytes

    def __setitem__(self, docname: str, pickled: bytes) -> None:
        super().__setitem__(docname, pickled)
        size = sum(map(len, self.values()))
        while size > self._most_bytes and len(self) > 1:
            size -= len(self.pop(next(iter(self))))
