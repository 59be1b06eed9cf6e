"""The commands: what they accept, what they print, how they end."""

from __future__ import annotations

import subprocess
import sys

import pytest

from variantdocs.cli import main


def test_an_unknown_command_is_wrong_usage(capsys):
    with pytest.raises(SystemExit) as caught:
        main(["bulid"])
    assert caught.value.code == 2
    assert "bulid" in capsys.readouterr().err


def test_help_names_every_command(capsys):
    with pytest.raises(SystemExit) as caught:
        main(["--help"])
    assert caught.value.code == 0
    text = capsys.readouterr().out
    for command in (
        "init",
        "migrate",
        "build",
        "serve",
        "lint",
        "explain",
        "rename",
        "retire",
        "add",
        "check",
        "publish",
        "assemble",
        "redirects",
        "remote",
    ):
        assert f"\n  {command}" in text


@pytest.mark.parametrize(
    "command",
    [
        "init",
        "migrate",
        "build",
        "check",
        "publish",
        "assemble",
        "redirects",
        "serve",
        "remote",
        "lint",
        "explain",
        "rename",
        "retire",
        "add",
    ],
)
def test_every_command_helps(commands, command):
    done = commands.run("variantdocs", command, "--help")
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.startswith("usage: ")


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["nosuch", "out"], "there is no source folder nosuch"),
        (["source", "out"], "there is no conf.py in"),
        (["-c", ".", "source", "source"], "the output folder must not be the source folder"),
        (["-c", ".", "-D", "x", "source", "out"], "-D and -A take name=value, not 'x'"),
    ],
)
def test_wrong_arguments_are_named_and_exit_with_2(project, capfd, arguments, message):
    project.pages({"index.md": "# Home\n"})
    assert main(["build", *arguments]) == 2
    assert message in capfd.readouterr().err


def test_a_conf_py_that_fails_exits_with_2(project):
    project.write({"conf.py": "import nosuchmodule\n"})
    project.pages({"index.md": "# Home\n"})
    built = project.build()
    assert built.status == 2
    assert "nosuchmodule" in built.output


def test_remote_commands_look_at_every_variant(project, capfd):
    project.write({"conf.py": 'extensions = ["myst_parser", "variantdocs", "variantdocs.remote"]\n'})
    project.pages(
        {
            "index.md": "# Home\n\n{@@ if byoc @@}\n```{rli} http://code.example/x.py\n```\n{@@ endif @@}\n"
            "{@@ if serverless @@}\n```{rli}\n```\n{@@ endif @@}\n"
        }
    )
    assert main(["remote", "check"]) == 1
    assert capfd.readouterr().out.splitlines() == [
        "source/index.md:4: refused: [byoc]: http://code.example/x.py: only https:// is fetched",
        "source/index.md:8: refused: [serverless]: no URL is given; write https://host/path",
        "2 uses of remote files: 2 refused",
    ]


def test_remote_commands_need_no_variants(project, capfd):
    (project.folder / "variants.yaml").unlink()
    project.write({"conf.py": 'extensions = ["myst_parser", "variantdocs.remote"]\n'})
    project.pages({"index.md": "# Home\n"})
    assert main(["remote", "check"]) == 0
    assert capfd.readouterr().out == "0 uses of remote files\n"


def test_reading_the_command_line_imports_neither_sphinx_nor_pydantic():
    code = "import sys, variantdocs.cli; print({'pydantic', 'sphinx'} & sys.modules.keys())"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "set()\n"
