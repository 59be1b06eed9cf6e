"""The examples of the manual's page about lint give what the page says."""

from __future__ import annotations

import json
import re
from pathlib import Path

from variantdocs.cli import main
from variantdocs.config.load import load_variants
from variantdocs.templating.expand import prepare
from variantdocs.templating.names import Names
from variantdocs.templating.sandbox.environment import PageEnvironment

ROOT = Path(__file__).parents[2]


def fences(docname: str, info: str) -> list[str]:
    """The fences of a page of the manual, as its readers see them."""
    names = Names.from_variant_set(load_variants(ROOT / "variants.yaml"))
    source = (ROOT / f"source/{docname}.md").read_text("utf-8")
    text = prepare(source, names, PageEnvironment()).expand("serverless", names).text
    return re.findall(rf"^```{info}\n(.*?)^```", text, re.S | re.M)


def test_the_manual_shows_what_lint_says(project, capfd):
    page = fences("writing/lint", "text")[0]
    variants = (project.folder / "variants.yaml").read_text("utf-8")
    project.write({"variants.yaml": f"{variants}lint:\n  ignore: [unused-variable, unused-group]\n"})
    project.pages({"index.md": "# Home\n", "setup.md": f"---\nvariants: byoc\n---\n# Setup\n\n{page}"})
    report, diff = fences("writing/lint", "console")
    for shown, options in ((report, ()), (diff, ("--diff",))):
        command, _, expected = shown.partition("\n")
        arguments = ["lint", "-c", ".", *options, "source"]
        assert command == f"$ variantdocs {' '.join(arguments)}"
        main(arguments)
        said = capfd.readouterr()
        assert said.out + said.err == expected


def test_the_problem_matcher_reads_a_finding():
    (task,) = map(json.loads, fences("writing/lint", "json"))
    pattern = task["problemMatcher"]["pattern"]
    found = re.match(
        pattern["regexp"], "source/a.md:3:7: WARNING: every variant meets it [byoc] [variants.always-true]"
    )
    assert found is not None
    names = ("file", "line", "column", "severity", "message", "code")
    assert [found[pattern[name]] for name in names] == [
        "source/a.md", "3", "7", "WARNING", "every variant meets it [byoc]", "variants.always-true",
    ]  # fmt: skip
