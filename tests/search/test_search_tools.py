"""The scripts of Sphinx's search in a page."""

from __future__ import annotations

from variantdocs.publish.pagefind.search_page import with_pagefind
from variantdocs.search.search_tools import without_search_tools

OTHERS = '<script src="../_static/doctools.js?v=1"></script>\n<script>searchtools.js</script>\n'
TOOLS = """\
<script src="../_static/searchtools.js"></script>
    <script defer="defer" src="../_static/language_data.js?v=2"></script>
<script src="../searchindex.js" ></script>
"""


def test_only_they_are_left_out_wherever_they_stand():
    text = f"<head>{OTHERS}{TOOLS}</head><body>{TOOLS}</body>"
    assert without_search_tools(text) == f"<head>{OTHERS}</head><body></body>"


def test_the_search_page_gets_pagefind_s_in_their_place():
    text = f"<head>{TOOLS}</head><body>{OTHERS}{TOOLS}</body>"
    assert with_pagefind(text, "../") == (
        '<head><script defer src="../_static/search-engine.js"></script>\n'
        '<script defer src="../_static/search-page.js"></script>\n'
        f"</head><body>{OTHERS}</body>"
    )
