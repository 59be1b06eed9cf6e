"""How a Sphinx project is laid out."""

from __future__ import annotations

import pytest

from variantdocs.errors import ConfigurationError
from variantdocs.starter.existing_project import find_project


@pytest.fixture
def laid_out(tmp_path):
    """A folder with these files, texts by name."""

    def run(files):
        for name, text in files.items():
            path = tmp_path / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, "utf-8")
        return find_project(tmp_path)

    return run


@pytest.mark.parametrize(
    ("files", "conf", "source", "build"),
    [
        (["conf.py", "index.rst"], ".", ".", "_build"),
        (["docs/conf.py", "docs/index.md"], "docs", "docs", "build"),
        (["docs/conf.py", "docs/source/index.md"], "docs", "docs/source", "build"),
        (["conf.py", "source/index.md"], ".", "source", "build"),
        (["website/manual/conf.py", "website/manual/index.rst"], "website/manual", "website/manual", "build"),
    ],
)
def test_the_folders_are_found(laid_out, tmp_path, files, conf, source, build):
    found = laid_out(dict.fromkeys(files, ""))
    assert (found.conf, found.source, found.build) == (tmp_path / conf, tmp_path / source, tmp_path / build)


def test_a_folder_that_conf_py_excludes_is_the_one_to_build_into(laid_out, tmp_path):
    found = laid_out({"docs/conf.py": "exclude_patterns = ['_build/']\n", "docs/index.md": ""})
    assert found.build == tmp_path / "docs/_build"


def test_the_home_page_and_the_variants_file_may_have_other_names(laid_out, tmp_path):
    found = laid_out(
        {"conf.py": "master_doc = 'contents'\nvariants_file = 'editions.yaml'\n", "contents.rst": ""}
    )
    assert (found.root_doc, found.variants_file) == ("contents", tmp_path / "editions.yaml")


def test_pages_are_those_that_sphinx_would_read(laid_out, tmp_path):
    names = [
        "index.md",
        "guide/a.rst",
        "_parts/p.md",
        "drafts/d.md",
        "_build/x.md",
        "notes.org",
        ".venv/README.md",
    ]
    found = laid_out({"conf.py": "exclude_patterns = ['_*', 'drafts/*']\n"} | dict.fromkeys(names, ""))
    assert list(found.pages()) == ["guide/a", "index"]
    assert {path.name for path in found.texts()} == {"index.md", "a.rst", "p.md", "d.md"}


def test_without_conf_py_the_message_names_the_other_command(tmp_path):
    with pytest.raises(ConfigurationError, match="for a new project: variantdocs init"):
        find_project(tmp_path)


def test_among_several_one_must_be_named(laid_out):
    with pytest.raises(ConfigurationError, match=r"several conf\.py; name one of .*docs, .*source"):
        laid_out({"docs/conf.py": "", "source/conf.py": ""})


def test_a_folder_that_is_not_there_is_said(tmp_path):
    with pytest.raises(ConfigurationError, match="no such folder"):
        find_project(tmp_path / "gone")


def test_a_conf_py_that_cannot_be_read_is_named_with_its_line(laid_out):
    with pytest.raises(ConfigurationError, match=r"conf\.py:2: .*nothing was changed"):
        laid_out({"conf.py": "project = 'A'\nextensions = [\n"})
