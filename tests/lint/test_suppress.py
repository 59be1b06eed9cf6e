"""Findings that an author has switched off: for the project, a page, or a line."""

from __future__ import annotations

import pytest

from variantdocs.lint.context import LintContext
from variantdocs.lint.finding import Finding
from variantdocs.lint.suppress import without_suppressed
from variantdocs.messages import Kind
from variantdocs.sources.project import load_project


@pytest.fixture
def kept(project):
    """The kinds that stay of findings at a line of a page."""

    def run(text, *kinds, line=1, name="index.md", ignore="", is_error=False):
        project.pages({name: text})
        if ignore:
            variants = (project.folder / "variants.yaml").read_text("utf-8")
            project.write({"variants.yaml": f"{variants}lint: {{ignore: [{ignore}]}}\n"})
        context = LintContext(load_project(project.folder / "source", project.folder))
        findings = [
            Finding(
                path=project.folder / "source" / name,
                line=line,
                column=1,
                kind=kind,
                message="wrong",
                is_error=is_error,
            )
            for kind in kinds
        ]
        return [finding.kind for finding in without_suppressed(findings, context)]

    return run


DEAD, TRUE = Kind.DEAD_BRANCH, Kind.ALWAYS_TRUE


@pytest.mark.parametrize("written", ["dead-branch", "variants.dead-branch"])
def test_a_kind_is_switched_off_for_the_project(kept, written):
    assert kept("# Home\n", DEAD, TRUE, ignore=written) == [TRUE]


@pytest.mark.parametrize(
    "written",
    ["dead-branch", "variants.dead-branch", "[dead-branch, absent]", "absent, dead-branch",
     "\n  - absent\n  - dead-branch"],
)  # fmt: skip
def test_a_kind_is_switched_off_for_a_page_in_front_matter(kept, written):
    assert kept(f"---\ntitle: Home\nlint-ignore: {written}\n---\n# Home\n", DEAD, TRUE, line=5) == [TRUE]


def test_a_kind_is_switched_off_for_a_page_of_rest_in_a_field(kept):
    assert kept(":lint-ignore: dead-branch\n\nHome\n====\n", DEAD, TRUE, line=3, name="index.rst") == [TRUE]


def test_outside_of_front_matter_the_key_is_only_text(kept):
    assert kept("# Home\n\nlint-ignore: dead-branch\n", DEAD, line=3) == [DEAD]
    assert kept("---\ntitle: Home\n---\nlint-ignore: dead-branch\n", DEAD, line=4) == [DEAD]


@pytest.mark.parametrize(
    "comment",
    ["{@# lint: ignore dead-branch #@}", "{@#lint:ignore variants.dead-branch#@}",
     "{@# lint: ignore absent, dead-branch #@}", "{@# lint: ignore absent dead-branch #@}"],
)  # fmt: skip
def test_a_comment_beside_text_speaks_for_its_line(kept, comment):
    text = f"one\ntwo {comment}\nthree\n"
    assert [kept(text, DEAD, TRUE, line=line) for line in (1, 2, 3)] == [[DEAD, TRUE], [TRUE], [DEAD, TRUE]]


def test_a_comment_on_a_line_of_its_own_speaks_for_the_next(kept):
    text = "one\n  {@# lint: ignore dead-branch #@}\nthree\nfour\n"
    assert [kept(text, DEAD, line=line) for line in (2, 3, 4)] == [[DEAD], [], [DEAD]]


def test_a_comment_above_and_one_beside_speak_together(kept):
    text = "{@# lint: ignore dead-branch #@}\ntwo {@# lint: ignore always-true #@}\n"
    assert kept(text, DEAD, TRUE, line=2) == []


def test_a_comment_works_with_carriage_returns_and_at_the_end_of_a_file(kept):
    assert kept("one {@# lint: ignore dead-branch #@}\r\ntwo\r\n", DEAD) == []
    assert kept("one {@# lint: ignore dead-branch #@}", DEAD) == []


def test_a_comment_that_names_no_kind_switches_nothing_off(kept):
    assert kept("one {@# lint: ignore #@}\n", DEAD) == [DEAD]


def test_a_comment_of_yaml_works_in_a_file_that_is_no_page(project):
    project.pages({"index.md": "# Home\n"})
    variants = (project.folder / "variants.yaml").read_text("utf-8")
    project.write({"variants.yaml": variants.replace("[byoc]", "[byoc]  # lint: ignore unused-group")})
    context = LintContext(load_project(project.folder / "source", project.folder))
    line = variants.split("\n").index("  self_managed: [byoc]") + 1
    findings = [
        Finding(
            path=project.folder / "variants.yaml", line=number, column=1, kind=Kind.UNUSED_GROUP, message="x"
        )
        for number in (line - 1, line)
    ]
    assert list(without_suppressed(findings, context)) == findings[:1]


def test_an_error_cannot_be_switched_off(kept):
    text = "---\nlint-ignore: syntax\n---\none {@# lint: ignore syntax #@}\n"
    assert kept(text, Kind.SYNTAX, line=4, ignore="syntax", is_error=True) == [Kind.SYNTAX]
