"""URLs in the text of a page."""

from __future__ import annotations

import pytest

from variantdocs.remote.directive.scan import included_urls

URL = "https://host/x.py"


@pytest.mark.parametrize(
    "text",
    [
        f"```{{rli}} {URL}\n```",
        f"```{{remoteliteralinclude}} {URL}  \n:lines: 1\n```",
        f":::{{rli}} {URL}\n:::",
        f"~~~ {{rli}} {URL}\n~~~",
        f"- item\n\n  ```{{rli}} {URL}\n  ```",
        f"> ```{{rli}} {URL}\n> ```",
        f"::::{{tab-set}}\n:::{{tab-item}} A\n```{{rli}} {URL}\n```\n:::\n::::",
        f"```{{eval-rst}}\n.. rli:: {URL}\n```",
        f".. rli:: {URL}\n   :lines: 1",
        f"   .. remoteliteralinclude:: {URL}",
        f".. |x| rli:: {URL}",
    ],
)
def test_a_url_is_found_in_every_spelling(text: str) -> None:
    assert included_urls(text) == (URL,)


def test_what_is_compared_with_is_found() -> None:
    other = "https://host/y.py"
    text = f"```{{rli}} {URL}\n:diff: {other}\n```\n\n```{{rli}} {URL}\n---\ndiff: '{other}'\n---\n```"
    assert included_urls(text) == (URL, other)


def test_each_url_is_given_once_in_the_order_of_the_page() -> None:
    text = f"```{{rli}} {URL}#L1\n```\n```{{rli}} https://a/b\n```\n```{{rli}} {URL}#L1\n```\n"
    assert included_urls(text) == (f"{URL}#L1", "https://a/b")


@pytest.mark.parametrize(
    "text",
    [
        f"````markdown\n```{{rli}} {URL}\n```\n````",
        f"````{{code-block}} md\n```{{rli}} {URL}\n```\n````",
        f".. code-block:: rst\n\n   .. rli:: {URL}\n",
        f"Write `{{rli}} {URL}` for it.",
        "```{rli}\n```",
    ],
)
def test_text_that_is_only_shown_costs_no_request(text: str) -> None:
    assert included_urls(text) == ()


def test_what_follows_shown_text_is_found() -> None:
    text = f"````md\n```{{rli}} https://no/x\n```\n````\n\n```{{rli}} {URL}\n```\n"
    assert included_urls(text) == (URL,)
    assert included_urls(f".. code::\n\n   .. rli:: https://no/x\n\n.. rli:: {URL}\n") == (URL,)


def test_a_fence_that_is_never_closed_does_no_harm() -> None:
    assert included_urls(f"```{{rli}} {URL}\n\n# Title\n") == (URL,)
