"""A file is told from what servers send in its place."""

from __future__ import annotations

import pytest

from variantdocs.remote.store.content import not_a_file

PY = "https://code.example/lib/x.py"
HTML = b"<!DOCTYPE html><html><body>Sign in</body></html>"
PAGE = "not a raw file: the server sent a web page; give the URL behind the page's Raw button"


@pytest.mark.parametrize(
    "body", [b"print(1)\n", b"\n", b"\0\1", b"a < b\n", b"version https://example.org\n"]
)
def test_a_file_is_one(body: bytes) -> None:
    assert not_a_file(PY, body) is None
    assert not_a_file(PY, body, content_type="application/octet-stream") is None


def test_an_empty_file_is_none() -> None:
    assert not_a_file(PY, b"") == "the file is empty"


def test_a_pointer_of_git_lfs_is_none() -> None:
    assert not_a_file(PY, b"version https://git-lfs.github.com/spec/v1\noid sha256:0\nsize 1\n") == (
        "the repository holds only a pointer to this file (Git LFS);"
        " include a file that lies in the repository itself"
    )


@pytest.mark.parametrize(
    "body",
    [
        HTML,
        HTML.lower(),
        b"\xef\xbb\xbf \n" + HTML,
        b"<html lang='en'>",
        b"<?xml version='1.0'?>\n<!-- a comment -->\n" + HTML,
        b"<!-- one --><!-- two -->" + HTML,
    ],
)
def test_a_web_page_in_the_place_of_code_is_told(body: bytes) -> None:
    assert not_a_file(PY, body) == PAGE


@pytest.mark.parametrize("name", ["x.html", "x.HTM", "x.svg", "x.md", "x.html.j2", "x.vue", "x.txt"])
def test_a_file_that_may_hold_html_is_shown(name: str) -> None:
    assert not_a_file(f"https://code.example/{name}", HTML, content_type="text/html") is None


@pytest.mark.parametrize(
    ("body", "content_type", "is_page"),
    [
        (b"<p>Sign in</p>", "text/html; charset=utf-8", True),
        (b"  <p>Sign in</p>", " Text/HTML ", True),
        (b"<p>Sign in</p>", "text/plain", False),
        (b"<p>Sign in</p>", "", False),
        (b"print(1)\n", "text/html", False),
    ],
)
def test_markup_that_is_called_html_is_a_page(body: bytes, content_type: str, is_page: bool) -> None:
    assert not_a_file(PY, body, content_type=content_type) == (PAGE if is_page else None)


def test_a_query_is_no_suffix() -> None:
    assert not_a_file(f"{PY}?name=x.html", HTML) == PAGE


def test_a_page_that_begins_with_endless_comments_is_judged_quickly() -> None:
    assert not_a_file(PY, b"<!--" * 100_000) is None


@pytest.mark.parametrize("target", ["../other/y.py", "./y", "lib/y.py"])
def test_a_symbolic_link_leads_to_its_target(target: str) -> None:
    assert not_a_file(PY, target.encode()) == (
        f"this is a symbolic link; give the URL of the file that it leads to, {target}"
    )


@pytest.mark.parametrize(
    "body", ["lib/y.py\n", "lib/y.txt", "y.py", "a b/y.py", "/lib/y.py", f"{'d/' * 127}y.py"]
)
def test_one_short_line_is_not_always_a_link(body: str) -> None:
    assert not_a_file(PY, body.encode()) is None
