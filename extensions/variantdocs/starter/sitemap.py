"""Read a central tree of pages: nodes with ``name``, ``title``, ``variants`` and ``children``."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

import yaml

from variantdocs.errors import ConfigurationError

_KEYS = ("name", "title", "variants", "children")


@dataclass(frozen=True, slots=True, kw_only=True)
class SitemapNode:
    """A page of the tree, at a line of its file.

    ``path`` is the names from the top, with slashes; empty for the home page. ``variants`` is ``None``
    where the node has those of its parent.
    """

    path: str
    line: int
    title: str | None = None
    variants: tuple[str, ...] | None = None
    children: tuple[SitemapNode, ...] = ()

    def walk(self) -> Iterator[SitemapNode]:
        """This node and all below it, in the tree's order."""
        yield self
        for child in self.children:
            yield from child.walk()

    def variant_names(self) -> tuple[str, ...]:
        """Every variant that the tree names, in its order."""
        return tuple(dict.fromkeys(name for node in self.walk() for name in node.variants or ()))


def parse_sitemap(text: str, *, filename: str) -> SitemapNode:
    """The home page of a tree in JSON or YAML.

    A mapping at the top is the home page; a list at the top holds the pages below it.

    :raises ConfigurationError: something in the tree cannot be read; all of it.
    """
    try:
        # Tabs may indent JSON, but not YAML; in both, none can be within a text.
        root = yaml.compose(text.replace("\t", " "), Loader=yaml.SafeLoader)
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 1
        raise ConfigurationError((f"{filename}:{line}: cannot be read: {error.problem}",)) from None
    problems: list[str] = []
    reader = _Reader(filename, problems)
    if isinstance(root, yaml.SequenceNode):
        home = SitemapNode(path="", line=1, children=reader.children(root, ""))
    else:
        home = reader.home(root)
    if problems:
        raise ConfigurationError(tuple(problems))
    return home


@dataclass(frozen=True, slots=True)
class _Reader:
    filename: str
    problems: list[str]

    def home(self, node: yaml.Node | None) -> SitemapNode:
        keys = self._keys(node)
        return self._node(node, keys, path="")

    def children(self, node: yaml.Node | None, parent: str) -> tuple[SitemapNode, ...]:
        if node is None or _is_null(node):
            return ()
        if not isinstance(node, yaml.SequenceNode):
            self._problem(node, "`children` must be a list of nodes")
            return ()
        return tuple(self._child(child, parent) for child in node.value)

    def _child(self, node: yaml.Node, parent: str) -> SitemapNode:
        keys = self._keys(node)
        name = self._text(keys.get("name"), "name")
        if isinstance(node, yaml.MappingNode) and not name:
            self._problem(node, "the node has no `name`")
        name = re.sub(r"\.(md|rst)$", "", name or "").strip("/")
        return self._node(node, keys, path=f"{parent}/{name}" if parent else name)

    def _node(self, node: yaml.Node | None, keys: dict[str, yaml.Node], *, path: str) -> SitemapNode:
        return SitemapNode(
            path=path,
            line=_line(node),
            title=self._text(keys.get("title"), "title"),
            variants=self._variants(keys.get("variants")),
            children=self.children(keys.get("children"), path),
        )

    def _keys(self, node: yaml.Node | None) -> dict[str, yaml.Node]:
        if not isinstance(node, yaml.MappingNode):
            self._problem(node, "a node must be a mapping with `name`")
            return {}
        found = {str(key.value): value for key, value in node.value}
        for key, _ in node.value:
            if key.value not in _KEYS:
                known = ", ".join(f"`{name}`" for name in _KEYS)
                self._problem(key, f"unknown key `{key.value}`; a node has {known}")
        return found

    def _text(self, node: yaml.Node | None, key: str) -> str | None:
        if node is None or _is_null(node):
            return None
        if not isinstance(node, yaml.ScalarNode):
            self._problem(node, f"`{key}` must be a text")
            return None
        return str(node.value)

    def _variants(self, node: yaml.Node | None) -> tuple[str, ...] | None:
        """A list of names, or a text of names; ``+`` is allowed before a name, and ``-`` leaves it out."""
        if node is None or _is_null(node):
            return None
        if isinstance(node, yaml.ScalarNode):
            names = re.split(r"[\s,]+", node.value.strip())
            return tuple(name.removeprefix("+") for name in names if name and not name.startswith("-"))
        if isinstance(node, yaml.SequenceNode) and all(
            isinstance(item, yaml.ScalarNode) for item in node.value
        ):
            return tuple(item.value for item in node.value)
        self._problem(node, "`variants` must be a list of names")
        return None

    def _problem(self, node: yaml.Node | None, message: str) -> None:
        self.problems.append(f"{self.filename}:{_line(node)}: {message}")


def _line(node: yaml.Node | None) -> int:
    return 1 if node is None else node.start_mark.line + 1


def _is_null(node: yaml.Node) -> bool:
    return bool(node.tag == "tag:yaml.org,2002:null")
