"""A folder is replaced as a whole or not at all."""

from __future__ import annotations

from pathlib import Path

import pytest

from variantdocs.publish.replace import replace_folder


@pytest.mark.parametrize(("summary", "names"), [("{}", ["new.html"]), (None, ["old.html"])])
def test_the_old_folder_stays_unless_the_new_one_is_good(tmp_path, summary, names):
    site = tmp_path / "site"
    site.mkdir()
    (site / "old.html").write_text("old")

    def fill(folder: Path, work: Path) -> str | None:
        (folder / "new.html").write_text("new")
        (work / "scratch").write_text("")
        return summary

    assert replace_folder(site, fill) is (summary is not None)
    assert [path.name for path in site.iterdir()] == names
    beside = {path.name for path in tmp_path.iterdir()}
    assert beside == ({"site", "site.json"} if summary else {"site"})


def test_what_fails_while_filling_leaves_the_old_folder(tmp_path):
    (tmp_path / "site").mkdir()

    def fill(folder: Path, work: Path) -> str | None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        replace_folder(tmp_path / "site", fill)
    assert [path.name for path in tmp_path.iterdir()] == ["site"]


def test_a_link_in_the_place_of_the_folder_is_replaced_and_its_target_kept(tmp_path):
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "elsewhere/keep").touch()
    (tmp_path / "site").symlink_to("elsewhere")
    assert replace_folder(tmp_path / "site", lambda folder, work: "{}")
    assert not (tmp_path / "site").is_symlink()
    assert (tmp_path / "elsewhere/keep").is_file()
