"""Which variants refer to a file."""

from __future__ import annotations

from pathlib import Path

import pytest

from variantdocs.sources.assets import Assets, digest, digests_of, files_below

SOURCE = Path("/docs/source")
FILES = (SOURCE / "a/plane.png", SOURCE / "b/plane.png", SOURCE / "a/my image.png")


def users(text, *, by_name=True):
    assets = Assets(files=FILES)
    assets.note(text, {"byoc"}, page=SOURCE / "a/page.md", roots=[SOURCE], by_name=by_name)
    return sorted(path.relative_to(SOURCE).as_posix() for path in assets.users)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("![](plane.png)", ["a/plane.png"]),
        ("![](../b/plane.png)", ["b/plane.png"]),
        ("```{image} /b/plane.png", ["b/plane.png"]),
        ("![](plane.*)", ["a/plane.png"]),
        ("![](my%20image.png)", ["a/my image.png"]),
        ("url(elsewhere/plane.png)", ["a/plane.png", "b/plane.png"]),
        ("plane.pngs and airplane.png and plane.svg", []),
    ],
)
def test_a_path_is_taken_from_the_page_then_below_a_root_then_by_its_name(text, expected):
    assert users(text) == expected


def test_a_name_can_be_taken_as_a_path_only():
    assert users("url(elsewhere/plane.png)", by_name=False) == []


def test_a_file_belongs_to_others_if_someone_refers_to_it_but_not_this_variant():
    assets = Assets(files=FILES)
    assets.note("![](plane.png)\n", {"byoc"}, page=SOURCE / "a/page.md", roots=[SOURCE])
    assert assets.only_for_others(FILES[0], "serverless")
    assert not assets.only_for_others(FILES[0], "byoc")
    assert not assets.only_for_others(FILES[1], "serverless")
    assert [(place.line, place.variants) for place in assets.references[FILES[0]]] == [(1, {"byoc"})]


def test_files_are_found_by_content_in_folders_that_are_not_hidden(tmp_path):
    for name in ("a/x.png", "b/y.png", ".git/z.png", "out/x.png", "a/empty"):
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(b"" if name == "a/empty" else b"same")
    found = list(files_below([tmp_path, tmp_path / "a"], {tmp_path / "out"}))
    assert [path.relative_to(tmp_path).as_posix() for path in found] == ["a/empty", "a/x.png", "b/y.png"]
    assert digests_of(found, {0, 4}) == {digest(b"same"): found[1:]}
    assert digests_of(found, {5}) == {}
