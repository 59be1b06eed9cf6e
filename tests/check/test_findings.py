"""What a checked site's problems are called."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from variantdocs.check.dead_links import DeadLink
from variantdocs.check.findings import BadRedirect, Findings, as_json, lines_of
from variantdocs.check.leaks.leak import Leak, LeakType
from variantdocs.paths import shown_path

PAGE = Path("build/html/serverless/index.html")


def findings(*leaks, dead=()):
    return Findings(leaks=leaks, dead_links=dead, files=1200, variants=("serverless", "byoc"))


def leak(type_, **values):
    return Leak(type=LeakType(type_), variant="serverless", files=(PAGE,), **{"text": "x y", **values})


@pytest.mark.parametrize(
    ("found", "said"),
    [
        (
            leak("text", others=("byoc",), source=Path("source/a.md"), line=3),
            "'x y' is text of byoc only (source/a.md:3); find the template, extension or file that brings it "
            "here, or allow it with `allow:` in variants.yaml",
        ),
        (
            leak("hidden", source=Path("source/a.md"), line=3, count=3),
            "'x y' is text that no variant shows (source/a.md:3), with 2 more passages from there; "
            "find the template, extension or file that brings it here",
        ),
        (
            leak("file", text="a.png", others=("byoc", "byok"), source=Path("source/a.md"), line=3),
            "the source refers to 'a.png' only in byoc and byok (source/a.md:3); put it beside the pages "
            "instead of a static folder, or allow it with `allow:` in variants.yaml",
        ),
        (
            leak("tag", text="{@@ endif @@}"),
            "the tag '{@@ endif @@}' was not expanded; find the template, extension or file that brings it "
            "here, and move the tag into a page",
        ),
        (
            leak("forbidden", rule="X Y"),
            "'x y' is forbidden here (forbid: 'X Y'); put it into a block of another variant",
        ),
    ],
    ids=["text", "hidden", "file", "tag", "forbidden"],
)
def test_a_leak_is_said_with_its_source_line_and_what_to_do(found, said):
    assert list(lines_of(findings(found), shown_path)) == [
        f"{PAGE}: ERROR: {said} [serverless] [variants.leak]"
    ]


def test_more_than_ten_other_files_are_counted():
    files = tuple(Path(f"{number:02}.html") for number in range(13))
    found = Leak(type=LeakType.TEXT, variant="byoc", files=files, text="x")
    (line,) = lines_of(findings(found), str)
    assert line.startswith("00.html: ERROR:")
    assert "; also in 01.html, 02.html, " in line
    assert line.endswith("10.html and 2 more files [byoc] [variants.leak]")


def test_a_dead_link_is_said_with_its_page():
    dead = DeadLink(variant="serverless", file=PAGE, address="gone.html")
    assert list(lines_of(findings(dead=(dead,)), lambda path: f"new/{path.name}")) == [
        "new/index.html: ERROR: the link to 'gone.html' leads to no file of the site; "
        "correct the page, or the template that makes it [serverless] [variants.dead-link]"
    ]


def test_a_bad_redirect_is_said_at_its_line():
    bad = BadRedirect(file=Path("redirects"), line=3, message="gone: no such page", variants=("byoc",))
    found = replace(findings(), redirects=(bad,))
    assert found
    assert list(lines_of(found, str)) == ["redirects:3: ERROR: gone: no such page [byoc] [variants.redirect]"]
    assert found.summary == "checked 1,200 files of 2 variants: 0 leaks, 0 dead links, 1 bad redirect"
    assert as_json(found, shown_path)["redirects"] == [
        {"file": "redirects", "line": 3, "message": "gone: no such page", "variants": ["byoc"]}
    ]


def test_the_summary_counts_files_and_findings():
    assert findings().summary == "checked 1,200 files of 2 variants: 0 leaks, 0 dead links"
    assert not findings()
    assert findings(leak("text")).summary == "checked 1,200 files of 2 variants: 1 leak, 0 dead links"


def test_as_json_each_leak_has_all_its_fields():
    found = as_json(findings(leak("text", others=("byoc",), source=Path("a.md"), line=3)), shown_path)
    assert found["version"] == 1
    assert found["leaks"] == [
        {
            "type": "text",
            "variant": "serverless",
            "files": [str(PAGE)],
            "text": "x y",
            "passages": 1,
            "shown_in": ["byoc"],
            "source": "a.md",
            "line": 3,
            "rule": None,
        }
    ]
