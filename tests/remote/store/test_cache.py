"""Bytes by content."""

from __future__ import annotations

import errno
import hashlib
import json
import os
import tempfile
import time
from typing import TYPE_CHECKING, Any

import pytest

from variantdocs.remote.store.cache import Cache, Meta

if TYPE_CHECKING:
    from pathlib import Path

URL = "https://raw.githubusercontent.com/o/r/main/x.py"
BODY = b"print('hello')\n"
SHA256 = hashlib.sha256(BODY).hexdigest()
META = Meta(url=URL, sha256=SHA256, checked_at=1.5, final_url=URL, etag='"e"')


def meta_file(folder: Path) -> Path:
    return folder / "v1/meta" / f"{hashlib.sha256(URL.encode()).hexdigest()}.json"


def test_bytes_are_found_by_their_hash(tmp_path: Path) -> None:
    path = Cache(tmp_path).store(BODY)
    assert path == tmp_path / "v1/blobs" / SHA256[:2] / SHA256
    assert Cache(tmp_path).blob(SHA256) == path
    assert path.read_bytes() == BODY
    assert path.stat().st_mode & 0o777 == 0o444


def test_bytes_that_are_there_are_not_written_again(tmp_path: Path) -> None:
    path = Cache(tmp_path).store(BODY)
    os.utime(path, ns=(10**9, 10**9))
    assert Cache(tmp_path).store(BODY) == path
    assert path.stat().st_mtime_ns == 10**9


def test_damaged_bytes_are_not_found_and_are_replaced(tmp_path: Path) -> None:
    path = Cache(tmp_path).store(BODY)
    path.chmod(0o644)
    path.write_bytes(b"other")
    cache = Cache(tmp_path)
    assert cache.blob(SHA256) is None
    assert cache.store(BODY).read_bytes() == BODY


@pytest.mark.parametrize("sha256", ["../../etc/passwd", "", "A" * 64, "a" * 63, "a" * 64 + "/"])
def test_what_is_no_hash_is_never_a_path(sha256: str, tmp_path: Path) -> None:
    assert Cache(tmp_path).blob(sha256) is None


@pytest.mark.parametrize(
    "text",
    [
        "",
        "{",
        "[]",
        "null",
        "[" * 100_000,
        json.dumps({"url": URL, "sha256": SHA256}),
        '{"x": "' + "y" * 100_000 + '"}',
    ],
)
def test_a_record_that_cannot_be_read_is_as_if_it_were_not_there(text: str, tmp_path: Path) -> None:
    cache = Cache(tmp_path)
    cache.note(META)
    meta_file(tmp_path).write_text(text)
    assert cache.meta(URL) is None


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("sha256", "../../etc/passwd"),
        ("sha256", None),
        ("url", "https://other.example/"),
        ("checked_at", "yesterday"),
        ("checked_at", True),
        ("etag", 'x"\r\nX-Evil: 1'),
        ("etag", 5),
        ("last_modified", "x" * 1000),
        ("moved", 1),
        ("unknown", 1),
    ],
)
def test_a_record_with_a_wrong_value_is_as_if_it_were_not_there(key: str, value: Any, tmp_path: Path) -> None:
    cache = Cache(tmp_path)
    cache.note(META)
    assert cache.meta(URL) == META
    found = json.loads(meta_file(tmp_path).read_text())
    meta_file(tmp_path).write_text(json.dumps(found | {key: value}))
    assert cache.meta(URL) is None


@pytest.mark.parametrize(
    ("code", "problem"),
    [(errno.ENOSPC, "No space left on device"), (errno.EROFS, "Read-only file system")],
)
def test_a_disk_that_takes_nothing_is_made_up_for_by_a_temporary_folder(
    code: int, problem: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = tempfile.mkstemp

    def refused(*, dir: Path) -> Any:  # noqa: A002 - the name in the standard library
        if dir.is_relative_to(tmp_path):
            raise OSError(code, os.strerror(code))
        return real(dir=dir)

    monkeypatch.setattr(tempfile, "mkstemp", refused)
    cache = Cache(tmp_path / "cache")
    path = cache.store(BODY)
    cache.note(META)
    assert (path.read_bytes(), cache.blob(SHA256), cache.meta(URL)) == (BODY, path, META)
    assert not path.is_relative_to(tmp_path)
    assert cache.problem == problem
    del cache
    assert not path.exists()


def test_a_read_only_cache_gives_what_it_has(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    Cache(tmp_path).store(BODY)
    Cache(tmp_path).note(META)

    def refused(**_kwargs: Any) -> Any:
        raise OSError(errno.EROFS, os.strerror(errno.EROFS))

    monkeypatch.setattr(tempfile, "mkstemp", refused)
    cache = Cache(tmp_path)
    assert (cache.meta(URL), cache.store(BODY), cache.problem) == (META, cache.blob(SHA256), None)


def test_what_killed_processes_left_is_swept_when_it_is_old(tmp_path: Path) -> None:
    cache = Cache(tmp_path)
    cache.store(BODY)
    young, old = tmp_path / "v1/tmp/young", tmp_path / "v1/tmp/old"
    young.write_bytes(b"half")
    old.write_bytes(b"half")
    os.utime(old, (time.time() - 7200, time.time() - 7200))
    cache.sweep()
    assert sorted(path.name for path in (tmp_path / "v1/tmp").iterdir()) == ["young"]
