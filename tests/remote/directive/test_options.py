"""What an author wrote against what the parser made of it."""

from __future__ import annotations

from typing import Any

import pytest
from docutils.parsers.rst import directives

from variantdocs.remote.directive.options import converted, flag, stray_text, with_fragment

SPEC: dict[str, Any] = {
    "lines": directives.unchanged_required,
    "start-after": directives.unchanged_required,
    "start-at": directives.unchanged_required,
    "caption": directives.unchanged,
    "tab-width": int,
    "linenos": flag,
}


def myst(options: str, *, fence: str = "```") -> str:
    return f"{fence}{{rli}} https://host/x.py\n{options}{fence}\n"


def problems(given: dict[str, str | None], block_text: str) -> tuple[str, ...]:
    return converted(given, SPEC, block_text=block_text)[1]


def test_good_options_are_converted() -> None:
    given = {"lines": "1-3,5", "tab-width": "4", "linenos": None, "caption": None}
    text = myst(":lines: 1-3,5\n:tab-width: 4\n:linenos:\n:caption:\n")
    options, found = converted(given, SPEC, block_text=text)
    assert found == ()
    assert options == {"lines": "1-3,5", "tab-width": 4, "linenos": None, "caption": ""}


def test_a_misspelt_option_is_named_with_the_nearest_one() -> None:
    assert problems({"line": "1"}, myst(":line: 1\n")) == (
        'there is no option "line"; did you mean "lines"?',
    )


def test_an_option_like_no_other_is_named_alone() -> None:
    assert problems({"zzz": "1"}, myst(":zzz: 1\n")) == ('there is no option "zzz"',)


def test_an_empty_value_is_refused_where_one_is_needed() -> None:
    assert problems({"lines": None}, myst(":lines:\n")) == ('the option "lines" has no value',)


def test_a_value_that_is_a_comment_is_refused() -> None:
    found = problems({"start-after": None}, myst(":start-after: # marker\n"))
    assert found == (
        'the option "start-after" has no value, because a # begins a comment; put the value in quotes',
    )


def test_a_value_cut_by_a_comment_is_refused() -> None:
    found = problems({"start-at": "def f(x):"}, myst(":start-at: def f(x): # c\n"))
    cut = (
        'the option "start-at" is read as "def f(x):", because a # begins a comment; put the value in quotes'
    )
    assert found == (cut,)


def test_a_value_cut_in_a_line_of_its_own_is_refused() -> None:
    found = problems({"start-at": "def"}, myst("---\nstart-at: def\n  # c\n---\n"))
    cut = 'the option "start-at" is read as "def", because a # begins a comment; put the value in quotes'
    assert found == (cut,)


@pytest.mark.parametrize("value", ["'# marker'", '"# marker"', '"# marker" # why'])
def test_a_quoted_value_may_hold_a_number_sign(value: str) -> None:
    assert problems({"start-after": "# marker"}, myst(f":start-after: {value}\n")) == ()


def test_a_number_sign_within_a_word_is_no_comment() -> None:
    assert problems({"start-after": "a#b"}, myst(":start-after: a#b\n")) == ()


def test_a_comment_of_its_own_is_no_option() -> None:
    assert problems({"lines": "1"}, myst("---\n# why\nlines: 1\n---\n")) == ()


def test_a_line_that_is_no_option_is_shown() -> None:
    found = problems({}, myst(":lines 1-3\n:caption: x\n"))
    assert found == ('"lines 1-3" cannot be read as an option; write ":key: value"',)


def test_a_missing_space_is_shown() -> None:
    assert problems({}, myst(":lines:1-3\n")) == (
        '"lines:1-3" cannot be read as an option; write ":key: value"',
    )


def test_an_option_that_the_parser_dropped_is_named() -> None:
    found = problems({}, myst(':start-after: "# x\n'))
    assert found == ('the option "start-after" could not be read; put its value in quotes',)


def test_an_option_given_twice_is_named() -> None:
    found = problems({"lines": "2"}, myst(":lines: 1\n:lines: 2\n"))
    assert found == ('the option "lines" is given twice; write one value: 1,2',)


@pytest.mark.parametrize(
    ("name", "value", "why"),
    [
        ("lines", "1-99999999", "a line is at most 1000000"),
        ("lines", "9" * 5000, "a line is at most 1000000"),
        ("lines", "1-900000,1-900000", "it names more than 1000000 lines"),
        ("emphasize-lines", "2,1-99999999", "a line is at most 1000000"),
        ("emphasize-lines", "-900000,1-900000", "it names more than 1000000 lines"),
        ("tab-width", "99999999", "it is larger than 100"),
        ("dedent", "99999999", "it is larger than 10000"),
        ("lineno-start", "9999999999", "it is larger than 1000000000"),
    ],
)
def test_numbers_that_would_take_hours_and_gigabytes_are_refused(name: str, value: str, why: str) -> None:
    shown = value if len(value) <= 80 else value[:80] + "\u2026"
    spec = SPEC | {"emphasize-lines": str, "dedent": int, "lineno-start": int}
    assert converted({name: value}, spec, block_text="")[1] == (
        f'the option "{name}" cannot be "{shown}": {why}',
    )


def test_a_fragment_is_held_to_the_same_numbers_of_lines() -> None:
    with pytest.raises(ValueError, match="a line is at most 1000000"):
        with_fragment({}, "1-99999999", fragment="L1-L99999999")


def test_a_block_of_options_ends_where_it_ends() -> None:
    assert problems({"lines": "1"}, myst("---\nlines: 1\n---\n\nline: 2\n")) == ()


@pytest.mark.parametrize("fence", ["~~~", ":::", "````"])
def test_every_fence_of_myst_is_known(fence: str) -> None:
    found = problems({"lines": "2"}, myst(":lines: 1\n:lines: 2\n", fence=fence))
    assert found == ('the option "lines" is given twice; write one value: 1,2',)


def test_restructuredtext_cuts_nothing_so_nothing_is_compared() -> None:
    text = ".. rli:: https://host/x.py\n   :start-after: # marker\n"
    assert problems({"start-after": "# marker"}, text) == ()


@pytest.mark.parametrize("value", ["1", "1-3", "-3", "9-", "1,3,9-", " 1 , 3 - 5 "])
def test_lines_that_sphinx_reads_as_they_look_are_fine(value: str) -> None:
    assert problems({"lines": value}, "") == ()


@pytest.mark.parametrize("value", ["0", "0-3", "1,0"])
def test_line_0_is_refused(value: str) -> None:
    assert problems({"lines": value}, "") == (f'the option "lines" cannot be "{value}": lines count from 1',)


def test_a_backward_range_is_refused() -> None:
    found = problems({"lines": "5-2"}, "")
    assert found == ('the option "lines" cannot be "5-2": a range begins with its smaller number',)


@pytest.mark.parametrize("value", ["a", "-", "1,", "1-2-3", "1;2", "+1"])
def test_lines_that_are_no_numbers_are_refused(value: str) -> None:
    what = "write numbers and ranges, such as 1,3-5,9-"
    assert problems({"lines": value}, "") == (f'the option "lines" cannot be "{value}": {what}',)


def test_a_value_that_cannot_be_converted_is_shown() -> None:
    (found,) = problems({"tab-width": "x"}, "")
    assert found.startswith('the option "tab-width" cannot be "x": invalid literal for int()')


def test_a_flag_that_says_no_is_refused() -> None:
    what = "it takes no value; to switch it off, remove it"
    assert problems({"linenos": "false"}, "") == (f'the option "linenos" cannot be "false": {what}',)


def test_a_flag_that_says_yes_is_a_flag() -> None:
    assert converted({"linenos": "true"}, SPEC, block_text="") == ({"linenos": None}, ())


def test_lines_of_the_url_are_added() -> None:
    assert with_fragment({"caption": "x"}, "3-9", fragment="L3-L9") == {"caption": "x", "lines": "3-9"}


def test_lines_of_the_url_and_an_option_that_selects_are_refused() -> None:
    with pytest.raises(ValueError, match=r"^the URL selects lines") as caught:
        with_fragment({"pyobject": "f"}, "3-9", fragment="L3-L9")
    what = 'the URL selects lines with #L3-L9, and so does the option "pyobject"; remove one of the two'
    assert str(caught.value) == what


def test_text_in_the_body_is_taken_for_a_misspelt_option() -> None:
    what = (
        '"lines: 1-3" is not an option, and there is no other text; write ":key: value" below the first line'
    )
    assert stray_text("\nlines: 1-3\nmore\n") == what
