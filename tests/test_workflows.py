"""What the workflows may do: changes when a workflow gets a new right or a new kind of step.

``make lint`` checks them against their schemas and with zizmor; here stands what is this
project's own decision.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
import yaml

FOLDER = Path(__file__).parents[1] / ".github/workflows"
FILES = sorted(path.name for path in FOLDER.iterdir())
each_workflow = pytest.mark.parametrize("name", FILES)


def text(name: str) -> str:
    return (FOLDER / name).read_text(encoding="utf-8")


def workflow(name: str) -> dict[Any, Any]:
    return yaml.safe_load(text(name))


def triggers(name: str) -> dict[str, Any]:
    return workflow(name)[True]  # YAML 1.1 reads the key `on` as true


def steps(name: str) -> list[dict[str, Any]]:
    return [step for job in workflow(name)["jobs"].values() for step in job.get("steps", ())]


def test_there_are_four_workflows() -> None:
    assert FILES == ["check.yml", "comment.yml", "drift.yml", "publish.yml"]


@each_workflow
def test_every_action_is_pinned_by_commit_and_says_its_version(name: str) -> None:
    uses = [line.strip() for line in text(name).splitlines() if re.match(r"\s*(- )?uses:", line)]
    used = [line for line in uses if not line.startswith("uses: ./")]  # our own workflows
    assert len(used) == sum("uses" in step for step in steps(name))
    pinned = re.compile(r"(- )?uses: actions/[a-z-]+(/[a-z]+)?@[0-9a-f]{40} # v\d+\.\d+\.\d+")
    assert [line for line in used if not pinned.fullmatch(line)] == []


def test_one_action_has_one_commit_everywhere() -> None:
    used = {
        "/".join(action.split("/")[:2]) + "@" + commit
        for name in FILES
        for step in steps(name)
        if "uses" in step
        for action, _, commit in [step["uses"].partition("@")]
    }
    actions = [use.partition("@")[0] for use in used]
    assert len(actions) == len(set(actions))


@each_workflow
def test_no_right_is_given_to_a_whole_workflow(name: str) -> None:
    assert workflow(name)["permissions"] == {}


def test_only_deploying_and_commenting_may_write() -> None:
    rights = {
        (name, job): settings["permissions"]
        for name in FILES
        for job, settings in workflow(name)["jobs"].items()
    }
    assert rights == {
        ("check.yml", "check"): {"contents": "read"},
        ("check.yml", "versions"): {"contents": "read"},
        ("check.yml", "site"): {"contents": "read"},
        ("comment.yml", "comment"): {"actions": "read", "pull-requests": "write"},
        ("drift.yml", "drift"): {"contents": "read"},
        ("publish.yml", "check"): {"contents": "read"},
        ("publish.yml", "build"): {"contents": "read"},
        ("publish.yml", "deploy"): {"pages": "write", "id-token": "write"},
    }


def test_the_deploying_job_runs_none_of_our_code() -> None:
    deploy = workflow("publish.yml")["jobs"]["deploy"]
    assert [step.get("run") for step in deploy["steps"]] == [None]
    assert deploy["environment"]["name"] == "github-pages"


def test_a_deployment_waits_for_the_checks_and_the_build() -> None:
    jobs = workflow("publish.yml")["jobs"]
    assert jobs["deploy"]["needs"] == ["check", "build"]
    assert jobs["check"]["uses"] == "./.github/workflows/check.yml"


def test_a_pull_request_starts_checks_and_nothing_else() -> None:
    assert triggers("check.yml") == {"pull_request": None, "workflow_call": None}
    assert triggers("publish.yml") == {"push": {"branches": ["main"]}}


@each_workflow
def test_no_workflow_has_a_secret_and_only_the_comment_has_a_token(name: str) -> None:
    assert "secrets." not in text(name)
    assert ("github.token" in text(name)) is (name == "comment.yml")


def test_the_comment_runs_nothing_of_the_pull_request() -> None:
    assert triggers("comment.yml") == {"workflow_run": {"workflows": ["Check"], "types": ["completed"]}}
    uses = [step["uses"].partition("@")[0] for step in steps("comment.yml") if "uses" in step]
    assert uses == ["actions/download-artifact"]
    # What a stranger wrote reaches a shell only through files and variables.
    assert [step["run"] for step in steps("comment.yml") if "${{" in step.get("run", "")] == []


def test_only_main_saves_the_build_that_pull_requests_restore() -> None:
    saves = [step for name in FILES for step in steps(name) if "actions/cache" in step.get("uses", "")]
    assert [(step["uses"].partition("@")[0], step.get("if")) for step in saves] == [
        ("actions/cache/restore", None),
        ("actions/cache/save", "github.event_name == 'push'"),
    ]
    assert saves[0]["with"]["key"] == saves[1]["with"]["key"]
    assert saves[0]["with"]["path"] == saves[1]["with"]["path"]


@each_workflow
def test_no_checkout_leaves_its_credentials_behind(name: str) -> None:
    checkouts = [step for step in steps(name) if "actions/checkout@" in step.get("uses", "")]
    assert [step["with"]["persist-credentials"] for step in checkouts] == [False] * len(checkouts)


def test_every_supported_python_is_tested_with_the_oldest_and_the_newest_versions() -> None:
    job = workflow("check.yml")["jobs"]["versions"]
    assert job["strategy"]["matrix"] == {
        "python": ["3.11", "3.12", "3.13"],
        "versions": ["oldest", "newest"],
    }
    assert job["steps"][-1]["run"] == 'make "test-$VERSIONS"'


@each_workflow
def test_every_job_ends_by_itself(name: str) -> None:
    limits = [job["timeout-minutes"] for job in workflow(name)["jobs"].values() if "uses" not in job]
    assert max(limits) <= 40


def test_a_newer_push_stops_a_check_of_a_pull_request_but_never_a_deployment() -> None:
    assert workflow("check.yml")["concurrency"]["cancel-in-progress"] == (
        "${{ github.event_name == 'pull_request' }}"
    )
    assert workflow("publish.yml")["concurrency"]["cancel-in-progress"] is False


def test_what_is_deployed_is_what_was_built() -> None:
    (upload,) = [step for step in steps("publish.yml") if "upload-pages-artifact@" in step.get("uses", "")]
    assert upload["with"] == {"path": "build/site"}
