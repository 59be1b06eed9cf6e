"""All rules over a project, and what can be fixed safely."""

from __future__ import annotations

import pytest

from variantdocs.lint.context import LintContext
from variantdocs.lint.run import fixed_files, lint_project
from variantdocs.sources.project import load_project

ALWAYS = "{@@ if byoc or serverless @@}\nx\n{@@ endif @@}\n"


@pytest.fixture
def context(project):
    """The context of a project that has these pages; all its names are used."""

    def make(pages) -> LintContext:
        used = "{@= product =@} {@= company =@} {@@ if self_managed @@}{@= registry =@}{@@ endif @@}\n"
        for name, text in {"used.md": used, **pages}.items():
            project.write({f"source/{name}": text.encode() if isinstance(text, str) else text})
        return LintContext(load_project(project.folder / "source", project.folder))

    return make


@pytest.fixture
def fixed(context, project):
    """The bytes of a page after it was fixed; ``None`` if it cannot be."""

    def run(text):
        found = fixed_files(context({"index.md": text}))
        changed = found.get(project.folder / "source/index.md")
        assert changed is None or changed[0] == (text.encode() if isinstance(text, str) else text)
        return None if changed is None else changed[1].decode()

    return run


def test_a_project_without_mistakes_has_no_findings(context):
    assert lint_project(context({"index.md": "# Home\n"})) == []


def test_findings_come_in_the_order_of_files_and_lines(context):
    made = context({"b.md": f"# B\n\n{ALWAYS}\n{ALWAYS}", "a.md": f"# A\n\n{ALWAYS}"})
    found = [(finding.path.name, finding.line, finding.kind) for finding in lint_project(made)]
    assert found == [
        ("a.md", 3, "variants.always-true"),
        ("b.md", 3, "variants.always-true"),
        ("b.md", 7, "variants.always-true"),
    ]


def test_findings_that_are_switched_off_are_left_out(context):
    assert lint_project(context({"a.md": f"---\nlint-ignore: always-true\n---\n# A\n\n{ALWAYS}"})) == []


def test_a_condition_that_every_variant_meets_is_removed(fixed):
    assert fixed(f"# A\n\n{ALWAYS}") == "# A\n\nx\n"


def test_a_page_is_mended_until_nothing_is_left(fixed):
    text = "# A\n\n{@@ if byoc or serverless @@}\n{@@ if byoc or serverless @@}\nx\n{@@ endif @@}\n{@@ endif @@}\n"
    assert fixed(text) == "# A\n\nx\n"


def test_line_ends_and_a_byte_order_mark_stay(fixed):
    text = f"# A\n\n{ALWAYS}".replace("\n", "\r\n")
    assert fixed(b"\xef\xbb\xbf" + text.encode()) == "\ufeff# A\r\n\r\nx\r\n"


def test_what_only_a_person_can_mend_stays(fixed):
    assert fixed("# A\n\n{@@ if byoc @@}\n{@@ endif @@}\n") is None


def test_a_page_without_mistakes_and_a_broken_one_stay(fixed):
    assert fixed("# A\n\n{@@ if byoc @@}x{@@ endif @@}\n") is None
    assert fixed(f"# A\n\n{ALWAYS}\n{{@@ if byoc @@}}\n") is None


def test_what_is_switched_off_is_not_fixed(fixed):
    kept = f"{{@# lint: ignore always-true #@}}\n{ALWAYS}"
    assert fixed(f"# A\n\n{kept}\n{ALWAYS}") == f"# A\n\n{kept}\nx\n"


def test_white_space_that_a_removed_tag_would_take_goes_with_it(fixed):
    assert fixed("# A\n\n{@@ if byoc or serverless -@@}   x   {@@- endif @@}\n") == "# A\n\nx\n"


def test_a_fix_that_would_change_what_a_variant_shows_is_not_made_but_the_others_are(fixed):
    # The `-` of `elif` takes the empty lines before it also where `elif` itself is never reached.
    unsafe = "{@@ if byoc @@}a\n\n{@@- elif byoc @@}b{@@ else @@}c{@@ endif @@}\n"
    assert fixed(f"# A\n\n{unsafe}") is None
    assert fixed(f"# A\n\n{unsafe}\n{ALWAYS}") == f"# A\n\n{unsafe}\nx\n"


def test_mending_changes_no_file(fixed, project):
    fixed(f"# A\n\n{ALWAYS}")
    assert (project.folder / "source/index.md").read_text("utf-8") == f"# A\n\n{ALWAYS}"
