"""Find the parts of a broken page that other pages may refer to.

These are its title, labels, ids, headings, toctrees, terms, and the names of figures, tables, code blocks
and equations. Tags are removed first, so the parts of all branches are kept.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

_MARK = re.compile(r"\{@@|<@@|\{@=|\{@#|@@\}|@@>|=@\}|#@\}")
_OPENING = frozenset({"{@@", "<@@", "{@=", "{@#"})
_FENCE = re.compile(r"(?P<indent> *)(?P<fence>`{3,}|~{3,}|:{3,})(?:\{(?P<name>[\w:-]+)\})?")
_MD_HEADING = re.compile(r"#{1,6}\s")
_MD_UNDERLINE = re.compile(r" {0,3}(=+|-+)[ \t]*$")
_MD_NO_PARAGRAPH = re.compile(r"\s*($|[>|<]|[-*+]\s|\d+[.)]\s)")
_MD_LABEL = re.compile(r"[ \t]*\(([^()\n]+)\)=\s*$")
_MD_ATTRIBUTES = re.compile(r"\{([^{}\n]{1,500})\}")
_MD_ID = re.compile(r"(?:^|\s)#([A-Za-z][\w:.-]*)")
_MD_EQUATION = re.compile(r"\$\$\s*\(([^()\s]+)\)\s*$")
_OPTION = re.compile(r"\s*:(name|label):\s*(\S[^\n]*?)\s*$")
_RST_LABEL = re.compile(r"[ \t]*\.\. _([^:\n]+):\s*$")
_RST_DIRECTIVE = re.compile(r"(?P<indent>\s*)\.\. (?P<name>[\w:-]+)::")
_RST_ORPHAN = re.compile(r":orphan:")
_LINE = re.compile(r"([=\-~^\"'#*+.:_`])\1{2,}\s*$")
_KEPT_WHOLE = frozenset({"toctree", "glossary"})
_WITHOUT_MARKDOWN = frozenset(
    {"code", "code-block", "math", "mermaid", "parsed-literal", "raw", "sourcecode"}
)
_MOST_NESTED = 32
"""How deep directives within directives are searched; each level reads its lines again."""
_NOT_SHOWN = "not built"
_REMOVED = "\ufdd0"  # no text may hold it
_EMPTIED_LINE = re.compile(rf"^[ \t]*{_REMOVED}[{_REMOVED} \t]*\n", re.M)


@dataclass(slots=True, kw_only=True)
class KeptParts:
    """What the placeholder of a page keeps: the title with its labels, and the lines of all other parts."""

    title: str = ""
    title_character: str = "="
    is_orphan: bool = False
    labels_of_title: list[str] = field(default_factory=list)
    lines: list[str] = field(default_factory=list)


def text_without_tags(source: str) -> str:
    """``source`` without its tags, and without lines that held nothing else.

    Of a tag that is never closed, the rest of its line is removed; of one never opened, the line before it.
    """
    kept: list[str] = []
    position, opened = 0, -1
    for mark in _MARK.finditer(source):
        if mark[0] in _OPENING:
            if opened >= 0:
                position = _end_of_line(source, opened, mark.start())
            kept += [source[position : mark.start()], _REMOVED]
            opened = mark.start()
        elif opened >= 0:
            position, opened = mark.end(), -1
        else:
            begin = source.rfind("\n", position, mark.start()) + 1
            kept += [source[position:begin] if begin else "", _REMOVED]
            position = mark.end()
    rest = position if opened < 0 else _end_of_line(source, opened, len(source))
    text = "".join([*kept, source[rest:]])
    return _EMPTIED_LINE.sub("", text).replace(_REMOVED, "")


def _end_of_line(source: str, position: int, end: int) -> int:
    found = source.find("\n", position, end)
    return end if found < 0 else found


def kept_markdown(text: str, *, is_page: bool = True) -> KeptParts:
    """The parts of a Markdown page, or of an included file."""
    kept = KeptParts()
    names = _Names()
    labels: list[str] = []
    paragraph: list[str] = []
    level = 1 if is_page else 0  # of the last heading; the page would skip one where a block holds it
    lines = iter(_after_front_matter(text, kept))
    for line in lines:
        if (fence := _FENCE.match(line)) is not None:
            block = list(_fenced(line, fence, lines))
            kept.lines += _kept_of_block(fence["name"], block, names)
        elif (label := _MD_LABEL.match(line)) is not None:
            labels += names.new(label[1])
        elif (heading := _md_heading(line, paragraph)) is not None:
            if is_page and not kept.title and heading.startswith("# "):
                kept.title = heading[2:].strip().rstrip("#").strip()
                kept.labels_of_title, labels = labels, []
            else:
                level = min(_level(heading), level + 1) if level else _level(heading)
                shown = f"{'#' * level} {heading.lstrip('#').lstrip()}"
                kept.lines += ["", *(f"({found})=" for found in labels), shown]
                labels = []
        else:
            labels += _md_ids(line, names)
            if (equation := _MD_EQUATION.search(line)) is not None:
                kept.lines += [line for name in names.new(equation[1]) for line in _md_equation(name)]
            elif not _MD_NO_PARAGRAPH.match(line):
                paragraph.append(line.strip())
                continue
        paragraph.clear()
    if is_page and not kept.title:
        kept.labels_of_title = labels
    else:
        kept.lines += ["", *(f"({found})=\n" for found in labels)]
    return kept


def _level(heading: str) -> int:
    return len(heading) - len(heading.lstrip("#"))


def _md_heading(line: str, paragraph: list[str]) -> str | None:
    """The heading that ``line`` is, or underlines; written with ``#`` in any case."""
    if _MD_HEADING.match(line):
        return line
    if paragraph and (underline := _MD_UNDERLINE.match(line)) is not None:
        return f"{'#' if underline[1][0] == '=' else '##'} {' '.join(paragraph)}"
    return None


def _md_ids(line: str, names: _Names) -> list[str]:
    """The ids of attributes: ``{#id}`` before a block, ``[text]{#id}`` in a line."""
    found = (
        identifier[1] for braces in _MD_ATTRIBUTES.finditer(line) for identifier in _MD_ID.finditer(braces[1])
    )
    return [new for identifier in found for new in names.new(identifier)]


def kept_rest(text: str, *, is_page: bool = True) -> KeptParts:
    """The parts of a reST page, or of an included file."""
    kept = KeptParts()
    names = _Names()
    labels: list[str] = []
    lines = text.split("\n")
    number = 0
    while number < len(lines):
        line = lines[number]
        directive = _RST_DIRECTIVE.match(line)
        if directive is not None and directive["name"] in _KEPT_WHOLE:
            end = _end_of_directive(lines, number, len(directive["indent"]))
            kept.lines += ["", *_unindented(lines[number:end]), ""]
            number = end
            continue
        if (label := _RST_LABEL.match(line)) is not None:
            labels += names.new(label[1])
        elif (option := _OPTION.match(line)) is not None:
            kept.lines += _named_rest(option[1], names.new(option[2]))
        elif number == 0 and _RST_ORPHAN.match(line):
            kept.is_orphan = True
        elif _is_rest_title(lines, number):
            over = lines[number - 1] if number and _LINE.match(lines[number - 1]) else ""
            if is_page and not kept.title:
                kept.title, kept.title_character = line.strip(), lines[number + 1][0]
                kept.labels_of_title, labels = labels, []
            else:
                heading = [*([over] if over else []), line, lines[number + 1]]
                kept.lines += ["", *(f".. _{found}:" for found in labels), "", *heading, ""]
                labels = []
            number += 1
        number += 1
    if is_page and not kept.title:
        kept.labels_of_title = labels
    else:
        kept.lines += [line for found in labels for line in (f".. _{found}:", "")]
    return kept


class _Names:
    """Labels and names, each of which may be defined once only."""

    def __init__(self) -> None:
        self._seen: set[str] = set()

    def new(self, name: str) -> list[str]:
        if name in self._seen or "@" in name:
            return []
        self._seen.add(name)
        return [name]


def _after_front_matter(text: str, kept: KeptParts) -> list[str]:
    lines = text.split("\n")
    if lines[0].rstrip() != "---":
        return lines
    for number, line in enumerate(lines[1:], 1):
        if line.rstrip() in ("---", "..."):
            return lines[number + 1 :]
        kept.is_orphan = kept.is_orphan or re.match(r"orphan\s*:\s*true\b", line) is not None
    return lines


def _fenced(opening: str, fence: re.Match[str], lines: Iterator[str]) -> Iterator[str]:
    yield opening
    mark = fence["fence"]
    for line in lines:
        yield line
        text = line.strip()
        if len(text) >= len(mark) and not text.strip(mark[0]):
            return


def _kept_of_block(name: str | None, block: list[str], names: _Names, depth: int = 0) -> list[str]:
    if name is None or depth > _MOST_NESTED:
        return []
    if name in _KEPT_WHOLE:
        return ["", *_unindented(block), ""]
    if name == "eval-rst":
        inner = kept_rest("\n".join(block[1:-1]), is_page=False)
        return ["", "````{eval-rst}", *inner.lines, "````", ""] if any(inner.lines) else []
    kept: list[str] = []
    content = iter(block[1:])
    for line in content:
        if (option := _OPTION.match(line)) is not None:
            for found in names.new(option[2]):
                kept += _md_equation(found) if option[1] == "label" else _md_named(found)
        elif (inner_fence := _FENCE.match(line)) is not None and inner_fence["name"]:
            inner_block = list(_fenced(line, inner_fence, content))
            kept += _kept_of_block(inner_fence["name"], inner_block, names, depth + 1)
        elif name not in _WITHOUT_MARKDOWN:
            if (equation := _MD_EQUATION.search(line)) is not None:
                kept += [part for found in names.new(equation[1]) for part in _md_equation(found)]
            label = _MD_LABEL.match(line)
            labels = names.new(label[1]) if label is not None else _md_ids(line, names)
            kept += [part for found in labels for part in ("", f"({found})=", "")]
    return kept


def _md_named(name: str) -> list[str]:
    return ["", "```{code-block} text", f":name: {name}", f":caption: {name}", "", _NOT_SHOWN, "```", ""]


def _md_equation(name: str) -> list[str]:
    return ["", "```{math}", f":label: {name}", "", _NOT_SHOWN, "```", ""]


def _named_rest(kind: str, names: Iterable[str]) -> list[str]:
    kept: list[str] = []
    for name in names:
        if kind == "label":
            kept += ["", ".. math::", f"   :label: {name}", "", f"   {_NOT_SHOWN}", ""]
        else:
            head = ["", ".. code-block:: text", f"   :name: {name}", f"   :caption: {name}"]
            kept += [*head, "", f"   {_NOT_SHOWN}", ""]
    return kept


def _end_of_directive(lines: list[str], start: int, indent: int) -> int:
    number = start + 1
    while number < len(lines):
        line = lines[number]
        if line.strip() and len(line) - len(line.lstrip()) <= indent:
            break
        number += 1
    return number


def _unindented(lines: list[str]) -> list[str]:
    indent = len(lines[0]) - len(lines[0].lstrip())
    return [line[indent:] if not line[:indent].strip() else line for line in lines]


def _is_rest_title(lines: list[str], number: int) -> bool:
    if number + 1 >= len(lines):
        return False
    line, under = lines[number], lines[number + 1]
    return bool(
        line.strip()
        and _LINE.match(under)
        and not _LINE.match(line)
        and (not line.startswith(" ") or (number and _LINE.match(lines[number - 1])))
    )
