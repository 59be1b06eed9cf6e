"""What a page offers to link to."""

from __future__ import annotations

from collections import defaultdict
from types import SimpleNamespace

from docutils import nodes
from docutils.utils import new_document
from sphinx import addnodes
from sphinx.util.tags import Tags

from variantdocs.crossrefs.anchors import ANCHORS, AnchorCollector, PageAnchors


def collected(doctree, *, slugs=None, tags=("byoc",)) -> PageAnchors:
    env = SimpleNamespace(current_document=SimpleNamespace(docname="page"), metadata=defaultdict(dict))
    if slugs is not None:
        env.metadata["page"]["myst_slugs"] = slugs
    AnchorCollector().process_doc(SimpleNamespace(env=env, tags=Tags(tags)), doctree)
    return ANCHORS.of(env)["page"]


def document(*children: nodes.Node) -> nodes.document:
    doctree = new_document("page.md")
    doctree += children
    return doctree


def section(id_: str, title: str, *children: nodes.Node) -> nodes.section:
    return nodes.section("", nodes.title("", title), *children, ids=[id_])


def test_a_section_is_an_anchor_with_its_title():
    page = collected(document(section("setup", "Set up", section("keys", "Keys"))))
    assert page.anchors == {"setup": "setup", "keys": "keys"}
    assert page.titles == {"setup": "Set up", "keys": "Keys"}


def test_each_id_of_a_node_is_an_anchor_with_the_same_title():
    node = section("setup", "Set up")
    node["ids"].append("id1")
    page = collected(document(node))
    assert page.titles == {"setup": "Set up", "id1": "Set up"}


def test_a_figure_is_titled_by_its_caption():
    figure = nodes.figure("", nodes.image(uri="a.png"), nodes.caption("", "The parts"), ids=["fig"])
    assert collected(document(figure)).titles == {"fig": "The parts"}


def test_a_term_is_its_own_title():
    term = nodes.term("", "Cluster", ids=["term-cluster"])
    item = nodes.definition_list_item("", term, nodes.definition())
    assert collected(document(nodes.definition_list("", item))).titles == {"term-cluster": "Cluster"}


def test_a_paragraph_with_an_id_has_no_title():
    page = collected(document(nodes.paragraph("", "text", ids=["here"])))
    assert (page.anchors, page.titles) == ({"here": "here"}, {})


def test_an_explicit_name_leads_to_its_id_and_an_implicit_one_is_no_anchor():
    doctree = document(section("set-up", "Set up"))
    doctree.nametypes.update({"my label": True, "set up": False})
    doctree.nameids.update({"my label": "set-up", "set up": "set-up"})
    assert collected(doctree).anchors == {"set-up": "set-up", "my label": "set-up"}


def test_a_name_of_an_id_that_is_not_in_the_page_is_no_anchor():
    doctree = document(section("set-up", "Set up"))
    doctree.nametypes.update({"gone": True, "twice": True})
    doctree.nameids.update({"gone": "gone-id", "twice": None})
    assert collected(doctree).anchors == {"set-up": "set-up"}


def test_a_slug_leads_to_the_id_of_its_heading():
    page = collected(document(section("id1", "Set up")), slugs={"set-up": (1, "id1", "Set up")})
    assert (page.anchors, page.titles) == ({"id1": "id1", "set-up": "id1"}, {"id1": "Set up"})


def test_a_slug_gives_its_title_only_where_the_node_has_none():
    target = nodes.target("", "", ids=["id1"])
    page = collected(document(target), slugs={"set-up": (1, "id1", "Set up"), "gone": (1, "id9", "Gone")})
    assert (page.anchors, page.titles) == ({"id1": "id1", "set-up": "id1"}, {"id1": "Set up"})


def test_what_only_leaves_out_of_this_variant_is_no_anchor():
    doctree = document(
        addnodes.only("", section("ours", "Ours"), expr="byoc"),
        addnodes.only("", section("theirs", "Theirs"), expr="not byoc"),
    )
    doctree.nametypes["label"] = True
    doctree.nameids["label"] = "theirs"
    page = collected(doctree, slugs={"theirs-slug": (1, "theirs", "Theirs")})
    assert (page.anchors, page.titles) == ({"ours": "ours"}, {"ours": "Ours"})


def test_a_page_without_anchors_is_recorded_too():
    assert collected(document()) == PageAnchors()
