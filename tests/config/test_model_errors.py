"""pydantic's errors, in an author's words and at the author's place."""

from __future__ import annotations

import pytest
from pydantic import ValidationError

from variantdocs.config.marked_yaml import read_yaml
from variantdocs.config.model import FileModel
from variantdocs.config.model_errors import model_problems

START = "version: 1\nvariants: {byoc: {title: B}}\n"


def problems(text: str) -> list[str]:
    marks, found = read_yaml(text)
    assert marks is not None, found
    with pytest.raises(ValidationError) as caught:
        FileModel.model_validate(marks.data)
    return [problem.text("v") for problem in model_problems(caught.value, marks)]


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        (f"{START}grops: {{}}\n", "v:3:1: grops: there is no such key; did you mean `groups`?"),
        (f"{START}site: {{base-url: x}}\n", "v:3:8: site.base-url: there is no such key; did you mean `base_url`?"),
        (
            f"{START}links: {{colour: blue}}\n",
            "v:3:9: links.colour: there is no such key; there are `absent`",
        ),
        (
            "version: 1\nvariants: {byoc: {title: B, tittle: B}}\n",
            "v:2:29: variants.byoc.tittle: there is no such key; did you mean `title`?",
        ),
        (
            "version: 1\nvariants: {byoc: {title: B, colour: blue}}\n",
            "v:2:29: variants.byoc.colour: there is no such key; there are `title`, `vars`, `conf`",
        ),
    ],
)  # fmt: skip
def test_an_unknown_key_comes_with_the_keys_of_its_section(text, problem):
    assert problems(text) == [problem]


def test_a_missing_key_is_reported_with_what_to_write():
    assert problems("variants: {byoc: {title: B}}\n") == ["v:1:1: `version` is missing; write `version: 1`"]
    assert problems("version: 1\n") == ["v:1:1: `variants` is missing; write `variants: …`"]


def test_a_missing_title_is_reported_at_the_variants_name():
    assert problems("version: 1\nvariants:\n  byoc: {}\n") == [
        "v:3:3: variants.byoc: `title` is missing; write `title: …`"
    ]


def test_a_misspelled_key_is_not_also_reported_as_missing():
    assert problems("version: 1\nvariants:\n  byoc: {tilte: B}\n") == [
        "v:3:10: variants.byoc.tilte: there is no such key; did you mean `title`?"
    ]


def test_another_unknown_key_does_not_hide_a_missing_one():
    assert sorted(problems("version: 1\nvariants:\n  byoc: {colour: blue}\n")) == [
        "v:3:10: variants.byoc.colour: there is no such key; there are `title`, `vars`, `conf`",
        "v:3:3: variants.byoc: `title` is missing; write `title: …`",
    ]


@pytest.mark.parametrize(("written", "shown"), [("2", "2"), ("'1'", "'1'")])
def test_another_version_is_shown_as_it_is(written, shown):
    assert problems(START.replace("1", written, 1)) == [
        f"v:1:10: version: the version must be 1, not {shown}"
    ]


def test_a_choice_names_its_values():
    allowed = "error, warn, other-variant or text"
    assert problems(f"{START}links: {{absent: ignore}}\n") == [
        f"v:3:17: links.absent: must be one of {allowed}, not 'ignore'"
    ]
    assert problems(f"{START}links: {{absent: [warn]}}\n") == [
        f"v:3:17: links.absent: must be one of {allowed}, not a list"
    ]


def test_no_variants_at_all_are_a_problem():
    assert problems("version: 1\nvariants: {}\n") == [
        "v:2:11: variants: names no variant; write at least one"
    ]


def test_an_empty_title_is_a_problem():
    assert problems("version: 1\nvariants: {byoc: {title: ''}}\n") == [
        "v:2:26: variants.byoc.title: must not be empty"
    ]


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("null", "nothing"),
        ("true", "true or false (write it in quotes if it is meant as text)"),
        ("7", "a number (write it in quotes if it is meant as text)"),
        ("1.5", "a number (write it in quotes if it is meant as text)"),
        ("{a: b}", "a mapping"),
        ("[a]", "a list"),
    ],
)
def test_a_title_of_another_type_is_told_what_it_is(written, shown):
    assert problems(f"version: 1\nvariants:\n  byoc:\n    title: {written}\n") == [
        f"v:4:12: variants.byoc.title: must be text, not {shown}"
    ]


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("groups: [byoc]\n", "v:3:9: groups: must be a mapping, not a list"),
        ("groups: {own: byoc}\n", "v:3:15: groups.own: must be a list, not text"),
        ("groups: {own: [7]}\n", "v:3:16: groups.own[0]: must be text, not a number (write it in quotes if it is meant as text)"),
        ("site: here\n", "v:3:7: site: must be a mapping, not text"),
        ("lint: {ignore: absent}\n", "v:3:16: lint.ignore: must be a list, not text"),
    ],
)  # fmt: skip
def test_a_value_of_a_wrong_type_is_told_what_it_must_be(text, problem):
    assert problems(START + text) == [problem]


def test_a_rule_may_be_text_or_a_list_and_is_told_so_once():
    wanted = "must be a name, a list of names or an expression"
    assert set(problems(f"{START}pages: {{x: 7}}\n")) == {
        f"v:3:12: pages.x: {wanted}, not a number (write it in quotes if it is meant as text)"
    }
    assert set(problems(f"{START}pages: {{x: {{a: b}}}}\n")) == {f"v:3:12: pages.x: {wanted}, not a mapping"}


def test_an_item_of_a_rules_list_is_reported_at_its_place():
    assert problems(f"{START}pages: {{x: [byoc, 7]}}\n") == [
        "v:3:19: pages.x[1]: must be a name, a list of names or an expression, "
        "not a number (write it in quotes if it is meant as text)"
    ]


def test_a_page_whose_pattern_is_a_type_that_pydantic_tried_keeps_its_place():
    assert set(problems(f"{START}pages: {{str: 7}}\n")) == {
        "v:3:14: pages.str: must be a name, a list of names or an expression, "
        "not a number (write it in quotes if it is meant as text)"
    }
