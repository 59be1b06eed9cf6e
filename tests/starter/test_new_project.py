"""``variantdocs init DIR``: a project of two variants, and nothing overwritten."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
import yaml

import variantdocs
from variantdocs.config.model import json_schema
from variantdocs.starter.templates import new_project_files

ROOT = Path(__file__).parents[2]

FILES = [
    "conf.py",
    "variants.yaml",
    "source/index.md",
    "source/getting-started.md",
    "source/deployment.md",
    "Makefile",
    "requirements.txt",
    ".gitignore",
    ".github/workflows/docs.yml",
    ".vscode/settings.json",
    ".vscode/tasks.json",
    ".vscode/variantdocs.code-snippets",
    ".vscode/extensions/variantdocs/package.json",
    ".vscode/extensions/variantdocs/syntaxes/variantdocs.tmLanguage.json",
    ".vscode/variants.schema.json",
]


def files_in(folder: Path) -> set[str]:
    return {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}


def text_of(name: str) -> str:
    return new_project_files()[name].decode("utf-8")


def test_a_new_project_builds_without_a_warning(run, tmp_path, monkeypatch):
    made = run("init", "docs")
    assert (made.status, made.errors) == (0, [])
    assert made.output == [
        *(f"docs/{name}: written" for name in FILES),
        "Two editions, Cloud and Self-hosted. Build them: cd docs && make html",
    ]
    monkeypatch.chdir(tmp_path / "docs")
    built = run("check", "-q", "-W", "-c", ".", "-d", "build/doctrees", "source", "build/html")
    assert (built.status, built.output) == (0, [])
    assert [line.split(": ")[1] for line in built.errors] == ["0 leaks, 0 dead links"]
    site = tmp_path / "docs/build/html"
    assert "../selfhosted/deployment.html" in (site / "cloud/index.html").read_text("utf-8")
    assert not (site / "cloud/deployment.html").exists()
    assert "Only the Self-hosted edition" in (site / "selfhosted/deployment.html").read_text("utf-8")


def test_a_folder_with_other_files_can_be_used(run, tmp_path):
    (tmp_path / "notes.txt").write_text("mine", "utf-8")
    assert run("init", ".").status == 0
    assert files_in(tmp_path) == {*FILES, "notes.txt"}
    assert (tmp_path / "notes.txt").read_text("utf-8") == "mine"


def test_nothing_is_overwritten_and_nothing_is_written_beside_it(run, tmp_path):
    (tmp_path / "Makefile").write_text("mine", "utf-8")
    refused = run("init", ".")
    assert (refused.status, refused.output, refused.errors) == (
        2,
        [],
        [
            f"{tmp_path}: already has Makefile; nothing was written;"
            f" choose an empty folder, or add variants to this project: variantdocs init --from {tmp_path}"
        ],
    )
    assert files_in(tmp_path) == {"Makefile"}


def test_of_many_files_that_are_there_a_few_are_named(run):
    run("init", "docs")
    assert run("init", "docs").errors == [
        "docs: already has conf.py, variants.yaml, source/index.md and 12 more; nothing was written;"
        " choose an empty folder, or add variants to this project: variantdocs init --from docs"
    ]


def test_a_file_is_no_folder_for_a_project(run, tmp_path):
    (tmp_path / "docs").write_text("mine", "utf-8")
    assert run("init", "docs").errors == ["docs: is a file; name a folder for the new project"]


def test_the_workflow_uses_the_same_actions_as_ours():
    pinned = re.compile(r"uses: (\S+) # (v\S+)")
    ours = {
        found
        for path in (ROOT / ".github/workflows").iterdir()
        for found in pinned.findall(path.read_text("utf-8"))
    }
    theirs = set(pinned.findall(text_of(".github/workflows/docs.yml")))
    assert theirs <= ours
    assert len(theirs) == 4


def test_the_workflow_can_write_in_its_deploying_job_only():
    workflow = yaml.safe_load(text_of(".github/workflows/docs.yml"))
    assert workflow["permissions"] == {}
    assert workflow["jobs"]["build"]["permissions"] == {"contents": "read"}
    assert [step.get("run") for step in workflow["jobs"]["deploy"]["steps"]] == [None]


def test_the_requirements_name_this_version():
    assert f"\nvariantdocs=={variantdocs.__version__}\n" in text_of("requirements.txt")


def test_the_schema_is_the_one_of_variants_yaml():
    assert json.loads(text_of(".vscode/variants.schema.json")) == json_schema()
    assert text_of("variants.yaml").startswith(
        "# yaml-language-server: $schema=.vscode/variants.schema.json\n"
    )


@pytest.mark.parametrize(
    ("message", "groups"),
    [
        (
            "source/index.md:17: ERROR: imagespec.md: ok in byoc; absent in serverless. [variants.absent]",
            (
                "source/index.md",
                "17",
                "ERROR",
                "imagespec.md: ok in byoc; absent in serverless. [variants.absent]",
            ),
        ),
        (
            "variants.yaml:3:5: variants.byoc: is wrong",
            ("variants.yaml", "3", "5", "variants.byoc: is wrong"),
        ),
        ("[cloud] 2 pages, 2 read, 0 taken over, 5 written, 0 messages, 0.4 s", None),
    ],
)
def test_the_problem_matchers_of_the_editor_understand_messages(message, groups):
    tasks = json.loads(text_of(".vscode/tasks.json"))["tasks"]
    patterns = [matcher["pattern"]["regexp"] for matcher in tasks[0]["problemMatcher"]]
    assert tasks[1]["problemMatcher"]["pattern"]["regexp"] == patterns[0]
    found = [match.groups() for pattern in patterns if (match := re.match(pattern, message))]
    assert found == ([groups] if groups else [])


def test_the_problem_matcher_of_the_lint_task_reads_a_finding():
    task = json.loads(text_of(".vscode/tasks.json"))["tasks"][2]
    message = "source/a.md:3:7: WARNING: every variant meets it [byoc] [variants.always-true]"
    found = re.match(task["problemMatcher"]["pattern"]["regexp"], message)
    assert found is not None
    assert found.groups() == (
        "source/a.md", "3", "7", "WARNING", "every variant meets it [byoc]", "variants.always-true",
    )  # fmt: skip


def test_every_snippet_has_a_prefix_of_its_own():
    snippets = json.loads(text_of(".vscode/variantdocs.code-snippets")).values()
    prefixes = [snippet["prefix"] for snippet in snippets]
    assert len(set(prefixes)) == len(prefixes) == 7


def test_no_placeholder_is_left_in_a_file():
    left = {name: re.findall(r"@[A-Z_]+@", data.decode()) for name, data in new_project_files().items()}
    assert {name: found for name, found in left.items() if found} == {}
