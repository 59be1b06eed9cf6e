"""Leaks are found in every kind of output file, with the source line; what belongs there is no leak."""

from __future__ import annotations

import copy
import gzip
import json
import os
import shutil
import zipfile
import zlib
from dataclasses import replace
from pathlib import Path

import pytest

from variantdocs.check.leaks import find, screening, source_texts
from variantdocs.check.leaks.find import find_leaks, fragments_by_variant, searches_in
from variantdocs.check.leaks.names import OtherNames
from variantdocs.check.leaks.screening import variants_with_leaks
from variantdocs.check.leaks.source_texts import SourceText, SourceTexts
from variantdocs.cli import main
from variantdocs.pages.index import read_index
from variantdocs.sources.project import load_project

CONF = """\
project = "Test"
extensions = ["myst_parser", "variantdocs"]
html_theme = "pydata_sphinx_theme"
html_static_path = ["source/_static"]
html_copy_source = True
myst_heading_anchors = 2
"""
VARIANTS = """\
version: 1
site: {base_url: https://docs.example.com/}
variants:
  serverless: {title: Serverless, vars: {product: Acme Serverless}}
  byoc: {title: BYOC, vars: {product: Acme BYOC, registry: ghcr.io}}
pages: {"deployment/*": byoc}
"""
PAGES = {
    "index.md": """\
# Welcome

This is {@= product =@}. See [](variant:byoc/deployment/plane.md).

{@@ if byoc @@}
Kubernetes runs the data plane in a cluster of yours.
{@@ else @@}
Nothing has to be installed.
{@@ endif @@}

Run {@@ if byoc @@}acme enroll{@@ else @@}acme start{@@ endif @@} first. {@# Ask Maria whether this holds. #@}

{@@ raw @@}Write `{@@ if byoc @@}` for a block.{@@ endraw @@}

![](shared.png)

{@@ if byoc @@}
Start with [this page](guide/first-steps.md), which is `docs.example.com/serverless/guide/first-steps.html`.
{@@ endif @@}

```{toctree}
deployment/plane
guide/first-steps
```
""",
    "guide/first-steps.md": "# Begin\n",
    "deployment/plane.md": """\
(plane-keys)=
# Rotating the credentials

Every credential expires after ninety days.
Revoke it when someone leaves the company.

![](plane.png)

{download}`values <values.txt>`
""",
}
FILES = {
    "shared.png": b"\x89PNG\0shared",
    "deployment/plane.png": b"\x89PNG\0plane",
    "deployment/values.txt": b"replicas of the scheduler: three\n",
    "_static/ours.css": b"p { color: teal }\n",
    "_static/diagram.svg": b"<svg xmlns='http://www.w3.org/2000/svg'><title>Everything</title></svg>\n",
}


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    """A project and its built site."""
    folder = tmp_path_factory.mktemp("site")
    files = {
        "conf.py": CONF,
        "variants.yaml": VARIANTS,
        **{f"source/{name}": text for name, text in PAGES.items()},
    }
    for name, content in {**files, **{f"source/{name}": data for name, data in FILES.items()}}.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
    before = Path.cwd()
    os.chdir(folder)
    try:
        assert main(["build", "-q", "-W", "-c", ".", "-d", "build/doctrees", "source", "build/html"]) == 0
    finally:
        os.chdir(before)
    return folder


def found_in(folder, output, variant="serverless", jobs=1):
    project = load_project(folder / "source", folder)
    names = project.variant_set.names
    indexes = {name: read_index(folder / "build/index", name) for name in names}
    return find_leaks(output, [variant], project, indexes, jobs=jobs)


@pytest.fixture
def planted(site, tmp_path):
    """Put something into a copy of serverless' output, and say what is found."""

    def plant(name, content):
        output = tmp_path / "html"
        if not output.exists():
            shutil.copytree(site / "build/html", output)
        path = output / "serverless" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        if callable(content):
            content = content(path.read_bytes())
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return [
            (
                str(leak.type),
                leak.text,
                [file.relative_to(output / "serverless").as_posix() for file in leak.files],
                f"{leak.source.relative_to(site / 'source').as_posix()}:{leak.line}" if leak.source else "",
            )
            for leak in found_in(site, output)
        ]

    return plant


@pytest.mark.parametrize("variant", ["serverless", "byoc"])
def test_a_built_site_has_no_leaks(site, variant):
    assert found_in(site, site / "build/html", variant) == []


def page_with(html):
    return lambda page: page.replace(b"</body>", html.encode() + b"</body>")


def index_with(change):
    def changed(data):
        text = data.decode()
        values = json.loads(text[len("Search.setIndex(") : text.rindex(")")])
        change(values)
        return f"Search.setIndex({json.dumps(values)})"

    return changed


def inventory(line):
    head = b"# Sphinx inventory version 2\n# Project: x\n# Version: 1\n# compressed using zlib.\n"
    return head + zlib.compress(f"{line}\n".encode())


def archive(name, text):
    def made(data=b""):
        import io

        buffer = io.BytesIO()
        with zipfile.ZipFile(buffer, "w") as file:
            file.writestr(name, text)
        return buffer.getvalue()

    return made()


SENTENCE = "Every credential expires after ninety days."
MARKED = 'Every <em>credential</em>\n<span class="x">expires</span> after ninety days.'


PLANTED = [
    ("index.html", page_with(f"<p>{MARKED}</p>"), "credential expires after ninety days", "deployment/plane.md:4"),
    ("index.html", page_with("<p>Kubernetes</p>"), "Kubernetes", "index.md:6"),
    ("index.html", page_with("<p>acme enroll</p>"), "enroll", "index.md:11"),
    ("index.html", page_with(f'<img alt="{SENTENCE}">'), "credential expires", "deployment/plane.md:4"),
    ("index.html", page_with(f"<!-- {SENTENCE} -->"), "credential expires", "deployment/plane.md:4"),
    ("index.html", page_with("<script>x = 'the data plane in a cluster'</script>"), "the data plane", "index.md:6"),
    ("search.html", page_with(SENTENCE), "credential", "deployment/plane.md:4"),
    ("index.html", page_with('<p id="plane-keys">'), "plane-keys", "deployment/plane.md:1"),
    ("index.html", page_with('<a href="https://docs.example.com/serverless/deployment/plane.html">x</a>'),
     "https://docs.example.com/serverless/deployment/plane.html", "deployment/plane.md:1"),
    ("searchindex.js", index_with(lambda index: index["terms"].update(kubernet=0)), "kubernet", "index.md:6"),
    ("searchindex.js", index_with(lambda index: index["titles"].append("What expires")), "expires", "deployment/plane.md:4"),
    ("searchindex.js", index_with(lambda index: index["docnames"].append("deployment/plane")), "deployment/plane", "deployment/plane.md:1"),
    ("searchindex.js", index_with(lambda index: index["filenames"].append("deployment/plane.md")), "deployment/plane.md", "deployment/plane.md:1"),
    ("searchindex.js", index_with(lambda index: index["filenames"].append(f"{SENTENCE}.md")), "credential expires", "deployment/plane.md:4"),
    ("searchindex.js", index_with(lambda index: index["indexentries"].update(begin=[[0, "plane-keys", False]])), "plane-keys", "deployment/plane.md:1"),
    ("searchindex.js", index_with(lambda index: index["objects"].update({"": [[0, 0, 1, "", "plane-keys"]]})), "plane-keys", "deployment/plane.md:1"),
    ("objects.inv", inventory("plane-keys std:label -1 index.html#x -"), "plane-keys", "deployment/plane.md:1"),
    ("objects.inv", inventory("x std:label -1 deployment/plane.html Here"), "deployment/plane.html", "deployment/plane.md:1"),
    ("data.json", json.dumps({"a": [{"b": f"<p>{MARKED}</p>"}]}), "credential expires", "deployment/plane.md:4"),
    ("feed.xml", f"<item><title>{SENTENCE}</title></item>", "credential expires", "deployment/plane.md:4"),
    ("sitemap.xml", "<loc>https://docs.example.com/serverless/deployment/plane.html</loc>",
     "https://docs.example.com/serverless/deployment/plane.html", "deployment/plane.md:1"),
    ("sitemap.xml.gz", gzip.compress(f"<x>{SENTENCE}</x>".encode()), "credential expires", "deployment/plane.md:4"),
    ("llms.txt", f"- {SENTENCE}", "credential expires", "deployment/plane.md:4"),
    ("llms.txt", "- [x](deployment/plane.html.md)\n- [Begin](guide/first-steps.html.md)",
     "deployment/plane.html.md", "deployment/plane.md:1"),
    ("llms-full.txt", f"> Of Acme.\n\n---\n\nSource: index.html\n\n# Begin\n\n{SENTENCE}", "credential expires", "deployment/plane.md:4"),
    ("llms-full.txt", "---\n\nSource: https://docs.example.com/serverless/deployment/plane.html\n\n# Begin\n",
     "https://docs.example.com/serverless/deployment/plane.html", "deployment/plane.md:1"),
    ("index.html.md", "# Begin\n\nEvery [credential](guide/first-steps.html) *expires* after ninety days.\n", "credential", "deployment/plane.md:4"),
    ("_sources/index.md.txt", SENTENCE, "credential expires", "deployment/plane.md:4"),
    ("book.epub", archive("a.xhtml", f"<p>{MARKED}</p>"), "credential expires", "deployment/plane.md:4"),
    ("drawing.svg", f"<svg><text>{MARKED}</text></svg>", "credential expires", "deployment/plane.md:4"),
    ("_static/data.js", "x = 'Kubernetes runs the data plane'", "runs the data plane", "index.md:6"),
    ("_downloads/1/copy.txt", "the replicas of the scheduler: three", "replicas of the scheduler", "deployment/values.txt:1"),
]  # fmt: skip
"""Output file, what is put into it, what is found, and the source line that is named."""


@pytest.fixture(scope="module")
def planted_at_once(site, tmp_path_factory):
    """What is found where everything in :data:`PLANTED` has been put into files of their own."""
    output = tmp_path_factory.mktemp("planted") / "html"
    shutil.copytree(site / "build/html", output)
    for number, (name, content, _, _) in enumerate(PLANTED):
        path = output / f"serverless/{number}" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        if callable(content):
            content = content((output / "serverless" / name).read_bytes())
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return output / "serverless", found_in(site, output)


@pytest.mark.parametrize("number", range(len(PLANTED)), ids=lambda number: f"{number}-{PLANTED[number][0]}")
def test_text_of_another_variant_is_found(site, planted_at_once, number):
    name, _, text, line = PLANTED[number]
    folder, leaks = planted_at_once
    (leak,) = (leak for leak in leaks if folder / f"{number}/{name}" in leak.files)
    assert leak.type in ("text", "name")
    assert leak.others == ("byoc",)
    assert text in leak.text
    assert f"{leak.source.relative_to(site / 'source').as_posix()}:{leak.line}" == line


@pytest.fixture(scope="module")
def search(site):
    """A search in the output of serverless."""
    project = load_project(site / "source", site)
    indexes = {name: read_index(site / "build/index", name) for name in project.variant_set.names}
    return searches_in(site / "build/html", ["serverless"], project, indexes, jobs=1)["serverless"]


@pytest.mark.parametrize("number", range(len(PLANTED)), ids=lambda number: f"{number}-{PLANTED[number][0]}")
def test_no_file_of_these_is_passed_over(planted_at_once, search, number):
    folder = planted_at_once[0] / str(number)
    alone = copy.copy(search)
    alone.output = replace(search.output, folder=folder, files=[folder / PLANTED[number][0]])
    assert variants_with_leaks({"serverless": alone}, jobs=1) == ["serverless"]


def test_several_processes_find_the_same(site, planted_at_once, monkeypatch):
    monkeypatch.setattr(screening, "_FILES_PER_PROCESS", 10)
    monkeypatch.setattr(source_texts, "_FILES_PER_PROCESS", 1)
    monkeypatch.setattr(find, "_TEXTS_PER_PROCESS", 1)
    folder, leaks = planted_at_once
    assert found_in(site, folder.parent, jobs=3) == leaks


def test_what_versions_of_a_page_share_is_hidden_only_from_variants_without_the_page():
    page, other = Path("page.md"), Path("other.md")
    texts = [
        SourceText(path=page, text="Run the plane in a cluster, with keys", variants={"byoc"}),
        SourceText(path=page, text="Run the plane in a cluster, with tokens", variants={"serverless"}),
        SourceText(path=page, text="a note to authors", variants=set(), is_comment=True),
        SourceText(path=other, text="Run the plane here", variants={"free"}),
    ]
    everyone = frozenset({"byoc", "serverless", "free"})
    names = dict.fromkeys(sorted(everyone), OtherNames())
    found = fragments_by_variant(SourceTexts(everyone=everyone, texts=texts), names, {}, jobs=1)
    phrases = {
        variant: sorted(" ".join(phrase) for phrase in fragments.phrases[4])
        for variant, fragments in found.items()
    }
    note = "a note to authors"
    assert phrases == {
        "byoc": sorted([note, "a cluster with tokens", "run the plane here"]),
        "serverless": sorted([note, "a cluster with keys", "run the plane here"]),
        "free": sorted(
            [note, "a cluster with keys", "a cluster with tokens", "in a cluster with", "plane in a cluster",
             "run the plane in", "the plane in a"]
        ),
    }  # fmt: skip


@pytest.mark.parametrize(
    ("name", "content", "line"),
    [
        ("_images/plane.png", FILES["deployment/plane.png"], "deployment/plane.md:7"),
        ("_images/renamed.png", FILES["deployment/plane.png"], "deployment/plane.md:7"),
        ("_downloads/0/values.txt", FILES["deployment/values.txt"], "deployment/plane.md:9"),
    ],
)
def test_a_copy_of_a_file_of_another_variant_is_found(planted, name, content, line):
    ((type_, _, files, source),) = planted(name, content)
    assert (type_, files, source) == ("file", [name], line)


def test_a_static_file_that_only_another_variant_uses_is_named(site, tmp_path):
    folder = tmp_path / "project"
    shutil.copytree(site, folder)
    page = folder / "source/deployment/plane.md"
    page.write_text(page.read_text() + "\n![](../_static/diagram.svg)\n")
    (leak,) = found_in(folder, folder / "build/html")
    assert (leak.type, leak.text, leak.others, leak.line) == ("file", "diagram.svg", ("byoc",), 11)
    assert [file.name for file in leak.files] == ["diagram.svg"]


def test_a_note_to_authors_is_found_also_where_its_page_is_shown(planted):
    found = planted("index.html", page_with("<p>Ask Maria whether this holds.</p>"))
    assert found == [("comment", "Ask Maria whether this holds", ["index.html"], "index.md:11")]


@pytest.mark.parametrize("tag", ["{@@ if serverless @@}", "<@@ endif @@>", "{@= product =@}", "{@# note #@}"])
def test_markup_that_was_not_expanded_is_found(planted, tag):
    found = planted("other.txt", f"before {tag} after")
    assert ("tag", tag, ["other.txt"], "") in found


def test_all_files_and_passages_of_one_source_file_make_one_leak(planted):
    html = f"<p>someone leaves the company</p><p>{SENTENCE}</p>"
    text, line = SENTENCE.rstrip("."), "deployment/plane.md:4"
    assert planted("index.html", page_with(html)) == [("text", text, ["index.html"], line)]
    found = planted("genindex.html", page_with(html))
    assert found == [("text", text, ["genindex.html", "index.html"], line)]


@pytest.mark.parametrize(
    "html",
    [
        "<p>Nothing <b>has</b> to be installed.</p>",
        '<a href="../byoc/deployment/plane.html">Rotating the credentials</a>',
        '<link rel="alternate" href="https://docs.example.com/byoc/deployment/plane.html" title="BYOC">',
        "<p>{@@ if byoc @@}</p>",
        "<p>Last updated on Monday, November 26.</p><p>Search navigation keyboard</p>",
        "<p>12345</p>",
        "<p>guide/first-steps.md.txt https://docs.example.com/serverless/guide/first-steps.html</p>",
    ],
)
def test_what_the_variant_its_links_and_its_tools_say_is_no_leak(planted, html):
    assert planted("index.html", page_with(html)) == []
