"""The commands report and diff: what they print and write, and the examples of the manual."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from tests.report.projects import write

from variantdocs.cli import main

ROOT = Path(__file__).parents[2]


def manual(name, language):
    return re.findall(
        rf"^```{language}\n(.*?)^```", (ROOT / f"source/writing/{name}.md").read_text("utf-8"), re.S | re.M
    )


def said_by(capfd, command):
    capfd.readouterr()
    status = main(command.removeprefix("$ variantdocs ").split())
    said = capfd.readouterr()
    return status, said.out + said.err


def test_the_manual_shows_what_diff_says(project, capfd):
    (page,) = manual("diff", "text")
    project.pages({"setup.md": page, "index.md": "# Home\n"})
    (example,) = manual("diff", "console")
    command, _, expected = example.partition("\n")
    assert said_by(capfd, command) == (1, expected)


def test_the_manual_shows_what_report_says(project, capfd):
    (page,) = manual("diff", "text")
    project.pages({
        "setup.md": page, "index.md": "# {@= product =@} {@= company =@}\n",
        "own.md": "---\nvariants: self_managed\n---\n# Own\n",
    })  # fmt: skip
    (example,) = manual("report", "console")
    command, _, expected = example.partition("\n")
    assert said_by(capfd, command) == (1, expected)


def test_two_variants_that_are_the_same_are_0(project, capfd):
    project.pages({"index.md": "# Home\n"})
    assert said_by(capfd, "diff byoc serverless -c .") == (
        0, "byoc and serverless: 0 files differ, 0 only in byoc, 0 only in serverless, 1 the same\n",
    )  # fmt: skip


@pytest.mark.parametrize(
    ("command", "said"),
    [
        ("diff byoc byok -c .", "there is no variant 'byok'; there are serverless, byoc"),
        ("diff byoc serverless hone -c .", "there is no page hone; did you mean home?"),
        ("report -c . nosuch", "there is no source folder"),
    ],
)
def test_what_does_not_exist_is_wrong_usage(project, capfd, command, said):
    project.pages({"home.md": "# Home\n"})
    status, found = said_by(capfd, command)
    assert status == 2
    assert found.startswith(said)


def test_json_goes_to_the_standard_output_and_nothing_is_written(project, capfd):
    write(project)
    main(["report", "-c", ".", "--json", "source"])
    assert json.loads(capfd.readouterr().out)["version"] == 1
    main(["diff", "serverless", "byoc", "-c", ".", "--json"])
    assert json.loads(capfd.readouterr().out)["version"] == 1
    assert not (project.folder / "build").exists()


def test_the_report_links_to_built_pages_only(project):
    write(project)
    project.write({"site/byoc/index.html": "", "site/byoc/own/index.html": ""})
    main(["report", "-c", ".", "--site", "site", "-o", "out/report.html", "source"])
    page = (project.folder / "out/report.html").read_text("utf-8")
    assert sorted(set(re.findall(r'href="([^#"]*)"', page))) == [
        "../site/byoc/index.html",
        "../site/byoc/own/index.html",
    ]
