"""Links in a terminal: where they are shown, and where they lead."""

from __future__ import annotations

import email.message

import pytest

from variantdocs.hyperlinks import link_kind, manual_address, shows_links

PAGE = "https://docs.example.com/messages.html"


@pytest.mark.parametrize(
    ("environ", "expected"),
    [
        ({}, False),
        ({"TERM_PROGRAM": "vscode"}, True),
        ({"TERM_PROGRAM": "Apple_Terminal"}, False),
        ({"VTE_VERSION": "7600"}, True),
        ({"VTE_VERSION": "4803"}, False),
        ({"VTE_VERSION": "none"}, False),
        ({"WT_SESSION": "1"}, True),
        ({"WT_SESSION": "1", "NO_COLOR": ""}, False),
        ({"WT_SESSION": "1", "CI": "true"}, False),
        ({"WT_SESSION": "1", "TERM": "dumb"}, False),
        ({"WT_SESSION": "1", "FORCE_HYPERLINK": "0"}, False),
        ({"FORCE_HYPERLINK": "1"}, True),
    ],
)
def test_a_terminal_is_known_by_its_variables(environ, expected):
    assert shows_links(environ, is_terminal=True) is expected


def test_a_log_has_no_links_unless_they_are_forced():
    assert not shows_links({"WT_SESSION": "1"}, is_terminal=False)
    assert shows_links({"FORCE_HYPERLINK": "1"}, is_terminal=False)


def test_the_address_of_the_manual_may_be_given():
    assert manual_address({"VARIANTDOCS_MANUAL": PAGE}) == PAGE


@pytest.mark.parametrize(("urls", "expected"), [(["Home, x", f"Messages, {PAGE}"], PAGE), ([], "")])
def test_else_it_is_that_of_the_package(monkeypatch, urls, expected):
    found = email.message.Message()
    for url in urls:
        found["Project-URL"] = url
    monkeypatch.setattr("variantdocs.hyperlinks.metadata", lambda name: found)
    assert manual_address({}) == expected


def test_the_kind_is_linked_to_its_entry():
    assert link_kind("a.md:1: ERROR: x [variants.syntax]", "variants.syntax", PAGE) == (
        f"a.md:1: ERROR: x \x1b]8;;{PAGE}#variants-syntax\x1b\\[variants.syntax]\x1b]8;;\x1b\\"
    )


@pytest.mark.parametrize("kind", ["myst.header", ""])
def test_a_kind_without_an_entry_is_not_linked(kind):
    assert link_kind(f"a.md:1: WARNING: x [{kind}]", kind, PAGE) == f"a.md:1: WARNING: x [{kind}]"
