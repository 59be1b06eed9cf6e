"""Pages are out of date by what their files hold, not by when those were written."""

from __future__ import annotations

import os
import time
from types import SimpleNamespace

import pytest
from sphinx.config import Config

from variantdocs.config.current import Current, set_current
from variantdocs.config.variants import Variant, VariantSet
from variantdocs.rebuild.freshness import CONTENTS, NAMES, TOOLCHAIN, Freshness, forget, touch_all
from variantdocs.templating.names import Names
from variantdocs.templating.read_records import READ_RECORDS, ReadRecord, name_values
from variantdocs.templating.sphinx_hooks import EXPANDER, PageExpander, expand_ahead

VARIANTS = VariantSet(
    variants=(Variant(name="byoc", title="BYOC"),), default="byoc", vars={"company": "Acme", "size": 1}
)


@pytest.fixture
def app(tmp_path):
    """An application with one page that has been read, and a file that the page includes."""
    (tmp_path / "conf.py").write_text("")
    (tmp_path / "page.md").write_text("{@= company =@}\n")
    (tmp_path / "part.md").write_text("part\n")
    env = SimpleNamespace(
        all_docs={"page": 0},
        found_docs={"page"},
        srcdir=tmp_path,
        dependencies={"page": {str(tmp_path / "part.md")}},
        doc2path=lambda docname: tmp_path / f"{docname}.md",
        settings={"input_encoding": "utf-8"},
    )
    app = SimpleNamespace(
        confdir=tmp_path,
        srcdir=tmp_path,
        doctreedir=tmp_path / "doctrees",
        env=env,
        extensions={},
        config=SimpleNamespace(language=None, filter=Config().filter),
        builder=SimpleNamespace(use_message_catalog=True),
    )
    set_variants(app, VARIANTS)
    freshness = Freshness()
    freshness.set_times(app)
    for path in tmp_path.iterdir():
        os.utime(path, (1, 1))
    freshness.record_start(app, env, ["page"])
    freshness.record_contents(app, env)
    return app


def set_variants(app, variants, *, of_page=None):
    set_current(app, Current(variant_set=variants, variant=variants.variants[0], index=app.srcdir))
    expander = PageExpander(variant="byoc", names=Names.from_variant_set(variants))
    if of_page is not None:
        expander.page_variants = {app.srcdir / "page.md": frozenset(of_page)}
    EXPANDER.set(app, expander)


def is_fresh(app):
    """Whether Sphinx would find the page newer than its files."""
    Freshness().set_times(app)
    newest = max((app.srcdir / name).stat().st_mtime_ns // 1000 for name in ("page.md", "part.md"))
    read = app.env.all_docs["page"]
    assert read == 0 or read > newest
    return read > 0


@pytest.mark.parametrize("moment", [0, 2**31])
def test_a_page_stays_fresh_whatever_the_times_of_its_files_are(app, moment):
    for name in ("page.md", "part.md"):
        os.utime(app.srcdir / name, (moment, moment))
    assert is_fresh(app)


@pytest.mark.parametrize("name", ["page.md", "part.md", "conf.py"])
def test_an_edit_with_an_old_time_makes_the_page_out_of_date(app, name):
    (app.srcdir / name).write_text("edited\n")
    os.utime(app.srcdir / name, (1, 1))
    assert not is_fresh(app)


def test_an_edit_that_is_taken_back_leaves_the_page_fresh(app):
    part = app.srcdir / "part.md"
    part.write_text("edited\n")
    assert not is_fresh(app)
    part.write_text("part\n")
    assert is_fresh(app)


def test_a_page_of_which_nothing_is_known_is_out_of_date(app):
    forget(app, app.env, "page")
    assert CONTENTS.of(app.env) == {}
    assert not is_fresh(app)


def test_a_page_that_another_program_has_read_is_out_of_date(app):
    TOOLCHAIN.set(app.env, "Python 3.0")
    assert not is_fresh(app)


def read_again(app, *, edit=lambda: None):
    """Read the page again; ``edit`` is called after reading has begun."""
    CONTENTS.purge(app.env, "page")
    freshness = Freshness()
    freshness.set_times(app)
    freshness.record_start(app, app.env, ["page"])
    edit()
    freshness.record_contents(app, app.env)


def test_a_missing_file_is_no_dependency_until_it_is_there(app):
    part, missing = app.srcdir / "part.md", app.srcdir / "missing.md"
    app.env.dependencies["page"].add(str(missing))
    read_again(app)
    assert is_fresh(app)
    assert set(map(str, app.env.dependencies["page"])) == {str(part)}
    missing.write_text("now here\n")
    assert not is_fresh(app)


def test_a_file_that_was_written_while_pages_were_read_is_out_of_date(app):
    later = time.time() + 1
    read_again(app, edit=lambda: os.utime(app.srcdir / "part.md", (later, later)))
    assert not is_fresh(app)


def test_files_of_the_project_are_recorded_relative_to_the_sources(app, tmp_path_factory):
    outside = tmp_path_factory.mktemp("outside") / "data.txt"
    outside.write_text("")
    app.env.dependencies["page"].add(str(outside))
    read_again(app)
    assert CONTENTS.of(app.env)["page"].keys() == {"page.md", "part.md", str(outside)}


def pages_with_other_values(app, **variables):
    set_variants(app, VariantSet(variants=VARIANTS.variants, default="byoc", vars=variables))
    return Freshness().pages_with_other_values(app, app.env, set(), set(), set())


def record(app, **values):
    known = {
        "fingerprint": expand_ahead(app, "page").fingerprint,
        "variants": frozenset(EXPANDER.of(app).names.values),
    }
    read = {**known, **values}
    READ_RECORDS.of(app.env)["page"] = ReadRecord(**read)


@pytest.mark.parametrize(
    ("variables", "expected"),
    [
        ({"company": "Acme", "size": 1}, []),
        ({"company": "Other", "size": 1}, ["page"]),
        ({"company": "Acme", "size": 2}, []),
        ({"size": 1}, ["page"]),
    ],
)
def test_a_page_whose_text_shows_another_value_is_read_again(app, variables, expected):
    record(app)
    assert pages_with_other_values(app, **variables) == expected


@pytest.mark.parametrize(
    "values", [{"in_includes": frozenset({"size"})}, {"has_only": True}, {"fingerprint": ""}]
)
def test_a_page_that_may_show_a_changed_name_elsewhere_is_read_again(app, values):
    record(app, **values)
    assert pages_with_other_values(app, company="Acme", size=2) == ["page"]


TWO = VariantSet(
    variants=(*VARIANTS.variants, Variant(name="free", title="Free")), default="byoc", vars=VARIANTS.vars
)


@pytest.mark.parametrize(
    ("text", "values", "expected"),
    [
        ("{@@ if byoc @@}text{@@ endif @@}\n", {}, ["page"]),
        ("{@= company =@}\n", {}, []),
        ("{@= company =@}\n", {"in_includes": frozenset({"byoc"})}, ["page"]),
        ("{@= company =@}\n", {"in_includes": frozenset({"size"})}, []),
    ],
    ids=["a condition", "no condition", "a condition in an include", "a variable in an include"],
)
def test_a_page_whose_conditions_choose_otherwise_in_its_new_variants_is_read_again(
    app, text, values, expected
):
    set_variants(app, TWO)
    NAMES.set(app.env, name_values(app))
    (app.srcdir / "page.md").write_text(text)
    record(app, **values)
    set_variants(app, TWO, of_page={"byoc"})
    assert Freshness().pages_with_other_values(app, app.env, set(), set(), set()) == expected


def test_a_new_variant_has_the_pages_read_again_of_which_other_warnings_hold(app):
    (app.srcdir / "page.md").write_text("{@@ if not byoc @@}text{@@ endif @@}\n")
    record(app)
    set_variants(app, TWO)
    assert Freshness().pages_with_other_values(app, app.env, set(), set(), set()) == []
    set_variants(app, TWO, of_page={"byoc"})
    assert Freshness().pages_with_other_values(app, app.env, set(), set(), set()) == ["page"]


def test_a_page_that_is_read_anyway_or_is_gone_is_not_named(app):
    set_variants(app, VariantSet(variants=VARIANTS.variants, default="byoc", vars={}))
    find = Freshness().pages_with_other_values
    assert find(app, app.env, set(), set(), set()) == ["page"]
    assert find(app, app.env, {"page"}, set(), set()) == []
    assert find(app, app.env, set(), {"page"}, set()) == []
    app.env.found_docs = set()
    assert find(app, app.env, set(), set(), set()) == []


def test_without_earlier_values_no_page_is_named(app):
    assert NAMES.of(app.env) == name_values(app)
    NAMES.set(app.env, None)
    assert pages_with_other_values(app) == []


def test_all_files_below_a_folder_are_touched(tmp_path):
    (tmp_path / "deep").mkdir()
    files = [tmp_path / "a", tmp_path / "deep/b"]
    for path in files:
        path.write_text("")
        os.utime(path, (1, 1))
    touch_all(tmp_path)
    assert all(path.stat().st_mtime > 1 for path in files)
