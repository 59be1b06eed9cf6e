"""Every build of the same pages divides them in the same way, into parts that take as long as each other."""

from __future__ import annotations

import pytest

from variantdocs.multibuild.parts.part import FRAME_SIZE, Part


def parts(count: int) -> list[Part]:
    return [Part(number, count) for number in range(1, count + 1)]


@pytest.mark.parametrize("text", ["1/1", "2/4", "4/4"])
def test_a_part_is_written_as_its_number_and_their_count(text):
    assert str(Part.from_text(text)) == text


@pytest.mark.parametrize("text", ["", "2", "0/4", "5/4", "a/b", "1/4/2", "-1/4", "1/0", "1/99999"])
def test_what_names_no_part_says_how_to_write_one(text):
    with pytest.raises(ValueError, match=f"^'{text}' is no part; write the number of the part and how many"):
        Part.from_text(text)


@pytest.mark.parametrize("count", [1, 2, 3, 7])
def test_each_page_is_in_one_part_whatever_the_order(count):
    sizes = {f"page{number}": number * 37 % 5000 for number in range(50)}
    found = [part.pages(sizes) for part in parts(count)]
    assert sorted(docname for pages in found for docname in pages) == sorted(sizes)
    assert found == [part.pages(dict(reversed(sizes.items()))) for part in parts(count)]


def test_parts_are_of_about_the_same_size():
    sizes = {f"page{number}": number * number for number in range(1, 101)}
    loads = [sum(sizes[docname] + FRAME_SIZE for docname in part.pages(sizes)) for part in parts(4)]
    assert max(loads) - min(loads) < max(sizes.values()) + FRAME_SIZE


def test_pages_that_look_alike_are_spread_over_all_parts():
    sizes = {f"reference/{number}": 60 for number in range(8)} | {
        f"guide/{number}": 9000 for number in range(8)
    }
    for part in parts(4):
        assert sum(docname.startswith("reference/") for docname in part.pages(sizes)) == 2


def test_more_parts_than_pages_leave_some_empty():
    assert [part.pages({"index": 10}) for part in parts(2)] == [frozenset({"index"}), frozenset()]
