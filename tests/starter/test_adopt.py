"""``variantdocs init --from``: an existing Sphinx project gets variants, and is what it was otherwise."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path
from textwrap import dedent

import pytest
from bs4 import BeautifulSoup

MYST = {
    "docs/conf.py": """\
        project = "Orchard"
        extensions = [
            "myst_parser",
            "sphinx.ext.todo",  # notes to ourselves
        ]
        exclude_patterns = ["_build"]
        myst_heading_anchors = 2
        """,
    "docs/index.md": "# Orchard\n\nSee [the guide](guide.md#prune).\n\n```{toctree}\nguide\n```\n",
    "docs/guide.md": "# Guide\n\n## Prune\n\nCut in winter: `{{ month }}`.\n",
    "README.md": "# Not a page\n",
}
REST = {
    "Makefile": "html:\n\tsphinx-build -M html source build\n",
    "source/conf.py": "project = 'Orchard'\nextensions = []\nroot_doc = 'contents'\n",
    "source/contents.rst": "Orchard\n=======\n\n.. toctree::\n\n   guide\n",
    "source/guide.rst": "Guide\n=====\n\n.. only:: html\n\n   On the web.\n\n.. note:: Cut in winter.\n",
}
AUTODOC = {
    "orchard.py": '''\
        """Trees."""


        def prune(tree: str) -> str:
            """Cut a tree.

            Args:
                tree: Which one.
            """
            return tree
        ''',
    "docs/conf.py": """\
        import sys
        from pathlib import Path

        sys.path.insert(0, str(Path(__file__).parents[1]))
        project = "Orchard"
        extensions = ["sphinx.ext.autodoc", "sphinx.ext.napoleon", "sphinx.ext.viewcode"]
        """,
    "docs/index.rst": "Orchard\n=======\n\n.. automodule:: orchard\n   :members:\n",
}


def write(folder: Path, files: dict[str, str]) -> None:
    for name, text in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(dedent(text), "utf-8")


def texts(site: Path) -> dict[str, str]:
    """The text of each page below ``site``, without the switcher."""
    found = {}
    for path in site.rglob("*.html"):
        body = BeautifulSoup(path.read_text("utf-8"), "html.parser").select_one(".body")
        if body is not None and path.name not in ("404.html", "search.html"):
            for switcher in body.select(".variant-switcher"):
                switcher.decompose()
            found[path.relative_to(site).as_posix()] = " ".join(body.get_text().split())
    return found


def snapshot(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()
    }


def without_make() -> dict[str, str]:
    """The environment of a person, not of the make that runs these tests."""
    return {name: value for name, value in os.environ.items() if not name.startswith(("MAKE", "MFLAGS"))}


@pytest.mark.parametrize(
    ("files", "source", "edited", "added", "build"),
    [
        (
            MYST,
            "docs",
            ('    "sphinx.ext.todo",  # notes to ourselves\n', '    "variantdocs",\n'),
            {"docs/variants.yaml", "Makefile"},
            ["-d", "docs/_build/doctrees", "docs", "docs/_build/html"],
        ),
        (
            REST,
            "source",
            ("extensions = [", '"variantdocs"'),
            {"source/variants.yaml"},
            ["-d", "build/doctrees", "source", "build/html"],
        ),
        (
            AUTODOC,
            "docs",
            ('"sphinx.ext.viewcode"', ', "variantdocs"'),
            {"docs/variants.yaml", "Makefile"},
            ["-d", "build/doctrees", "docs", "build/html"],
        ),
    ],
    ids=["MyST", "reST", "autodoc"],
)
def test_a_project_builds_as_before_and_has_variants(
    run, commands, tmp_path, files, source, edited, added, build
):
    write(tmp_path, files)
    before = commands.run("sphinx", "-W", "-q", "-d", "before/doctrees", source, "before/html")
    assert (before.returncode, before.stderr) == (0, "")
    kept = snapshot(tmp_path)
    done = run("init", "--from", ".")
    assert (done.status, done.errors) == (0, [])
    assert done.output[0] == f'{source}/conf.py: added "variantdocs" to extensions'
    assert done.output[-1] == f"Build every edition: variantdocs build {' '.join(build)}"
    assert done.output[1:-1] == [
        f"{name}: written"
        for name in (
            f"{source}/variants.yaml",
            ".vscode/settings.json",
            ".vscode/tasks.json",
            ".vscode/variantdocs.code-snippets",
            ".vscode/extensions/variantdocs/package.json",
            ".vscode/extensions/variantdocs/syntaxes/variantdocs.tmLanguage.json",
            ".vscode/variants.schema.json",
            "Makefile",
        )
        if name in added or name.startswith(".vscode")
    ]
    after = snapshot(tmp_path)
    assert {name for name in after.keys() - kept.keys() if not name.startswith(".vscode/")} == added
    conf = f"{source}/conf.py"
    assert {name for name in kept if after[name] != kept[name]} == {conf}
    place, insertion = edited
    assert after[conf].decode() == kept[conf].decode().replace(place, place + insertion)

    if "Makefile" in added:
        command = ["make", "-n", "html", "VARIANT=cloud", "PYTHON=python"]
        made = subprocess.run(command, check=True, capture_output=True, text=True, env=without_make())
        one = [*build[:2], "-D", "variant=cloud", *build[2:]]
        assert made.stdout == f"python -m variantdocs build {' '.join(one)}\n"

    built = run("build", "-q", "-W", *build)
    assert (built.status, built.errors) == (0, [])
    before = texts(tmp_path / "before/html")
    assert before
    for variant in ("cloud", "selfhosted"):
        assert texts(tmp_path / build[-1] / variant) == before

    again = run("init", "--from", ".")
    assert (again.status, again.output[:2]) == (
        0,
        [
            f"{conf}: already loads variantdocs",
            f"{source}/variants.yaml: already exists; left unchanged",
        ],
    )
    assert snapshot(tmp_path).keys() >= after.keys()


def test_the_variants_can_be_named(run, tmp_path):
    write(tmp_path, {"conf.py": "extensions = []\n", "index.rst": "Home\n====\n", "Makefile": ""})
    assert run("init", "--from", ".", "--variants", "serverless,byoc-eu").status == 0
    assert (tmp_path / "variants.yaml").read_text("utf-8") == (
        "# yaml-language-server: $schema=.vscode/variants.schema.json\n"
        "version: 1\n"
        "variants:\n"
        "  serverless:\n"
        "    title: Serverless\n"
        "  byoc-eu:\n"
        "    title: Byoc eu\n"
    )


def test_a_name_that_no_variant_can_have_is_refused(run, tmp_path):
    write(tmp_path, {"conf.py": "extensions = []\n", "index.rst": "Home\n====\n"})
    before = snapshot(tmp_path)
    refused = run("init", "--from", ".", "--variants", "html,_x")
    assert (refused.status, refused.errors) == (
        2,
        [
            "--variants: html: `html` is the tag of a Sphinx builder; choose another name",
            "--variants: _x: a variant's name is made of letters, digits, `_` and `-`,"
            " and begins with a letter",
        ],
    )
    assert snapshot(tmp_path) == before


def test_extensions_that_cannot_be_edited_are_left_to_the_author(run, tmp_path):
    write(tmp_path, {"conf.py": "import os\nextensions = list(os.environ)\n", "index.rst": "Home\n====\n"})
    done = run("init", "--from", ".")
    assert (done.status, done.errors) == (
        1,
        ['conf.py:2: `extensions` is not a plain list; add "variantdocs" to it yourself'],
    )
    assert (tmp_path / "variants.yaml").exists()


def test_markdown_files_of_a_project_without_markdown_are_named(run, tmp_path):
    write(
        tmp_path,
        {
            "conf.py": 'extensions = []\nexclude_patterns = ["drafts"]\n',
            "index.rst": "Home\n====\n",
            "README.md": "# Read me\n",
            "drafts/a.md": "# A\n",
        },
    )
    assert (
        "README.md: variantdocs reads Markdown, so these become pages; list them in exclude_patterns"
        " to keep them out"
    ) in run("init", "--from", ".").output


@pytest.mark.parametrize(
    ("files", "message"),
    [
        ({}, "there is no conf.py in or below it; for a new project: variantdocs init {folder}"),
        (
            {"a/conf.py": "", "b/conf.py": ""},
            "there are several conf.py; name one of a, b",
        ),
    ],
)
def test_a_folder_without_one_conf_py_is_refused(run, tmp_path, files, message):
    write(tmp_path, files)
    refused = run("init", "--from", ".")
    assert (refused.status, refused.errors) == (2, [f"{tmp_path}: {message.format(folder=tmp_path)}"])


def test_a_folder_that_is_not_there_is_refused(run):
    assert run("init", "--from", "nosuch").errors == [
        "nosuch: there is no such folder; name the one of a Sphinx project"
    ]


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ([], "name a folder for a new project, or an existing project with --from"),
        (["a", "--from", "b"], "name a folder for a new project, or an existing project with --from"),
        (
            ["a", "--variants", "x,y"],
            "--import-sitemap and --variants are for an existing project; name it with --from",
        ),
    ],
)
def test_wrong_usage_is_said(run, capfd, arguments, message):
    with pytest.raises(SystemExit) as caught:
        run("init", *arguments)
    assert caught.value.code == 2
    assert capfd.readouterr().err.splitlines()[-1] == f"variantdocs init: error: {message}"
