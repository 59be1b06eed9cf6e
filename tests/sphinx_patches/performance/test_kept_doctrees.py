"""How many doctrees stay in memory between reading and writing."""

from __future__ import annotations

from types import SimpleNamespace

from variantdocs.sphinx_patches.performance.kept_doctrees import RecentPickles, limit_doctrees


class Builder:
    """As much of a builder as reads pages; each doctree is its own pickle."""

    def __init__(self, folder, pages):
        self.pages = pages
        self.env = SimpleNamespace(doctreedir=folder, _pickled_doctree_cache={}, _write_doc_doctree_cache={})

    def read(self):
        for docname, pickled in self.pages.items():
            self.write_doctree(docname, pickled)
        return list(self.pages)

    def write_doctree(self, docname, doctree, *, _cache=True):
        (self.env.doctreedir / f"{docname}.doctree").write_bytes(doctree)
        if _cache:
            self.env._write_doc_doctree_cache[docname] = doctree


def test_the_first_doctrees_are_kept_and_all_are_written(tmp_path):
    builder = Builder(tmp_path, {"a": b"x" * 60, "b": b"x" * 60, "c": b"x" * 10})
    limit_doctrees(builder, 100)
    assert builder.read() == ["a", "b", "c"]
    assert list(builder.env._write_doc_doctree_cache) == ["a", "b"]
    assert (tmp_path / "c.doctree").read_bytes() == b"x" * 10


def test_each_reading_may_keep_as_many(tmp_path):
    builder = Builder(tmp_path, {"a": b"x" * 100})
    limit_doctrees(builder, 100)
    builder.read()
    builder.pages = {"b": b"x" * 100}
    builder.read()
    assert list(builder.env._write_doc_doctree_cache) == ["a", "b"]


def test_a_doctree_that_is_written_at_another_time_is_kept(tmp_path):
    builder = Builder(tmp_path, {"a": b"x" * 100})
    limit_doctrees(builder, 100)
    builder.read()
    builder.write_doctree("b", b"x" * 100)
    assert list(builder.env._write_doc_doctree_cache) == ["a", "b"]


def test_a_process_that_reads_for_another_keeps_none(tmp_path):
    builder = Builder(tmp_path, {"a": b"x"})
    builder.read = lambda: builder.write_doctree("a", b"x", _cache=False)
    limit_doctrees(builder, 100)
    builder.read()
    assert builder.env._write_doc_doctree_cache == {}


def test_the_pickles_that_were_loaded_first_are_dropped():
    pickles = RecentPickles(100)
    for docname in "abc":
        pickles[docname] = docname.encode() * 40
    assert list(pickles) == ["b", "c"]


def test_a_pickle_that_is_larger_than_all_may_be_is_kept_until_the_next():
    pickles = RecentPickles(100)
    pickles["a"] = b"x" * 200
    assert list(pickles) == ["a"]
    pickles["b"] = b"x"
    assert list(pickles) == ["b"]
