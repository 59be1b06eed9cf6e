"""Two states of a project, page by page."""

from __future__ import annotations

import pytest

from variantdocs.changes.compare import PageChange, Status, compare_projects
from variantdocs.sources.project import load_project


@pytest.fixture
def compared(tmp_path, project):
    """The changes from one set of pages to another."""

    def run(old, new, changed=(), **options):
        states = []
        for name, pages in (("old", old), ("new", new)):
            for file, text in {"index.md": "# Home\n", **pages}.items():
                project.write({f"{name}/{file}": text})
            states.append(load_project(tmp_path / name, tmp_path))
        return compare_projects(*states, frozenset(changed), **options)

    return run


def pages(changes, number=0):
    return list(changes.variants[number].pages)


def test_the_same_pages_are_no_change(compared):
    assert not compared({"a.md": "# A\n"}, {"a.md": "# A\n"})


def test_a_change_of_conf_py_is_one_though_no_page_differs(compared):
    changes = compared({}, {}, conf=True)
    assert changes
    assert pages(changes) == []


def test_lines_that_come_and_go_are_counted_and_empty_ones_are_not(compared):
    changes = compared({"a.md": "# A\n\none\ntwo\n"}, {"a.md": "# A\n\n\n\none\n2\n3\n"})
    assert pages(changes) == [PageChange(docname="a", status=Status.CHANGED, added=2, removed=1)]


def test_a_change_of_nothing_but_empty_lines_is_one(compared):
    changes = compared({"a.md": "one\ntwo\n"}, {"a.md": "one\n\ntwo\n"})
    assert pages(changes) == [PageChange(docname="a", status=Status.CHANGED, added=1, removed=0)]


def test_a_page_that_becomes_another_suffix_is_the_same_page(compared):
    assert pages(compared({"a.md": "Text.\n"}, {"a.rst": "Text.\n"})) == []


def test_each_variant_has_its_own_changes(compared):
    changes = compared(
        {"a.md": "{@@ if byoc @@}x{@@ endif @@}\n"}, {"a.md": "{@@ if byoc @@}y{@@ endif @@}\n"}
    )
    assert [variant.count(Status.CHANGED) for variant in changes.variants] == [0, 1]


def test_a_page_changes_through_what_its_includes_include(compared):
    chain = {"a.md": "```{include} _b.md\n```\n", "_b.md": "```{include} _c.md\n```\n"}
    changes = compared(chain | {"_c.md": "old\n"}, chain | {"_c.md": "new\n"}, {"_c.md"})
    assert pages(changes) == [PageChange(docname="a", status=Status.CHANGED, through=("_c.md",))]


def test_a_loop_of_includes_ends(compared):
    loop = {"a.md": "```{include} _b.md\n```\n"}
    changes = compared(
        loop | {"_b.md": "old\n```{include} _b.md\n```\n"},
        loop | {"_b.md": "new\n```{include} _b.md\n```\n"},
        {"_b.md"},
    )
    assert pages(changes)[0].through == ("_b.md",)


def test_an_image_that_differs_changes_the_pages_that_show_it(compared):
    text = {"a.md": "![x](x.png)\n", "b.md": "# B\n"}
    assert [page.docname for page in pages(compared(text, text, {"x.png"}))] == ["a"]
