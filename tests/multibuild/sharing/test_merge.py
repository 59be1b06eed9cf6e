"""Which pages another variant may read, and which of those it has read are merged."""

from __future__ import annotations

import pickle
from types import SimpleNamespace

import pytest
from sphinx.config import Config

from variantdocs.build_messages import Message
from variantdocs.config.variants import Variant, VariantSet
from variantdocs.multibuild.protocol import OutdatedPages
from variantdocs.multibuild.sharing import merge
from variantdocs.multibuild.sharing.merge import PageMerger, outdated_pages, remove_share, write_share
from variantdocs.pages.membership import MEMBERS
from variantdocs.pages.references import PAGE_REFERENCES, PageReferences
from variantdocs.rebuild.duplicate_names import DUPLICATES, SHARED_NAMES, DuplicateNames
from variantdocs.templating.names import Names
from variantdocs.templating.read_records import READ_RECORDS, ReadRecord
from variantdocs.templating.sphinx_hooks import EXPANDER, PageExpander, expand_ahead, expander_of, keep_ahead

VARIANTS = VariantSet(
    variants=tuple(Variant(name=name, title=name) for name in ("serverless", "byoc")), default="serverless"
)
SHARED = ReadRecord(fingerprint="f")


def make_env(*docnames):
    return SimpleNamespace(all_docs=dict.fromkeys(docnames, 0), found_docs=set(docnames), domaindata={})


@pytest.fixture
def app(tmp_path):
    """An application of ``byoc`` that has read nothing; its sources are in ``tmp_path``."""
    done = []
    env = make_env()
    env.doc2path = lambda docname: tmp_path / f"{docname}.md"
    env.settings = {"input_encoding": "utf-8"}
    env.clear_doc = lambda docname: done.append(("clear", docname))
    env.merge_info_from = lambda docnames, other, app: done.append(("merge", docnames, set(other.all_docs)))
    config = Config({}, {})
    config.source_suffix = {".md": "markdown"}
    app = SimpleNamespace(
        env=env,
        done=done,
        doctreedir=tmp_path / "here",
        config=config,
        extensions={"safe": SimpleNamespace(parallel_read_safe=True)},
        events=SimpleNamespace(listeners={"env-purge-doc": []}),
        emit=lambda event, env, docname: done.append((event, docname)),
    )
    env.domains = {}
    EXPANDER.set(app, PageExpander(variant="byoc", names=Names.from_variant_set(VARIANTS)))
    DUPLICATES.set(app, DuplicateNames(app))
    return app


def write(app, **pages):
    for name, text in pages.items():
        app.env.doc2path(name).write_text(text)
    app.env.found_docs |= pages.keys()
    return list(pages)


@pytest.fixture
def other(tmp_path):
    """The environment of another variant that has read three pages, and its doctrees."""
    folder = tmp_path / "there"
    folder.mkdir()
    env = make_env("page", "deep/page", "own")
    READ_RECORDS.of(env).update({"page": SHARED, "deep/page": SHARED, "own": SHARED})
    for docname in env.all_docs:
        (folder / f"{docname}.doctree").parent.mkdir(exist_ok=True)
        (folder / f"{docname}.doctree").write_text(f"doctree of {docname}")
    return env


def merged(app, other, *docnames):
    """Merge pages from ``other``: the merger, and what is left to read."""
    path = app.doctreedir.with_name("there") / "shared.pickle"
    path.write_bytes(pickle.dumps(other))
    merger = PageMerger(app)
    return merger, merger.merge({"serverless": docnames}, {"serverless": path})


def test_pages_are_told_with_the_fingerprint_and_size_of_their_text(app):
    docnames = write(app, page="{@@ if byoc @@}abc{@@ endif @@}", index="# Home")
    found = outdated_pages(app, docnames)
    assert found.pages.keys() == {"page"}
    assert (found.pages["page"].size, found.other, found.known, found.obstacle) == (3, 6, 0, "")
    assert found.pages["page"].fingerprint == expand_ahead(app, "page").fingerprint


def test_the_texts_of_pages_that_others_read_are_forgotten(app):
    docnames = write(app, page="text", own="# Own")
    outdated_pages(app, docnames)
    keep_ahead(app, ["own"])
    assert list(expander_of(app).expanded_ahead) == [app.env.doc2path("own")]


@pytest.mark.parametrize(
    "record",
    [ReadRecord(fingerprint=""), ReadRecord(fingerprint="f", has_only=True), ReadRecord(fingerprint="f", in_includes=frozenset("x"))],
)  # fmt: skip
def test_a_page_that_depended_on_the_variant_is_read_here(app, record):
    docnames = write(app, page="text")
    READ_RECORDS.of(app.env)["page"] = record
    assert (outdated_pages(app, docnames).pages, outdated_pages(app, docnames).other) == ({}, 4)


def test_a_broken_page_and_a_missing_one_are_read_here(app):
    docnames = write(app, page="{@@ if @@}")
    found = outdated_pages(app, [*docnames, "missing"])
    assert (found.pages, found.other) == ({}, 2)


def test_a_toctree_that_loses_another_entry_here_has_another_fingerprint(app):
    docnames = write(app, page="# T\n\n```{toctree}\nown\nshared\n```\n")
    before = outdated_pages(app, docnames).pages["page"].fingerprint
    MEMBERS.set(app.env, {"own": frozenset({"serverless"})})
    assert outdated_pages(app, docnames).pages["page"].fingerprint == f"{before} own"


def test_an_extension_that_cannot_read_in_parallel_is_the_obstacle(app):
    app.extensions |= {name: SimpleNamespace(parallel_read_safe=False) for name in ("b", "a")}
    app.extensions["c"] = SimpleNamespace()
    obstacle = "a, b, c cannot read pages in parallel (parallel_read_safe)"
    assert outdated_pages(app, ["x", "y"]) == OutdatedPages(other=2, known=0, obstacle=obstacle)


def test_an_extension_that_cannot_write_in_parallel_is_told_and_pages_are_shared(app):
    docnames = write(app, page="text")
    app.extensions["a"] = SimpleNamespace(parallel_read_safe=True, parallel_write_safe=False)
    found = outdated_pages(app, docnames)
    assert (found.obstacle, found.pages.keys()) == ("", {"page"})
    assert found.write_obstacle == "a cannot write pages in parallel (parallel_write_safe)"


def test_with_an_untested_version_nothing_is_shared(app, monkeypatch):
    monkeypatch.setattr(merge, "untested_versions", lambda: ("Sphinx 12.0 (tested: 8.1 to 9.2)",))
    obstacle = "variantdocs is not tested with Sphinx 12.0 (tested: 8.1 to 9.2)"
    assert outdated_pages(app, ["x"]) == OutdatedPages(other=1, known=0, obstacle=obstacle)


def test_only_variants_with_the_same_settings_read_for_each_other(app):
    before = outdated_pages(app, []).settings
    assert outdated_pages(app, []).settings == before
    app.config.source_suffix = {".txt": "restructuredtext"}
    assert outdated_pages(app, []).settings != before


def test_pages_are_merged_with_their_doctrees(app, other):
    merger, rest = merged(app, other, "page", "deep/page")
    assert (rest, merger.docnames) == ([], ("page", "deep/page"))
    assert (app.doctreedir / "deep/page.doctree").read_text() == "doctree of deep/page"
    assert app.done == [
        ("env-purge-doc", "page"),
        ("clear", "page"),
        ("env-purge-doc", "deep/page"),
        ("clear", "deep/page"),
        ("merge", ("page", "deep/page"), {"page", "deep/page", "own"}),
    ]


def test_the_other_variant_may_overwrite_its_doctree_later(app, other):
    merged(app, other, "page")
    (app.doctreedir.with_name("there") / "page.doctree").write_text("read again")
    assert (app.doctreedir / "page.doctree").read_text() == "doctree of page"


@pytest.mark.parametrize(
    "change",
    [
        lambda other: READ_RECORDS.purge(other, "page"),
        lambda other: READ_RECORDS.of(other).update(page=ReadRecord(fingerprint="")),
        lambda other: READ_RECORDS.of(other).update(page=ReadRecord(fingerprint="f", has_only=True)),
        lambda other: SHARED_NAMES.of(other).update(page={"own"}),
        lambda other: PAGE_REFERENCES.of(other).update(page=PageReferences(patterns={"ow*"})),
    ],
    ids=["unknown", "broken", "only", "duplicate name", "toctree"],
)
def test_a_page_that_would_be_read_differently_here_is_left_to_read(app, other, change):
    change(other)
    merger, rest = merged(app, other, "page", "deep/page")
    assert (rest, merger.docnames) == (["page"], ("deep/page",))


def test_a_toctree_that_names_only_pages_of_both_variants_is_merged(app, other):
    PAGE_REFERENCES.of(other)["page"] = PageReferences(patterns={"ow*"})
    app.env.found_docs = set(other.found_docs)
    assert merged(app, other, "page")[1] == []


def test_pages_of_a_variant_that_failed_are_left_to_read(app):
    assert PageMerger(app).merge({"serverless": ("b", "a")}, {}) == ["a", "b"]


def test_messages_about_merged_pages_are_those_of_the_other_variant(app, other):
    def message(page, **values):
        return Message(level="WARNING", location="", text=page, page=page, **values)

    merger, _ = merged(app, other, "page")
    mine = message("page")
    said = (mine, message("own"), message("page", is_duplicate_name=True))
    assert merger.messages({"serverless": said, "third": (mine,)}) == (mine,)
    assert merger.messages({}) == ()


def test_what_is_shared_is_written_and_removed(app):
    app.env = make_env("page")
    path = write_share(app)
    assert pickle.loads(path.read_bytes()).all_docs == {"page": 0}
    remove_share(app.doctreedir)
    assert not path.exists()
    remove_share(app.doctreedir)
