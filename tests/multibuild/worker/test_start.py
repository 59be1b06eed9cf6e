"""The application of a variant starts from nothing where the last build cannot be built upon.

Each starts in a process of its own: Sphinx's registries are those of the process.
"""

from __future__ import annotations

import logging
import multiprocessing

import pytest
from sphinx.errors import SphinxError

from variantdocs.multibuild.build_paths import BuildPaths
from variantdocs.multibuild.processes import preload_modules
from variantdocs.multibuild.protocol import VariantTask
from variantdocs.multibuild.worker.start import start_build
from variantdocs.rebuild.build_state import LastBuild, write_last_build

EXTENSION = """
import pathlib

def setup(app):
    print_to(app)
    app.connect("builder-inited", started)
    return {{"parallel_read_safe": {safe}, "parallel_write_safe": True}}

def print_to(app):
    app._warning.write("WARNING: \\x1b[31mearly\\x1b[39;49;00m\\n")

def started(app):
    pathlib.Path(app.outdir, "made-at-the-start").write_text("")
"""
CONF = 'import sys\nsys.path.insert(0, {folder!r})\nextensions = ["variantdocs", "early_extension"]\nhtml_theme = "basic"\n'


@pytest.fixture(scope="module", autouse=True)
def _imported_before_forking():
    preload_modules()


@pytest.fixture
def site(project):
    """A project whose extension prints, and writes a file, as the application starts."""
    folder = project.folder
    project.write(
        {"conf.py": CONF.format(folder=str(folder)), "early_extension.py": EXTENSION.format(safe=True)}
    )
    project.pages({"index.rst": "Home\n====\n"})
    return project


def task(site, **values):
    folder = site.folder
    paths = BuildPaths(
        output=folder / "html", doctrees=folder / "trees", index=folder / "index", builder="html"
    )
    return VariantTask(
        **{
            "variant": "byoc",
            "source": folder / "source",
            "conf": folder,
            "paths": paths.of_variant("byoc"),
            "doctrees": paths.doctrees / "byoc",
            "builder": "html",
            "tags": ("byoc",),
            "jobs": 2,
            **values,
        }
    )


def started(task):
    """Start the build in a process of its own, and give what is worth knowing of it."""
    ours, theirs = multiprocessing.Pipe(duplex=False)

    def run():
        try:
            found = start_build(task)
        except SphinxError as error:
            theirs.send({"error": str(error), "early_output": error.early_output})
            return
        theirs.send(
            {
                "last": found.last,
                "fingerprint": found.output_fingerprint,
                "rewrite_all": found.rewrite_all,
                "early_output": found.early_output,
                "variant": found.app.config.variant,
                "has_tag": "byoc" in found.app.tags,
                "parallel": found.app.parallel,
                "has_debug_records": logging.getLogger("sphinx").isEnabledFor(logging.DEBUG),
            }
        )

    process = multiprocessing.get_context("fork").Process(target=run)
    process.start()
    theirs.close()
    try:
        return ours.recv()
    finally:
        process.join(30)
        ours.close()


def test_a_build_starts_from_what_the_last_one_left_unless_that_cannot_be_built_upon(site):
    first = task(site)
    old, in_progress = first.paths.staging / "old.html", first.paths.in_progress

    def again(fingerprint, *, fresh=False):
        """Start after a build that left ``old.html`` and this fingerprint."""
        last = LastBuild(output_fingerprint=fingerprint, unresolved=frozenset({"index"}))
        write_last_build(first.paths.state, last)
        old.write_text("")
        found = started(task(site, fresh=fresh))
        assert found["last"] in (last, LastBuild())
        # What extensions write at their start is there in any case.
        assert (first.paths.staging / "made-at-the-start").exists()
        return found["last"] == last, found["rewrite_all"], old.exists()

    found = started(first)
    assert (found["variant"], found["has_tag"], found["parallel"]) == ("byoc", True, 2)
    assert (found["last"], found["rewrite_all"]) == (LastBuild(), True)
    assert found["early_output"] == "WARNING: early\n"
    assert not found["has_debug_records"]  # no handler takes them

    # Knows the last build, writes all pages, keeps the old output.
    assert again(found["fingerprint"]) == (True, False, True)
    assert again(found["fingerprint"], fresh=True) == (False, True, False)
    assert not in_progress.exists()
    assert again("of other templates") == (True, True, False)
    assert in_progress.exists()  # removing the old output can be interrupted
    assert again(found["fingerprint"]) == (False, True, False)  # as after a build that was killed


def test_with_an_extension_that_is_not_safe_everything_is_done_in_one_process(site):
    site.write({"early_extension.py": EXTENSION.format(safe=False)})
    assert started(task(site))["parallel"] == 1


def test_what_sphinx_printed_before_it_failed_is_kept(site):
    conf = (site.folder / "conf.py").read_text() + 'extensions.append("nosuch_extension")\n'
    site.write({"conf.py": conf})
    found = started(task(site))
    assert found["early_output"] == "WARNING: early\n"
    assert found["error"].startswith("Could not import extension nosuch_extension (exception: ")
