"""Pass by the texts in which typographic quotation marks change nothing.

Replaces: ``SphinxSmartQuotes.get_tokens``, in this process.
Why: Every piece of text goes through some thirty replacements, and Sphinx looks at all of its ancestors
    before. Most texts have no quotation mark, run of dashes or dots, or escape, so they stay as they are.
Upstream: none.
Versions: Sphinx 8.1 to 9.2, docutils 0.21 to 0.23.
Remove when: docutils looks whether there is anything to replace.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import wraps
from typing import TYPE_CHECKING

from sphinx.transforms import SphinxSmartQuotes

if TYPE_CHECKING:
    from docutils import nodes

_REPLACED = re.compile(r"""["'`\\&\x00]|--|\.\.\.|\. \. \.""")
"""What any of docutils' replacements acts on; escaped characters follow a null character."""
_PLAIN = "-1"
"""The value of ``smartquotes_action`` that replaces typographic characters by plain ones."""


def pass_by_plain_texts() -> None:
    """Make Sphinx hand only the texts to docutils that it may change; doing so twice does it once."""
    original = SphinxSmartQuotes.get_tokens
    if not hasattr(original, "__wrapped__"):
        # Types do not allow that a method is replaced.
        SphinxSmartQuotes.get_tokens = _passing_by(original)  # type: ignore[assignment]


def tokens(texts: Iterable[nodes.Text]) -> Iterator[tuple[str, str] | nodes.Text]:
    """``texts``, with a token in the place of each that stays as it is.

    docutils keeps the text of a literal token. Its last character counts for a quotation mark that follows,
    as that of any text does.
    """
    for text in texts:
        yield text if _REPLACED.search(text) else ("literal", str(text))


def _passing_by(
    original: Callable[[SphinxSmartQuotes, list[nodes.Text]], Iterator[tuple[str, str]]],
) -> Callable[[SphinxSmartQuotes, Sequence[nodes.Text]], Iterator[tuple[str, str]]]:
    @wraps(original)
    def get_tokens(self: SphinxSmartQuotes, txtnodes: Sequence[nodes.Text]) -> Iterator[tuple[str, str]]:
        if self.smartquotes_action == _PLAIN:
            yield from original(self, list(txtnodes))
            return
        for found in tokens(txtnodes):
            if isinstance(found, tuple):
                yield found
            else:
                yield from original(self, [found])

    return get_tokens
