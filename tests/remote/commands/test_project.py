"""What a project says about its uses of remote files."""

from __future__ import annotations

from pathlib import Path

import pytest

from variantdocs.remote.commands.project import FoundUse, Project, merged
from variantdocs.remote.local import MARKER
from variantdocs.remote.settings import RemoteSettings
from variantdocs.remote.store.lockfile import Lock, LockEntry
from variantdocs.remote.types import RemoteError
from variantdocs.remote.uses import RemoteUse

URL = "https://code.example/x.py"
LOCAL = "https://local.example/x.py"


def project(folder: Path, *uses: RemoteUse) -> Project:
    (folder / "here").mkdir()
    (folder / "here/x.py").write_text("local\n")
    local = {"https://local.example/": folder / "here"}
    return Project(
        settings=RemoteSettings(cache=folder, lock=folder / "remote.lock", mode="frozen", local=local),
        source_encoding="utf-8",
        sources=folder,
        uses=tuple(FoundUse(docname="index", use=use, place=f"index.md:{use.line}") for use in uses),
    )


def test_a_directive_that_several_variants_show_is_one_use(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    both, one = RemoteUse(url=URL, source="a.md", line=3), RemoteUse(url=URL, source="a.md", line=9)
    answers = {"serverless": {"a": [both]}, "byoc": {"a": [both, one]}}
    found = merged(answers, sources=Path("source"))
    assert [(use.place, use.variants) for use in found] == [
        ("source/a.md:3", ("serverless", "byoc")),
        ("source/a.md:9", ("byoc",)),
    ]


def test_a_file_from_the_network_is_compared_with_one_in_a_folder(tmp_path: Path) -> None:
    use = RemoteUse(url=URL, diff_url=LOCAL, options=(("diff", LOCAL),))
    (tmp_path / "fetched.py").write_text("remote\n")
    found = project(tmp_path, use).select(use, {URL: tmp_path / "fetched.py"})
    assert ("-local" in found.text, "+remote" in found.text) == (True, True)


def test_bytes_that_nobody_has_select_nothing(tmp_path: Path) -> None:
    use = RemoteUse(url=URL)
    with pytest.raises(RemoteError) as caught:
        project(tmp_path, use).select(use, {})
    assert caught.value.message == f"{URL}: its bytes can no longer be had"


def test_the_commands_see_through_copies_but_not_through_other_folders(tmp_path: Path) -> None:
    use = RemoteUse(url=LOCAL)
    found = project(tmp_path, use)
    assert (found.settings_of_commands.mode, len(found.settings_of_commands.local)) == ("dev", 1)
    lock = Lock(sources={LOCAL: LockEntry(sha256="0" * 64)})
    assert found.stale_copies(lock) == ()
    (tmp_path / "here" / MARKER).write_text("")
    assert found.settings_of_commands.local == {}
    assert [Path(path).name for path in found.stale_copies(lock)] == ["x.py"]
