"""Which files lie in the project."""

from __future__ import annotations

from variantdocs.pages.project_folder import ProjectFolder, outside_settings


def test_the_project_is_the_working_copy_that_holds_conf_py(tmp_path):
    (tmp_path / ".git").mkdir()
    (tmp_path / "docs/source").mkdir(parents=True)
    found = ProjectFolder.around(tmp_path / "docs", tmp_path / "docs/source")
    assert found.holds(tmp_path / "docs/../src/a.py")
    assert not found.holds(tmp_path / "../a.py")
    assert not found.holds(tmp_path / ".git/config")


def test_without_version_control_it_is_the_folder_of_conf_py_and_the_sources(tmp_path):
    found = ProjectFolder(tmp_path.resolve())
    assert found == ProjectFolder.around(tmp_path / "conf", tmp_path / "source")


def test_links_are_followed(tmp_path):
    (tmp_path / "project").mkdir()
    (tmp_path / "secret").write_text("")
    (tmp_path / "project/link").symlink_to(tmp_path / "secret")
    (tmp_path / "project/loop").symlink_to(tmp_path / "project/loop")
    project = ProjectFolder((tmp_path / "project").resolve())
    assert not project.holds(tmp_path / "project/link")
    assert not project.holds(tmp_path / "project/loop")


def test_settings_that_name_folders_are_checked(tmp_path):
    settings = {
        "html_static_path": ["_static", "../../etc"],
        "html_extra_path": ["extra"],
        "html_logo": "/etc/hostname",
        "html_title": "/etc",
        "html_theme_options": {"a": "/etc"},
    }
    assert list(outside_settings(settings, tmp_path, ProjectFolder(tmp_path.resolve()))) == [
        "html_static_path",
        "html_logo",
    ]
