"""The files of a project, found without building it."""

from __future__ import annotations

from pathlib import Path

import pytest

from variantdocs.errors import ConfigurationError
from variantdocs.messages import Kind
from variantdocs.sources.project import (
    include_directives,
    is_literal_include,
    load_project,
    named_file,
    page_files,
    read_conf,
)

BOTH = frozenset({"serverless", "byoc"})


@pytest.fixture
def load(project):
    """Load a project that has these pages."""

    def run(pages, rules=""):
        project.pages(pages)
        if rules:
            variants = (project.folder / "variants.yaml").read_text("utf-8")
            project.write({"variants.yaml": f"{variants}pages: {rules}\n"})
        return load_project(Path("source"), Path())

    return run


def test_a_project_knows_its_pages_with_text_and_variants(load):
    (page,) = load({"index.md": "# Home\n"}).files
    assert (page.docname, page.text, page.members, page.markdown) == ("index", "# Home\n", BOTH, True)


def test_a_page_of_rest_is_no_markdown(load):
    (page,) = load({"index.rst": "Home\n====\n"}).files
    assert (page.docname, page.markdown) == ("index", False)


def test_rules_and_declarations_choose_the_variants_of_pages(load):
    pages = {"a.md": "# A\n", "b.md": "---\nvariants: serverless\n---\n# B\n"}
    found = load(pages, "{'**': byoc}")
    assert {page.docname: page.members for page in found.pages} == {"a": {"byoc"}, "b": {"serverless"}}


def test_a_declaration_that_cannot_be_used_is_a_problem_and_the_rule_decides(load):
    found = load({"a.md": "---\nvariants: byok\n---\n# A\n"}, "{'**': byoc}")
    assert [page.members for page in found.pages] == [{"byoc"}]
    assert {docname: (problem.kind, problem.line) for docname, problem in found.problems.items()} == {
        "a": (Kind.UNKNOWN_NAME, 2)
    }


def test_a_key_that_looks_like_a_declaration_is_a_problem(load):
    found = load({"a.md": "---\nVariants: byoc\n---\n# A\n"})
    assert {docname: problem.kind for docname, problem in found.problems.items()} == {"a": Kind.NOT_DECLARED}


def test_a_rule_without_pages_is_unmatched(load):
    found = load({"a.md": "# A\n"}, "{'a': byoc, 'nowhere/**': byoc}")
    assert [rule.pattern for rule in found.unmatched] == ["nowhere/**"]


def test_an_included_file_is_in_the_variants_of_all_pages_that_include_it(load):
    found = load(
        {
            "a.md": "---\nvariants: byoc\n---\n```{include} _part.md\n```\n",
            "b.rst": ":variants: serverless\n\n.. include:: /_other.rst\n",
            "_part.md": "```{include} _other.rst\n```\n",
            "_other.rst": "x\n",
            "_unused.md": "y\n",
        }
    )
    assert {file.path.name: file.members for file in found.files if file.docname is None} == {
        "_part.md": {"byoc"},
        "_other.rst": BOTH,
    }


def test_files_that_include_each_other_are_found_once(load):
    found = load(
        {
            "a.md": "```{include} _b.md\n```\n",
            "_b.md": "```{include} _c.md\n```\n",
            "_c.md": "```{include} _b.md\n```\n",
        }
    )
    assert [file.path.name for file in found.files] == ["a.md", "_b.md", "_c.md"]


def test_files_that_are_shown_as_they_stand_that_are_missing_or_pages_are_not_included(load):
    found = load(
        {
            "a.md": "```{include} _code.py\n:literal:\n```\n\n```{include} gone.md\n```\n\n```{include} b.md\n```\n",
            "b.md": "# B\n",
            "_code.py": "x = 1\n",
        }
    )
    assert [file.path.name for file in found.files] == ["a.md", "b.md"]


def test_a_file_is_found_by_its_path(load, project):
    found = load({"guide/index.md": "# Guide\n"})
    page = found.page_at(Path("source/guide/index.md"))
    assert page is not None
    assert page.docname == "guide/index"
    assert found.page_at(project.folder / "source/gone.md") is None


def test_the_settings_may_name_another_variants_file(load, project):
    project.write({"conf.py": 'variants_file = "conf/editions.yaml"\n'})
    (project.folder / "conf").mkdir()
    (project.folder / "variants.yaml").rename(project.folder / "conf/editions.yaml")
    found = load({"index.md": "# Home\n"})
    assert found.variants_file == project.folder / "conf/editions.yaml"
    assert found.settings["variants_file"] == "conf/editions.yaml"


def test_bytes_that_are_no_utf_8_and_a_byte_order_mark_are_kept(project, load):
    project.write({"source/index.md": b"\xef\xbb\xbf# \xff\n"})
    (page,) = load({}).files
    assert (page.text, page.bom) == ("# \udcff\n", True)


def test_a_missing_source_folder_is_wrong_configuration(project):
    with pytest.raises(ConfigurationError) as caught:
        load_project(Path("nowhere"), Path())
    assert str(caught.value) == f"there is no source folder {project.folder}/nowhere"


def test_a_folder_without_conf_py_is_wrong_configuration(tmp_path):
    with pytest.raises(ConfigurationError) as caught:
        read_conf(tmp_path)
    assert str(caught.value) == f"there is no conf.py in {tmp_path}; name its folder with -c"


def test_a_conf_py_that_cannot_be_run_is_wrong_configuration(tmp_path):
    (tmp_path / "conf.py").write_text("x = (\n")
    with pytest.raises(ConfigurationError) as caught:
        read_conf(tmp_path)
    assert str(caught.value).startswith(
        "There is a syntax error in your configuration file: '(' was never closed"
    )


def test_the_settings_are_what_conf_py_defines(tmp_path):
    (tmp_path / "conf.py").write_text('project = "A"\nexclude_patterns = ["_*"]\n')
    found = read_conf(tmp_path)
    assert (found["project"], found["exclude_patterns"]) == ("A", ["_*"])


def docnames(folder: Path, names: str, **settings) -> list[str]:
    for name in names.split():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("")
    return [docname for docname, _ in page_files(folder, settings)]


def test_pages_are_the_files_with_a_suffix_of_pages(tmp_path):
    assert docnames(tmp_path, "b.md a.rst sub/c.md image.png notes.txt") == ["a", "b", "sub/c"]


@pytest.mark.parametrize("suffixes", [".txt", [".txt"], {".txt": "restructuredtext"}])
def test_the_project_may_have_other_suffixes(tmp_path, suffixes):
    assert docnames(tmp_path, "a.md b.txt", source_suffix=suffixes) == ["a", "b"]


def test_the_longest_suffix_wins(tmp_path):
    assert docnames(tmp_path, "a.page.md", source_suffix={".page.md": "markdown"}) == ["a"]


def test_excluded_files_and_folders_are_no_pages(tmp_path):
    names = "a.md _part.md drafts/b.md keep/_sources/c.md keep/.#d.md keep/e.md x.lproj/f.md templates/g.md"
    found = docnames(tmp_path, names, exclude_patterns=["_*", "drafts", 7], templates_path=["templates"])
    assert found == ["a", "keep/e"]


def test_linked_folders_are_followed(tmp_path):
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "elsewhere/a.md").write_text("")
    (tmp_path / "source").mkdir()
    (tmp_path / "source/linked").symlink_to(tmp_path / "elsewhere")
    assert docnames(tmp_path / "source", "") == ["linked/a"]


def test_includes_are_found_in_markdown_and_rest_with_place_and_options():
    text = "```{include} a.md\n:start-line: 2\n:literal:\n```\n\n  .. include:: b.rst\n     :code: python\n\n:::{include} c.md\n:::\n"
    found = list(include_directives(text))
    assert [(path, is_literal_include(options)) for path, _, options in found] == [
        ("a.md", True),
        ("b.rst", True),
        ("c.md", False),
    ]
    assert all(text[offset:].startswith(path) for path, offset, _ in found)


@pytest.mark.parametrize("text", ["Use {include} a.md\n", "text ```{include} a.md\n", "```{literalinclude} a.md\n", ".. literalinclude:: a.md\n"])  # fmt: skip
def test_what_only_mentions_an_include_is_none(text):
    assert list(include_directives(text)) == []


@pytest.mark.parametrize(
    ("written", "path"),
    [
        ("a.md", "/docs/source/guide/a.md"),
        ("../a.md", "/docs/source/a.md"),
        ("/a.md", "/docs/source/a.md"),
        ("/../a.md", "/docs/a.md"),
        ("./x/../a.md", "/docs/source/guide/a.md"),
    ],
)
def test_a_file_is_named_from_the_page_or_the_source(written, path):
    assert named_file(written, Path("/docs/source/guide/page.md"), Path("/docs/source")) == Path(path)
