"""All variants in one build: exit status, messages, folders, settings."""

from __future__ import annotations

import re
import subprocess
import sys
import tempfile
import time
from functools import partial

import pytest

from variantdocs.sphinx_patches.versions import tested
from variantdocs.sphinx_patches.versions.tested import untested_versions

HOME = {"index.md": "# Home\n"}


@pytest.fixture
def sphinx_build(commands):
    return partial(commands.run, "sphinx", "build")


def test_each_variant_has_a_site_and_the_root_leads_to_the_default(build):
    built = build(HOME)
    assert (built.status, built.messages) == (0, [])
    assert built.has("serverless/index.html")
    assert built.has("byoc/index.html")
    assert 'href="serverless/index.html"' in (built.folder / "build/html/index.html").read_text()
    assert built.json("html/variants.json")["variants"] == [
        {"name": "serverless", "title": "Serverless", "url": "serverless/"},
        {"name": "byoc", "title": "BYOC", "url": "byoc/"},
    ]
    assert not built.has("byoc/.doctrees")


def test_one_variant_alone_gives_the_same_bytes(project):
    project.pages({**HOME, "index.md": "# Home\n\n{@@ if byoc @@}x{@@ endif @@}\n"})
    both = project.build().files("byoc")
    alone = project.build("-E", "-D", "variant=byoc").files("byoc")
    assert both == alone


def test_sphinx_build_with_the_builder_variants_gives_the_same_bytes_and_messages(project):
    project.pages({"index.md": "# Home\n\n{nosuch}`x`\n"})
    ours = project.build()
    files = {
        **ours.files("serverless"),
        **{f"byoc/{name}": data for name, data in ours.files("byoc").items()},
    }
    words = ("-q", "-b", "variants", "-c", ".", "-d", "other/doctrees", "source", "other/html")
    done = subprocess.run(
        [sys.executable, "-m", "sphinx", "build", *words], capture_output=True, text=True, check=False
    )
    assert done.stderr.splitlines() == ours.messages
    for name, data in files.items():
        folder = "" if name.startswith("byoc/") else "serverless/"
        assert (project.folder / "other/html" / f"{folder}{name}").read_bytes() == data, name


def test_the_builder_variants_is_found_without_the_extension_in_conf_py(project, sphinx_build):
    project.write({"conf.py": 'extensions = ["myst_parser"]\nhtml_theme = "basic"\n'})
    project.pages({"index.md": "# Home {@@ if byoc @@}BYOC{@@ endif @@}\n"})
    done = sphinx_build("-q", "-b", "variants", "-c", ".", "source", "build/html")
    assert (done.returncode, done.stderr) == (0, "")


def test_sphinx_s_own_builder_builds_one_variant(project, sphinx_build):
    project.pages({"index.md": "# Home\n\n```{only} byoc\nOnly BYOC.\n```\n\n{nosuch}`x`\n"})
    done = sphinx_build(
        "-q",
        "-b",
        "html",
        "-c",
        ".",
        "-D",
        "variant=byoc",
        "-d",
        "build/doctrees",
        "source",
        "build/html/byoc",
    )
    assert done.returncode == 0
    assert done.stderr.splitlines() == [
        'source/index.md:7: WARNING: Unknown interpreted text role "nosuch". [byoc] [myst.role_unknown]'
    ]
    assert (project.folder / "build/doctrees/byoc/index.doctree").exists()
    assert "Only BYOC." in (project.folder / "build/html/byoc/index.html").read_text()


@pytest.mark.parametrize(
    ("options", "page", "status"),
    [
        ((), "# Home\n", 0),
        ((), "# Home\n\n{nosuch}`x`\n", 0),
        (("-W",), "# Home\n\n{nosuch}`x`\n", 1),
        ((), "# Home\n\n{@@ if byoc @@}\n", 1),
    ],
)
def test_the_exit_status_tells(project, options, page, status, sphinx_build):
    project.pages({"index.md": page})
    assert project.build(*options).status == status
    done = sphinx_build("-q", *options, "-b", "variants", "-c", ".", "-d", "o/doctrees", "source", "o/html")
    assert done.returncode == status


def test_a_wrong_configuration_exits_with_2_and_builds_nothing(project):
    project.pages(HOME)
    project.write({"variants.yaml": "version: 1\nvariants: {a: {title: A, vars: {}, titel: x}}\n"})
    built = project.build()
    assert built.status == 2
    assert built.messages[0].startswith("variants.yaml:2:")
    assert not (project.folder / "build").exists()


def test_an_unknown_variant_exits_with_2(project):
    project.pages(HOME)
    built = project.build("-D", "variant=byok")
    assert (built.status, built.messages) == (
        2,
        ["variant: there is no variant 'byok'; did you mean 'byoc'?"],
    )


def test_an_unknown_setting_of_a_variant_exits_with_2(project):
    project.pages(HOME)
    project.write(
        {"variants.yaml": "version: 1\nvariants:\n  a: {title: A, conf: {html_titel: X}}\n  b: {title: B}\n"}
    )
    built = project.build()
    assert built.status == 2
    assert built.messages == [
        "variants.yaml: variants.a.conf.html_titel: no such Sphinx setting; did you mean 'html_title'?"
    ]
    assert not built.has("b/index.html")


def test_settings_of_a_variant_win_over_conf_py_and_d_wins_over_both(project):
    project.pages(HOME)
    project.write(
        {
            "variants.yaml": "version: 1\nvariants:\n  a: {title: A, conf: {html_title: Of A}}\n  b: {title: B}\n",
            "conf.py": (project.folder / "conf.py").read_text() + 'html_title = "Of conf"\n',
        }
    )
    built = project.build()
    assert built.page("a", "index").title.string == "Home — Of A"
    assert built.page("b", "index").title.string == "Home — Of conf"
    assert project.build("-D", "html_title=Of D").page("a", "index").title.string == "Home — Of D"


def test_tags_agree_with_blocks_also_in_conf_py(project):
    project.write(
        {
            "conf.py": (project.folder / "conf.py").read_text()
            + 'html_title = "self" if tags.has("self_managed") else "not"\n'
        }
    )
    project.pages({"index.md": "# Home\n\n```{only} self_managed\nOurs.\n```\n"})
    built = project.build()
    assert "Ours." in built.text("byoc", "index")
    assert "Ours." not in built.text("serverless", "index")
    assert built.page("byoc", "index").title.string == "Home — self"
    assert built.page("serverless", "index").title.string == "Home — not"


def test_one_failing_variant_does_not_stop_the_others(project):
    project.write(
        {
            "conf.py": (project.folder / "conf.py").read_text() + "def setup(app):\n"
            "    def fail(app, env):\n"
            '        if app.config.variant == "serverless":\n'
            "            from sphinx.errors import ExtensionError\n"
            '            raise ExtensionError("boom")\n'
            '    app.connect("env-updated", fail)\n'
        }
    )
    project.pages(HOME)
    built = project.build()
    assert built.status == 1
    assert built.messages[-1] == "[serverless] boom"
    assert built.has("byoc/index.html")


def test_a_process_that_dies_is_a_failed_variant(project):
    project.write(
        {
            "conf.py": (project.folder / "conf.py").read_text() + "def setup(app):\n"
            "    import os\n"
            '    app.connect("env-updated", lambda app, env: os._exit(3) if app.config.variant == "byoc" else None)\n'
        }
    )
    project.pages(HOME)
    built = project.build()
    assert built.status == 1
    assert built.messages == ["[byoc] its process ended with 3 before it was done"]
    assert built.has("serverless/index.html")


@pytest.mark.parametrize("builder", ["dirhtml", "text", "xml"])
def test_other_builders_run_for_each_variant(project, builder):
    project.pages(HOME)
    built = project.build("-D", f"variants_builder={builder}")
    assert (built.status, built.messages) == (0, [])
    suffix = {"dirhtml": "html", "text": "txt", "xml": "xml"}[builder]
    assert built.has(f"byoc/index.{suffix}")
    assert built.has("index.html") == (builder == "dirhtml")


def test_warnings_go_to_the_file_of_w(project):
    project.pages({"index.md": "# Home\n\n{nosuch}`x`\n"})
    built = project.build("-w", "warnings.txt")
    assert (project.folder / "warnings.txt").read_text().splitlines() == built.messages


def test_one_variant_alone_in_sphinx_s_own_builder_knows_the_others(project, sphinx_build):
    project.pages(
        {
            "index.md": "# Home\n\n[](variant:byoc/own.md#here) [bad](variant:byoc/own.md#nosuch)\n\n"
            "```{toctree}\nown\n```\n",
            "own.md": "---\nvariants: byoc\n---\n# Own\n\n## Here\n",
        }
    )
    command = (
        "-q",
        "-b",
        "html",
        "-c",
        ".",
        "-D",
        "variant=serverless",
        "-d",
        "o/doctrees",
        "source",
        "o/html/serverless",
    )
    done = sphinx_build(*command)
    assert done.stderr.splitlines() == [
        "source/index.md:3: WARNING: `variant:byoc/own.md#nosuch`: byoc has no such anchor in the page; "
        "correct or remove the link [serverless] [variants.missing]"
    ]
    alone = (project.folder / "o/html/serverless/index.html").read_text()
    assert '<a class="reference internal" href="../byoc/own.html#here">Here</a>' in alone
    assert not (project.folder / "o/html/byoc").exists()
    # After a change in the other variant only, its index is made again.
    project.pages({"own.md": "---\nvariants: byoc\n---\n# Own\n\n## There\n"})
    assert "own.md#here`: byoc has no such anchor" in sphinx_build(*command, "-E").stderr
    assert (
        project.build().html("serverless", "index")
        == (project.folder / "o/html/serverless/index.html").read_text()
    )


SHARED = {
    "index.md": "# Home\n\n```{toctree}\nsame\ndiffers\nincludes\nonly\nguide/index\nown\n```\n",
    "same.md": "# Same\n\n(lbl)=\n## Part\n\n{nosuch}`x` [own](own.md)\n\n```{index} term\n```\n",
    "differs.md": "# Differs\n\n{@@ if byoc @@}b{@@ endif @@} {ref}`lbl`\n",
    "includes.md": "# Includes\n\nSome text.\n\n```{include} _part.md\n```\n",
    "_part.md": "{@@ if byoc @@}\nOurs.\n{@@ endif @@}\n",
    "only.md": "# Only\n\n```{only} byoc\n(byoc-label)=\n## Byoc\n```\n",
    "guide/index.md": "# Guide\n\n```{toctree}\n/own\n```\n\n```{toctree}\n/deep\n```\n",
    "deep.rst": "Deep\n====\n\n.. _rst-label:\n\nPart\n----\n\ntext\n",
    "own.md": "---\nvariants: byoc\n---\n# Own\n",
}


def test_pages_taken_over_give_the_bytes_and_messages_of_pages_read(project, sphinx_build):
    project.pages(SHARED)
    shared = project.build("-j", "2")
    # Each reads one of the two that are the same; both read the start page, the page whose toctree
    # differs, and those with blocks and `only`.
    assert "[serverless] 7 pages, 6 read, 1 taken over" in shared.output
    assert "[byoc] 8 pages, 7 read, 1 taken over" in shared.output
    alone = {}
    messages = []
    for variant in ("serverless", "byoc"):
        done = sphinx_build(
            "-q",
            "-b",
            "html",
            "-c",
            ".",
            "-D",
            f"variant={variant}",
            "-d",
            "o/doctrees",
            "source",
            f"o/html/{variant}",
        )
        messages += done.stderr.splitlines()
        root = project.folder / "o/html" / variant
        alone[variant] = {
            str(path.relative_to(root)): path.read_bytes() for path in root.rglob("*") if path.is_file()
        }
    assert shared.files("serverless") == alone["serverless"]
    assert shared.files("byoc") == alone["byoc"]
    assert [message.partition(" [")[0] for message in shared.messages] == [
        'source/same.md:6: WARNING: Unknown interpreted text role "nosuch".',
        messages[1].partition(" [")[0],
    ]
    assert "[serverless, byoc]" in shared.messages[0]
    assert shared.messages[1].endswith("[serverless] [variants.absent]")


def test_a_build_with_one_process_gives_the_same_bytes(project):
    project.pages(SHARED)
    files = project.build("-j", "2").files()
    assert project.build("-E", "-j", "1").files() == files


SPAWNING = """
import sys
from variantdocs.multibuild.arguments import from_command_line, make_parser
from variantdocs.multibuild.coordinator import build_variants
from variantdocs.multibuild.progress.display import ProgressDisplay

if __name__ == "__main__":
    words = ["-j", "2", "-c", ".", "-d", "spawned/doctrees", "source", "spawned/html"]
    arguments = from_command_line(make_parser("p", "d").parse_args(words))
    result = build_variants(arguments, progress=ProgressDisplay(print, terminal=None), start_method="spawn")
    sys.exit(bool(result.failed))
"""


def test_where_there_is_no_fork_the_build_shares_its_reading_and_gives_the_same_bytes(project):
    project.pages(SHARED)
    forked = project.build("-j", "2")
    project.write({"spawning.py": SPAWNING})
    done = subprocess.run(
        [sys.executable, "spawning.py"], cwd=project.folder, capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stderr) == (0, "")
    assert "[byoc] 8 pages, 7 read, 1 taken over" in done.stdout
    for variant in ("serverless", "byoc"):
        root = project.folder / "spawned/html" / variant
        files = {str(path.relative_to(root)): path.read_bytes() for path in root.rglob("*") if path.is_file()}
        assert files == forked.files(variant)


def test_variants_with_different_reading_settings_share_no_pages(project):
    project.pages(SHARED)
    project.write(
        {
            "variants.yaml": "version: 1\nvariants:\n  serverless: {title: S}\n"
            "  byoc: {title: B, conf: {smartquotes: false}}\n"
        }
    )
    assert "[byoc] 8 pages, 8 read, 0 taken over" in project.build().output


def test_edits_of_several_pages_are_read_once_and_taken_over(project):
    project.pages(SHARED)
    project.build_once()
    project.pages({"deep.rst": "Deep\n====\n\nother\n", "same.md": "# Same\n\n(lbl)=\n## Else\n"})
    built = project.build()
    assert "[serverless] 7 pages, 1 read, 1 taken over" in built.output
    assert "[byoc] 8 pages, 1 read, 1 taken over" in built.output
    for variant in ("serverless", "byoc"):
        assert (built.text(variant, "deep"), built.text(variant, "same")) == ("Deep other", "Same Else")


def test_an_edit_of_one_page_is_read_by_each_variant(project):
    project.pages(SHARED)
    project.build_once()
    project.pages({"deep.rst": "Deep\n====\n\nother\n"})
    built = project.build()
    assert "[serverless] 7 pages, 1 read, 0 taken over" in built.output
    assert "[byoc] 8 pages, 1 read, 0 taken over" in built.output


def test_a_page_that_depends_on_the_variant_is_read_by_each_variant(project):
    project.pages(SHARED)
    project.build_once()
    project.pages(
        {"only.md": SHARED["only.md"] + "\nMore.\n", "includes.md": SHARED["includes.md"] + "\nMore.\n"}
    )
    assert "[byoc] 8 pages, 2 read, 0 taken over" in project.build().output


def test_an_extension_that_cannot_read_in_parallel_prevents_sharing_and_is_named_once(project):
    project.pages(SHARED)
    project.write(
        {
            "conf.py": (project.folder / "conf.py").read_text() + "extensions.append('slow')\n"
            "import os, sys\nsys.path.insert(0, os.path.dirname(__file__))\n",
            "slow.py": "def setup(app):\n    return {'parallel_read_safe': False}\n",
        }
    )
    built = project.build("-j", "2")
    assert "[byoc] 8 pages, 8 read, 0 taken over" in built.output
    said = (
        "every variant reads all of its pages itself: slow cannot read pages in parallel (parallel_read_safe)"
    )
    assert built.output.count(said) == 1


def test_an_extension_that_cannot_write_in_parallel_is_named_once(project):
    project.pages({"index.md": "# Home\n"})
    project.write(
        {
            "conf.py": (project.folder / "conf.py").read_text() + "extensions.append('slow')\n"
            "import os, sys\nsys.path.insert(0, os.path.dirname(__file__))\n",
            "slow.py": "def setup(app):\n    return {'parallel_read_safe': True, 'parallel_write_safe': False}\n",
        }
    )
    said = (
        "one process writes all pages of a variant: slow cannot write pages in parallel (parallel_write_safe)"
    )
    assert project.build("-j", "4").output.count(said) == 1
    assert said not in project.build("-j", "2", "-E").output  # each variant has one process anyway


UNTESTED = """
from variantdocs.sphinx_patches.versions import tested

tested.TESTED = {"Sphinx": ("7.3", "7.4")}
tested.untested_versions.cache_clear()
"""


def test_an_untested_version_builds_the_same_pages_and_is_named_once(project, monkeypatch):
    monkeypatch.setattr(tested, "TESTED", tested.TESTED)  # conf.py runs in this process too
    project.pages(SHARED)
    before = project.build()
    pages = before.files()
    conf = (project.folder / "conf.py").read_text()
    project.write({"conf.py": conf + UNTESTED})
    try:
        built = project.build("-E", "-a")
    finally:
        untested_versions.cache_clear()
    assert built.output.count("variantdocs is not tested with Sphinx") == 1
    assert "[byoc] 8 pages, 8 read, 0 taken over" in built.output
    assert (built.messages, built.files()) == (before.messages, pages)


ADD = """

def add(app, *arguments):
    if {condition}:
        arguments[-1][0] += "\\nFor " + app.config.variant + ".\\n"


def setup(app):
    app.connect("{event}", add, priority={priority})
"""


@pytest.mark.parametrize("priority", [1, 500])
def test_a_page_that_another_extension_changes_is_not_shared(project, priority):
    project.pages(SHARED)
    conf = (project.folder / "conf.py").read_text()
    add = ADD.format(event="source-read", condition="arguments[0] == 'deep'", priority=priority)
    project.write({"conf.py": conf + add})
    built = project.build("-j", "2")
    # Of two pages that are the same, the one that is changed is read by both.
    taken = re.findall(r"(\d+) taken over", built.output)
    assert sorted(taken) == ["0", "1"]
    for variant in ("serverless", "byoc"):
        assert f"text For {variant}." in built.text(variant, "deep")


@pytest.mark.parametrize("page", ["same.md", "deep.rst"])
def test_a_page_with_an_included_file_that_another_extension_changes_is_not_shared(project, page):
    project.pages(SHARED)
    plain, markdown = "Some text.\n", page.endswith(".md")
    include = "\n```{include} _plain.md\n```\n" if markdown else "\n.. include:: _plain.md\n"
    project.pages({"_plain.md": plain, page: SHARED[page] + include})
    conf = (project.folder / "conf.py").read_text()
    project.write({"conf.py": conf + ADD.format(event="include-read", condition="True", priority=500)})
    built = project.build("-j", "2")
    assert sorted(re.findall(r"(\d+) taken over", built.output)) == ["0", "1"]
    for variant in ("serverless", "byoc"):
        assert f"For {variant}." in built.text(variant, page.partition(".")[0])


def test_an_extension_that_only_looks_at_texts_does_not_prevent_sharing(project):
    project.pages(SHARED)
    conf = (project.folder / "conf.py").read_text()
    project.write({"conf.py": conf + "extensions += ['sphinx.ext.intersphinx', 'sphinx.ext.duration']\n"})
    built = project.build("-j", "2")
    assert "[byoc] 8 pages, 7 read, 1 taken over" in built.output
    assert "every variant" not in built.output


def test_an_extension_that_fails_is_reported_with_the_page(project):
    project.pages({"index.md": "# Home\n\n```{toctree}\na\n```\n", "a.md": "# A\n\n```{falling}\n```\n"})
    project.write(
        {
            "conf.py": (project.folder / "conf.py").read_text()
            + "from docutils.parsers.rst import Directive\n\n\nclass Falling(Directive):\n    def run(self):\n"
            "        return 1 / 0\n\n\ndef setup(app):\n    app.add_directive('falling', Falling)\n"
        }
    )
    built = project.build()
    assert built.status == 1
    assert "ZeroDivisionError: division by zero\nThis happened at source/a.md, in the variant byoc.\n" in (
        built.output
    )


def test_when_the_first_variant_fails_the_others_read_their_pages_themselves(project):
    project.pages({"index.md": "# Home\n"})
    project.write(
        {
            "conf.py": (project.folder / "conf.py").read_text() + "def setup(app):\n    import os\n"
            '    app.connect("env-before-read-docs", lambda app, env, names: os._exit(3) if app.config.variant == "serverless" else None)\n'
        }
    )
    built = project.build()
    assert built.status == 1
    assert built.messages == ["[serverless] its process ended with 3 before it was done"]
    assert built.has("byoc/index.html")


def test_messages_about_a_line_stay_in_the_order_of_the_phases(project):
    project.pages(
        {
            "index.md": "# Home\n\n[a](nosuch.md) {nosuch}`b`\n\n```{toctree}\nb\n```\n",
            "b.md": "# B\n",
        }
    )
    first = project.build()
    reading, writing = first.messages
    assert reading.startswith("source/index.md:3: WARNING: Unknown interpreted text role")
    assert writing.startswith("source/index.md:3: WARNING: `nosuch.md`")
    project.pages({"b.md": "# B\n\nText.\n"})
    assert project.build().messages == first.messages


def test_a_build_with_nothing_to_do_repeats_the_messages(project):
    project.pages(
        {
            "index.md": "# Home\n\n```{toctree}\nbad\nlinks\nown\n```\n",
            "bad.md": "# Bad\n\n{@@ if byoc @@}\n",
            "links.md": "# Links\n\n[x](own.md) {nosuch}`y`\n",
            "own.md": "---\nvariants: byoc\n---\n# Own\n",
        }
    )
    first = project.build()
    assert len(first.messages) == 3
    again = project.build()
    assert (again.status, again.messages) == (1, first.messages)
    project.pages({"bad.md": "# Good\n", "links.md": "# Links\n"})
    fixed = project.build()
    assert (fixed.status, fixed.messages) == (0, [])


def test_the_pages_that_link_to_a_changed_page_show_the_change(project):
    project.pages(
        {
            "index.md": "# Home\n\n[a](a.md#part) [](a.md)\n\n```{toctree}\na\n```\n",
            "a.md": "# A\n\n## Part\n",
        }
    )
    assert project.build().messages == []
    project.pages({"a.md": "# Another\n\n## Other part\n"})
    built = project.build()
    assert built.messages == [
        "source/index.md:3: WARNING: `a#part`: no variant has such an anchor in the page; correct or remove the link "
        "[serverless, byoc] [variants.missing]"
    ]
    assert "Another" in built.text("byoc", "index")


def test_an_edit_of_one_variant_leaves_the_files_of_the_other_alone(project):
    project.pages({"index.md": "# Home\n\n{@@ if byoc @@}one{@@ endif @@}\n"})
    built = project.build()
    before = {path: path.stat().st_mtime_ns for path in (built.folder / "build/html/serverless").rglob("*")}
    project.pages({"index.md": "# Home\n\n{@@ if byoc @@}two{@@ endif @@}\n"})
    assert "two" in project.build().text("byoc", "index")
    assert before == {
        path: path.stat().st_mtime_ns for path in (built.folder / "build/html/serverless").rglob("*")
    }


def test_a_build_after_killed_builds_gives_the_bytes_of_a_clean_build(project, commands):
    project.pages(SHARED)
    words = ("variantdocs", "build", "-q", "-c", ".", "-d", "k/doctrees", "source", "k/html")
    clean = project.build("-E").files()
    for moment in range(6):
        # Each time something is to be done, and the build is killed a little later than before.
        project.pages({"deep.rst": f"Deep\n====\n\n.. _rst-label:\n\nPart\n----\n\n{moment}\n"})
        with tempfile.TemporaryFile() as said:
            command = commands.start(*words, cwd=project.folder, output=said, errors=said)
        time.sleep(0.05 + 0.1 * moment)
        command.kill_group()
    project.pages(SHARED)
    commands.run(*words)
    root = project.folder / "k/html"
    found = {str(path.relative_to(root)): path.read_bytes() for path in root.rglob("*") if path.is_file()}
    assert found == clean


@pytest.mark.parametrize(("option", "read"), [("-q", 0), ("-qE", 1), ("--fresh-env", 1)])
def test_sphinx_build_accepts_the_option_for_a_fresh_environment(project, option, read, sphinx_build):
    project.pages(HOME)
    command = ("-b", "variants", "-c", ".", "-d", "build/doctrees", "source", "build/html")
    sphinx_build(*command)
    before = (project.folder / "build/doctrees/byoc/environment.pickle").stat().st_mtime_ns
    sphinx_build(option, *command)
    after = (project.folder / "build/doctrees/byoc/environment.pickle").stat().st_mtime_ns
    assert (after != before) == bool(read)
