"""Merge the doctrees that variants have of one page into one that shows what each of them shows."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher
from itertools import product
from typing import Any

from docutils import nodes

from variantdocs.preview.builder.writers_view.variable_marks import same_for_all

_VARIANTS = "vd-variants"
_CONTAINERS = (
    *(nodes.section, nodes.bullet_list, nodes.enumerated_list, nodes.list_item, nodes.block_quote),
    *(nodes.definition_list, nodes.definition_list_item, nodes.definition, nodes.Admonition),
    *(nodes.container, nodes.compound, nodes.table, nodes.tgroup, nodes.thead, nodes.tbody),
    *(nodes.field_list, nodes.line_block),
)
"""Nodes whose children are merged one by one if they differ; of others, each variant's is shown."""
_ALIKE = 0.4
"""How much of two texts has to be the same for their words to be merged."""


def merge(own: nodes.document, others: dict[str, nodes.document], variant: str) -> nodes.document:
    """``own`` with what only others show, each node marked with a class per variant that shows it.

    :param own: The page as ``variant`` shows it; it is changed.
    :param others: variant → the page as that one shows it.
    """
    for name, other in others.items():
        shown = [variant, *_before(others, name)]
        own.children = _merged(own.children, other.children, shown=shown, name=name)
        for child in own.children:
            child.parent = own
    _classify(own, variant, {variant, *others})
    return own


def _before(others: dict[str, nodes.document], name: str) -> list[str]:
    names = list(others)
    return names[: names.index(name)]


def _merged(
    mine: list[nodes.Node], theirs: list[nodes.Node], *, shown: list[str], name: str
) -> list[nodes.Node]:
    """The children of both, in order.

    :param shown: The variants of ``mine`` so far; a node with a note of its own is in those of the note.
    :param name: The variant of ``theirs``.
    """
    found: list[nodes.Node] = []
    matcher = SequenceMatcher(a=list(map(_key, mine)), b=list(map(_key, theirs)), autojunk=False)
    for operation, a, b, c, d in matcher.get_opcodes():
        if operation == "equal":
            for node in mine[a:b]:
                _note(node, [*_noted(node, shown), name])
                found.append(node)
            continue
        left, right = mine[a:b], theirs[c:d]
        while pair := _first_pair(left, right):
            found += [_note(node, _noted(node, shown)) for node in left[: pair[0]]]
            found += [_note(node, [name]) for node in right[: pair[1]]]
            node, other = left[pair[0]], right[pair[1]]
            left, right = left[pair[0] + 1 :], right[pair[1] + 1 :]
            assert isinstance(node, nodes.Element)
            assert isinstance(other, nodes.Element)
            before = _noted(node, shown)
            _note(node, [*before, name])
            if isinstance(node, _CONTAINERS):
                children = _merged(node.children, other.children, shown=before, name=name)
            else:
                children = _merged(_words(node), _words(other), shown=before, name=name)
            node.children = children
            for child in children:
                child.parent = node
            found.append(node)
        found += [_note(node, _noted(node, shown)) for node in left]
        found += [_note(node, [name]) for node in right]
    return found


def _first_pair(left: Sequence[nodes.Node], right: Sequence[nodes.Node]) -> tuple[int, int] | None:
    """The places of the first two nodes that can be merged; ``None`` if there are none."""
    pairs = sorted(product(range(len(left)), range(len(right))), key=sum)
    return next(((i, j) for i, j in pairs if _can_merge(left[i], right[j])), None)


def _can_merge(one: nodes.Node, other: nodes.Node) -> bool:
    if type(one) is not type(other):
        return False
    if isinstance(one, _CONTAINERS):
        return True
    if not isinstance(one, nodes.TextElement) or isinstance(one, nodes.FixedTextElement):
        return False
    ratio = SequenceMatcher(None, one.astext().split(), other.astext().split(), autojunk=False).ratio()
    return ratio >= _ALIKE


def _words(node: nodes.Element) -> list[nodes.Node]:
    """The children of a paragraph, its texts cut into words with the spaces after them."""
    found: list[nodes.Node] = []
    for child in node.children:
        if isinstance(child, nodes.Text):
            found += [_Word(part) for part in _cut(child.astext())]
        else:
            found.append(child)
    return found


class _Word(nodes.inline):
    """A part of a text."""

    def __init__(self, text: str) -> None:
        super().__init__("", "", nodes.Text(text))


def _cut(text: str) -> Iterator[str]:
    start = 0
    for place in range(1, len(text) + 1):
        if place == len(text) or (text[place - 1].isspace() and not text[place].isspace()):
            yield text[start:place]
            start = place


def _key(node: nodes.Node) -> tuple[Any, ...]:
    """What is equal for nodes that show the same."""
    if isinstance(node, nodes.section):
        return (type(node), _key(node[0]) if len(node) else "", same_for_all(node.astext()))
    links = node.findall(nodes.Element) if isinstance(node, nodes.Element) else ()
    addresses = [
        same_for_all(str(link.get("reftarget") or link.get("refuri") or ""))
        for link in links
        if link.get("reftarget") or link.get("refuri")
    ]
    return (type(node), same_for_all(node.astext()), *addresses)


def _note(node: nodes.Node, variants: Sequence[str]) -> nodes.Node:
    if isinstance(node, nodes.Element):
        node[_VARIANTS] = list(dict.fromkeys(variants))
    return node


def _noted(node: nodes.Node, otherwise: list[str]) -> list[str]:
    return node.get(_VARIANTS, otherwise) if isinstance(node, nodes.Element) else otherwise


def _classify(node: nodes.Element, variant: str, every: set[str]) -> None:
    """Turn the notes into classes, at the outermost nodes that not all variants show."""
    for child in list(node.children):
        if not isinstance(child, nodes.Element):
            continue
        variants = child.attributes.pop(_VARIANTS, None)
        if variants is not None and set(variants) != every:
            kind = "vd-own" if variant in variants else "vd-other"
            child["classes"] = [*child["classes"], kind, *(f"vd-in-{name}" for name in variants)]
            for inner in child.findall(nodes.Element):
                inner.attributes.pop(_VARIANTS, None)
            if kind == "vd-other":
                _take_out_names(child, prefix=f"vd-{'-'.join(variants)}-")
        else:
            _classify(child, variant, every)
    _join_words(node)


def _take_out_names(node: nodes.Element, *, prefix: str) -> None:
    """Let what another variant shows not have the anchors that this one's page has already.

    Sections keep one, which begins with ``prefix``: Sphinx numbers and links them by it.
    """
    for inner in node.findall(nodes.Element):
        kept = inner["ids"][:1] if isinstance(inner, nodes.section) else []
        inner["ids"], inner["names"] = [f"{prefix}{id_}" for id_ in kept], []


def _join_words(node: nodes.Element) -> None:
    """Put adjacent words of the same variants together again."""
    joined: list[nodes.Node] = []
    for child in node.children:
        if isinstance(child, _Word):
            last = joined[-1] if joined else None
            if isinstance(last, _Word) and last["classes"] == child["classes"]:
                last.children = [nodes.Text(last.astext() + child.astext())]
                continue
        joined.append(child)
    node.children = [
        (nodes.inline("", "", *child.children, classes=child["classes"]) if child["classes"] else child[0])
        if isinstance(child, _Word)
        else child
        for child in joined
    ]
    for child in node.children:
        child.parent = node
