"""Names that a variant, group or variable cannot have, and why."""

from __future__ import annotations

JINJA_WORDS = frozenset(
    [
        "true",
        "false",
        "none",
        "True",
        "False",
        "None",
        "and",
        "or",
        "not",
        "is",
        "in",
        "if",
        "elif",
        "else",
        "endif",
        "for",
        "endfor",
        "set",
        "endset",
        "raw",
        "endraw",
        "range",
        "namespace",
        "dict",
        "loop",
        "recursive",
        "include",
        "import",
        "from",
        "extends",
        "macro",
        "call",
        "block",
        "filter",
        "with",
        "autoescape",
        "self",
    ]
)
BUILDERS = frozenset(
    [
        "applehelp",
        "changes",
        "coverage",
        "devhelp",
        "dirhtml",
        "doctest",
        "dummy",
        "epub",
        "gettext",
        "html",
        "htmlhelp",
        "json",
        "latex",
        "linkcheck",
        "man",
        "pickle",
        "pseudoxml",
        "qthelp",
        "singlehtml",
        "texinfo",
        "text",
        "variants",
        "xml",
    ]
)
"""The names of Sphinx's builders; Sphinx sets each as a tag while its builder runs."""
FORMATS = frozenset({"html", "latex", "text", "man", "texinfo", "xml", "pseudoxml"})
"""The output formats of Sphinx's builders, also set as tags."""


def reserved(name: str) -> str | None:
    """The reason why ``name`` is reserved; ``None`` if it is not."""
    if name == "variant":
        return "`variant` is the variant itself in pages"
    if name in JINJA_WORDS:
        return f"`{name}` is a keyword of the template language"
    if name.removeprefix("builder_") in BUILDERS or name.removeprefix("format_") in FORMATS:
        return f"`{name}` is the tag of a Sphinx builder"
    return None
