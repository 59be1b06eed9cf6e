"""Secrets in text that is printed."""

from __future__ import annotations

import pytest

from variantdocs.remote.redact import HIDDEN, printable, redacted


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("https://h.example/x?token=abc", f"https://h.example/x?token={HIDDEN}"),
        ("https://h.example/x?tok%65n=abc&a=1", f"https://h.example/x?tok%65n={HIDDEN}&a=1"),
        ("https://h.example/x?a=1;X-Amz-Signature=abc", f"https://h.example/x?a=1;X-Amz-Signature={HIDDEN}"),
        ("https://bob:pw@h.example/", f"https://{HIDDEN}@h.example/"),
        ("https://h.example/ghp_0123456789abc", f"https://h.example/{HIDDEN}"),
        ("https://h.example/x?page=2", "https://h.example/x?page=2"),
    ],
)
def test_what_looks_like_a_secret_is_hidden(text: str, expected: str) -> None:
    assert redacted(text) == expected


def test_a_secret_that_is_given_is_hidden_wherever_it_stands() -> None:
    assert redacted("a-s3cret-b", secrets=["s3cret", ""]) == f"a-{HIDDEN}-b"


def test_what_acts_on_a_terminal_is_escaped() -> None:
    assert printable("\x1b[31m\u202e" + "x" * 600, limit=8) == "\\x1b[31m\\u202exx\u2026"
