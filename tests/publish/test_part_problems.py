"""What was built apart is one site, or it is said why not and what to do."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from variantdocs.config.variants import Variant, VariantSet
from variantdocs.errors import ConfigurationError
from variantdocs.multibuild.build_paths import BuildPaths
from variantdocs.multibuild.parts.part import Part
from variantdocs.multibuild.parts.record import PartRecord, write_part_record
from variantdocs.output import write_bytes, write_manifest
from variantdocs.pages.index import IndexedPage, PageIndex, index_path
from variantdocs.publish.assemble import assemble_site
from variantdocs.publish.built_parts import BuiltPart, find_parts
from variantdocs.rebuild.build_state import LastBuild, write_last_build

PAGES = {"index": IndexedPage(title="Home", uri="index.html"), "a": IndexedPage(title="A", uri="a.html")}
VARIANTS = VariantSet(default="x", variants=(Variant(name="x", title="X"), Variant(name="y", title="Y")))
RECORD = PartRecord(part=Part(1, 2), pages=("index",), tools=("Sphinx 9.0.4",), shown="s", search=None)
SECOND = replace(RECORD, part=Part(2, 2), pages=("a",))


def index(variant: str, **others) -> PageIndex:
    return PageIndex(
        **{
            "variant": variant,
            "title": variant,
            "root": "index",
            "pages": PAGES,
            "sources": {"a": "1"},
            **others,
        }
    )


@pytest.fixture
def build(tmp_path: Path) -> Callable[..., Path]:
    """Makes a build folder as a build leaves it, of a variant or of a part of it."""

    def make(folder: str, variant: str, record: PartRecord | None = None, files=None, **indexes) -> Path:
        paths = BuildPaths(
            output=tmp_path / folder / "html",
            doctrees=tmp_path / folder / "doctrees",
            index=tmp_path / folder / "index",
            builder="html",
        )
        of_variant = paths.of_variant(variant)
        pages = PAGES if record is None else record.pages
        found = {**{f"{docname}.html": docname.encode() for docname in pages}, **(files or {})}
        for name, data in found.items():
            write_bytes(of_variant.output / name, data)
        write_manifest(of_variant.manifest, found)
        for name in VARIANTS.names:
            text = indexes.get(name, index(name)).to_json()
            write_bytes(index_path(paths.index, name), text.encode())
        write_last_build(of_variant.state, LastBuild())
        if record is not None:
            write_part_record(of_variant.part, record)
        return tmp_path / folder

    return make


@pytest.fixture
def assembled(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., tuple[str, ...]]:
    """Assembles folders into ``site``; gives the problems."""
    monkeypatch.chdir(tmp_path)

    def run(*folders: Path) -> tuple[str, ...]:
        parts: list[BuiltPart] = find_parts(folders, "html")
        return assemble_site(parts, VARIANTS, tmp_path / "site", tmp_path / "work")

    return run


def test_parts_make_their_variant(build, assembled, tmp_path):
    same = {"_static/a.css": b"css"}
    # Sphinx's record of the build holds paths of the machine; it is not published.
    first = build("p1", "x", RECORD, {**same, "_images/1.png": b"1", ".buildinfo": b"1"})
    second = build("p2", "x", SECOND, {**same, "_images/2.png": b"2", ".buildinfo": b"2"})
    assert assembled(second, build("y", "y"), first) == ()
    found = {path.name for path in (tmp_path / "site/x").rglob("*") if path.is_file()}
    assert found == {"a.css", "1.png", "2.png", "index.html", "a.html"}


@pytest.mark.parametrize(
    ("records", "problems"),
    [
        ([], ("x is in no part; build it with `variantdocs build --variant x`",)),
        (
            [RECORD],
            ("part 2/2 of x is in no folder; build it with `variantdocs build --variant x --part 2/2`",),
        ),
        ([RECORD, SECOND, SECOND], ("part 2/2 of x is in x1 and in x2; name one of these folders",)),
        (
            [RECORD, replace(SECOND, part=Part(2, 3)), None],
            (
                "x is divided in different ways: part 1/2 in x0, part 2/3 in x1, whole in x2; "
                "name folders that fit together",
            ),
        ),
        (
            [None, None],
            (
                "x is in x0 and in x1; name one of these folders, or build each part with --variant into a "
                "new folder",
            ),
        ),
    ],
    ids=["none", "missing", "twice", "divided-otherwise", "whole-twice"],
)
def test_what_is_missing_or_there_twice_is_said_with_the_cure(build, assembled, records, problems):
    folders = [build(f"x{number}", "x", record) for number, record in enumerate(records)]
    assert assembled(*folders, build("y", "y")) == problems


@pytest.mark.parametrize(
    ("record", "indexes", "problem"),
    [
        (
            replace(SECOND, tools=("Sphinx 9.1.0",)),
            {},
            "p2: part 2/2 of x was built with Sphinx 9.1.0, and that in p1 with Sphinx 9.0.4; "
            "install the same versions for all parts",
        ),
        (
            replace(SECOND, shown="t"),
            {},
            "p2: the pages of part 2/2 of x show other titles, numbers or dates than those in p1; "
            "build all parts from the same commit, with the same history of git",
        ),
        (
            SECOND,
            {"x": index("x", sources={"a": "2"})},
            "p2: part 2/2 of x was built from another state of the file a than p1 has; "
            "build all variants from the same commit",
        ),
        (
            SECOND,
            {"y": index("y", pages={"index": PAGES["index"]})},
            "p2: the links from part 2/2 of x to y were judged by another state of its page a than y has; "
            "build all variants from the same commit",
        ),
        (
            replace(SECOND, pages=("index", "a")),
            {},
            "p1: the page index of x is in 2 parts; build all parts from the same commit",
        ),
    ],
    ids=["tools", "shown", "source", "other-variant", "page-twice"],
)
def test_parts_of_different_states_are_not_put_together(build, assembled, record, indexes, problem):
    parts = build("p1", "x", RECORD), build("p2", "x", record, **indexes)
    assert assembled(*parts, build("y", "y")) == (problem,)


def test_a_file_that_is_made_from_the_pages_of_a_part_is_named(build, assembled):
    parts = build("p1", "x", RECORD, {"all.json": b"1"}), build("p2", "x", SECOND, {"all.json": b"2"})
    assert assembled(*parts, build("y", "y")) == (
        "p2/html/x/all.json: differs from that in p1, so it is made from the pages of a part; build x in one "
        "job, or without what makes this file",
    )


@pytest.mark.parametrize("left", ["at-work", "last.json"])
def test_a_part_that_was_not_finished_is_said(build, assembled, left):
    folder = build("p2", "x", SECOND)
    file = folder / f"index/x.html.{left}"
    file.unlink() if file.exists() else file.touch()
    assert assembled(build("p1", "x", RECORD), folder, build("y", "y")) == (
        "p2: the build of part 2/2 of x was not finished; build it again",
    )


def test_a_folder_that_holds_nothing_usable_is_said(build, assembled, tmp_path):
    folder = build("p1", "x", RECORD)
    (folder / "index/x.html.part.json").write_text("{}")
    with pytest.raises(ConfigurationError) as caught:
        assembled(folder, tmp_path / "nosuch")
    assert caught.value.problems == (
        "p1/index: x.html.part.json is damaged, or of another version of variantdocs; build this part again",
        "nosuch: holds no built variant; name a build folder, with html/ and index/ in it",
    )
