"""The pages with references that nothing resolves."""

from __future__ import annotations

from types import SimpleNamespace

from docutils import nodes
from sphinx.addnodes import pending_xref

from variantdocs.crossrefs.unresolved import UNRESOLVED_PAGES, record_unresolved


def record(app, *, docname, **attributes):
    env = SimpleNamespace(current_document=SimpleNamespace(docname=docname))
    return record_unresolved(app, env, pending_xref("", **attributes), nodes.literal())


def test_the_page_that_is_being_written_is_recorded():
    app = SimpleNamespace()
    record(app, docname="guide", refdoc="included")
    assert UNRESOLVED_PAGES.of(app) == {"guide"}


def test_outside_of_a_page_the_reference_knows_its_own():
    app = SimpleNamespace()
    record(app, docname="", refdoc="guide")
    assert UNRESOLVED_PAGES.of(app) == {"guide"}


def test_a_page_is_recorded_once():
    app = SimpleNamespace()
    for docname in ("b", "a", "b"):
        record(app, docname=docname)
    assert UNRESOLVED_PAGES.of(app) == {"a", "b"}


def test_the_reference_is_left_to_other_extensions():
    assert record(SimpleNamespace(), docname="guide") is None
