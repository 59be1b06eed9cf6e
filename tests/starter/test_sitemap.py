"""``init --from DIR --import-sitemap FILE``: a central tree of pages becomes toctrees and page rules."""

from __future__ import annotations

import json
from pathlib import Path
from textwrap import dedent

import pytest

from variantdocs.errors import ConfigurationError
from variantdocs.starter.sitemap import parse_sitemap

TREE = """\
name: home
variants: [serverless, byoc]
children:
  - name: guide
    title: User guide
    children:
      - name: start
        title: Start here
      - name: cluster
        variants: [byoc]
      - name: lost
  - name: deployment
    variants: +byoc -serverless
    children:
      - name: aws
      - name: trial
        variants: serverless, byoc
"""
PAGES = {
    "index.md": "# Home\n",
    "guide/index.md": "# User guide\n\nText.",
    "guide/start.md": "# Start\n",
    "guide/cluster.rst": "Cluster\n=======\n",
    "deployment/index.rst": "Deployment\n==========\r\n",
    "deployment/aws.md": "# AWS\n",
    "deployment/trial.md": "# Trial\n",
    "deployment/forgotten.md": "# Forgotten\n",
}


def project(folder: Path, tree: str = TREE, pages: dict[str, str] = PAGES) -> None:
    files = {f"docs/{name}": text for name, text in pages.items()}
    files |= {"docs/conf.py": 'extensions = ["myst_parser"]\n', "sitemap.yaml": dedent(tree)}
    for name, text in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text.encode())


def imported(run):
    return run("init", "--from", ".", "--import-sitemap", "sitemap.yaml")


def test_a_tree_becomes_toctrees_and_rules_and_the_site_builds(run, tmp_path):
    project(tmp_path)
    done = imported(run)
    assert [line for line in done.output if "toctree" in line] == [
        "docs/index.md: added a toctree of 2 pages",
        "docs/guide/index.md: added a toctree of 2 pages",
        "docs/deployment/index.rst: added a toctree of 2 pages",
    ]
    assert (done.status, done.errors) == (
        1,
        [
            "sitemap.yaml:11: guide/lost: has no file; expected docs/guide/lost.md or .rst",
            "docs/deployment/forgotten.md: has no node in sitemap.yaml",
        ],
    )
    docs = tmp_path / "docs"
    assert (docs / "index.md").read_text("utf-8") == (
        "# Home\n\n```{toctree}\n:hidden:\n\nguide/index\ndeployment/index\n```\n"
    )
    assert (docs / "guide/index.md").read_text("utf-8") == (
        "# User guide\n\nText.\n\n```{toctree}\n:hidden:\n\nStart here <start>\ncluster\n```\n"
    )
    assert (docs / "deployment/index.rst").read_bytes() == (
        b"Deployment\n==========\r\n\r\n.. toctree::\r\n   :hidden:\r\n\r\n   aws\r\n   trial\r\n"
    )
    assert (docs / "variants.yaml").read_text("utf-8").partition("pages:\n")[2] == (
        '  "guide/cluster": byoc\n  "deployment/**": byoc\n  "deployment/trial": [serverless, byoc]\n'
    )
    (docs / "deployment/forgotten.md").unlink()
    built = run("build", "-q", "-d", "build/doctrees", "docs", "build/html")
    # The tree itself puts a page of serverless below a page that only BYOC has.
    assert [line for line in built.errors if "variants.orphan" not in line] == []
    site = tmp_path / "build/html"
    assert (site / "byoc/guide/cluster.html").exists()
    assert not (site / "serverless/guide/cluster.html").exists()
    assert (site / "serverless/deployment/trial.html").exists()
    assert not (site / "serverless/deployment/aws.html").exists()


def test_a_toctree_that_is_there_is_left_alone(run, tmp_path):
    page = "# Home\n\n```{toctree}\nguide/index\n```\n"
    project(tmp_path, "- name: guide\n", {"index.md": page, "guide/index.md": "# Guide\n"})
    done = imported(run)
    assert (done.status, done.errors) == (0, [])
    assert "docs/index.md: already has a toctree; left unchanged" in done.output
    assert (tmp_path / "docs/index.md").read_text("utf-8") == page


def test_pages_below_a_node_without_a_file_go_to_the_page_above(run, tmp_path):
    tree = "- name: guide\n  children: [{name: start}]\n"
    project(tmp_path, tree, {"index.md": "# Home\n", "guide/start.md": "# Start\n"})
    assert imported(run).errors == [
        "sitemap.yaml:1: guide: has no file; expected docs/guide/index.md or .rst"
    ]
    assert "\nguide/start\n" in (tmp_path / "docs/index.md").read_text("utf-8")


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("", 'pages:\n  "guide": byoc\n'),
        ('pages:\n  "x": byoc\n', None),
    ],
)
def test_rules_are_added_to_a_variants_file_without_any(run, tmp_path, before, after):
    project(
        tmp_path, "- {name: guide, variants: [byoc]}\n", {"index.md": "# Home\n", "guide.md": "# Guide\n"}
    )
    path = tmp_path / "docs/variants.yaml"
    text = "version: 1\nvariants:\n  serverless: {title: S}\n  byoc: {title: B}\n" + before
    path.write_text(text, "utf-8")
    done = imported(run)
    if after is None:
        assert done.errors == [
            "docs/variants.yaml: already has page rules; add these to them:",
            '  "guide": byoc',
        ]
        assert path.read_text("utf-8") == text
    else:
        assert "docs/variants.yaml: added page rules" in done.output
        assert path.read_text("utf-8") == text + after


def test_a_variant_that_the_project_does_not_have_is_refused(run, tmp_path):
    project(
        tmp_path, "- {name: guide, variants: [byok]}\n", {"index.md": "# Home\n", "guide.md": "# Guide\n"}
    )
    refused = run("init", "--from", ".", "--import-sitemap", "sitemap.yaml", "--variants", "a,b")
    assert (refused.status, refused.errors) == (
        2,
        ["sitemap.yaml:1: there is no variant 'byok'; there are a, b"],
    )
    assert not (tmp_path / "docs/variants.yaml").exists()


def test_json_and_yaml_are_the_same_tree():
    tree = {"name": "home", "children": [{"name": "a", "title": "A", "variants": ["x"], "children": None}]}
    text = json.dumps(tree, indent="\t")
    found = parse_sitemap(text, filename="sitemap.json")
    assert [(node.path, node.title, node.variants) for node in found.walk()] == [
        ("", None, None),
        ("a", "A", ("x",)),
    ]


@pytest.mark.parametrize(
    ("text", "messages"),
    [
        ("name: [\n", ["s.yaml:2: cannot be read: expected the node content, but found '<stream end>'"]),
        ("just text\n", ["s.yaml:1: a node must be a mapping with `name`"]),
        ("- title: A\n- name: b\n  slug: b\n", [
            "s.yaml:1: the node has no `name`",
            "s.yaml:3: unknown key `slug`; a node has `name`, `title`, `variants`, `children`",
        ]),
        ("- name: [a]\n  children: b\n  variants: {c: 1}\n", [
            "s.yaml:1: `name` must be a text",
            "s.yaml:1: the node has no `name`",
            "s.yaml:3: `variants` must be a list of names",
            "s.yaml:2: `children` must be a list of nodes",
        ]),
    ],
)  # fmt: skip
def test_all_that_is_wrong_with_a_tree_is_said_at_once(text, messages):
    with pytest.raises(ConfigurationError) as caught:
        parse_sitemap(text, filename="s.yaml")
    assert list(caught.value.problems) == messages


def test_a_file_that_is_not_there_is_named(run, tmp_path):
    project(tmp_path)
    refused = run("init", "--from", ".", "--import-sitemap", "nosuch.yaml")
    assert (refused.status, refused.errors) == (2, ["nosuch.yaml: cannot be read: No such file or directory"])
