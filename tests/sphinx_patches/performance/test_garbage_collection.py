"""When garbage is collected."""

from __future__ import annotations

import gc
import weakref
from types import SimpleNamespace

import pytest
from docutils import nodes
from sphinx.roles import XRefRole

from variantdocs.sphinx_patches.performance.garbage_collection import collect_between_pages, collect_rarely


class App:
    """As much of an application as is listened to."""

    def __init__(self):
        self.listeners = {}
        self.ref = XRefRole()
        domain = SimpleNamespace(roles={"ref": self.ref, "function": lambda: ([], [])})
        self.env = SimpleNamespace(
            get_and_resolve_doctree=lambda docname, **options: page(),
            domains=SimpleNamespace(sorted=lambda: [domain]),
        )

    def connect(self, event, listener, priority):
        self.listeners[event] = listener

    def emit(self, event, *arguments):
        self.listeners[event](self, *arguments)


@pytest.fixture
def app():
    before = gc.get_threshold()
    collect_rarely()
    gc.collect()
    app = App()
    collect_between_pages(app)
    yield app
    gc.unfreeze()
    gc.set_threshold(*before)


def page():
    return nodes.section("", *(nodes.paragraph("", "", nodes.Text("a")) for _ in range(10)))


def test_a_page_that_was_read_is_gone_before_the_next_is_read(app):
    doctree = page()
    dead = weakref.ref(doctree)
    del doctree
    assert dead() is not None
    app.emit("source-read", "next", [""])
    assert dead() is None


def test_a_page_whose_role_keeps_it_is_gone_before_the_next_is_read(app):
    doctree = page()
    app.ref.inliner = SimpleNamespace(document=doctree)
    dead = weakref.ref(doctree)
    del doctree
    app.emit("source-read", "next", [""])
    assert dead() is None


def test_a_page_that_something_kept_for_a_while_is_gone_in_the_end(app):
    doctree = page()
    dead = weakref.ref(doctree)
    for number in range(3):
        app.emit("source-read", f"page{number}", [""])
    del doctree
    for number in range(25):
        app.emit("source-read", f"page{number}", [""])
    assert dead() is None


def test_a_page_that_was_written_is_gone_before_the_next_is_there(app):
    app.emit("write-started", None)
    gone = []
    doctree = app.env.get_and_resolve_doctree("page0", builder=None)
    before = weakref.ref(doctree)
    del doctree
    for number in range(1, 60):
        doctree = app.env.get_and_resolve_doctree(f"page{number}", builder=None)
        gone.append(before() is None)
        before = weakref.ref(doctree)
        del doctree
    assert all(gone)


def test_nothing_is_collected_amid_a_page(app):
    collected = []
    gc.callbacks.append(lambda phase, info: collected.append(info))
    try:
        pages = [page() for _ in range(500)]
    finally:
        gc.callbacks.pop()
    assert len(pages) == 500
    assert collected == []
