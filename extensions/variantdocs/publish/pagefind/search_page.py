"""Change a search page of Sphinx into one of Pagefind."""

from __future__ import annotations

from variantdocs.search.search_tools import without_search_tools

ENGINE = "search-engine.js"
"""The script that search fields ask for what is found."""

PAGE_SCRIPT = "search-page.js"


def with_pagefind(text: str, up: str) -> str:
    """The search page ``text`` with the scripts of Pagefind in the place of Sphinx's.

    :param up: The address of the variant's folder, relative to the page: empty, or ``../``.
    """
    scripts = "".join(f'<script defer src="{up}_static/{name}"></script>\n' for name in (ENGINE, PAGE_SCRIPT))
    head, end, body = without_search_tools(text).partition("</head>")
    return f"{head}{scripts}{end}{body}"
