"""What keeps a page from being built."""

from __future__ import annotations

from variantdocs.lint.rules.problems import (
    broken_pages,
    near_tags,
    undefined_variables,
    unusable_declarations,
)


def test_every_problem_of_a_broken_page_is_found_at_its_line(findings):
    page = "# A\n\n{@@ if nobody @@}\nx\n{@@ endif @@}\n\n{@@ if somebody @@}\ny\n{@@ endif @@}\n"
    found = findings(broken_pages, {"a.md": page})
    assert [one.partition(" ")[0] for one in found] == ["a.md:3:1", "a.md:7:1"]


def test_bytes_that_are_not_utf_8_are_found_at_their_line(findings):
    (found,) = findings(broken_pages, {}, {"source/a.md": b"# A\n\nna\xefve\n"})
    assert found.startswith("a.md:3:1 ")


def test_a_variable_is_found_where_variants_without_a_value_show_it(findings):
    page = "# A\n\n{@= registry =@}\n\n{@@ if byoc @@}{@= registry =@}{@@ endif @@}\n"
    (found,) = findings(undefined_variables, {"a.md": page})
    assert found.startswith("a.md:3:1 serverless `registry` has no value here: it is defined for byoc only")


def test_variables_that_every_variant_of_the_page_defines_are_left(findings):
    pages = {"a.md": "{@= product =@}\n", "b.md": "---\nvariants: byoc\n---\n{@= registry =@}\n"}
    assert findings(undefined_variables, pages) == []


def test_text_that_is_nearly_a_tag_is_found(findings):
    assert [one.partition(" ")[0] for one in findings(near_tags, {"a.md": "# A\n\n{@ if byoc @}\n"})] == [
        "a.md:3:1"
    ]


def test_a_declaration_that_names_nobody_is_found_at_its_line(findings):
    (found,) = findings(unusable_declarations, {"a.md": "---\nvariants: byok\n---\n# A\n"})
    assert found.startswith("a.md:2:1 ")
    assert "did you mean 'byoc'?" in found
