"""Messages about pages: what is logged, as what, and with which kind."""

from __future__ import annotations

import copy
import logging

import pytest
from docutils import nodes

from variantdocs.messages import ALWAYS_ERRORS, Kind, report


@pytest.fixture
def records():
    """Everything that is reported, before Sphinx filters or formats it."""
    found: list[logging.LogRecord] = []

    class Keep(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            found.append(copy.copy(record))  # the handlers of a Sphinx application change it

    logger, handler = logging.getLogger("sphinx.variantdocs.messages"), Keep()
    logger.addHandler(handler)
    yield found
    logger.removeHandler(handler)


def test_a_warning_carries_its_kind_as_sphinxs_type_and_not_in_its_text(records):
    report(Kind.ORPHAN, "no toctree reaches this page", location=("own", 3))
    (record,) = records
    assert (record.levelname, record.getMessage()) == ("WARNING", "no toctree reaches this page")
    assert (record.type, record.subtype, record.location) == ("variants", "orphan", ("own", 3))


def test_a_kind_of_remote_includes_has_a_type_of_its_own(records):
    report(Kind.RLI_STALE, "an older copy is shown", location="page.md:3")
    (record,) = records
    assert (record.type, record.subtype, record.location) == ("rli", "stale", "page.md:3")


def test_an_error_has_its_kind_in_the_text_and_no_type_by_which_it_could_be_suppressed(records):
    report(Kind.SYNTAX, "the block is never closed", location="page.md:3")
    (record,) = records
    assert (record.levelname, record.getMessage()) == (
        "ERROR",
        "the block is never closed [variants.syntax]",
    )
    assert not hasattr(record, "type")
    assert record.variantdocs_error is True


@pytest.mark.parametrize("kind", Kind)
def test_the_kind_decides_whether_a_message_is_an_error(records, kind):
    report(kind, "wrong", location=None)
    assert records[0].levelname == ("ERROR" if kind in ALWAYS_ERRORS else "WARNING")


def test_the_caller_may_decide_whether_a_message_is_an_error(records):
    report(Kind.ABSENT, "absent", location=None, error=True)
    report(Kind.SYNTAX, "nearly a tag", location=None, error=False)
    assert [(record.levelname, record.getMessage()) for record in records] == [
        ("ERROR", "absent [variants.absent]"),
        ("WARNING", "nearly a tag"),
    ]


def test_a_percent_sign_in_a_message_is_only_text(records):
    report(Kind.MISSING, "`100%s`", location=None)
    report(Kind.SYNTAX, "`100%s`", location=None)
    assert [record.getMessage() for record in records] == ["`100%s`", "`100%s` [variants.syntax]"]


def test_a_node_may_be_the_location(records):
    node = nodes.paragraph()
    report(Kind.MISSING, "wrong", location=node)
    assert records[0].location is node


def test_every_kind_has_a_type_and_a_subtype():
    assert {kind.partition(".")[0] for kind in Kind} == {"variants", "rli"}
    assert [kind for kind in Kind if kind.count(".") != 1] == []
