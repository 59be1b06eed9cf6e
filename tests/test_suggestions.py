"""The names nearest to a misspelled one."""

from __future__ import annotations

import difflib
import random
import time

import pytest

from variantdocs.suggestions import Candidates, Docnames, nearest


def test_the_most_similar_name_comes_first():
    assert nearest("giude", ["index", "guide", "guides"], limit=2) == ("guide", "guides")


def test_names_that_differ_in_case_only_win():
    assert nearest("BYOC", ["byok", "byoc"]) == ("byoc",)
    assert nearest("byoc", ["BYOC", "Byoc", "byok"], limit=2) == ("BYOC", "Byoc")


@pytest.mark.parametrize("name", ["", "zzzz"])
def test_a_name_like_no_other_has_no_nearest(name):
    assert nearest(name, ["guide", "index"]) == ()
    assert nearest(name, []) == ()


def test_the_cutoff_decides_what_is_similar():
    assert nearest("if", ["elif"]) == ("elif",)
    assert nearest("fi", ["elif"]) == ()
    assert nearest("fi", ["elif"], cutoff=0.3) == ("elif",)


def test_the_result_is_that_of_difflib():
    chosen = random.Random(7)
    parts = ["guide", "deploy", "aws", "gcp", "page", "index", "setup", "first", "run"]
    names = sorted({"/".join(chosen.choices(parts, k=chosen.randint(1, 3))) for _ in range(300)})
    for _ in range(50):
        letters = list(chosen.choice(names))
        letters[chosen.randrange(len(letters))] = "x"
        name = "".join(letters)
        assert nearest(name, names, limit=2) == tuple(difflib.get_close_matches(name, names, n=2))


@pytest.mark.parametrize(
    ("name", "near"),
    [
        ("BYOC_EU", ("byoc-eu",)),
        ("self managed", ("self_managed",)),
        ("ServerLes", ("serverless",)),
    ],
)
def test_case_and_hyphens_do_not_count(name, near):
    assert nearest(name, ["byoc", "byoc-eu", "serverless", "self_managed"]) == near


def test_prepared_candidates_give_the_same_names():
    names = Candidates(["guide/setup", "guide/start", "index"])
    assert names.nearest("guide/setpu") == nearest("guide/setpu", ["guide/setup", "guide/start", "index"])
    assert names.nearest("idnex", limit=2) == ("index",)


def test_among_very_many_names_only_those_of_about_the_same_length_are_compared():
    names = Candidates([*(f"{number}" * 7 for number in range(60_000)), "guide/setup"])
    started = time.process_time()
    for _ in range(20):
        assert names.nearest("guide/setpu") == ("guide/setup",)
    assert time.process_time() - started < 2


@pytest.mark.parametrize(
    ("docname", "near"),
    [
        ("own", ("sub/own", "row")),
        ("sub/ow", ("sub/own",)),
        ("other/own", ("sub/own",)),
        ("Sub/Own", ("sub/own",)),
        ("indx", ("index",)),
    ],
)
def test_a_page_is_suggested_by_the_last_part_of_its_name_too(docname, near):
    assert Docnames(["sub/own", "row", "index"]).nearest(docname) == near


def test_an_index_of_another_folder_is_another_page():
    assert Docnames(["reference/commands/index"]).nearest("own/index") == ()
    assert Docnames(["reference/commands/own"]).nearest("x/own") == ("reference/commands/own",)
