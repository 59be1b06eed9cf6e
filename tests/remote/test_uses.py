"""What a build hands to the commands."""

from __future__ import annotations

from pathlib import Path

from variantdocs.remote.settings import RemoteSettings
from variantdocs.remote.uses import BuildUses, RemoteUse, read_uses, selecting, write_uses


def test_what_a_build_found_is_read_as_it_was_written(tmp_path: Path) -> None:
    use = RemoteUse(
        url="https://code.example/x.py",
        options=selecting({"lines": "1-3", "dedent": 4, "lineno-match": None, "caption": "not selecting"}),
        source="index.md",
        line=3,
    )
    settings = RemoteSettings(cache=tmp_path, lock=tmp_path / "lock", local={"https://x.example/": tmp_path})
    found = BuildUses(settings=settings, source_encoding="utf-8-sig", uses={"index": [use]})
    write_uses(tmp_path / "uses.json", found)
    assert read_uses(tmp_path / "uses.json") == found
    assert use.options == (("dedent", 4), ("lineno-match", None), ("lines", "1-3"))


def test_a_build_that_wrote_nothing_found_nothing(tmp_path: Path) -> None:
    assert read_uses(tmp_path / "uses.json") is None
