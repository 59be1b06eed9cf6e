"""The lock file."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from variantdocs.errors import ConfigurationError
from variantdocs.remote.store.lockfile import Lock, LockEntry, lock_from, read_lock, write_lock

if TYPE_CHECKING:
    from pathlib import Path

URL = "https://raw.githubusercontent.com/o/r/main/x.py"
ENTRY = {"sha256": "sha256:" + "a" * 64, "commit": "c" * 40}
LOCK = Lock(
    sources={
        URL: LockEntry(sha256="a" * 64, commit="c" * 40),
        "https://code.example/\u00e9.py".replace("\u00e9", "%C3%A9"): LockEntry(sha256="b" * 64),
    },
)
FIX = "run: variantdocs remote lock"
TEXT = """\
{
  "sources": {
    "https://code.example/%C3%A9.py": {
      "commit": null,
      "sha256": "sha256:bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb"
    },
    "https://raw.githubusercontent.com/o/r/main/x.py": {
      "commit": "cccccccccccccccccccccccccccccccccccccccc",
      "sha256": "sha256:aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"
    }
  },
  "version": 1
}
"""


def problems_of(text: str | bytes) -> tuple[str, ...]:
    with pytest.raises(ConfigurationError) as caught:
        lock_from(text if isinstance(text, bytes) else text.encode())
    return caught.value.problems


def with_entry(**changes: Any) -> str:
    entry = {key: value for key, value in (ENTRY | changes).items() if value != "absent"}
    return json.dumps({"version": 1, "sources": {URL: entry}})


def test_a_lock_is_written_the_same_way_whatever_the_order(tmp_path: Path) -> None:
    turned = Lock(sources=dict(reversed(LOCK.sources.items())))
    assert (LOCK.text(), turned.text()) == (TEXT, TEXT)


def test_a_lock_is_read_as_it_was_written(tmp_path: Path) -> None:
    path = tmp_path / "remote.lock"
    assert write_lock(path, LOCK) is True
    assert path.read_bytes() == TEXT.encode()
    assert read_lock(path) == LOCK
    assert path.stat().st_mode & 0o777 == 0o644
    assert [each.name for each in tmp_path.iterdir()] == ["remote.lock"]


def test_a_lock_that_says_so_already_is_not_touched(tmp_path: Path) -> None:
    path = tmp_path / "remote.lock"
    write_lock(path, LOCK)
    before = path.stat()
    assert write_lock(path, LOCK) is False
    assert path.stat().st_ino == before.st_ino


def test_a_lock_that_does_not_exist_is_empty(tmp_path: Path) -> None:
    assert read_lock(tmp_path / "remote.lock") == Lock()


def test_a_path_below_the_commit_is_kept_where_the_url_does_not_tell_it() -> None:
    entry = LockEntry(sha256="a" * 64, commit="c" * 40, path="lib/x.py")
    lock = Lock(sources={"https://raw.githubusercontent.com/o/r/a/b/lib/x.py": entry})
    assert lock_from(lock.text().encode()) == lock


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"sha256": "absent"}, f'no "sha256" that could be checked; {FIX}'),
        ({"sha256": None}, f'no "sha256" that could be checked; {FIX}'),
        ({"sha256": "a" * 64}, f'no "sha256" that could be checked; {FIX}'),
        ({"sha256": "sha256:../../x"}, f'no "sha256" that could be checked; {FIX}'),
        ({"commit": "main"}, f'"commit" is not a commit; {FIX}'),
        ({"path": ""}, f'"path" is not the end of this URL, or there is no "commit"; {FIX}'),
        ({"etag": "x"}, f"unknown key 'etag'; {FIX}"),
    ],
)
def test_an_entry_that_proves_nothing_is_refused(changes: dict[str, Any], message: str) -> None:
    assert problems_of(with_entry(**changes)) == (f"remote.lock: {URL}: {message}",)


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("", f"remote.lock: the file is empty; {FIX}"),
        ("nonsense", f"remote.lock:1:1: not JSON: Expecting value; {FIX}"),
        ('{"version": 1,\n  oops', f"remote.lock:2:3: not JSON: Expecting property name enclosed in double quotes; {FIX}"),
        ("[]", f"remote.lock: not a lock; {FIX}"),
        ("[" * 100_000, f"remote.lock: not a lock; {FIX}"),
        ("{}", "remote.lock: its version is None, this variantdocs reads version 1"),
        ('{"version": 2}', "remote.lock: its version is 2, this variantdocs reads version 1"),
        ('{"version": true}', "remote.lock: its version is True, this variantdocs reads version 1"),
        ('{"version": 1}', f'remote.lock: "sources" is missing; {FIX}'),
        ('{"version": 1, "sources": {}, "x": 1}', "remote.lock: unknown key 'x'"),
        (b"\xff", f"remote.lock: not UTF-8 text; {FIX}"),
        (
            '{"version": 1,\n<<<<<<< HEAD\n"sources": {}\n=======\n',
            f"remote.lock:2: a merge conflict was left in the file; {FIX}",
        ),
        (
            '{"version": 1, "sources": {}, "sources": {}}',
            f"remote.lock: 'sources' is there twice; {FIX}",
        ),
        (
            json.dumps({"version": 1, "sources": {"https://HOST.example/x": ENTRY}}),
            "remote.lock: https://HOST.example/x: not the form in which it is looked up, https://host.example/x;"
            f" {FIX}",
        ),
        (
            '{"version": 1, "sources": {"https://host.example/x": 1}}',
            f"remote.lock: https://host.example/x: not an entry; {FIX}",
        ),
    ],
)  # fmt: skip
def test_a_lock_that_cannot_be_trusted_is_not_used(text: str | bytes, problem: str) -> None:
    assert problems_of(text) == (problem,)


def test_what_earlier_versions_wrote_is_read_over_and_no_longer_written() -> None:
    old = {"version": 1, "sources": {URL: ENTRY | {"size": 15}}, "uses": {"page#rli-1": {"lines": 12}}}
    read = lock_from(json.dumps(old).encode())
    assert read == Lock(sources={URL: LockEntry(sha256="a" * 64, commit="c" * 40)})
    assert ("size" in read.text(), "uses" in read.text()) == (False, False)


@pytest.mark.parametrize(
    "path",
    [
        "../../../evil/repo/main/x.py",
        "%2e%2e/x.py",
        "x.py?x",
        "x.py#x",
        "X.PY",
        "other.py",
        "in/x.py",
        " x.py",
    ],
)
def test_a_path_that_is_not_the_end_of_the_url_is_refused(path: str) -> None:
    problem = f'remote.lock: {URL}: "path" is not the end of this URL, or there is no "commit"; {FIX}'
    assert problems_of(with_entry(path=path)) == (problem,)


def test_all_problems_of_a_lock_are_told_at_once() -> None:
    text = json.dumps({"version": 1, "sources": {URL: {}, "ftp://x/": ENTRY}})
    assert problems_of(text) == (
        f'remote.lock: {URL}: no "sha256" that could be checked; {FIX}',
        "remote.lock: ftp://x/: ftp://x/: only https:// is fetched",
    )


def test_a_build_does_not_begin_with_a_lock_that_cannot_be_read(loader: Any, tmp_path: Path) -> None:
    (tmp_path / "remote.lock").write_text("{")
    with pytest.raises(ConfigurationError):
        loader()
