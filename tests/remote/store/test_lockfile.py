"""The lock file. Rows are those of the test matrix."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from variantdocs.errors import ConfigurationError
from variantdocs.remote.store.lockfile import Lock, LockEntry, lock_from, read_lock, write_lock

if TYPE_CHECKING:
    from pathlib import Path

URL = "https://raw.githubusercontent.com/o/r/main/x.py"
ENTRY = {"sha256": "sha256:" + "a" * 64, "size": 15, "commit": "c" * 40}
LOCK = Lock(
    sources={
        URL: LockEntry(sha256="a" * 64, size=15, commit="c" * 40),
        "https://code.example/\u00e9.py".replace("\u00e9", "%C3%A9"): LockEntry(sha256="b" * 64, size=0),
    },
    uses={"guide/page#rli-1": {"url": URL, "lines": 12, "snippet": "sha256:" + "d" * 64}},
)
FIX = "run: variantdocs remote lock"
TEXT = """\
{
  "sources": {
    "https://code.example/%C3%A9.py": {
      "commit": null,
      "sha256": "sha256:bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb",
      "size": 0
    },
    "https://raw.githubusercontent.com/o/r/main/x.py": {
      "commit": "cccccccccccccccccccccccccccccccccccccccc",
      "sha256": "sha256:aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa",
      "size": 15
    }
  },
  "uses": {
    "guide/page#rli-1": {
      "lines": 12,
      "snippet": "sha256:dddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddd",
      "url": "https://raw.githubusercontent.com/o/r/main/x.py"
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
    return json.dumps({"version": 1, "sources": {URL: entry}, "uses": {}})


# row 75
def test_a_lock_is_written_the_same_way_whatever_the_order(tmp_path: Path) -> None:
    turned = Lock(sources=dict(reversed(LOCK.sources.items())), uses=LOCK.uses)
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
    entry = LockEntry(sha256="a" * 64, size=1, commit="c" * 40, path="lib/x.py")
    lock = Lock(sources={"https://raw.githubusercontent.com/o/r/a/b/lib/x.py": entry})
    assert lock_from(lock.text().encode()) == lock


# row 20
@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"sha256": "absent"}, f'no "sha256" that could be checked; {FIX}'),
        ({"sha256": None}, f'no "sha256" that could be checked; {FIX}'),
        ({"sha256": "a" * 64}, f'no "sha256" that could be checked; {FIX}'),
        ({"sha256": "sha256:../../x"}, f'no "sha256" that could be checked; {FIX}'),
        ({"size": "absent"}, f'no "size"; {FIX}'),
        ({"size": -1}, f'no "size"; {FIX}'),
        ({"size": True}, f'no "size"; {FIX}'),
        ({"commit": "main"}, f'"commit" is not a commit; {FIX}'),
        ({"path": ""}, f'"path" is not a path below a commit; {FIX}'),
        ({"etag": "x"}, "unknown key 'etag'"),
    ],
)
def test_an_entry_that_proves_nothing_is_refused(changes: dict[str, Any], message: str) -> None:
    assert problems_of(with_entry(**changes)) == (f"remote.lock: {URL}: {message}",)


# row 20
@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("", "remote.lock:1:1: not JSON: Expecting value"),
        ('{"version": 1,\n  oops', "remote.lock:2:3: not JSON: Expecting property name enclosed in double quotes"),
        ("[]", f"remote.lock: not a lock; {FIX}"),
        ("[" * 100_000, f"remote.lock: not a lock; {FIX}"),
        ("{}", "remote.lock: its version is None, this variantdocs reads version 1"),
        ('{"version": 2}', "remote.lock: its version is 2, this variantdocs reads version 1"),
        ('{"version": true}', "remote.lock: its version is True, this variantdocs reads version 1"),
        ('{"version": 1}', f'remote.lock: "sources" is missing; {FIX}'),
        ('{"version": 1, "sources": {}, "x": 1}', "remote.lock: unknown key 'x'"),
        ('{"version": 1, "sources": {}, "uses": []}', f'remote.lock: "uses" is not a table; {FIX}'),
        ('{"version": 1, "sources": {}, "uses": {"a": [1]}}', f"remote.lock: a: not a use; {FIX}"),
        (b"\xff", "remote.lock: not UTF-8 text"),
        (
            '{"version": 1,\n<<<<<<< HEAD\n"sources": {}\n=======\n',
            f"remote.lock:2: a merge conflict was left in the file; resolve it, then {FIX}",
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


# row 20
def test_all_problems_of_a_lock_are_told_at_once() -> None:
    text = json.dumps({"version": 1, "sources": {URL: {"size": 1}, "ftp://x/": ENTRY}})
    assert problems_of(text) == (
        f'remote.lock: {URL}: no "sha256" that could be checked; {FIX}',
        "remote.lock: ftp://x/: ftp://x/: only https:// is fetched",
    )


# row 20
def test_a_build_does_not_begin_with_a_lock_that_cannot_be_read(loader: Any, tmp_path: Path) -> None:
    (tmp_path / "remote.lock").write_text("{")
    with pytest.raises(ConfigurationError):
        loader()
