"""Both names are understood, that of the installed Sphinx and that of an older or newer one."""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace

import pytest

from variantdocs.sphinx_patches.versions.older_sphinx import (
    application_of,
    current_docname,
    current_values,
    output_path_of,
    run_conf_file,
)


def test_the_page_at_hand_is_found_in_both_places():
    old = SimpleNamespace(temp_data={"docname": "guide/x"})
    new = SimpleNamespace(current_document=SimpleNamespace(docname="guide/x"))
    assert (current_docname(old), current_docname(new)) == ("guide/x", "guide/x")
    assert current_docname(SimpleNamespace(temp_data={})) == ""
    assert current_values(old) is old.temp_data
    assert current_values(new) is new.current_document


def test_the_installed_sphinx_has_one_of_them(started_app):
    assert current_docname(started_app.env) == ""
    current_values(started_app.env)["key"] = "value"
    assert current_values(started_app.env).pop("key") == "value"
    assert application_of(started_app.builder) is started_app


@pytest.mark.parametrize("name", ["app", "_app"])
def test_the_application_of_a_builder_is_found_under_both_names(name):
    assert application_of(SimpleNamespace(**{name: "the application"})) == "the application"


def test_conf_py_runs_with_tags(tmp_path):
    (tmp_path / "conf.py").write_text("html_title = 'BYOC' if tags.has('byoc') else ''\n")
    assert run_conf_file(tmp_path / "conf.py", ["byoc"])["html_title"] == "BYOC"


@pytest.mark.parametrize("folder", [".", "docs"])
def test_conf_py_finds_what_is_beside_it_from_anywhere(tmp_path, monkeypatch, folder):
    (tmp_path / folder).mkdir(exist_ok=True)
    (tmp_path / folder / "conf.py").write_text(
        "from pathlib import Path\nhtml_title = Path(__file__).with_name('title').read_text()\n"
    )
    (tmp_path / folder / "title").write_text("BYOC")
    monkeypatch.chdir(tmp_path)
    assert run_conf_file(Path(folder, "conf.py"), [])["html_title"] == "BYOC"


def test_the_file_of_a_page_is_found_under_both_names():
    old = output_path_of(SimpleNamespace(get_outfilename=lambda page: f"out/{page}.html"))
    new = output_path_of(SimpleNamespace(get_output_path=lambda page: Path(f"out/{page}.html")))
    assert old is not None
    assert new is not None
    assert old("a") == new("a") == Path("out/a.html")
    assert output_path_of(SimpleNamespace()) is None
