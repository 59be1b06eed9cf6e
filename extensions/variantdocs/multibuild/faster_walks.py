"""Walk doctrees faster than docutils does.

``Node.findall`` goes through a generator for each node, nested as deep as the tree. Transforms of
Sphinx, MyST and others walk a page some fifty times while it is read and twenty times while it is
written, which makes this a twentieth of a build. docutils has no seam for it: so its two private
generators are replaced, in the processes of a build only, by ones that keep a stack. They yield the
same nodes in the same order, also where the tree is changed on the way; a test compares them. Made
for docutils 0.21 and 0.22; with any other, nothing is replaced.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import docutils
from docutils import nodes


def walk_faster() -> None:
    """Replace the generators behind ``findall`` in this process."""
    if (0, 21) <= docutils.__version_info__[:2] <= (0, 22):
        nodes.Node._fast_findall = instances_below  # type: ignore[attr-defined]
        nodes.Node._superfast_findall = all_below  # type: ignore[attr-defined]


def instances_below(node: nodes.Node, cls: type) -> Iterator[Any]:
    """The node and those below it that are instances of ``cls``, in the order of the document."""
    if isinstance(node, cls):
        yield node
    stack = [iter(node.children)]
    while stack:
        for child in stack[-1]:
            if isinstance(child, cls):
                yield child
            # Asked for only now: who was given the node may have changed what is below it.
            if child.children:
                stack.append(iter(child.children))
                break
        else:
            stack.pop()


def all_below(node: nodes.Node) -> Iterator[Any]:
    """The node and all those below it, in the order of the document."""
    yield node
    stack = [iter(node.children)]
    while stack:
        for child in stack[-1]:
            yield child
            if child.children:
                stack.append(iter(child.children))
                break
        else:
            stack.pop()
