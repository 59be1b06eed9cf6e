"""Find tags in a parsed page that its own text does not hold, as from docstrings, settings or data files."""

from __future__ import annotations

import re
from collections.abc import Iterable

from docutils import nodes

TAG = re.compile(r"\{@@[^\n]*?@@\}|<@@[^\n]*?@@>|\{@=[^\n]*?=@\}|\{@#[^\n]*?#@\}")
_LITERAL = (nodes.literal, nodes.literal_block, nodes.raw, nodes.math, nodes.math_block, nodes.comment)


def foreign_tag(document: nodes.document, texts: Iterable[str]) -> tuple[str, nodes.Node] | None:
    """The first tag of ``document`` that is not in ``texts``, and its element; literal text may hold any.

    :param texts: The expanded texts of the page and of the files that it includes.
    """
    own = list(texts)
    for text in document.findall(nodes.Text):
        if "@" not in text:
            continue
        for tag in TAG.findall(text.astext()):
            if not _is_literal(text) and not any(tag in found for found in own):
                return tag, text.parent
    return None


def _is_literal(node: nodes.Node) -> bool:
    parent = node.parent
    while parent is not None:
        if isinstance(parent, _LITERAL):
            return True
        parent = parent.parent
    return False
