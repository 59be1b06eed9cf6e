"""The ``run:`` steps of the workflows, run in their order as far as they need no GitHub.

``make test`` is what the job ``check`` runs, so it is left out here. The project is a small one, with the
Makefile of this repository and an environment that is set up already.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
import yaml
from tests.conftest import CONF

ROOT = Path(__file__).parents[1]
VARIANTS = "version: 1\nvariants: {serverless: {title: Serverless}, byoc: {title: BYOC}}\n"


def git(folder: Path, *arguments: str) -> None:
    identity = ("-c", "user.name=A", "-c", "user.email=a@example.com", "-c", "init.defaultBranch=main")
    subprocess.run(("git", "-C", str(folder), *identity, *arguments), check=True, capture_output=True)


def commit(folder: Path, files: dict[str, str]) -> None:
    for name, text in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")
    git(folder, "add", "-A")
    git(folder, "commit", "-m", "change")


@pytest.fixture(scope="module")
def repository(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A repository with two commits, and an environment with this package."""
    folder = tmp_path_factory.mktemp("repository")
    shutil.copy(ROOT / "Makefile", folder)
    (folder / ".gitignore").write_text(".venv\nbuild\n")
    git(folder, "init")
    pages = {"source/index.md": "# Home\n\n```{toctree}\nold\n```\n", "source/old.md": "# Old\n\nA page.\n"}
    commit(
        folder,
        {"requirements.txt": "", "pyproject.toml": "", "conf.py": CONF, "variants.yaml": VARIANTS, **pages},
    )
    git(folder, "mv", "source/old.md", "source/new.md")
    commit(
        folder, {"source/index.md": pages["source/index.md"].replace("old", "new"), "redirects": "old new\n"}
    )
    for name, line in {"python": "", "variantdocs": " -m variantdocs"}.items():
        program = folder / ".venv/bin" / name
        program.parent.mkdir(parents=True, exist_ok=True)
        program.write_text(f'#!/bin/sh\nexec "{sys.executable}"{line} "$@"\n')
        program.chmod(0o755)
    (folder / ".venv/.installed").touch()
    return folder


def run_steps(workflow: str, job: str, folder: Path, environment: dict[str, str] | None = None) -> list[str]:
    """Run the steps of a job as GitHub does; return the names of those that were run."""
    found = yaml.safe_load((ROOT / workflow).read_text("utf-8"))["jobs"][job]
    names = []
    for step in found["steps"]:
        # No expression of GitHub's is in a script: they come as variables (see test_workflows.py).
        if "run" in step and "gh pr" not in step["run"]:
            done = subprocess.run(
                ("bash", "-e", "-c", step["run"]),
                cwd=folder,
                env={**os.environ, "CI": "true", **(environment or {})},
                capture_output=True,
                text=True,
                check=False,
            )
            assert done.returncode == 0, f"{step['name']}: {done.stdout}{done.stderr}"
            names.append(step["name"])
    return names


def test_a_pull_request_gets_its_preview_and_what_changes(repository):
    assert run_steps(".github/workflows/check.yml", "site", repository, {"NUMBER": "7"}) == [
        "Set up the site",
        "Say what changes in each edition",
        "Find mistakes in the source",
        "Ask for redirects of moved pages",
        "Build",
    ]
    assert (repository / "build/html/byoc/new.html").is_file()
    assert (repository / "build/changes/number").read_text() == "7\n"
    assert "new" in (repository / "build/changes/changes.md").read_text()


def test_a_job_per_part_makes_the_site_that_one_job_makes(repository, tmp_path):
    assert run_steps(".github/workflows/publish.yml", "build", repository) == ["Build"]
    matrix = "docs/hosting/matrix.yml"
    shutil.copytree(repository, tmp_path / "assemble", ignore=shutil.ignore_patterns("build"))
    jobs = yaml.safe_load((ROOT / matrix).read_text("utf-8"))["jobs"]["build"]["strategy"]["matrix"][
        "include"
    ]
    assert [job["part"] for job in jobs] == ["1/2", "2/2", "1/1"]
    for number, job in enumerate(jobs):
        clone = tmp_path / f"clone-{number}"
        shutil.copytree(repository, clone, ignore=shutil.ignore_patterns("build"))
        environment = {"VARIANT": job["variant"], "PART": job["part"]}
        assert run_steps(matrix, "build", clone, environment) == ["Build"]
        for name in ("html", "index"):
            shutil.copytree(clone / "build" / name, tmp_path / f"assemble/build/parts/part-{number}" / name)
    assert run_steps(matrix, "assemble", tmp_path / "assemble") == ["Set up the site", "Assemble"]
    ours, theirs = repository / "build/site", tmp_path / "assemble/build/site"
    names = {path.relative_to(ours) for path in ours.rglob("*") if path.is_file()}
    assert names == {path.relative_to(theirs) for path in theirs.rglob("*") if path.is_file()}
    assert [name for name in names if (ours / name).read_bytes() != (theirs / name).read_bytes()] == []


def test_remote_files_are_compared(repository):
    assert run_steps(".github/workflows/drift.yml", "drift", repository) == ["Set up the site", "Compare"]


def test_the_comment_mentions_nobody_and_keeps_its_length(tmp_path):
    (tmp_path / "changes").mkdir()
    (tmp_path / "changes/changes.md").write_bytes(b"Thanks @all\n\xff" + b"x" * 70_000)
    done = run_steps(".github/workflows/comment.yml", "comment", tmp_path, {"RUN_URL": "https://x.example/1"})
    assert done == ["Write the comment"]
    text = (tmp_path / "comment.md").read_text("utf-8")
    assert text.startswith("### What this changes in each edition\n\nThanks @\u200ball\n")
    assert text.endswith("\nThe preview is an artifact of [this run](https://x.example/1).\n")
    assert len(text) < 60_300
