"""Records of how pages were read."""

from __future__ import annotations

from dataclasses import replace

import pytest

from variantdocs.messages import Kind
from variantdocs.templating.expand import ExpandedPage
from variantdocs.templating.read_records import ReadRecord, changed_names, fingerprint
from variantdocs.templating.source_lines.source_map import SourceMap
from variantdocs.templating.tags import Problem


@pytest.mark.parametrize(
    ("record", "depends", "may_name_byoc"),
    [
        (ReadRecord(fingerprint="f"), False, False),
        (ReadRecord(fingerprint=""), True, True),
        (ReadRecord(fingerprint="f", has_only=True), True, True),
        (ReadRecord(fingerprint="f", in_includes=frozenset({"byoc"})), True, True),
        (ReadRecord(fingerprint="f", in_includes=frozenset({"other"})), True, False),
    ],
    ids=["plain", "broken", "only", "an include with the name", "an include without"],
)
def test_a_record_says_what_may_differ_between_variants(record, depends, may_name_byoc):
    assert record.depends_on_variant == depends
    assert record.may_name({"byoc"}) == may_name_byoc


def test_pages_of_the_same_text_from_other_lines_have_other_fingerprints():
    pages = [ExpandedPage(text="a", source_map=SourceMap((line,))) for line in (1, 1, 2)]
    first, same, other = map(fingerprint, pages)
    assert first == same != other


def test_pages_with_other_warnings_have_other_fingerprints():
    warning = Problem(kind=Kind.DEAD_BRANCH, message="never shown", line=3)
    page = ExpandedPage(text="a", source_map=SourceMap((1,)))
    assert fingerprint(page) != fingerprint(replace(page, warnings=(warning,)))


def test_names_that_were_added_removed_or_changed_are_found():
    before = {"kept": "1", "changed": "1", "removed": "1"}
    assert changed_names(before, {"kept": "1", "changed": "2", "added": "1"}) == {
        "changed",
        "removed",
        "added",
    }
