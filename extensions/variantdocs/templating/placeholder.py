"""Make a placeholder for a page that cannot be expanded.

It keeps the page's title, labels and toctrees, so that links and toctrees to it and through it
still resolve and cause no further messages.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from variantdocs.templating.tags import Problem

_TAG = re.compile(r"(?:\{@@|<@@).*?(?:@@\}|@@>)|\{@[=#].*?[=#]@\}", re.S)
_MD_TITLE = re.compile(r"^#\s+(.+?)\s*#*\s*$", re.M)
_MD_LABEL = re.compile(r"^\(([^()\n]+)\)=\s*$", re.M)
_MD_TOCTREE = re.compile(r"^(?P<fence>`{3,}|:{3,})\{toctree\}.*?^(?P=fence)\s*$", re.M | re.S)
_RST_TITLE = re.compile(r"^(?:([=\-~^\"'#*+.:_`])\1+\n)?[ ]?(\S.*)\n([=\-~^\"'#*+.:_`])\3+\s*$", re.M)
_RST_LABEL = re.compile(r"^\.\. _([^:\n]+):\s*$", re.M)
_RST_TOCTREE = re.compile(r"^\.\. toctree::.*\n(?:(?:[ \t]+.*)?\n)*", re.M)


def placeholder(source: str, *, docname: str, path: str, problems: Sequence[Problem], markdown: bool) -> str:
    """A page in the same markup that shows what is wrong.

    :param path: The author's file, as shown in messages.
    :param markdown: Whether the page is Markdown, not reST.
    """
    texts = [f"{path}:{problem.line}: {problem.message}" for problem in problems]
    title = _title(source, docname, markdown=markdown)
    labels = _without_repeats((_MD_LABEL if markdown else _RST_LABEL).findall(source))
    toctrees = [
        _without_tags(found[0]) for found in (_MD_TOCTREE if markdown else _RST_TOCTREE).finditer(source)
    ]
    if markdown:
        head = [*(f"({label})=" for label in labels), f"# {title}"]
        body = ["````{error}", "This page could not be built.", "", "```text", *texts, "```", "````"]
    else:
        head = [*(f".. _{label}:" for label in labels), "", title, "=" * max(4, len(title.encode()))]
        body = [".. error::", "", "   This page could not be built.", "", "   .. code-block:: text", ""]
        body += [f"      {line}" for text in texts for line in text.splitlines()]
    return "\n".join([*head, "", *body, "", *("\n" + toctree for toctree in toctrees), ""])


def included_placeholder(path: str, problems: Sequence[Problem], *, markdown: bool) -> str:
    """A placeholder for an included file that cannot be expanded."""
    texts = [f"{path}:{problem.line}: {problem.message}" for problem in problems]
    if markdown:
        return "\n".join(
            ["````{error}", "This text could not be included.", "", "```text", *texts, "```", "````", ""]
        )
    lines = [".. error::", "", "   This text could not be included.", "", "   .. code-block:: text", ""]
    return "\n".join([*lines, *(f"      {text}" for text in texts), ""])


def _title(source: str, docname: str, *, markdown: bool) -> str:
    text = _TAG.sub("", source)
    found = (_MD_TITLE if markdown else _RST_TITLE).search(text)
    title = (found[1] if markdown else found[2]).strip() if found else ""
    return title or docname.rpartition("/")[2]


def _without_tags(toctree: str) -> str:
    # The rest of a broken tag would be read as a page's name.
    lines = _TAG.sub("", toctree).splitlines(keepends=True)
    return "".join(line for line in lines if not re.search(r"@@|\{@|[=#]@\}", line))


def _without_repeats(labels: Iterable[str]) -> list[str]:
    return list(dict.fromkeys(label for label in labels if "@" not in label))
