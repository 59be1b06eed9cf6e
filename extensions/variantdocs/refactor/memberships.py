"""Change what says which variants have a page: a name, a list of names, or an expression.

It stands under ``pages:`` in ``variants.yaml``, in front matter, or in a field of reST.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Sequence

import yaml
from yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode

from variantdocs.pages.declarations.declared import Declared
from variantdocs.refactor.conditions import names_a, with_name_replaced, without_names
from variantdocs.sources.edits import Edit
from variantdocs.sources.source_file import SourceFile, line_at

Change = Callable[[str], Sequence[str]]
"""A name or expression → what stands in its place; nothing if it selects no variant any more."""
_MORE_LINES = re.compile(r"(?:\r?\n(?:[ \t]+\S[^\n]*|[ \t]*-[ \t][^\n]*))*\n?")


def replacing(old: str, new: Sequence[str]) -> Change:
    """Put ``new`` in the place of ``old``."""

    def change(item: str) -> Sequence[str]:
        if item.strip() == old:
            return new
        return [item if _is_other_name(item) else with_name_replaced(item, old, new)]

    return change


def dropping(names: Collection[str], everyone: Sequence[str]) -> Change:
    """Drop ``names``; what every variant meets then becomes the names of ``everyone``."""

    def change(item: str) -> Sequence[str]:
        if item.strip() in names:
            return []
        if _is_other_name(item) or not names_a(item, names):
            return [item]
        found = without_names(item, names)
        if isinstance(found, bool):
            return everyone if found else []
        return [item if found is None else found]

    return change


def _is_other_name(item: str) -> bool:
    """Whether this is a name with a hyphen; in an expression it would be written with ``_``."""
    return re.fullmatch(r"\s*\w+(?:-\w+)+\s*", item) is not None


def changed_value(node: Node, text: str, change: Change, *, offset: int = 0) -> list[Edit] | None:
    """The edits that change a YAML value; ``None`` if no variant is left.

    :param offset: Where ``text``, in which the node has its marks, begins in the file.
    """
    if isinstance(node, SequenceNode):
        return _changed_list(node, text, change, offset)
    if not isinstance(node, ScalarNode):
        return []
    found = list(change(node.value))
    if not found:
        return None
    start, end = node.start_mark.index, node.end_mark.index
    raw = text[start:end]
    quote = raw[0] if raw[:1] in ("'", '"') else ""
    if found == [node.value]:
        return []
    written = f"{quote}{found[0]}{quote}" if len(found) == 1 else f"[{', '.join(found)}]"
    return [Edit(offset + start, offset + end, written)]


def _changed_list(node: SequenceNode, text: str, change: Change, offset: int) -> list[Edit] | None:
    changes = [list(change(item.value)) for item in node.value]
    if not any(changes):
        return None
    edits = []
    for number, (item, found) in enumerate(zip(node.value, changes, strict=True)):
        start, end = item.start_mark.index, item.end_mark.index
        if found == [item.value]:
            continue
        if found:
            separator = ", " if node.flow_style else "\n" + text[text.rfind("\n", 0, start) + 1 : start]
            raw = text[start:end]
            quote = raw[0] if raw[:1] in ("'", '"') else ""
            edits.append(Edit(start, end, separator.join(f"{quote}{name}{quote}" for name in found)))
        elif not node.flow_style:
            line_end = text.find("\n", end)
            start = text.rfind("\n", 0, start) + 1
            edits.append(Edit(start, len(text) if line_end < 0 else line_end + 1))
        elif any(changes[number + 1 :]):
            edits.append(Edit(start, node.value[number + 1].start_mark.index))
        else:
            edits.append(Edit(node.value[number - 1].end_mark.index, end))
    return [Edit(offset + edit.start, offset + edit.end, edit.text) for edit in edits]


def changed_declaration(file: SourceFile, change: Change) -> list[Edit] | None:
    """The edits that change what a page declares; ``None`` if no variant is left."""
    if not isinstance(file.declared, Declared):
        return []
    start = 0
    for _ in range(file.declared.line - 1):
        start = file.text.find("\n", start) + 1
    if not file.markdown:
        return _changed_field(file.text, start, change)
    first = line_at(file.text, start)
    more = _MORE_LINES.match(file.text, start + len(first))
    region = file.text[start : more.end() if more else start + len(first)]
    root = yaml.compose(region, Loader=yaml.SafeLoader)
    if not isinstance(root, MappingNode):
        return []
    value = next(value for key, value in root.value if key.value == "variants")
    return changed_value(value, region, change, offset=start)


def _changed_field(text: str, start: int, change: Change) -> list[Edit] | None:
    line = line_at(text, start).rstrip("\r")
    value = re.match(r"\s*:variants:[ \t]*", line)
    assert value is not None
    items = re.split(r"\s*,\s*", line[value.end() :].strip())
    found = [name for item in items for name in change(item)]
    if not found:
        return None
    written = ", ".join(dict.fromkeys(found))
    return [] if found == items else [Edit(start + value.end(), start + len(line), written)]
