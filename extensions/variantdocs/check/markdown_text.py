"""The passages of Markdown that was made from built pages, and of lists of pages such as ``llms.txt``."""

from __future__ import annotations

import re
from collections.abc import Iterator

from variantdocs.check.passage import Passage, Role

# An empty line, or the beginning of a list item, heading, quotation or table row, with its mark.
_BETWEEN_BLOCKS = re.compile(
    r"(?:\A|\n)(?:[ \t]*\n)*(?:[ \t]*(?:[-*+#>]+|\d+[.)])[ \t]+)+|\n[ \t]*\n|\n(?=[ \t]*\|)"
)
_LINK = re.compile(
    r"!?\[((?:[^\[\]\\]|\\.)*)\]\(([^()\s]*(?:\([^()\s]*\)[^()\s]*)*)\)|(?<=\nSource: )()(\S+)"
)


def markdown_passages(text: str, *, in_variant_folder: bool) -> Iterator[Passage]:
    """The text of each block, and the address of each link.

    :param in_variant_folder: Whether addresses are relative to the variant's folder, rather than to that of
        a page, where they are the same as in the page.
    """
    targets: list[str] = []

    def collect(found: re.Match[str]) -> str:
        """The text of a link is a block, as in HTML: it may be the title of the page that it leads to."""
        targets.append(found[2] or found[4] or "")
        return f"\n\n{found[1]}\n\n" if found[1] else "\n\n"

    replaced = 1
    while replaced:  # an image may be the text of a link
        text, replaced = _LINK.subn(collect, text)
    for block in _BETWEEN_BLOCKS.split(text):
        if block and not block.isspace():
            yield Passage(Role.TEXT, block)
    for target in dict.fromkeys(targets):
        if target:
            yield Passage(Role.PAGE if in_variant_folder else Role.ADDRESS, target)
