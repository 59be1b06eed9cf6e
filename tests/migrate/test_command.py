"""``variantdocs migrate``: the difference first, and the same site after."""

from __future__ import annotations

import subprocess

import pytest

from variantdocs.cli import main

PAGE = "# Home\n\nAll.\n\n```{only} byoc\nFor *BYOC*.\n```\n\nTo {{ product }}.\n"
MIGRATED = "# Home\n\nAll.\n\n{@@ if byoc @@}\nFor *BYOC*.\n{@@ endif @@}\n\nTo {@= product =@}.\n"
REST = "Guide\n=====\n\n.. only:: serverless\n\n   Just start.\n\n   - a\n\nEnd.\n"
VARIABLES = ("--variables", "{{ }}")


@pytest.fixture
def run(project, capfd):
    def command(*arguments):
        capfd.readouterr()
        status = main(["migrate", *arguments])
        said = capfd.readouterr()
        return status, said.out.splitlines(), said.err.splitlines()

    return command


def test_a_migrated_site_says_what_it_said(project, run):
    toctree = "\n```{toctree}\n:hidden:\nguide\n```\n"
    project.pages({"index.md": PAGE.replace("{{ product }}", "you") + toctree, "guide.rst": REST})
    pages = [("serverless", "index"), ("byoc", "index"), ("serverless", "guide"), ("byoc", "guide")]
    before = project.build("-W")
    texts = [before.text(*page) for page in pages]
    assert run() == (0, ["source/guide.rst: rewritten", "source/index.md: rewritten"], [])
    after = project.build("-W")
    assert (after.status, after.messages) == (0, [])
    assert [after.text(*page) for page in pages] == texts
    assert run() == (0, [], [])


def test_the_difference_is_shown_and_nothing_is_written(project, run):
    project.pages({"index.md": PAGE})
    assert run("--diff", *VARIABLES) == (
        0,
        [
            "--- source/index.md",
            "+++ source/index.md",
            "@@ -2,8 +2,8 @@",
            " ",
            " All.",
            " ",
            "-```{only} byoc",
            "+{@@ if byoc @@}",
            " For *BYOC*.",
            "-```",
            "+{@@ endif @@}",
            " ",
            "-To {{ product }}.",
            "+To {@= product =@}.",
        ],
        [],
    )
    assert (project.folder / "source/index.md").read_text("utf-8") == PAGE
    assert run(*VARIABLES)[0] == 0
    assert (project.folder / "source/index.md").read_text("utf-8") == MIGRATED


def test_the_difference_can_be_given_to_patch(project, run, capfd):
    page = b"A\xc3\xa4\r\n\r\n```{only} byoc\r\nB\r\n```\r\n\r\n{{ company }}"
    project.write({"source/index.md": page})
    main(["migrate", "--diff", *VARIABLES])
    patch = capfd.readouterr().out
    assert "\\ No newline at end of file" in patch
    subprocess.run(["git", "apply", "-p0", "-"], input=patch.encode(), cwd=project.folder, check=True)
    patched = (project.folder / "source/index.md").read_bytes()
    project.write({"source/index.md": page})
    assert run(*VARIABLES)[0] == 0
    assert (project.folder / "source/index.md").read_bytes() == patched


def test_what_is_left_is_reported_with_its_place(project, run):
    project.write({"source/index.md": "# Home\n\n{{ nosuch }}\n", "source/latin.rst": b"a\n\xe4\n"})
    assert run(*VARIABLES) == (
        1,
        [],
        [
            "source/index.md:3: {{ nosuch }}: not translated: unknown name `nosuch`;"
            " the variants and groups are `byoc`, `self_managed`, `serverless`",
            "source/latin.rst:2: the file is not UTF-8; left unchanged",
        ],
    )


def test_only_the_named_files_are_rewritten(project, run):
    project.pages({"index.md": PAGE, "a/b.md": PAGE, "_part.md": PAGE})
    assert run("source/a", "source/_part.md")[1] == ["source/a/b.md: rewritten", "source/_part.md: rewritten"]
    assert run("nosuch") == (2, [], ["nosuch: there is no such file or folder"])


def test_delimiters_are_two(run, capfd):
    with pytest.raises(SystemExit) as caught:
        run("--blocks", "{%%}")
    assert caught.value.code == 2
    assert capfd.readouterr().err.splitlines()[-1] == (
        "variantdocs migrate: error: argument --blocks: write two delimiters with a space between, not '{%%}'"
    )
