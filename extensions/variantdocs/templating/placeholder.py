"""Make a placeholder for a page or included file that cannot be expanded.

It shows the problems, and keeps what other pages may refer to (see
:mod:`~variantdocs.templating.kept_parts`), so that links and toctrees to it and through it still resolve
and cause no further messages.
"""

from __future__ import annotations

from collections.abc import Sequence

from variantdocs.locale import ENGLISH, Language, translator
from variantdocs.templating.kept_parts import kept_markdown, kept_rest, text_without_tags
from variantdocs.templating.tags import Problem

_CLASS = "variant-problem"
"""Lets the style sheet of the switcher wrap the messages."""


def placeholder(
    source: str,
    *,
    docname: str,
    path: str,
    problems: Sequence[Problem],
    markdown: bool,
    language: Language = ENGLISH,
) -> str:
    """A page in the same markup that shows what is wrong.

    :param path: The author's file, as shown in messages.
    :param markdown: Whether the page is Markdown, not reST.
    :param language: The language of the page; the problems are English.
    """
    translate = translator(language)
    text = text_without_tags(source)
    kept = kept_markdown(text) if markdown else kept_rest(text)
    title = kept.title or docname.rpartition("/")[2]
    shown = _shown(translate("This page could not be built."), path, problems, markdown=markdown)
    if markdown:
        head = ["---", "orphan: true", "---", ""] if kept.is_orphan else []
        head += [*(f"({label})=" for label in kept.labels_of_title), f"# {title}"]
    else:
        head = [":orphan:", ""] if kept.is_orphan else []
        head += [*(f".. _{label}:" for label in kept.labels_of_title), ""]
        head += [title, kept.title_character * max(4, len(title.encode()))]
    return "\n".join([*head, "", *shown, "", *kept.lines, ""])


def included_placeholder(
    source: str,
    path: str,
    problems: Sequence[Problem],
    *,
    markdown: bool,
    language: Language = ENGLISH,
) -> str:
    """A placeholder for an included file that cannot be expanded."""
    translate = translator(language)
    text = text_without_tags(source)
    kept = kept_markdown(text, is_page=False) if markdown else kept_rest(text, is_page=False)
    shown = _shown(translate("This text could not be included."), path, problems, markdown=markdown)
    return "\n".join([*shown, "", *kept.lines, ""])


def _shown(sentence: str, path: str, problems: Sequence[Problem], *, markdown: bool) -> list[str]:
    texts = [f"{path}:{problem.line}: {problem.message}" for problem in problems]
    if markdown:
        return ["````{error}", f":class: {_CLASS}", sentence, "", "```text", *texts, "```", "````"]
    head = [".. error::", f"   :class: {_CLASS}", "", f"   {sentence}", "", "   .. code-block:: text", ""]
    return [*head, *(f"      {text}" for text in texts)]
