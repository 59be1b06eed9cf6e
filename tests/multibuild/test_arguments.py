"""A command line like that of ``sphinx-build`` becomes one value."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from variantdocs.errors import ConfigurationError
from variantdocs.multibuild.arguments import (
    add_part_option,
    from_command_line,
    make_parser,
    variants_file_of,
    with_extension,
    with_part,
)
from variantdocs.multibuild.parts.part import Part
from variantdocs.multibuild.processors import available_processors


@pytest.fixture
def folder(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "source").mkdir()
    (tmp_path / "conf.py").write_text('extensions = ["variantdocs"]\n')
    return tmp_path


def parsed(*words):
    parser = make_parser("variantdocs build", "Build.")
    return from_command_line(parser.parse_args(["-c", ".", *words, "source", "build/html"]))


def test_what_is_not_given_has_its_usual_value(folder):
    found = parsed()
    assert (found.source, found.conf, found.output) == (folder / "source", folder, folder / "build/html")
    assert (found.doctrees, found.index) == (folder / "build/doctrees", folder / "build/index")
    assert (found.variants_file, found.builder, found.variants) == (folder / "variants.yaml", "html", ())
    assert (found.jobs, found.color, found.warning_file) == (available_processors(), None, None)
    assert (found.overrides, found.tags, found.filenames) == ({}, (), ())
    flags = (found.force_all, found.fresh, found.fail_on_warning, found.quiet, found.really_quiet)
    assert not any(flags)


def test_the_folder_of_conf_py_is_that_of_the_sources_unless_it_is_named(folder):
    (folder / "conf.py").rename(folder / "source/conf.py")
    arguments = make_parser("x", "y").parse_args(["source", "build/html"])
    assert from_command_line(arguments).conf == folder / "source"


@pytest.mark.parametrize(
    ("words", "name", "value"),
    [
        (["-b", "text"], "builder", "text"),
        (["-b", "variants"], "builder", "html"),
        (["-b", "variants", "-D", "variants_builder=dirhtml"], "builder", "dirhtml"),
        (["-b", "text", "-D", "variants_builder=dirhtml"], "builder", "text"),
        (["-D", "variant=byoc"], "variants", ("byoc",)),
        (["-D", "variant= byoc , serverless,"], "variants", ("byoc", "serverless")),
        (["-D", "variants_file=x.yaml"], "variants_file", Path("x.yaml")),
        (["-D", "variants_index=idx"], "index", Path("idx")),
        (["-d", "trees"], "doctrees", Path("trees")),
        (["-t", "one", "-t", "two"], "tags", ("one", "two")),
        (["-j", "3"], "jobs", 3),
        (["-j", "auto"], "jobs", available_processors()),
        (["-v", "-v"], "verbosity", 2),
        (["-W"], "fail_on_warning", True),
        (["-a"], "force_all", True),
        (["-E"], "force_all", True),
        (["-E"], "fresh", True),
        (["-a"], "fresh", False),
        (["-q"], "quiet", True),
        (["-q"], "really_quiet", False),
        (["-Q"], "quiet", True),
        (["-Q"], "really_quiet", True),
        (["--color"], "color", True),
        (["--no-color"], "color", False),
        (["-w", "said.txt"], "warning_file", Path("said.txt")),
    ],
)
def test_an_option_changes_one_value(folder, words, name, value):
    found = getattr(parsed(*words), name)
    assert found == (folder / value if isinstance(value, Path) else value)


def test_settings_of_the_command_line_are_passed_on(folder):
    found = parsed("-D", "project=X=Y", "-A", "stage=beta", "-n")
    assert found.overrides == {"project": "X=Y", "html_context.stage": "beta", "nitpicky": True}


def test_settings_that_only_choose_what_is_built_are_not_passed_on(folder):
    found = parsed("-D", "variant=byoc", "-D", "variants_index=idx", "-D", "variants_builder=text")
    assert found.overrides == {}


def test_the_package_s_own_settings_are_read_from_conf_py(folder):
    (folder / "conf.py").write_text(
        'variants_file = "v.yaml"\nvariants_index = "idx"\nvariants_builder = "text"\nextensions = []\n'
    )
    found = parsed()
    assert (found.variants_file, found.index, found.builder) == (folder / "v.yaml", folder / "idx", "text")
    assert found.overrides == {"extensions": ["variantdocs"]}
    assert variants_file_of(folder) == folder / "v.yaml"


def test_conf_py_sees_the_tags_of_the_command_line(folder):
    (folder / "conf.py").write_text('variants_builder = "text" if tags.has("plain") else "html"\n')
    assert (parsed("-t", "plain").builder, parsed().builder) == ("text", "html")


def test_files_after_the_folders_are_what_is_built(folder):
    arguments = make_parser("x", "y").parse_args(["-c", ".", "source", "out", "source/a.md", "source/b.md"])
    assert from_command_line(arguments).filenames == ("source/a.md", "source/b.md")


@pytest.mark.parametrize(
    ("words", "problems"),
    [
        (["nosuch", "out"], ("there is no source folder nosuch",)),
        (["source", "source"], ("the output folder must not be the source folder",)),
        (["-D", "x", "-A", "y", "source", "out"], ("-D and -A take name=value, not 'x'", "-D and -A take name=value, not 'y'")),
        (["-D", "x", "nosuch", "nosuch"], ("there is no source folder nosuch", "the output folder must not be the source folder", "-D and -A take name=value, not 'x'")),
    ],
)  # fmt: skip
def test_all_problems_are_reported_at_once(folder, words, problems):
    with pytest.raises(ConfigurationError) as caught:
        from_command_line(make_parser("x", "y").parse_args(["-c", ".", *words]))
    assert caught.value.problems == problems


def test_a_missing_conf_py_is_named_with_its_option(folder):
    (folder / "conf.py").unlink()
    with pytest.raises(ConfigurationError) as caught:
        parsed()
    assert caught.value.problems == (f"there is no conf.py in {folder}; name its folder with -c",)


def test_a_conf_py_that_cannot_be_run_is_a_problem(folder):
    (folder / "conf.py").write_text("1 +\n")
    with pytest.raises(ConfigurationError, match=r"^There is a syntax error in your configuration file: "):
        parsed()
    with pytest.raises(ConfigurationError, match=r"^There is a syntax error in your configuration file: "):
        variants_file_of(folder)


@pytest.mark.parametrize(
    ("extensions", "expected"),
    [
        ([], ["variantdocs"]),
        (["myst_parser"], ["myst_parser", "variantdocs"]),
        (["variantdocs_extra"], ["variantdocs_extra", "variantdocs"]),
        (["variantdocs"], None),
        (["variantdocs.remote"], None),
    ],
)
def test_the_package_is_loaded_unless_conf_py_loads_it_or_a_part(extensions, expected):
    given = {"nitpicky": True}
    added = {} if expected is None else {"extensions": expected}
    assert with_extension(given, extensions) == {"nitpicky": True, **added}
    assert given == {"nitpicky": True}


def divided(part, *words):
    return with_part(parsed(*words), part)


def test_a_part_is_of_one_variant(folder):
    assert divided("2/4", "--variant", "byoc").part == Part(2, 4)
    parser = make_parser("variantdocs build", "Build.")
    add_part_option(parser)
    assert parser.parse_args(["--part", "1/2", "source", "html"]).part == "1/2"


@pytest.mark.parametrize(
    ("part", "words", "problems"),
    [
        (
            "4/2",
            ("-D", "variant=a,b", "-b", "text"),
            (
                "--part: '4/2' is no part; write the number of the part and how many there are: 1/4 to 4/4",
                "--part divides the pages of one variant; name it with --variant",
                "--part divides a web site, which the builder text does not make; leave it out, "
                "or use one of dirhtml, html",
            ),
        ),
        ("1/2", (), ("--part divides the pages of one variant; name it with --variant",)),
    ],
)
def test_what_cannot_be_divided_is_said_before_the_build(folder, part, words, problems):
    with pytest.raises(ConfigurationError) as caught:
        divided(part, *words)
    assert caught.value.problems == problems


def test_named_pages_are_not_divided(folder):
    arguments = replace(parsed("--variant", "byoc"), filenames=("source/a.md",))
    with pytest.raises(
        ConfigurationError, match=r"^--part chooses the pages itself; leave out source/a\.md$"
    ):
        with_part(arguments, "1/2")
