"""Redirects as pages and as ``_redirects``."""

from __future__ import annotations

import pytest
from bs4 import BeautifulSoup

from variantdocs.publish.redirects.resolve import Redirect
from variantdocs.publish.redirects.write import redirect_page, redirects_file

BASE = "https://docs.example.com/sub/"


def redirect(new: str, old: str = "b/guide/old.html") -> Redirect:
    return Redirect(
        line=1, variant="b", old=old, new=new, file=f"{old}index.html" if old.endswith("/") else old
    )


@pytest.mark.parametrize(
    ("found", "target", "canonical"),
    [
        (redirect("b/own.html"), "../own.html", f"{BASE}b/own.html"),
        (redirect("b/own.html#part"), "../own.html#part", f"{BASE}b/own.html"),
        (redirect("a/x/", "b/old/"), "../../a/x/", f"{BASE}a/x/"),
        (
            redirect("https://example.com/x?y=1&z"),
            "https://example.com/x?y=1&z",
            "https://example.com/x?y=1&z",
        ),
    ],
)
def test_the_page_leads_on_with_and_without_a_script(found, target, canonical):
    soup = BeautifulSoup(redirect_page(found, BASE), "html.parser")
    assert soup.select_one("meta[http-equiv=refresh]")["content"] == f"0; url={target}"
    assert soup.select_one("main a")["href"] == target
    assert soup.select_one("link[rel=canonical]")["href"] == canonical
    keep = "" if "#" in target else " + location.hash"
    assert soup.script.string == f'location.replace("{target}"{keep});'


def test_hosts_are_told_paths_from_their_root():
    found = [redirect("b/own.html#part"), redirect("https://example.com/")]
    assert redirects_file(found, BASE) == (
        "/sub/b/guide/old.html /sub/b/own.html#part 301\n/sub/b/guide/old.html https://example.com/ 301\n"
    )
    assert redirects_file(found[:1], None) == "/b/guide/old.html /b/own.html#part 301\n"
