"""Two variants compared line by line."""

from __future__ import annotations

from tests.report.projects import load

from variantdocs.report.differences import compare_variants
from variantdocs.report.formats import differences_as_json, differences_as_text


def test_pages_that_differ_or_are_in_one_variant_only_are_named(project):
    found = compare_variants(load(project), "serverless", "byoc")
    assert [(page.name, str(page.status)) for page in found.pages] == [
        ("dense", "differs"),
        ("index", "differs"),
        ("mixed", "differs"),
        ("own", "only_second"),
        ("source/_parts/steps.md", "differs"),
    ]
    assert found.summary == (
        "serverless and byoc: 4 files differ, 0 only in serverless, 1 only in byoc, 2 the same"
    )


def test_lines_have_their_source_lines_and_the_words_that_differ(project):
    (page,) = compare_variants(load(project), "serverless", "byoc", only="source/_parts/steps.md").pages
    ((*_, row),) = page.hunks
    assert (row.first.number, row.second.number) == (3, 3)
    assert row.first.parts == (("Three other", True), (" words.", False))
    assert row.second.parts == (("Two", True), (" words.", False))


def test_lines_that_have_little_in_common_differ_as_a_whole(project):
    project.pages({"index.md": "# x\n\n{@@ if byoc @@}\nabc def\n{@@ else @@}\nuvw xyz 123\n{@@ endif @@}\n"})
    (page,) = compare_variants(load_only(project), "serverless", "byoc").pages
    row = page.hunks[0][-1]
    assert (row.first.parts, row.second.parts) == ((("uvw xyz 123", True),), (("abc def", True),))


def load_only(project):
    from variantdocs.sources.project import load_project

    return load_project(project.folder / "source", project.folder)


def test_as_text_a_stretch_shows_the_first_variant_before_the_second(project):
    project.pages({"index.md": "# x\n\n{@@ if byoc @@}\na\nb\n{@@ else @@}\nc\nd\ne\n{@@ endif @@}\nend\n"})
    assert differences_as_text(compare_variants(load_only(project), "serverless", "byoc")).split("\n") == [
        "--- source/index.md [serverless]", "+++ source/index.md [byoc]", "@@ source/index.md:1 @@",
        " # x", "", "-c", "-d", "-e", "+a", "+b", " end", "",
    ]  # fmt: skip


def test_json_has_a_version_and_every_line(project):
    found = differences_as_json(compare_variants(load(project), "byoc", "serverless", only="source/index.md"))
    assert {key: found[key] for key in ("version", "first", "second", "same")} == {
        "version": 1, "first": "byoc", "second": "serverless", "same": 0,
    }  # fmt: skip
    (page,) = found["pages"]
    assert (page["page"], page["path"], page["status"]) == ("index", "source/index.md", "differs")
    assert page["hunks"][0][2] == {
        "first": {"line": 3, "text": "This is Acme BYOC."},
        "second": {"line": 3, "text": "This is Acme Serverless."},
    }
