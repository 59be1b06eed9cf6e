"""``variantdocs redirects``: what a change in git needs."""

from __future__ import annotations

import subprocess

import pytest

from variantdocs.cli import main

PAGES = {
    "index.md": "# Home\n\n```{toctree}\nold\nown\n```\n",
    "old.md": "# Old\n\nA page of several lines,\n\nso that git sees it again.\n",
    "own.md": "# Own\n",
}


def git(*arguments: str) -> None:
    identity = ("-c", "user.name=A", "-c", "user.email=a@example.com", "-c", "init.defaultBranch=main")
    subprocess.run(("git", *identity, *arguments), check=True, capture_output=True)


@pytest.fixture
def history(project):
    project.pages(PAGES)
    git("init")
    git("add", ".")
    git("commit", "-m", "before")
    return project


def redirects(*options: str) -> int:
    return main(["redirects", "-c", ".", *options, "source"])


def test_a_change_is_done_when_every_moved_page_has_its_redirect(history, capfd):
    assert redirects("--since", "HEAD") == 0
    history.pages({"own.md": "---\nvariants: byoc\n---\n# Own\n"})
    (history.folder / "source/guide").mkdir()
    git("mv", "source/old.md", "source/guide/new.md")
    capfd.readouterr()
    assert redirects("--since", "HEAD") == 1
    lines = "old  guide/new\n\n[serverless]\nown  variant:byoc/own\n"
    assert capfd.readouterr().out == lines
    assert redirects("--since", "HEAD", "--write") == 0
    assert (history.folder / "redirects").read_text() == lines
    assert redirects("--since", "HEAD") == 0


def test_an_unknown_commit_is_wrong_usage(history, capfd):
    assert redirects("--since", "nosuch") == 2
    assert capfd.readouterr().err == (
        "--since: git has no commit nosuch here; name another, or fetch it: "
        "a shallow clone has the latest commits only\n"
    )
