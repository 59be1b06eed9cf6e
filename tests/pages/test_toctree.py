"""The directive ``toctree``, run by Sphinx on one page."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from sphinx import addnodes
from sphinx.testing.restructuredtext import parse
from sphinx.testing.util import SphinxTestApp
from sphinx.util.console import strip_escape_sequences

from variantdocs.pages.membership import MEMBERS
from variantdocs.pages.references import PAGE_REFERENCES
from variantdocs.pages.toctree import VariantTocTree

FILES = ("index", "guide", "deploy/all", "excluded", "own")
ELSEWHERE = ("deploy/aws", "deploy/gcp")


@pytest.fixture(scope="module")
def app(tmp_path_factory):
    """An application that builds ``byoc``, which has all pages but two."""
    source = tmp_path_factory.mktemp("source")
    (source / "conf.py").write_text('exclude_patterns = ["excluded.rst"]\n')
    for name in FILES:
        path = source / f"{name}.rst"
        path.parent.mkdir(exist_ok=True)
        path.write_text("Page\n====\n")
    application = SphinxTestApp(srcdir=source, buildername="dummy")
    application.add_directive("toctree", VariantTocTree, override=True)
    application.env.find_files(application.config, application.builder)
    MEMBERS.set(
        application.env,
        {name: frozenset({"byoc"}) for name in FILES if name != "excluded"}
        | dict.fromkeys(ELSEWHERE, frozenset({"edge"})),
    )
    yield application
    application.cleanup()


@pytest.fixture
def run(app) -> Callable[..., tuple[list[str] | None, list[str]]]:
    """The pages of a toctree, ``None`` if there is no toctree, and the warnings."""

    def run(*lines: str) -> tuple[list[str] | None, list[str]]:
        app.warning.seek(0)
        app.warning.truncate()
        doctree = parse(app, "\n".join([".. toctree::", *(f"   {line}" for line in lines), ""]))
        found = list(doctree.findall(addnodes.toctree))
        said = strip_escape_sequences(app.warning.getvalue())
        warnings = [line.partition(".rst:")[2] for line in said.splitlines()]
        return (found[0]["includefiles"] if found else None), warnings

    return run


def test_entries_of_other_variants_go_without_a_warning(run):
    assert run("", "guide", "deploy/aws", "Title <deploy/gcp>", "own") == (["guide", "own"], [])


def test_a_toctree_that_is_left_empty_goes(run):
    assert run(":caption: Deploy", "", "deploy/aws", "deploy/gcp") == (None, [])


def test_a_toctree_that_was_empty_from_the_start_stays(run):
    assert run(":maxdepth: 1", "") == ([], [])


def test_a_pattern_keeps_the_pages_of_this_variant(run):
    assert run(":glob:", "", "deploy/*") == (["deploy/all"], [])


def test_a_pattern_that_only_other_variants_match_goes_without_a_warning(run):
    assert run(":glob:", "", "deploy/a[w]s", "guide") == (["guide"], [])


def test_a_misspelled_entry_is_reported_with_the_nearest_page_and_goes(run):
    found, (warning,) = run("", "giude", "own")
    assert found == ["own"]
    assert warning == (
        "3: WARNING: toctree contains reference to nonexisting document 'giude'; did you mean 'guide'? "
        "[toc.not_readable]"
    )


def test_an_entry_like_no_page_is_left_to_sphinx(run):
    _, (warning,) = run("", "completely-different")
    assert warning == (
        "3: WARNING: toctree contains reference to nonexisting document 'completely-different' "
        "[toc.not_readable]"
    )


def test_an_excluded_page_is_left_to_sphinx_which_says_that_it_is_excluded(run):
    _, (warning,) = run("", "excluded")
    assert warning == (
        "3: WARNING: toctree contains reference to excluded document 'excluded' [toc.excluded]"
    )


def test_a_pattern_that_cannot_be_read_is_reported_and_the_other_entries_stay(run):
    found, (warning,) = run(":glob:", "", "[z-a]", "guide")
    assert found == ["guide"]
    assert warning == (
        "4: WARNING: toctree glob pattern '[z-a]' cannot be read: bad character range z-a [toc.empty_glob]"
    )


def test_a_pattern_with_too_many_stars_is_reported_and_not_tried(run):
    pattern = "*a" * 9
    found, (warning,) = run(":glob:", "", pattern, "guide")
    assert found == ["guide"]
    assert warning == (
        f"4: WARNING: toctree glob pattern {pattern!r} cannot be read: it has more than 8 stars [toc.empty_glob]"
    )


def test_the_page_refers_to_all_that_its_entries_name_also_of_other_variants(app, run):
    PAGE_REFERENCES.of(app.env).clear()
    run(":glob:", "", "guide", "deploy/aws", "own*")
    (references,) = PAGE_REFERENCES.of(app.env).values()
    assert references.patterns == {"guide", "deploy/aws", "own*"}


def test_each_message_has_the_line_of_its_entry(run):
    _, warnings = run(":maxdepth: 2", "", "guide", "", "nothing-like-it", "guide")
    assert [warning.partition(" WARNING")[0] for warning in warnings] == ["6:", "7:"]
