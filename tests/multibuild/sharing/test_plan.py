"""Each page that several variants show alike is assigned to one of them."""

from __future__ import annotations

from variantdocs.multibuild.protocol import OutdatedPages, PageToRead, ReadPlan
from variantdocs.multibuild.sharing.plan import assign_readers


def outdated(other=0, settings="", known=0, **pages):
    return OutdatedPages(
        settings=settings,
        pages={name: PageToRead(fingerprint=mark, size=size) for name, (mark, size) in pages.items()},
        other=other,
        known=known,
    )


def shared(count, size=1):
    return {f"p{number}": ("same", size) for number in range(count)}


def test_pages_of_equal_size_are_split_in_halves():
    reads = assign_readers({"a": outdated(**shared(4)), "b": outdated(**shared(4))})
    assert reads == {
        "a": ReadPlan(from_others={"b": ("p1", "p3")}, is_shared=True),
        "b": ReadPlan(from_others={"a": ("p0", "p2")}, is_shared=True),
    }


def test_a_variant_with_more_pages_of_its_own_reads_less_for_others():
    reads = assign_readers({"a": outdated(other=3, **shared(3)), "b": outdated(**shared(3))})
    assert reads["a"] == ReadPlan(from_others={"b": ("p0", "p1", "p2")})
    assert reads["b"] == ReadPlan(is_shared=True)


def test_large_pages_are_assigned_first():
    pages = {"large": ("same", 10), "one": ("same", 5), "two": ("same", 5)}
    reads = assign_readers({"a": outdated(**pages), "b": outdated(**pages)})
    assert reads["a"].from_others == {"b": ("one", "two")}


def test_pages_that_differ_in_text_are_read_by_each():
    a = outdated(**shared(2), own=("x", 1))
    b = outdated(**shared(2), own=("y", 1))
    reads = assign_readers({"a": a, "b": b})
    assert "own" not in str(reads)


def test_variants_with_other_settings_share_nothing():
    reads = assign_readers(
        {"a": outdated(settings="1", **shared(4)), "b": outdated(settings="2", **shared(4))}
    )
    assert reads == {"a": ReadPlan(), "b": ReadPlan()}


def test_a_page_of_two_in_three_is_shared_by_those_two():
    a, b, c = outdated(**shared(4)), outdated(**shared(4)), outdated(**shared(2))
    reads = assign_readers({"a": a, "b": b, "c": c})
    taken = {
        name: {page for pages in read.from_others.values() for page in pages} for name, read in reads.items()
    }
    assert taken["a"] | taken["b"] == {"p0", "p1", "p2", "p3"}
    assert "p3" not in taken["c"]


def test_a_single_page_is_not_shared():
    assert assign_readers({"a": outdated(**shared(1)), "b": outdated(**shared(1))}) == {
        "a": ReadPlan(),
        "b": ReadPlan(),
    }


def test_the_more_pages_an_environment_has_the_more_must_be_shared():
    def reads(count):
        return assign_readers({name: outdated(known=300, **shared(count)) for name in "ab"})

    assert not reads(4)["a"].from_others
    assert reads(5)["a"].from_others
