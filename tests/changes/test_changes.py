"""What a change does to each variant, from real git revisions; and the examples of the manual."""

from __future__ import annotations

import json
import re
import subprocess
from pathlib import Path

import pytest

from variantdocs.cli import main

ROOT = Path(__file__).parents[2]
PAGES = {
    "index.md": "# Home\n\nThis is {@= product =@}.\n",
    "both.md": "# Both\n\n{@@ if byoc @@}\nFor BYOC.\n{@@ else @@}\nNot for BYOC.\n{@@ endif @@}\n\nEnd.\n",
    "steps.md": "# Steps\n\n```{include} _parts/steps.md\n```\n",
    "code.md": "# Code\n\n```{literalinclude} example.py\n```\n",
    "deployment/own.md": "---\nvariants: byoc\n---\n# Own\n",
}


@pytest.fixture
def repository(project):
    """A project whose first revision has the tag ``old``."""
    project.pages(PAGES)
    project.write({
        "source/_parts/steps.md": "Step {@= company =@}.\n{@@ if byoc @@}\nOnly here.\n{@@ endif @@}\n",
        "source/example.py": "x = 1\n",
    })  # fmt: skip
    git("init", "-q")
    commit("old")
    return project


def git(*arguments):
    identity = ["-c", "user.name=A", "-c", "user.email=a@example.com", "-c", "commit.gpgsign=false"]
    subprocess.run(["git", *identity, *arguments], check=True)


def commit(tag):
    git("add", "-A")
    git("commit", "-q", "-m", tag)
    git("tag", tag)


def edit(project, name, old, new):
    path = project.folder / name
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new), "utf-8")


def changes(capfd, *options):
    capfd.readouterr()
    status = main(["changes", "-c", ".", *options, "source"])
    said = capfd.readouterr()
    return status, said.out.splitlines(), said.err.strip()


def test_nothing_changed_is_0(repository, capfd):
    assert changes(capfd) == (0, [], "serverless: 0; byoc: 0")


@pytest.mark.parametrize(
    ("name", "old", "new", "expected"),
    [
        ("source/both.md", "For BYOC.", "For BYOC!", ["byoc: changed: both (+1 -1)"]),
        ("source/both.md", "Not for BYOC.", "No.", ["serverless: changed: both (+1 -1)"]),
        ("source/both.md", "{@@ if byoc @@}", "{@@ if self_managed @@}", []),
        ("source/_parts/steps.md", "Only here.", "Here.", ["byoc: changed: steps through _parts/steps.md"]),
        ("source/example.py", "x = 1", "x = 2", [
            "serverless: changed: code through example.py", "byoc: changed: code through example.py",
        ]),
        ("source/deployment/own.md", "variants: byoc", "variants: serverless", [
            "serverless: added: deployment/own (+4)", "byoc: removed: deployment/own (-4)",
        ]),
        ("variants.yaml", "product: Acme BYOC", "product: Acme Cloud", ["byoc: changed: index (+1 -1)"]),
        ("variants.yaml", "vars: {company: Acme}", "vars: {company: Acme}\npages: {index: byoc}", [
            "serverless: removed: index (-2)",
        ]),
    ],
    ids=["branch", "else", "same text", "include", "code", "declaration", "variable", "rule"],
)  # fmt: skip
def test_only_the_variants_that_show_a_change_have_it(repository, capfd, name, old, new, expected):
    edit(repository, name, old, new)
    status, lines, _ = changes(capfd, "--since", "old")
    assert (status, lines) == (1 if expected else 0, expected)


def test_two_revisions_are_compared_whatever_lies_there_now(repository, capfd):
    repository.pages({"new.md": "# New\n"})
    commit("new")
    repository.remove("source/both.md")
    repository.pages({"untracked.md": "# Untracked\n"})
    _, lines, said = changes(capfd, "--since", "old", "--until", "new")
    assert lines == ["serverless: added: new (+1)", "byoc: added: new (+1)"]
    assert said == "serverless: 1 page added; byoc: 1 page added"
    _, _, said = changes(capfd)
    assert said == "serverless: 1 page added, 1 removed; byoc: 1 page added, 1 removed"


def test_a_variant_that_comes_or_goes_or_has_other_settings_is_named(repository, capfd):
    edit(repository, "variants.yaml", "  byoc:\n    title: BYOC\n", "  byok:\n    title: BYOK\n")
    edit(repository, "variants.yaml", "self_managed: [byoc]", "self_managed: [byok]")
    edit(
        repository,
        "variants.yaml",
        "title: Serverless\n",
        "title: Serverless\n    conf: {html_title: Acme}\n",
    )
    edit(repository, "source/both.md", "if byoc", "if byok")
    edit(repository, "source/_parts/steps.md", "if byoc", "if byok")
    repository.remove("source/deployment/own.md")
    _, _, said = changes(capfd)
    assert said == (
        "serverless: its settings differ; byok: 4 pages added (a new variant); "
        "byoc: 5 pages removed (the variant is gone)"
    )


def test_a_change_of_conf_py_may_change_any_page(repository, capfd):
    edit(repository, "conf.py", "Test", "Other")
    assert changes(capfd) == (1, [], "serverless: 0; byoc: 0; conf.py differs, so any page may")


def test_json_has_a_version_and_every_page(repository, capfd):
    edit(repository, "source/both.md", "For BYOC.", "For BYOC!")
    _, lines, _ = changes(capfd, "--json")
    found = json.loads("\n".join(lines))
    assert (found["version"], found["conf_changed"]) == (1, False)
    assert found["variants"][1] == {
        "name": "byoc", "title": "BYOC", "new": False, "gone": False, "settings_changed": False,
        "changed": 1, "added": 0, "removed": 0,
        "pages": [{"page": "both", "status": "changed", "added_lines": 1, "removed_lines": 1, "through": []}],
    }  # fmt: skip


def test_titles_cannot_break_the_table(repository, capfd):
    edit(repository, "variants.yaml", "title: BYOC", 'title: "<b>a|b"')
    _, lines, _ = changes(capfd, "--format", "markdown")
    assert lines[5] == "| &lt;b>a\\|b | 0 | 0 | 0 |"


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (["--since", "nosuch"], "git has no revision 'nosuch'; name a branch, tag or commit"),
        (["--since", "--help"], None),
    ],
)
def test_an_unknown_revision_is_wrong_usage(repository, capfd, options, said):
    capfd.readouterr()
    if said is None:
        with pytest.raises(SystemExit) as stopped:
            main(["changes", "-c", ".", *options, "source"])
        assert stopped.value.code == 2
    else:
        assert main(["changes", "-c", ".", *options, "source"]) == 2
        assert capfd.readouterr().err.strip() == said


def test_a_project_in_no_repository_is_wrong_usage(project, capfd):
    project.pages(PAGES)
    assert main(["changes", "-c", ".", "source"]) == 2
    assert "is in no git repository" in capfd.readouterr().err


def test_the_manual_shows_what_changes_says(project, capfd):
    manual = (ROOT / "source/writing/changes.md").read_text("utf-8")
    before, after = re.findall(r"^```text\n(.*?)^```", manual, re.S | re.M)
    project.pages({"setup.md": before, "index.md": "# Home\n"})
    git("init", "-q")
    commit("v1")
    project.pages({"setup.md": after, "keys.md": "---\nvariants: byoc\n---\n# Keys\n"})
    examples = re.findall(r"^```console\n(.*?)^```", manual, re.S | re.M)
    assert len(examples) == 2
    for example in examples:
        command, _, expected = example.partition("\n")
        capfd.readouterr()
        main(command.removeprefix("$ variantdocs ").split())
        said = capfd.readouterr()
        assert expected in (said.out, said.out + said.err)
