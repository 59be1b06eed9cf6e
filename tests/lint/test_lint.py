"""``variantdocs lint``: a site with one mistake of each kind, and what becomes of it."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from variantdocs.cli import main
from variantdocs.messages import Kind

ROOT = Path(__file__).parents[2]
KINDS = re.compile(r"\[variants\.([a-z-]+)\]$")

SITE = {
    "conf.py": """\
project = "Seeded"
html_title = "{@= product =@}"
exclude_patterns = ["_*"]
""",
    "variants.yaml": """\
version: 1
site:
  base_url: https://docs.example.com/
variants:
  serverless:
    title: Serverless
    vars: {product: Acme Serverless}
  byoc:
    title: BYOC
    vars: {product: Acme BYOC, registry: ghcr.io, dusty: never}
  edge:
    title: Edge
    vars: {product: Acme Edge}
groups:
  hosted: [serverless, edge]
  lonely: [edge]
pages:
  deployment: byoc
  nowhere/**: byoc
""",
    "source/index.md": """\
# Home of {@= product =@}

{@@ if hosted @@}hosted{@@ else @@}{@= registry =@}{@@ endif @@}
""",
    "source/broken.md": "# Broken\n\n{@@ if byoc @@}\nopen\n",
    "source/names.md": "# Names\n\n{@@ if severless @@}\nx\n{@@ endif @@}\n",
    "source/undefined.md": "# Undefined\n\nThe registry is {@= registry =@}.\n",
    "source/declared.md": "---\nvariants: byok\n---\n# Declared\n",
    "source/deployment.md": """\
# Deployment

{@@ if serverless @@}
dead
{@@ endif @@}

{@@ if byoc @@}
always
{@@ endif @@}
""",
    "source/branches.md": """\
# Branches

{@@ if serverless @@}
a
{@@ elif byoc or edge @@}
b
{@@ else @@}
unreachable
{@@ endif @@}

{@@ if hosted @@}
c
{@@ if serverless or edge @@}
d
{@@ endif @@}
{@@ endif @@}

{@@ if serverless @@}
same
{@@ elif byoc @@}
other
{@@ elif edge @@}
same
{@@ endif @@}

{@@ if byoc @@}
{@@ endif @@}
""",
    "source/split.md": """\
# Split

```python
{@@ if byoc @@}
x = 1
```
More.
{@@ endif @@}

- item

  {@@ if byoc @@}
  more

After.
{@@ endif @@}
""",
    "source/foreign.md": """\
# Foreign

{% if byoc %}
x
{% endif %}

Use {{ product }} and `{{ product }}`, and {{ unknown }} and {% if prod %}.

{@ if byoc @}

@@ if byoc @@
""",
    "source/literal.md": "# Literal\n\n```{literalinclude} _code.py\n```\n",
    "source/_code.py": "print('{@= product =@}')\n",
    "source/misspelt.md": "---\nVariants: byoc\n---\n# Misspelt\n",
    "source/links.md": """\
# Links

See <https://docs.example.com/byoc/index.html>, and [this](guide.md#only-there).

{@@ if byoc @@}
See <https://docs.example.com/byoc/index.html>.
{@@ endif @@}
""",
    "source/guide.md": """\
# Guide

{@@ if byoc @@}
(only-there)=
## Two
{@@ endif @@}

### Three
""",
}
FOUND = [
    "conf.py:2:1 unexpanded-tag",
    "source/branches.md:7:1 unreachable-branch",
    "source/branches.md:13:1 redundant-condition",
    "source/branches.md:22:1 repeated-branch",
    "source/branches.md:26:1 empty-branch",
    "source/broken.md:3:1 syntax",
    "source/declared.md:2:1 unknown-name",
    "source/deployment.md:3:1 dead-branch",
    "source/deployment.md:7:1 always-true",
    "source/foreign.md:3:1 foreign-tag",
    "source/foreign.md:7:5 foreign-tag",
    "source/foreign.md:9:1 syntax",
    "source/foreign.md:11:1 syntax",
    "source/guide.md:8:1 heading-jump",
    "source/links.md:3:6 edition-address",
    "source/links.md:3:60 absent",
    "source/links.md:6:6 absolute-address",
    "source/literal.md:3:21 unexpanded-tag",
    "source/misspelt.md:2:1 not-declared",
    "source/names.md:3:1 unknown-name",
    "source/split.md:3:1 syntax",
    "source/split.md:12:3 split-block",
    "source/undefined.md:3:1 unknown-name",
    "variants.yaml:10:51 unused-variable",
    "variants.yaml:16:3 unused-group",
    "variants.yaml:19:3 unmatched-rule",
]


def lint(capfd, *options: str) -> tuple[int, str, str]:
    status = main(["lint", "-c", ".", *options, "source"])
    said = capfd.readouterr()
    return status, said.out, said.err


def in_short(output: str) -> list[str]:
    """``path:line:column kind`` of each line, in order."""
    found = set()
    for line in output.splitlines():
        kind = KINDS.search(line)
        assert kind is not None, line
        found.add((line.split(": ")[0], kind[1]))
    return [f"{place} {kind}" for place, kind in sorted(found, key=_order)]


def _order(item: tuple[str, str]) -> tuple[str, int, int]:
    path, line, column = item[0].rsplit(":", 2)
    return path, int(line), int(column)


@pytest.fixture
def seeded(project):
    (project.folder / "variants.yaml").unlink()
    project.write(SITE)
    return project


def test_each_kind_of_mistake_is_found_at_its_line_and_nothing_else(seeded, capfd):
    status, output, summary = lint(capfd)
    assert in_short(output) == FOUND
    assert status == 1
    assert summary.startswith("13 files, 26 findings: 4 variants.syntax, 3 variants.unknown-name")


def test_messages_say_what_to_do(seeded, capfd):
    _, output, _ = lint(capfd)
    lines = output.splitlines()
    assert lines[0] == (
        "conf.py:2:1: WARNING: the setting `html_title` holds `{@= product =@}`, and tags are not expanded there; "
        "set it for each variant under `conf:` in variants.yaml [variants.unexpanded-tag]"
    )
    assert (
        "source/links.md:3:60: WARNING: `guide.md#only-there`: the anchor exists in byoc only; "
        "put the link into a block too, or move the anchor out of its block [serverless, edge] [variants.absent]"
    ) in lines
    assert (
        "source/undefined.md:3:1: ERROR: `registry` has no value here: it is defined for byoc only; "
        "define it for serverless, edge in variants.yaml, or put this into a block "
        "[serverless, edge] [variants.unknown-name]"
    ) in lines


def test_fix_changes_what_is_safe_and_nothing_else_and_once_is_enough(seeded, capfd):
    def texts() -> dict[str, str]:
        return {
            path.relative_to(seeded.folder).as_posix(): path.read_text("utf-8")
            for path in seeded.folder.rglob("*")
            if path.is_file()
        }

    before = texts()
    status, diff, _ = lint(capfd, "--diff")
    assert (status, texts()) == (1, before)
    status, output, _ = lint(capfd, "--fix")
    after = texts()
    assert output.startswith(diff)
    changed = {name for name in after if after[name] != before[name]}
    assert changed == {"source/branches.md", "source/deployment.md"}
    assert after["source/deployment.md"] == "# Deployment\n\n\nalways\n"
    assert after["source/branches.md"] == before["source/branches.md"].replace(
        "{@@ else @@}\nunreachable\n", ""
    ).replace("{@@ if serverless or edge @@}\nd\n{@@ endif @@}\n", "d\n")
    kinds = ("unreachable-branch", "redundant-condition", "dead-branch", "always-true")
    remaining = [line.split(" ")[1] for line in FOUND if not line.endswith(kinds)]
    assert [line.split(" ")[1] for line in in_short(output[len(diff) :])] == remaining
    status, output, summary = lint(capfd, "--fix")
    assert texts() == after
    assert "0 files changed" in summary


def test_a_kind_is_switched_off_for_the_project_a_page_or_a_line(project, capfd):
    branch = "{@@ if byoc or serverless @@}\nx\n{@@ endif @@}\n"
    marked = f"{{@# lint: ignore always-true #@}}\n{branch}"
    beside = branch.replace("@@}\nx", "@@}{@# lint: ignore always-true, absent #@}\nx")
    project.pages({"index.md": f"# Home {{@= product =@}}{{@= company =@}}\n\n{branch}\n{marked}\n{beside}"})
    variants = (project.folder / "variants.yaml").read_text("utf-8")
    variants = variants.replace("registry: ghcr.io", "").replace(
        "[byoc]", "[byoc]  # lint: ignore unused-group"
    )
    project.write({"variants.yaml": variants})
    status, output, _ = lint(capfd)
    assert (status, in_short(output)) == (1, ["source/index.md:3:1 always-true"])
    project.write({"variants.yaml": f"{variants}lint:\n  ignore: [variants.always-true]\n"})
    assert lint(capfd)[0] == 0
    project.write({"variants.yaml": variants})
    project.pages(
        {
            "index.md": f"---\nlint-ignore: [always-true]\n---\n# {{@= product =@}}{{@= company =@}}\n\n{branch}"
        }
    )
    assert lint(capfd) == (0, "", "1 file, no findings\n")


def test_an_unknown_kind_is_wrong_configuration(project, capfd):
    project.pages({"index.md": "# Home\n"})
    variants = (project.folder / "variants.yaml").read_text("utf-8")
    project.write({"variants.yaml": f"{variants}lint:\n  ignore: [allways-true]\n"})
    assert lint(capfd) == (
        2,
        "",
        "variants.yaml:13:12: lint.ignore[0]: there is no kind of finding 'allways-true'; did you mean `always-true`?\n",
    )


def test_findings_are_given_as_json_as_sarif_and_as_annotations(project, capfd):
    project.pages({"index.md": "# {@= product =@}{@= company =@}\n\n{@@ if x @@}y{@@ endif @@}\n"})
    status, output, _ = lint(capfd, "--format", "json")
    found = json.loads(output)
    assert (status, found["version"]) == (1, 1)
    assert found["findings"][0] == {
        "path": "source/index.md",
        "line": 3,
        "column": 1,
        "kind": "variants.unknown-name",
        "level": "error",
        "message": found["findings"][0]["message"],
        "variants": [],
        "fixable": False,
    }
    assert lint(capfd, "--json")[1] == output
    _, output, _ = lint(capfd, "--format", "sarif")
    (run,) = json.loads(output)["runs"]
    assert run["results"][0]["ruleId"] == "variants.unknown-name"
    assert run["results"][0]["locations"][0]["physicalLocation"]["region"] == {
        "startLine": 3,
        "startColumn": 1,
    }
    _, output, _ = lint(capfd, "--format", "github")
    assert output.startswith(
        "::error file=source/index.md,line=3,col=1,title=variants.unknown-name::unknown name `x`"
    )


def test_the_site_of_this_repository_has_no_findings(capfd, monkeypatch):
    monkeypatch.chdir(ROOT)
    assert lint(capfd)[:2] == (0, "")


def test_every_kind_is_in_the_manual():
    manual = (ROOT / "source/writing/messages.md").read_text("utf-8")
    assert [kind for kind in Kind if f"`{kind}`" not in manual and not kind.startswith("rli.")] == []


def test_the_benchmarks_site_has_one_finding(tmp_path, capfd, monkeypatch):
    monkeypatch.syspath_prepend(ROOT)
    from benchmarks.corpus import write_corpus

    write_corpus(tmp_path, pages=40, words=200)
    monkeypatch.chdir(tmp_path)
    _, output, summary = lint(capfd)
    assert [line.split(" ")[1] for line in in_short(output)] == ["unused-group"]
    assert summary == "41 files, 1 finding: 1 variants.unused-group\n"
