"""Change ``variants.yaml`` in place: its keys, lists and entries, and no other byte."""

from __future__ import annotations

import json
import re
from collections.abc import Collection, Iterator, Sequence

import yaml
from yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode

from variantdocs.errors import ConfigurationError
from variantdocs.refactor.memberships import Change, changed_value, dropping, replacing
from variantdocs.sources.edits import Edit, apply_edits


class VariantsFile:
    """The text of the file, with the places of its entries."""

    def __init__(self, text: str) -> None:
        self.text = text
        root = yaml.compose(text, Loader=yaml.SafeLoader)
        assert isinstance(root, MappingNode)  # it has been loaded
        self._root = root

    def entries(self, *keys: str) -> list[tuple[ScalarNode, Node]]:
        """The keys and values of the mapping at ``keys``."""
        node: Node | None = self._root
        for key in keys:
            node = next((value for name, value in _items(node) if name.value == key), None)
        return list(_items(node))

    def entry(self, *keys: str) -> tuple[ScalarNode, Node] | None:
        """The key and value at ``keys``."""
        return next((found for found in self.entries(*keys[:-1]) if found[0].value == keys[-1]), None)

    def renamed(self, old: str, new: str) -> str:
        """The text with a variant or group under another name."""
        edits: list[Edit] = []
        for section in ("variants", "groups", "forbid", "allow"):
            found = self.entry(section, old)
            if found is not None:
                edits.append(_renamed(found[0], self.text, old, new))
        for _, members in self.entries("groups"):
            edits += changed_value(members, self.text, replacing(old, [new])) or []
        default = self.entry("site", "default")
        if default is not None and default[1].value == old:
            edits.append(_renamed(default[1], self.text, old, new))
        return apply_edits(self.text, {*edits, *self._rules(replacing(old, [new]))})

    def _rules(self, change: Change) -> Iterator[Edit]:
        for _, membership in self.entries("pages"):
            yield from changed_value(membership, self.text, change) or []

    def group_replaced(self, group: str, members: Sequence[str]) -> str:
        """The text without a group; rules that name it name its members."""
        edits = [*self._removed("groups", [group]), *self._rules(replacing(group, members))]
        return apply_edits(self.text, edits)

    def emptied_groups(self, name: str) -> list[str]:
        """The groups that have no other member than ``name``."""
        return [
            key.value
            for key, members in self.entries("groups")
            if isinstance(members, SequenceNode) and {item.value for item in members.value} == {name}
        ]

    def retired(self, name: str, everyone: Sequence[str]) -> str:
        """The text without a variant, and without the groups that only it was in."""
        groups = self.emptied_groups(name)
        edits = [*self._removed("variants", [name]), *self._removed("groups", groups)]
        edits += [*self._removed("forbid", [name]), *self._removed("allow", [name])]
        default = self.entry("site", "default")
        if default is not None and default[1].value == name:
            edits += self._removed("site", ["default"])
        for key, members in self.entries("groups"):
            if key.value not in groups:
                edits += changed_value(members, self.text, dropping([name], everyone)) or []
        change = dropping([name, *groups], everyone)
        gone = []
        for key, membership in self.entries("pages"):
            found = changed_value(membership, self.text, change)
            if found is None:
                gone.append(key.value)
            else:
                edits += found
        return apply_edits(self.text, [*edits, *self._removed("pages", gone)])

    def added(self, name: str, like: str, title: str) -> str:
        """The text with a variant ``name`` that is as ``like`` is."""
        edits = [self._copied("variants", name, like, title)]
        edits += [
            self._copied(section, name, like, None)
            for section in ("forbid", "allow")
            if self.entry(section, like) is not None
        ]
        change = replacing(like, [like, name])
        for _, members in self.entries("groups"):
            edits += changed_value(members, self.text, change) or []
        return apply_edits(self.text, {*edits, *self._rules(change)})

    def group_added(self, name: str, like: str) -> str:
        """The text with a group ``name`` of the same variants as ``like``."""
        return apply_edits(self.text, [self._copied("groups", name, like, None)])

    def _copied(self, section: str, name: str, like: str, title: str | None) -> Edit:
        found = self.entry(section, like)
        assert found is not None
        start, end = self._lines_of(section, *found)
        text = self.text[start:end]
        edits = [_renamed(found[0], text, like, name, offset=-start)]
        own_title = self.entry(section, like, "title") if title is not None else None
        if own_title is not None and title is not None:
            value = own_title[1]
            written = title if _is_plain(title) else json.dumps(title, ensure_ascii=False)
            edits.append(Edit(value.start_mark.index - start, value.end_mark.index - start, written))
        copy = apply_edits(text, edits)
        return Edit(end, end, copy if text.endswith("\n") else f"\n{copy}")

    def _removed(self, section: str, names: Collection[str]) -> list[Edit]:
        """The edits that remove entries, with the whole section if none is left."""
        entries = self.entries(section)
        going = [found for found in entries if found[0].value in names]
        if not going:
            return []
        if len(going) == len(entries):
            found = self.entry(section)
            assert found is not None
            return [Edit(*self._lines_of("", *found))]
        return [Edit(*self._lines_of(section, key, value)) for key, value in going]

    def _lines_of(self, section: str, key: Node, value: Node) -> tuple[int, int]:
        """The whole lines that an entry takes.

        :raises ConfigurationError: the entry shares a line with others.
        """
        start = self.text.rfind("\n", 0, key.start_mark.index) + 1
        last = _last_index(value)
        end = self.text.find("\n", last)
        end = len(self.text) if end < 0 else end + 1
        rest = self.text[last:end].strip()
        if self.text[start : key.start_mark.index].strip() or (rest and not rest.startswith("#")):
            line = key.start_mark.line + 1
            message = f"`{section}` is written on one line; write each entry on a line of its own"
            raise ConfigurationError((f"variants.yaml:{line}: {message}",))
        return start, end


def _items(node: Node | None) -> Iterator[tuple[ScalarNode, Node]]:
    return iter(node.value) if isinstance(node, MappingNode) else iter(())


def _is_plain(text: str) -> bool:
    """Whether YAML reads ``text`` as it stands, without quotes, as a text."""
    return re.fullmatch(r"[A-Za-z][\w .-]*", text) is not None and yaml.safe_load(text) == text


def _renamed(node: Node, text: str, old: str, new: str, *, offset: int = 0) -> Edit:
    start, end = node.start_mark.index + offset, node.end_mark.index + offset
    return Edit(start, end, text[start:end].replace(old, new, 1))


def _last_index(node: Node) -> int:
    """Where the last text of a value ends; a block's own mark lies after the comments that follow it."""
    if isinstance(node, MappingNode | SequenceNode) and not node.flow_style and node.value:
        last = node.value[-1]
        return _last_index(last[1] if isinstance(last, tuple) else last)
    index: int = node.end_mark.index
    return index
