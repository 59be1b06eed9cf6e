"""Each file of a project as each of its variants shows it."""

from __future__ import annotations

from dataclasses import replace

from variantdocs.sources import variant_texts as module
from variantdocs.sources.project import load_project
from variantdocs.sources.variant_texts import variant_texts
from variantdocs.templating.expand import prepare
from variantdocs.templating.prepared_pages import PreparedPages


def texts_of(project, page):
    project.pages({"index.md": page})
    (file,) = variant_texts(load_project(project.folder / "source", project.folder))
    return file


def test_variants_that_show_the_same_share_one_value(project):
    file = texts_of(project, "# Home {@= company =@}\r\n")
    assert file.texts == {"serverless": "# Home Acme\n", "byoc": "# Home Acme\n"}
    assert file.expanded["serverless"] is file.expanded["byoc"]


def test_an_offset_has_its_source_line(project):
    file = texts_of(project, "# Home\n{@@ if byoc @@}\nhidden\n{@@ endif @@}\nend\n")
    assert file.texts["serverless"] == "# Home\nend\n"
    assert file.source_line("serverless", file.texts["serverless"].index("end")) == 5


def test_a_broken_file_has_its_text_as_written_and_the_problems(project):
    file = texts_of(project, "{@@ if byoc @@}\n")
    assert file.texts["byoc"] == "{@@ if byoc @@}\n"
    assert [problem.line for problem in file.problems] == [1]


def test_a_value_that_one_variant_lacks_breaks_the_file_there_only(project):
    file = texts_of(project, "{@= registry =@}\n")
    assert file.texts == {"serverless": "{@= registry =@}\n", "byoc": "ghcr.io\n"}
    assert len(file.problems) == 1


def test_what_a_build_has_prepared_is_not_prepared_again(project, monkeypatch):
    pages = {"index.md": "{@= company =@}\n", "broken.md": "{@@ if byoc @@}\n", "new.md": "{@= product =@}\n"}
    project.pages(pages)
    loaded = load_project(project.folder / "source", project.folder)
    expected = list(variant_texts(loaded))
    prepared = PreparedPages(loaded.names)
    prepared.add(pages["index.md"])
    prepared.add(pages["broken.md"])
    newly_prepared = []

    def noted(source, *arguments):
        newly_prepared.append(source)
        return prepare(source, *arguments)

    monkeypatch.setattr(module, "prepare", noted)
    assert list(variant_texts(replace(loaded, prepared=prepared))) == expected
    assert newly_prepared == [pages["new.md"]]


def test_what_was_prepared_with_other_names_is_prepared_again(project):
    project.pages({"index.md": "{@= company =@}\n"})
    loaded = load_project(project.folder / "source", project.folder)
    prepared = PreparedPages(replace(loaded.names, values={}))
    prepared.add("{@= company =@}\n")
    assert list(variant_texts(replace(loaded, prepared=prepared))) == list(variant_texts(loaded))
