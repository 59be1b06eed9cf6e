"""The passages of Markdown that was made from built pages, and of lists of pages such as ``llms.txt``."""

from __future__ import annotations

import re
from collections.abc import Iterator

from variantdocs.check.passage import Passage, Role

_PAGE_LISTS = ("llms.txt", "llms-full.txt")
# An empty line, or the beginning of a list item, heading, quotation or table row, with its mark. All these
# expressions begin with a fixed character, which is what makes searching fast.
_BETWEEN_BLOCKS = re.compile(
    r"\n(?:(?:[ \t]*\n)*(?:[ \t]*(?:[-*+#>]+|\d+[.)])[ \t]+)+|[ \t]*\n|(?=[ \t]*\|))"
)
_LINK = re.compile(r"\[((?:[^\[\]\\]|\\.)*)\]\(([^()\s]*(?:\([^()\s]*\)[^()\s]*)*)\)")
_SOURCE = re.compile(r"\n---\n\nSource: (\S+)\n")  # before each page in a file with all of them


def is_markdown_of_page(name: str) -> bool:
    """Whether an output file is the Markdown of a page, or lists pages."""
    return name.endswith((".html.md", *_PAGE_LISTS))


def lists_pages(name: str) -> bool:
    """Whether an output file lists pages, so that its addresses are relative to the variant's folder."""
    return name.endswith(_PAGE_LISTS)


class NewSections:
    """The sections of Markdown files that no file before had: a file with all pages repeats those of each.

    A file is cut before headings, so neither a block nor a link is divided.
    """

    def __init__(self) -> None:
        self._known: set[tuple[bool, bytes]] = set()

    def of(self, data: bytes, *, in_variant_folder: bool) -> list[bytes]:
        """The sections that are new, in their order.

        :param in_variant_folder: As for :func:`markdown_passages`; a section with links differs by it.
        """
        found = []
        for section in _sections(data):
            key = (in_variant_folder and (b"](" in section or b"\nSource: " in section), section)
            if key not in self._known:
                self._known.add(key)
                found.append(section)
        return found


def _sections(data: bytes) -> Iterator[bytes]:
    first, *others = data.split(b"\n\n#")
    yield first + b"\n\n"
    yield from (b"#" + section + b"\n\n" for section in others)


def markdown_passages(text: str, *, in_variant_folder: bool) -> Iterator[Passage]:
    """The text of each block, and the address of each link.

    :param in_variant_folder: Whether addresses are relative to the variant's folder, rather than to that of
        a page, where they are the same as in the page.
    """
    targets: list[str] = []

    def collect(found: re.Match[str]) -> str:
        """The text of a link is a block, as in HTML: it may be the title of the page that it leads to."""
        targets.append(found[2])
        return f"\n\n{found[1]}\n\n" if found[1] else "\n\n"

    if in_variant_folder:
        targets += _SOURCE.findall(text)
        text = _SOURCE.sub("\n\n", text)
    text = text.replace("![", "[")
    replaced = 1
    while replaced and "](" in text:  # an image may be the text of a link
        text, replaced = _LINK.subn(collect, text)
    for block in _BETWEEN_BLOCKS.split(f"\n{text}"):
        if block and not block.isspace():
            yield Passage(Role.TEXT, block)
    for target in dict.fromkeys(targets):
        if target:
            yield Passage(Role.PAGE if in_variant_folder else Role.ADDRESS, target)
