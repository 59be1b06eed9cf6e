"""``variantdocs explain``: why a page or line is in a variant or not."""

from __future__ import annotations

import json

import pytest
from tests.lint.test_manual import fences

from variantdocs.cli import main

PAGE = """\
# Set up

{@@ if serverless @@}
Nothing to install.
{@@ else @@}
Set up {@= product =@}
{@@ if self_managed @@}first.{@@ endif @@}
{@@ endif @@}
"""


@pytest.fixture
def explain(project, capfd):
    variants = (project.folder / "variants.yaml").read_text("utf-8")
    project.write({"variants.yaml": f'{variants}pages:\n  "deployment/**": byoc\n'})
    project.pages(
        {
            "index.md": "# Home\n\n```{include} _shared.md\n```\n",
            "_shared.md": "Shared.\n",
            "setup.md": PAGE,
            "own.md": "---\nvariants: [byoc]\n---\n# Own\n",
            "deployment/keys.md": "# Keys\n",
            "broken.md": "{@@ if x @@}\n{@@ endif @@}\n",
        }
    )

    def run(*arguments: str) -> tuple[int, str, str]:
        status = main(["explain", "-c", ".", *arguments])
        said = capfd.readouterr()
        return status, said.out, said.err

    return run


@pytest.mark.parametrize(
    ("page", "expected"),
    [
        (
            "source/own.md",
            "source/own.md\n"
            "serverless: out, by `variants: [byoc]` (source/own.md:2)\n"
            "byoc: in, by `variants: [byoc]` (source/own.md:2)\n",
        ),
        (
            "deployment/keys",
            "source/deployment/keys.md\n"
            "serverless: out, by the rule `deployment/**: byoc` (variants.yaml:13)\n"
            "byoc: in, by the rule `deployment/**: byoc` (variants.yaml:13)\n",
        ),
        (
            "setup.md",
            "source/setup.md\n"
            "serverless: in, because neither the page nor a rule says otherwise\n"
            "byoc: in, because neither the page nor a rule says otherwise\n",
        ),
        (
            "source/_shared.md",
            "source/_shared.md\n"
            "serverless: in, as the pages are that include it\n"
            "byoc: in, as the pages are that include it\n",
        ),
    ],
)
def test_the_declaration_or_rule_that_decides_is_named(explain, page, expected):
    assert explain(page) == (0, expected, "")


@pytest.mark.parametrize(
    ("line", "serverless", "byoc"),
    [
        (4, "in, by `{@@ if serverless @@}` (source/setup.md:3)", "out, by `{@@ if serverless @@}` (source/setup.md:3)"),
        (6, "out, because `{@@ if serverless @@}` comes first (source/setup.md:3)", "in, by `{@@ else @@}` (source/setup.md:5)"),
        (7, "out, because `{@@ if serverless @@}` comes first (source/setup.md:3)", "in, by `{@@ if self_managed @@}` (source/setup.md:7)"),
    ],
)  # fmt: skip
def test_the_block_that_decides_about_a_line_is_named(explain, line, serverless, byoc):
    expected = f"source/setup.md:{line}\nserverless: {serverless}\nbyoc: {byoc}\n"
    assert explain("setup", "--line", str(line)) == (0, expected, "")


def test_a_page_is_shown_as_a_variant_shows_it_with_its_source_lines(explain):
    assert explain("setup", "--variant", "byoc") == (
        0,
        "source/setup.md\n"
        "byoc: in, because neither the page nor a rule says otherwise\n"
        "    1 | # Set up\n    2 |\n    6 | Set up Acme BYOC\n    7 | first.\n",
        "",
    )


def test_the_same_is_given_as_json(explain):
    status, output, _ = explain("setup", "--variant", "byoc", "--json")
    found = json.loads(output)
    assert (status, found["version"], found["page"], found["path"]) == (0, 1, "setup", "source/setup.md")
    assert found["variants"][0]["by"] == "default"
    assert found["expanded"][2] == {"source": 6, "text": "Set up Acme BYOC"}


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["setpu"], "there is no page setpu; did you mean setup?\n"),
        (["setup", "--variant", "byok"], "there is no variant 'byok'; there are serverless, byoc\n"),
        (["setup", "--line", "99"], "source/setup.md has no line 99\n"),
    ],
)
def test_what_is_not_there_is_wrong_usage(explain, arguments, message):
    assert explain(*arguments) == (2, "", message)


def test_a_broken_page_is_reported(explain):
    status, _, errors = explain("broken")
    assert (status, errors.partition("; ")[0]) == (1, "source/broken.md:1: ERROR: unknown name `x`")


def test_the_manual_shows_what_explain_says(project, capfd):
    project.pages({"index.md": "# Home\n", "setup.md": fences("writing/explain", "text")[0]})
    for shown in fences("writing/explain", "console"):
        command, _, expected = shown.partition("\n")
        assert command.startswith("$ variantdocs explain ")
        assert main(command.split()[2:]) == 0
        assert capfd.readouterr().out == expected
