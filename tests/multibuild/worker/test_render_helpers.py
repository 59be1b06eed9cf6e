"""Idle processors render pages ahead of the process that writes them; no byte or message shows it."""

from __future__ import annotations

import os
import signal
import time

import pytest
import sphinx

from variantdocs.multibuild.idle_processors import IdleProcessors
from variantdocs.multibuild.worker.render_helpers import RenderHelpers

PAGES = tuple(f"page-{number:02}" for number in range(40))


@pytest.fixture
def idle():
    found = IdleProcessors()
    yield found
    found.close()


class Rendering:
    """Notes in files which process has rendered which page."""

    def __init__(self, folder, act=lambda: None):
        self.folder = folder
        self.act = act

    def render(self, docnames):
        for docname in docnames:
            self.act()
            (self.folder / docname).write_text(str(os.getpid()))

    def processes(self):
        return {path.read_text() for path in self.folder.iterdir()}

    def pages(self):
        return sorted(path.name for path in self.folder.iterdir())


def write_all(idle, render, pages=PAGES, *, is_rendered=True):
    with RenderHelpers(idle, lambda: None).help_with(pages, render) as on_page:
        for index in range(len(pages)):
            on_page(index, is_rendered)
            time.sleep(0.02 if index == 0 else 0.001)  # so that the helpers get some


def test_helpers_render_the_last_pages_and_give_their_processors_back(idle, tmp_path):
    rendering = Rendering(tmp_path)
    idle.offer(2)
    write_all(idle, rendering.render)
    pages = rendering.pages()
    assert pages
    assert tuple(pages) == PAGES[-len(pages) :]
    assert str(os.getpid()) not in rendering.processes()
    assert [idle.take() for _ in range(3)] == [True, True, False]


@pytest.mark.parametrize(
    ("offers", "pages", "is_rendered"),
    [(0, PAGES, True), (2, PAGES[:8], True), (2, PAGES, False)],
    ids=["no processor", "few pages", "nothing to render"],
)
def test_nobody_helps_without(idle, tmp_path, offers, pages, is_rendered):
    rendering = Rendering(tmp_path)
    idle.offer(offers)
    write_all(idle, rendering.render, pages, is_rendered=is_rendered)
    assert rendering.pages() == []


def fail():
    raise ValueError("broken")


def die():
    os.kill(os.getpid(), signal.SIGKILL)


@pytest.mark.parametrize("act", [fail, die])
def test_a_helper_that_fails_leaves_its_pages_to_the_process_that_writes(idle, tmp_path, capfd, act):
    rendering = Rendering(tmp_path, act)
    idle.offer()
    write_all(idle, rendering.render)
    assert rendering.pages() == []
    assert capfd.readouterr() == ("", "")


def test_when_writing_fails_the_helpers_end_with_the_page_at_hand(idle, tmp_path):
    rendering = Rendering(tmp_path, lambda: time.sleep(0.05))
    idle.offer()

    def write_one():
        with RenderHelpers(idle, lambda: None).help_with(PAGES, rendering.render) as on_page:
            on_page(0, True)
            fail()

    with pytest.raises(ValueError, match="broken"):
        write_one()
    assert len(rendering.pages()) <= 1


NOTES_PROCESSES = """
import os, pathlib, warnings


def note(kind):
    folder = pathlib.Path(__file__).parent / kind
    folder.mkdir(exist_ok=True)
    (folder / str(os.getpid())).touch()


def setup(app):
    app.connect("doctree-read", lambda app, doctree: note("read"))
    app.connect("doctree-resolved", lambda app, doctree, docname: note("written"))
    return {"parallel_read_safe": True, "parallel_write_safe": True}
"""


def test_bytes_and_messages_are_those_of_one_process(project):
    # Most pages are those of one variant: the other has too few for a helper.
    project.pages(
        {"index.md": "# Home\n\n```{toctree}\n:glob:\npage-*\n```\n"}
        | {
            f"page-{number}.md": f"---\nvariants: byoc\n---\n# Page {number}\n\nSee [](page-1.md).\n\n"
            + ("" if number % 5 else f"```nonesuch\nreported when it is written: {number}\n```\n")
            for number in range(60)
        }
    )
    conf = (project.folder / "conf.py").read_text()
    project.write(
        {
            "conf.py": conf
            + "import os, sys\nsys.path.insert(0, os.path.dirname(__file__))\n"
            + "extensions.append('notes')\nvariants_pure_extensions = ['notes']\n",
            "notes.py": NOTES_PROCESSES,
        }
    )
    shared = project.build("-j", "3")
    processes = {kind: len(list((project.folder / kind).iterdir())) for kind in ("read", "written")}
    alone = project.build("-j", "1", "-E")
    assert shared.files() == alone.files()
    assert shared.messages == alone.messages
    assert len(shared.messages) == 60 / 5
    assert processes["read"] > 2
    # Bodies are not shared before Sphinx 9.0, so there are none to render ahead.
    assert (processes["written"] > 2) == (sphinx.version_info >= (9, 0))
