"""What a URL on GitHub means, given the branches and tags of its repository."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from tests.remote.git_answers import MAIN, OTHER, REPO, TAG, advertisement, packet

from variantdocs.remote.network.failures import GoneError
from variantdocs.remote.network.github import Refs, file_at_commit, raw_file, refs_from
from variantdocs.remote.types import RemoteError

if TYPE_CHECKING:
    from collections.abc import Mapping

BASE = "https://raw.githubusercontent.com/o/r"


def place(rest: str, refs: Mapping[str, str]) -> tuple[str, str]:
    """Give commit and path that a URL means in a repository with some branches and tags."""
    file = raw_file(f"{BASE}/{rest}")
    read = refs_from(advertisement(refs))
    assert file is not None
    assert read is not None
    found = file_at_commit(file, read)
    return found.commit, file.at(found.commit, found.path).split("/", 6)[6]


def problem(rest: str, refs: Mapping[str, str]) -> str:
    with pytest.raises(RemoteError) as caught:
        place(rest, refs)
    assert caught.value.kind == "rli.fetch"
    assert isinstance(caught.value, GoneError) is ("no branch or tag" in caught.value.message)
    return caught.value.message


def test_the_branches_and_tags_of_a_repository_are_read() -> None:
    assert refs_from(advertisement(REPO)) == Refs(
        heads={"feature/new/x": OTHER, "main": MAIN}, tags={"v1": TAG}, default="main"
    )


@pytest.mark.parametrize(
    "answer",
    [b"", b"<html>", b"0000", packet("# service=git-upload-pack\n") + b"zzzz", advertisement(REPO)[:-9]],
)
def test_what_is_no_list_of_branches_is_not_read_as_one(answer: bytes) -> None:
    assert refs_from(answer) is None


@pytest.mark.parametrize(
    ("rest", "expected"),
    [
        ("main/lib/x.py", (MAIN, "lib/x.py")),
        ("refs/heads/main/lib/x.py", (MAIN, "lib/x.py")),
        ("feature/new/x/lib/x.py", (OTHER, "lib/x.py")),
        ("refs/heads/feature/new/x/lib/x.py", (OTHER, "lib/x.py")),
        ("v1/x.py", (TAG, "x.py")),
        ("HEAD/lib/x.py", (MAIN, "lib/x.py")),
        ("refs/tags/v1/x.py", (TAG, "x.py")),
        ("main/%7B%7Ba%7D%7D/x.py", (MAIN, "%7B%7Ba%7D%7D/x.py")),
    ],
)
def test_where_a_branch_ends_and_the_path_begins_is_found_out(rest: str, expected: tuple[str, str]) -> None:
    assert place(rest, REPO) == expected


def test_a_branch_and_a_tag_of_one_name_must_be_told_apart() -> None:
    refs = {"refs/heads/v2": MAIN, "refs/tags/v2": TAG}
    assert problem("v2/x.py", refs) == (
        f"{BASE}/v2/x.py: it can mean refs/heads/v2 or refs/tags/v2; write one of these in the URL"
    )
    assert place("refs/tags/v2/x.py", refs) == (TAG, "x.py")
    assert place("v2/x.py", {"refs/heads/v2": TAG, "refs/tags/v2": TAG}) == (TAG, "x.py")


def test_a_branch_that_begins_with_a_tags_name_must_be_told_apart() -> None:
    refs = {"refs/heads/a/b": MAIN, "refs/tags/a": MAIN}
    assert problem("a/b/x.py", refs) == (
        f"{BASE}/a/b/x.py: it can mean refs/heads/a/b or refs/tags/a; write one of these in the URL"
    )


def test_a_branch_that_is_no_more_is_named() -> None:
    assert problem("gone/x.py", REPO) == (
        f"{BASE}/gone/x.py: o/r has no branch or tag with which gone/x.py begins; was it renamed or deleted?"
    )


@pytest.mark.parametrize(
    ("rest", "commit", "path"),
    [
        (f"{MAIN}/lib/x.py", MAIN, "lib/x.py"),
        (f"{MAIN.upper()}/x.py", MAIN, "x.py"),
        ("main/lib/x.py", None, "lib/x.py"),
        ("refs/heads/main/x.py", None, "x.py"),
    ],
)
def test_a_url_alone_tells_a_commit_and_the_shortest_path(rest: str, commit: str | None, path: str) -> None:
    file = raw_file(f"{BASE}/{rest}")
    assert file is not None
    assert (file.commit, file.shortest_path) == (commit, path)
    assert file.at(OTHER, None) == f"{BASE}/{OTHER}/{path}"


@pytest.mark.parametrize(
    "url", [f"{BASE}/main", "https://github.com/o/r/blob/main/x.py", f"{BASE}/main/x.py?token=1"]
)
def test_other_urls_are_no_file_of_a_repository(url: str) -> None:
    assert raw_file(url) is None
