"""Folders in the place of URLs, and no way out of them."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import pytest

from variantdocs.remote.local import MARKER, is_vendored, local_file
from variantdocs.remote.types import RemoteError
from variantdocs.remote.url import canonical_url

if TYPE_CHECKING:
    from pathlib import Path

PREFIX = "https://raw.githubusercontent.com/o/r/main/"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    found = tmp_path / "examples"
    (found / "sub").mkdir(parents=True)
    (found / "x.py").write_bytes(b"x")
    (found / "sub/my file {{a}}.py").write_bytes(b"y")
    (tmp_path / "secret.py").write_bytes(b"secret")
    return found


def refused(url: str, folder: Path) -> tuple[str, str]:
    with pytest.raises(RemoteError) as caught:
        local_file(url, {PREFIX: folder})
    return str(caught.value.kind), caught.value.message


def test_a_folder_of_copies_is_known_by_its_marker(folder: Path) -> None:
    assert not is_vendored(folder)
    (folder / MARKER).write_text("")
    assert [is_vendored(folder), is_vendored(folder / "sub")] == [True, True]


def test_a_url_below_a_prefix_is_a_file_below_its_folder(folder: Path) -> None:
    assert local_file(PREFIX + "x.py", {PREFIX: folder}) == folder / "x.py"
    url = canonical_url(PREFIX + "sub/my file {{a}}.py")
    assert local_file(url, {PREFIX: folder}) == folder / "sub/my file {{a}}.py"


def test_a_url_that_no_prefix_covers_is_not_local(folder: Path) -> None:
    assert local_file("https://raw.githubusercontent.com/o/r/main2/x.py", {PREFIX: folder}) is None


def test_the_longest_prefix_counts(folder: Path) -> None:
    folders = {"https://raw.githubusercontent.com/": folder / "nowhere", PREFIX: folder}
    assert local_file(PREFIX + "x.py", folders) == folder / "x.py"


@pytest.mark.parametrize(
    "rest", ["../secret.py", "sub/../../secret.py", "%2e%2e/secret.py", "..%2Fsecret.py"]
)
def test_a_path_that_climbs_is_no_url(rest: str) -> None:
    with pytest.raises(RemoteError):
        canonical_url(PREFIX + rest)


@pytest.mark.parametrize(
    "rest",
    [
        "../secret.py",
        "%2E%2E/secret.py",
        "..%2Fsecret.py",
        "..%5Csecret.py",
        "sub//x.py",
        "C%3A/x.py",
        "a%00.py",
        "",
    ],
)
def test_a_path_that_climbs_is_refused_here_too(rest: str, folder: Path) -> None:
    message = f"{PREFIX}{rest}: its path is not one of a file below {folder}"
    assert refused(PREFIX + rest, folder) == ("rli.blocked", message)


def test_a_link_out_of_the_folder_is_refused(folder: Path) -> None:
    (folder / "link.py").symlink_to("../secret.py")
    (folder / "up").symlink_to("..")
    assert refused(PREFIX + "link.py", folder) == (
        "rli.blocked",
        f"{PREFIX}link.py: rli_local leads to link.py, a link that leads out of {folder}",
    )
    assert refused(PREFIX + "up/secret.py", folder)[0] == "rli.blocked"


def test_a_link_within_the_folder_is_followed(folder: Path) -> None:
    (folder / "sub/link.py").symlink_to("../x.py")
    assert local_file(PREFIX + "sub/link.py", {PREFIX: folder}) == folder / "x.py"


def test_a_folder_that_is_a_link_itself_is_used(folder: Path, tmp_path: Path) -> None:
    (tmp_path / "link").symlink_to(folder)
    assert local_file(PREFIX + "x.py", {PREFIX: tmp_path / "link"}) == folder / "x.py"


def test_what_is_no_file_is_refused(folder: Path) -> None:
    os.mkfifo(folder / "pipe")
    (folder / "loop").symlink_to("loop")
    for name in ("missing.py", "sub", "pipe", "loop"):
        message = f"{PREFIX}{name}: rli_local leads to {name} in {folder}, which is not a file there"
        assert refused(PREFIX + name, folder) == ("rli.fetch", message)
