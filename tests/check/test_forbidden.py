"""Forbidden text is found wherever a reader or a program could find it."""

from __future__ import annotations

import zlib

import pytest

from variantdocs.check.forbidden import find_forbidden
from variantdocs.cli import main

FORBIDDEN = {"serverless": ("acme register", "re:BYOC-[0-9]+")}


def leaks(tmp_path, name, data):
    path = tmp_path / "serverless" / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data if isinstance(data, bytes) else data.encode())
    return [(leak.rule, leak.text) for leak in find_forbidden(tmp_path, FORBIDDEN)]


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("a.html", "<p>Run acme register now.</p>"),
        ("a.html", '<pre><span>acme</span><span class="w"> </span><span>register</span></pre>'),
        ("a.html", "<p>acme\n   register</p>"),
        ("a.html", '<img alt="Acme register">'),
        ("a.html", "<!-- acme register -->"),
        ("searchindex.js", 'Search.setIndex({"titles": ["acme register"]})'),
        ("a.svg", "<svg><title>acme register</title></svg>"),
        ("llms.txt", "acme register"),
        ("_images/acme register.png", b"\x89PNG\0"),
        ("objects.inv", b"# Sphinx\n# zlib.\n" + zlib.compress(b"acme register std:label -1 a.html -\n")),
    ],
)
def test_forbidden_text_is_found(tmp_path, name, data):
    assert [forbidden for forbidden, _ in leaks(tmp_path, name, data)] == ["acme register"]


def test_forbidden_text_may_be_a_regular_expression(tmp_path):
    assert leaks(tmp_path, "a.html", "<p>BYOC-12</p>") == [("re:BYOC-[0-9]+", "BYOC-12")]


@pytest.mark.parametrize(
    ("name", "data"),
    [("a.html", '<p class="x">acme <b>login</b> register</p>'), ("a.png", b"\x89PNG\0 acme register")],
)
def test_other_text_and_binary_files_are_not_leaks(tmp_path, name, data):
    assert leaks(tmp_path, name, data) == []


def test_other_variants_may_contain_the_text(tmp_path):
    (tmp_path / "byoc").mkdir()
    (tmp_path / "byoc/a.html").write_text("<p>acme register</p>")
    assert list(find_forbidden(tmp_path, FORBIDDEN)) == []


def test_check_exits_with_1_and_names_files_and_lines(project, capfd):
    path = project.folder / "variants.yaml"
    path.write_text(path.read_text() + 'forbid: {serverless: ["acme register"]}\n')
    project.pages({"index.md": "# Home\n\nacme register\n"})
    project.write({"redirects": "old indx\n"})
    arguments = ["-q", "-c", ".", "-d", "build/doctrees", "source", "build/html"]
    assert main(["check", *arguments]) == 1
    said = capfd.readouterr().err.splitlines()
    assert (
        "build/html/serverless/index.html: ERROR: 'acme register' is forbidden here (forbid: 'acme register'); "
        "put it into a block of another variant [serverless] [variants.leak]"
    ) in said
    assert (
        "redirects:1: ERROR: indx: there is no such page in this variant; did you mean index? "
        "[serverless, byoc] [variants.redirect]"
    ) in said
    assert said[-1].endswith("1 leak, 0 dead links, 1 bad redirect")
    project.write({"redirects": "old index\n"})
    project.pages({"index.md": "# Home\n\n{@@ if byoc @@}acme register{@@ endif @@}\n"})
    assert main(["check", *arguments]) == 0
