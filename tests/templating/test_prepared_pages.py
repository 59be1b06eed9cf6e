"""Pages that are prepared once for all variants."""

from __future__ import annotations

import pytest

from variantdocs.templating.expand import BrokenPage
from variantdocs.templating.prepared_pages import PreparedPages


def test_a_prepared_page_is_given_for_its_source_only(names):
    pages = PreparedPages(names)
    pages.add("{@@ if byoc @@}own{@@ endif @@}\n")
    page = pages.get("{@@ if byoc @@}own{@@ endif @@}\n")
    assert page.expand("byoc", names).text == "own\n"
    assert page.expand("serverless", names).text == ""
    assert pages.get("{@@ if byoc @@}other{@@ endif @@}\n") is None


def test_a_broken_page_is_broken_whenever_it_is_taken(names):
    pages = PreparedPages(names)
    pages.add("a\n{@@ if byco @@}\n")
    for _ in range(2):
        with pytest.raises(BrokenPage) as caught:
            pages.get("a\n{@@ if byco @@}\n")
        assert [problem.line for problem in caught.value.problems] == [2]
