"""Every kind of link, right and wrong, in Markdown and reST: all messages, and what is written."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

CONF = """\
project = "Test"
extensions = ["myst_parser", "sphinx_design", "variantdocs"]
html_theme = "basic"
myst_enable_extensions = ["colon_fence", "attrs_block"]
myst_heading_anchors = 2
exclude_patterns = ["_*"]
html_sidebars = {"**": []}
"""
VARIANTS = """\
version: 1
site: {base_url: https://docs.example.com/}
variants:
  serverless: {title: Serverless}
  byoc: {title: BYOC}
pages:
  "own*": byoc
"""
WITHOUT_RULES = VARIANTS.replace('pages:\n  "own*": byoc\n', "")
PAGES = {
    "index.md": """\
        # Home

        ```{toctree}
        guide/index
        own
        rest
        objects
        ```

        {@@ if byoc @@}
        A link of one variant is judged there alone: [own](own.md).
        {@@ endif @@}

        Right: [a](guide/index.md), [b](guide/page.md#part), [c](guide/page), [d](guide/),
        [e](guide), [f](/guide/page.md), [g](./guide/page#part), <project:guide/page.md>,
        {doc}`guide/page`, {ref}`lbl`, {any}`lbl`, [h](#lbl), [i](lbl), [j](#home),
        [k](guide/page.md#fig), [l](objects.md#term-plane), {term}`plane`, [m](objects.md#code).

        Absent: [a](own.md), [b](own),
        [c](own.md#there), {doc}`own`,
        {ref}`ownlbl`, {any}`ownlbl`, [d](#ownlbl),
        [e](guide/page.md#byoc-part), {py:func}`own_function`, {term}`registry`.

        Missing: [a](nosuch.md), [b](guide/pgae),
        [c](guide/page.md#prat), {doc}`nosuch`,
        {ref}`nosuchlbl`, {any}`nosuch`, [d](#nosuch),
        [e](Guide/page.md), [f](../../etc/passwd).

        Empty: [Guide]() and [Nobody]().

        :::{card} Right
        :link: guide/page
        :link-type: doc
        :::

        :::{card} Absent
        :link: own
        :link-type: doc
        :::

        :::{card} Address
        :link: own.md
        :::

        ```{image} pic.svg
        :target: own.md
        ```

        [file](data.txt), ![gone](gone.svg), {download}`gone.txt`
        """,
    "guide/index.md": "# Guide\n\n```{toctree}\npage\n```\n",
    "guide/page.md": """\
        # Page

        (lbl)=
        ## Part

        ```{figure} ../pic.svg
        :name: fig

        Caption
        ```

        {@@ if byoc @@}
        ## BYOC part
        {@@ endif @@}

        Right: [](variant:byoc), [x](variant:byoc#byoc-part), [](variant:byoc/own.md#there), [home](variant:serverless/),
        {variant}`role <byoc:/own>`, {variant}`byoc:/own`, <variant:byoc/own>,
        [abs](https://docs.example.com/byoc/own.html?a=1#there), [abs](https://docs.example.com/serverless/),
        [other](https://docs.example.com/blog/), [pdf](https://docs.example.com/byoc/_static/x.pdf).

        Wrong: [a](variant:nosuch), [b](variant:byoc/../../etc),
        [c](variant:serverless/own.md), [d](variant:serverless#byoc-part),
        [e](https://docs.example.com/byoc/nosuch.html), {variant}`x <byoc:/own#nosuch>`.
        """,
    "own.md": "# Own\n\n(ownlbl)=\n## There\n\n[x](variant:serverless), [home](variant:serverless/)\n",
    "objects.md": """\
        # Objects

        ```{glossary}
        plane
          A plane.

        {@@ if byoc @@}
        registry
          A registry.
        {@@ endif @@}
        ```

        {@@ if byoc @@}
        ```{py:function} own_function()
        ```
        {@@ endif @@}

        ```{code-block} text
        :name: code

        x
        ```
        """,
    "rest.rst": """\
        Rest
        ====

        `a <guide/page.md>`_ `b <guide/page.md#part>`__ :doc:`/guide/page` :ref:`lbl`
        :variant:`role <byoc:/own>` `c <variant:byoc/own.md#there>`_

        `d <own.md>`_
        :doc:`own` :ref:`ownlbl`
        `e <nosuch.md>`_ `f <variant:nosuch>`_

        .. image:: pic.svg
           :target: nosuch.md
        """,
    "_unused.md": "",
}


OWN = (
    "ok in byoc; absent in serverless. Wrap it in a block, link to that edition with `variant:byoc/own`, "
    "or change `links.absent`"
)


@pytest.fixture
def site(project):
    project.write(
        {"conf.py": CONF, "variants.yaml": VARIANTS, "source/pic.svg": SVG, "source/data.txt": "data\n"}
    )
    project.pages(PAGES)
    return project


SVG = '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"/>\n'


def test_every_link_gets_one_message_for_all_variants(site):
    built = site.build()
    expected = Path(__file__).with_name("messages.txt").read_text("utf-8").splitlines()
    shown = [message.replace(f"{site.folder}/", "") for message in built.messages]
    assert shown == expected
    assert built.status == 1


def test_valid_links_lead_to_their_targets(site):
    built = site.build()
    body = built.page("serverless", "guide/page").select_one(".body")
    links = {link.get_text(): link["href"] for link in body.select("p a.reference")}
    assert links["role"] == "../../byoc/own.html"
    assert links["There"] == "../../byoc/own.html#there"
    assert links["x"] == "../../byoc/guide/page.html#byoc-part"
    assert links["home"] == "../../serverless/index.html"
    assert links["Own"] == "../../byoc/own.html"
    assert links["other"] == "https://docs.example.com/blog/"
    assert links["pdf"] == "../../byoc/_static/x.pdf"
    addresses = [link["href"] for link in body.select("p a.reference") if link.get_text() == "abs"]
    assert addresses == ["../../byoc/own.html?a=1#there", "../../serverless/index.html"]
    words = {word.get_text() for word in body.select(".unlinked")}
    assert words == {"a", "b", "c", "d", "e", "x"}
    # `x` is both a right link and the text of a wrong one.
    assert [link.get_text() for link in body.select("p a.reference")].count("x") == 1


def test_lychee_finds_nothing_broken_that_was_not_reported(site):
    built = site.build()
    lychee = shutil.which("lychee", path=str(Path(sys.executable).parent))
    assert lychee is not None, "lychee is in requirements-dev.txt"
    root = site.folder / "build/html"
    options = [
        "--offline",
        "--include-fragments",
        "--no-progress",
        "--format",
        "json",
        "--exclude-path",
        "_static",
    ]
    done = subprocess.run(
        [lychee, *options, "--root-dir", str(root), str(root / "serverless"), str(root / "byoc")],
        capture_output=True,
        text=True,
        check=False,
    )
    report = json.loads(done.stdout)
    assert report["total"] > 100
    broken = {Path(error["url"]).name for errors in report["error_map"].values() for error in errors}
    # The image is reported as not readable; what lies below `_static` is not ours to judge.
    assert broken == {"gone.svg", "x.pdf"}
    assert any("image file not readable: gone.svg" in message for message in built.messages)


@pytest.mark.parametrize(
    ("policy", "status", "level", "link"),
    [
        ("error", 1, "ERROR", None),
        ("warn", 0, "WARNING", None),
        ("text", 0, None, None),
        ("other-variant", 0, None, "../byoc/own.html"),
    ],
)
def test_links_absent_decides_what_becomes_of_an_absent_link(project, policy, status, level, link):
    project.write({"variants.yaml": VARIANTS + f"links: {{absent: {policy}}}\n"})
    project.pages(
        {"index.md": "# Home\n\nSee [**the** page](own.md).\n\n```{toctree}\nown\n```\n", "own.md": "# Own\n"}
    )
    built = project.build()
    assert built.status == status
    assert built.messages == (
        [f"source/index.md:3: {level}: `own`: {OWN} [serverless] [variants.absent]"] if level else []
    )
    paragraph = built.page("serverless", "index").select_one(".body p")
    found = paragraph.find("a")
    assert (found["href"] if found else None) == link
    assert paragraph.get_text() == ("See the page (BYOC)." if link else "See the page.")
    assert paragraph.find("strong").get_text() == "the"


def test_nitpick_ignore_is_honoured(project):
    project.write(
        {
            "variants.yaml": WITHOUT_RULES,
            "conf.py": (project.folder / "conf.py").read_text()
            + 'nitpick_ignore = [("myst", "nosuch.md")]\nnitpick_ignore_regex = [("std:.*", "gone.*")]\n',
        }
    )
    project.pages({"index.md": "# Home\n\n[x](nosuch.md) {ref}`gone-label`\n"})
    assert project.build().messages == []


def test_other_builders_write_addresses_or_plain_text(project):
    page = "# Home\n\n[own](variant:byoc/own.md#own)\n"
    project.write({"variants.yaml": VARIANTS})
    project.pages({"index.md": page + "\n```{toctree}\nown\n```\n", "own.md": "# Own\n"})
    built = project.build("-D", "variants_builder=xml")
    assert built.messages == []
    text = (project.folder / "build/html/serverless/index.xml").read_text()
    assert 'refuri="https://docs.example.com/byoc/own.html#own"' in text
    project.write({"variants.yaml": VARIANTS.replace("site: {base_url: https://docs.example.com/}\n", "")})
    project.build("-E", "-D", "variants_builder=xml")
    text = (project.folder / "build/html/serverless/index.xml").read_text()
    assert "byoc/own" not in text
    assert "own" in text


def test_a_link_to_a_broken_page_is_not_reported(build):
    built = build(
        {
            "index.md": "# Home\n\n[x](bad.md#any) {ref}`lbl`\n\n```{toctree}\nbad\n```\n",
            "bad.md": "(lbl)=\n# Bad\n\n{@@ if byoc @@}\n",
        }
    )
    assert len(built.messages) == 1


def test_pages_may_be_named_like_a_variant_and_share_a_title(build):
    built = build(
        {
            "index.md": "# Home\n\n[a](byoc.md) [](variant:byoc/byoc.md) [Same]()\n\n```{toctree}\nbyoc\ntwo\n```\n",
            "byoc.md": "# Same\n",
            "two.rst": "Same\n====\n",
        }
    )
    assert built.messages == [
        "source/index.md:3: WARNING: the link “Same” has no target; the page with that title is `/byoc.md` or `/two.rst` "
        "[serverless, byoc] [variants.empty-link]"
    ]
    assert built.page("serverless", "index").select_one("p a")["href"] == "byoc.html"


def test_links_to_files_that_no_page_makes_are_kept(project):
    project.write(
        {
            "conf.py": CONF + 'html_extra_path = ["extra"]\n',
            "extra/api/index.html": "<h1>API</h1>",
            "extra/openapi.json": "{}",
            "variants.yaml": WITHOUT_RULES,
        }
    )
    links = "[a](api/index.html) [b](openapi.json) [c](api/) [d](search.html) [e](/api/index.html)"
    project.pages(
        {
            "index.md": f"# Home\n\n{links} [f](api/nosuch.html)\n\n"
            ":::{card} Card\n:link: api/index.html\n:::\n\n```{toctree}\nguide/rest\n```\n",
            "guide/rest.rst": "Rest\n====\n\n`a <../api/index.html>`_ `b <../genindex.html>`_ `c <../_static/x.png>`_\n"
            "`d <https://docs.example.com/byoc/openapi.json>`_ `e <https://docs.example.com/byoc/nosuch.json>`_\n",
        }
    )
    built = project.build()
    assert [message.partition(" [")[0] for message in built.messages] == [
        "source/guide/rest.rst:5: WARNING: `https://docs.example.com/byoc/nosuch.json`: byoc has no such page; "
        "correct or remove the link",
        "source/index.md:3: WARNING: `api/nosuch.html`: no variant has such a page; correct or remove the link",
    ]

    def hrefs(page, selector):
        return [link["href"] for link in built.page("serverless", page).select(f".body {selector}")]

    assert hrefs("index", "p a.reference")[:5] == [
        "api/index.html",
        "openapi.json",
        "api/",
        "search.html",
        "api/index.html",
    ]
    assert "api/index.html" in hrefs("index", "a.sd-stretched-link")
    assert hrefs("guide/rest", "p a.reference") == [
        "../api/index.html",
        "../genindex.html",
        "../_static/x.png",
        "../../byoc/openapi.json",
    ]
    dirhtml = project.build("-b", "dirhtml")
    assert len(dirhtml.messages) == 2
    links = dirhtml.page("serverless", "guide/rest/index").select(".body p a.reference")
    assert [link["href"] for link in links[:2]] == ["../../api/index.html", "../../genindex/"]


def test_the_query_of_a_link_is_kept(build):
    built = build(
        {
            "index.md": "# Home\n\n[a](page.md?tab=x#part) [b](page?tab=y) [c](?tab=z#home)\n\n```{toctree}\npage\nrest\n```\n",
            "page.md": "(part)=\n# Page\n",
            "rest.rst": "Rest\n====\n\n`a <page.html?tab=x#part>`_ `b <?tab=z#rest>`_\n",
        }
    )
    assert built.messages == []
    for page, expected in {
        "index": ["page.html?tab=x#part", "page.html?tab=y", "?tab=z#home"],
        "rest": ["page.html?tab=x#part", "?tab=z#rest"],
    }.items():
        assert [link["href"] for link in built.page("byoc", page).select(".body p a.reference")] == expected
