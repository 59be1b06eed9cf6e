"""Branches, tags and commits, as ``remote lock`` finds them."""

from __future__ import annotations

import hashlib
import json
from typing import TYPE_CHECKING, Any

import pytest
from tests.remote.git_answers import MAIN, OTHER, REPO, TAG, advertisement

from variantdocs.remote.commands.upstream import Newest, newest
from variantdocs.remote.network.failures import GoneError
from variantdocs.remote.store.lockfile import Lock, LockEntry, write_lock
from variantdocs.remote.types import RemoteError

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

BASE = "https://raw.githubusercontent.com/o/r"
REFS = "https://github.com/o/r.git/info/refs?service=git-upload-pack"
BODY = b"print('hello')\n"
SHA256 = hashlib.sha256(BODY).hexdigest()


@pytest.fixture
def found(server: Any, loader: Callable[..., Any]) -> Callable[..., dict[str, Newest | RemoteError]]:
    server.files[REFS] = advertisement(REPO)

    def find(*urls: str, **changes: Any) -> dict[str, Newest | RemoteError]:
        return newest(loader(**changes), urls)

    return find


def test_files_are_fetched_from_the_commit_that_their_branch_stands_at(
    server: Any, found: Callable[..., Any]
) -> None:
    server.files |= {f"/o/r/{MAIN}/{n}.py": BODY for n in range(3)}
    server.files[f"/o/r/{OTHER}/lib/x.py"] = b"other\n"
    urls = [f"{BASE}/main/{n}.py" for n in range(3)] + [f"{BASE}/feature/new/x/lib/x.py"]
    answers = found(*urls, urls[0])
    assert list(answers) == urls
    entry = LockEntry(sha256=SHA256, commit=MAIN)
    assert [answers[url].entry for url in urls[:3]] == [entry] * 3
    assert answers[urls[3]].entry.commit == OTHER
    assert answers[urls[3]].entry.path == "lib/x.py"
    assert answers[urls[0]].path.read_bytes() == BODY
    assert len(server.asked(REFS)) == 1


def test_the_default_branch_is_locked_at_the_commit_that_it_stands_at(
    server: Any, found: Callable[..., Any]
) -> None:
    url = f"{BASE}/HEAD/lib/x.py"
    server.files[f"/o/r/{MAIN}/lib/x.py"] = BODY
    assert found(url)[url].entry == LockEntry(sha256=SHA256, commit=MAIN)


def test_finding_out_again_asks_for_no_file_again_and_gives_the_same_lock(
    server: Any, found: Callable[..., Any]
) -> None:
    server.files |= {f"/o/r/{MAIN}/{n}.py": BODY + b"%d" % n for n in range(3)}
    urls = [f"{BASE}/main/{n}.py" for n in range(3)]
    locks = [
        Lock(sources={url: answer.entry for url, answer in answers.items()}).text()
        for answers in (found(*urls), found(*reversed(urls)))
    ]
    assert locks[0] == locks[1]
    assert (len(server.asked(REFS)), len(server.requests)) == (2, 5)


def test_a_file_elsewhere_has_no_commit(server: Any, found: Callable[..., Any]) -> None:
    url = "https://code.example/x.py"
    server.files[url] = BODY
    answers = found(url, allowed=("https://code.example/",))
    assert answers[url].entry == LockEntry(sha256=SHA256)


def test_a_file_whose_end_cannot_be_known_is_not_locked(server: Any, found: Callable[..., Any]) -> None:
    url = "https://code.example/x.py"
    server.answers[url] = b"HTTP/1.1 200 OK\r\n\r\n" + BODY
    answer = found(url, allowed=("https://code.example/",))[url]
    assert isinstance(answer, RemoteError)
    assert answer.message == (
        f"{url}: the server does not say how long the file is, so that its end may be missing;"
        " it cannot be locked"
    )


def test_a_file_that_has_moved_for_good_says_where(
    server: Any, loopback: Any, found: Callable[..., Any]
) -> None:
    url, target = "https://code.example/x.py", "https://code.example/y.py"
    server.answers[url] = loopback.Reply(308, {"location": "/y.py"})
    server.files[target] = BODY
    assert found(url, allowed=("https://code.example/",))[url].moved_to == target


def test_a_file_that_is_gone_is_told_from_a_repository_that_cannot_be_reached(
    server: Any, loopback: Any, found: Callable[..., Any]
) -> None:
    url, unreachable = f"{BASE}/main/x.py", "https://raw.githubusercontent.com/o/ill/main/x.py"
    refs = "https://github.com/o/ill.git/info/refs?service=git-upload-pack"
    server.answers[refs] = loopback.Reply(500)
    answers = found(url, unreachable)
    assert isinstance(answers[url], GoneError)
    assert not isinstance(answers[unreachable], GoneError)
    assert answers[unreachable].message == (
        f"{unreachable}: its branches cannot be listed: {refs}: the server answered 500 (Internal Server Error)"
    )


def test_a_prefix_may_be_as_narrow_as_one_branch(server: Any, found: Callable[..., Any]) -> None:
    server.files[f"/o/r/{MAIN}/x.py"] = BODY
    url = f"{BASE}/main/x.py"
    assert found(url, allowed=(f"{BASE}/main/",))[url].entry.commit == MAIN


def test_what_may_not_be_fetched_is_in_the_result(server: Any, found: Callable[..., Any]) -> None:
    answers = found("http://x.example/", "https://x.example/y")
    assert [str(answer.kind) for answer in answers.values()] == ["rli.blocked", "rli.blocked"]
    assert server.connections == 0


def test_what_is_read_from_a_folder_is_not_in_the_result(
    server: Any, found: Callable[..., Any], tmp_path: Path
) -> None:
    assert found(f"{BASE}/main/x.py", local={f"{BASE}/main/": tmp_path}) == {}
    assert server.connections == 0


PINNED = "f" * 40
COMPARE = f"https://api.github.com/repos/o/r/compare/main...{PINNED}?per_page=1"
COMPARE_OTHER = f"https://api.github.com/repos/o/r/compare/feature%2Fnew%2Fx...{PINNED}?per_page=1"
IMPOSTER = (
    f"{BASE}/{PINNED}/x.py: commit {PINNED} is in no branch of o/r that was looked at, so it may be a fork's;"
    " name a commit of one of its branches"
)


@pytest.mark.parametrize("status", ["ahead", "diverged", None])
def test_a_commit_of_a_fork_is_refused(
    status: str | None, server: Any, loopback: Any, found: Callable[..., Any]
) -> None:
    server.files[f"/o/r/{PINNED}/x.py"] = b"evil()\n"
    if status is not None:
        for url in (COMPARE, COMPARE_OTHER):
            server.files[url] = json.dumps({"status": status}).encode()
    answer = found(f"{BASE}/{PINNED}/x.py")[f"{BASE}/{PINNED}/x.py"]
    assert (str(answer.kind), answer.message) == ("rli.blocked", IMPOSTER)
    assert server.asked(f"/o/r/{PINNED}/x.py") == []


@pytest.mark.parametrize(("branch", "status"), [(COMPARE, "behind"), (COMPARE_OTHER, "identical")])
def test_a_commit_of_one_of_the_branches_is_accepted(
    branch: str, status: str, server: Any, found: Callable[..., Any]
) -> None:
    server.files[f"/o/r/{PINNED}/x.py"] = BODY
    for url in (COMPARE, COMPARE_OTHER):
        server.files[url] = json.dumps({"status": status if url == branch else "diverged"}).encode()
    answer = found(f"{BASE}/{PINNED}/x.py")[f"{BASE}/{PINNED}/x.py"]
    assert answer.entry == LockEntry(sha256=SHA256, commit=PINNED)


def test_the_head_of_a_pull_request_is_not_a_branch_of_the_repository(
    server: Any, found: Callable[..., Any]
) -> None:
    url = f"{BASE}/{'d' * 40}/x.py"
    server.files[f"/o/r/{'d' * 40}/x.py"] = b"evil()\n"
    assert found(url)[url].kind == "rli.blocked"


def test_a_commit_at_which_a_branch_stands_needs_no_further_question(
    server: Any, found: Callable[..., Any]
) -> None:
    server.files[f"/o/r/{TAG}/x.py"] = BODY
    url = f"{BASE}/{TAG}/x.py"
    assert found(url)[url].entry.commit == TAG
    assert [request.headers["host"] for request in server.requests] == [
        "github.com",
        "raw.githubusercontent.com",
    ]


def test_a_commit_that_is_locked_already_is_not_judged_again(
    server: Any, found: Callable[..., Any], tmp_path: Path
) -> None:
    url = f"{BASE}/{PINNED}/x.py"
    entry = LockEntry(sha256=SHA256, commit=PINNED)
    write_lock(tmp_path / "remote.lock", Lock(sources={url: entry}))
    server.files[f"/o/r/{PINNED}/x.py"] = BODY
    assert found(url)[url].entry == entry
    assert len(server.requests) == 1


def test_a_token_for_github_lists_the_branches_of_a_private_repository(
    server: Any, found: Callable[..., Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TOKEN", "s3cret-value")
    server.files[f"/o/r/{MAIN}/x.py"] = BODY
    found(f"{BASE}/main/x.py", tokens={"https://github.com/o/": "TOKEN"})
    sent = {request.headers["host"]: request.headers.get("authorization") for request in server.requests}
    assert sent == {
        "github.com": "Basic eC1hY2Nlc3MtdG9rZW46czNjcmV0LXZhbHVl",
        "raw.githubusercontent.com": None,
    }
