"""The server of the built site, asked through its own protocol."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass

import pytest

from variantdocs.preview.server.site import PreviewScript, Site


@dataclass
class Answer:
    status: int
    headers: dict[str, str]
    text: str


async def ask(app, path, cookie=""):
    """What an ASGI application answers to a browser."""
    sent = []

    async def receive():
        await asyncio.Event().wait()  # the browser waits for the answer

    async def send(message):
        sent.append(message)

    headers = [(b"host", b"localhost"), (b"cookie", cookie.encode())]
    scope = {"type": "http", "method": "GET", "path": path, "raw_path": path.encode(), "query_string": b""}
    await app(scope | {"headers": headers, "root_path": "", "scheme": "http"}, receive, send)
    return Answer(
        status=sent[0]["status"],
        headers={name.decode().lower(): value.decode() for name, value in sent[0]["headers"]},
        text=b"".join(message.get("body", b"") for message in sent[1:]).decode(),
    )


@pytest.fixture
def get(tmp_path):
    (tmp_path / "byoc").mkdir()
    (tmp_path / "byoc/index.html").write_text("<html><body>Home</body></html>")
    (tmp_path / "byoc/404.html").write_text("<html><body>BYOC has no such page</body></html>")
    (tmp_path / "byoc/style.css").write_text("a {}")

    async def render(path):
        return "<html><body>Writer's view</body></html>" if path == "/byoc/index.html" else None

    app = PreviewScript(Site(tmp_path, render), lambda: 7)
    return lambda path, cookie="": asyncio.run(ask(app, path, cookie))


def test_pages_have_the_script_with_the_generation_and_other_files_have_not(get):
    page = get("/byoc/index.html")
    assert page.text.startswith("<html><body>Home")
    assert 'preview.js" data-generation="7"' in page.text
    assert get("/byoc/style.css").text == "a {}"


def test_browsers_ask_each_time(get):
    assert get("/byoc/style.css").headers["cache-control"] == "no-cache"


def test_a_page_that_is_not_there_is_the_404_page_of_its_variant(get):
    page = get("/byoc/gone.html")
    assert (page.status, "BYOC has no such page" in page.text) == (404, True)


def test_where_nothing_is_built_yet_the_page_says_so_and_is_told_of_builds(get):
    page = get("/serverless/")
    assert page.status == 503
    assert "being built" in page.text
    assert "preview.js" in page.text


def test_the_cookie_asks_for_the_writers_view_where_there_is_one(get):
    cookie = "variantdocs-view=writer"
    assert "Writer's view" in get("/byoc/index.html", cookie).text
    assert "Home" in get("/byoc/", cookie).text
