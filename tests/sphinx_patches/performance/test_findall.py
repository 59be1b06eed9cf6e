"""The walks that replace docutils' own."""

from __future__ import annotations

import subprocess
import sys

import docutils
import pytest
from docutils import nodes
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from variantdocs.sphinx_patches.performance.findall import (
    all_below,
    findall,
    instances_below,
    matching_below,
    walk_faster,
)

KINDS = (nodes.section, nodes.paragraph, nodes.emphasis, nodes.reference)
TREES = st.recursive(
    st.builds(nodes.Text, st.text("ab", max_size=2)),
    lambda below: st.builds(
        lambda kind, children: kind("", *children), st.sampled_from(KINDS), st.lists(below, max_size=4)
    ),
    max_leaves=30,
)
on_a_busy_machine = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
"""Trees are drawn recursively; beside other processes a few take longer than Hypothesis expects."""


@on_a_busy_machine
@given(tree=TREES, kind=st.sampled_from([*KINDS, nodes.Text, nodes.Element, nodes.Inline, nodes.title]))
def test_they_give_the_nodes_that_docutils_gives(tree, kind):
    assert [*map(id, instances_below(tree, kind))] == [*map(id, tree._fast_findall(kind))]
    assert [*map(id, all_below(tree))] == [*map(id, tree._superfast_findall())]


def change(tree, walk, seed):
    """Walk a tree, and at each node take away, add or replace something; give what was met."""
    met = []
    for number, node in enumerate(walk(tree)):
        met.append(str(node))
        what = (number * 7 + seed) % 5
        if what == 0 and node.parent is not None:
            node.parent.remove(node)
        elif what == 1 and isinstance(node, nodes.Element) and len(met) < 50:
            node += nodes.emphasis("", nodes.Text(f"new {number}"))
        elif what == 2 and node.parent is not None and node.parent.children:
            node.parent.insert(0, nodes.Text("first")) if len(met) < 50 else None
        elif what == 3 and isinstance(node, nodes.Element):
            node.children = []
    return met


@on_a_busy_machine
@given(tree=TREES, seed=st.integers(0, 4))
def test_they_give_the_same_while_the_tree_is_changed(tree, seed):
    other = tree.deepcopy()
    ours = change(tree, all_below, seed)
    assert ours == change(other, nodes.Node._superfast_findall, seed)


@on_a_busy_machine
@given(tree=TREES, seed=st.integers(0, 4))
def test_walks_for_one_kind_give_the_same_while_the_tree_is_changed(tree, seed):
    other = tree.deepcopy()
    ours = change(tree, lambda node: instances_below(node, nodes.Element), seed)
    assert ours == change(other, lambda node: node._fast_findall(nodes.Element), seed)


def with_three_letters(node):
    return isinstance(node, nodes.Element) and len(node.astext()) % 3 == 0


@on_a_busy_machine
@given(tree=TREES, seed=st.integers(0, 4))
def test_walks_for_what_a_function_says_give_the_same_while_the_tree_is_changed(tree, seed):
    other = tree.deepcopy()
    ours = change(tree, lambda node: matching_below(node, with_three_letters), seed)
    assert ours == change(other, lambda node: node.findall(with_three_letters), seed)


@on_a_busy_machine
@given(
    tree=TREES,
    start=st.integers(0, 9),
    condition=st.sampled_from([None, nodes.Element, nodes.Text, with_three_letters]),
    ways=st.fixed_dictionaries(
        {name: st.booleans() for name in ("include_self", "descend", "siblings", "ascend")}
    ),
)
def test_findall_takes_all_that_docutils_takes(tree, start, condition, ways):
    below = [*tree.findall()]
    node = below[start % len(below)]
    assert [*map(id, findall(node, condition, **ways))] == [*map(id, node.findall(condition, **ways))]


@pytest.mark.parametrize(
    ("version", "replaced"), [((0, 23, 0), True), ((0, 21, 0), True), ((0, 24, 0), False)]
)
def test_docutils_is_left_alone_where_it_is_another(monkeypatch, version, replaced):
    monkeypatch.setattr(nodes.Node, "findall", nodes.Node.findall)
    monkeypatch.setattr(docutils, "__version_info__", version)
    walk_faster()
    assert (nodes.Node.findall is findall) == replaced


def test_what_somebody_else_has_replaced_is_left_alone(monkeypatch):
    def theirs(node, *arguments, **more):
        return iter(())

    monkeypatch.setattr(nodes.Node, "findall", theirs)
    walk_faster()
    assert nodes.Node.findall is theirs


def test_nothing_is_replaced_by_loading_the_package():
    script = (
        "import variantdocs.multibuild.coordinator, variantdocs.multibuild.worker.build\n"
        "from docutils import nodes\n"
        "print(nodes.Node.findall.__module__)"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "docutils.nodes"
