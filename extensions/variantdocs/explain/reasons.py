"""Find what decides whether a variant has a page, and whether it shows a line of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from variantdocs.config.patterns import matches
from variantdocs.pages.declarations.declared import Declared
from variantdocs.paths import shown_path
from variantdocs.sources.blocks import Block, Branch
from variantdocs.sources.project import Project
from variantdocs.sources.source_file import ParsedFile, SourceFile


@dataclass(frozen=True, slots=True, kw_only=True)
class Reason:
    """Why a variant has a page or line, or not.

    ``by`` is ``declaration``, ``rule``, ``include``, ``block`` or ``default``; ``text`` completes "in, " or
    "out, ". ``path`` and ``line`` are where that is written, except for ``default``.
    """

    variant: str
    is_in: bool
    by: str
    text: str
    path: Path | None = None
    line: int | None = None

    def __str__(self) -> str:
        """The reason as the terminal shows it."""
        place = f" ({shown_path(self.path)}:{self.line})" if self.path is not None else ""
        return f"{self.variant}: {'in' if self.is_in else 'out'}, {self.text}{place}"


def page_reasons(file: SourceFile, project: Project) -> list[Reason]:
    """For each variant of the project, why it has the page or not."""
    by, text, path, line = _origin(file, project)
    return [
        Reason(variant=name, is_in=name in file.members, by=by, text=text, path=path, line=line)
        for name in project.variant_set.names
    ]


def line_reasons(page: ParsedFile, line: int, project: Project) -> list[Reason]:
    """For each variant of the project, why it shows a line of the page or not."""
    around = _branches_around(page.blocks, page.offset(line))
    found = []
    for reason in page_reasons(page.file, project):
        hiding = next((item for item in around if reason.variant not in item[1].shown), None)
        if not reason.is_in or not around:
            found.append(reason)
        elif hiding is not None:
            block, branch = hiding
            found.append(_of_branch(page, block, branch, reason.variant, is_in=False))
        else:
            block, branch = around[-1]
            found.append(_of_branch(page, block, branch, reason.variant, is_in=True))
    return found


def _origin(file: SourceFile, project: Project) -> tuple[str, str, Path | None, int | None]:
    """What gives the file its variants, in words, and where it is written."""
    if file.docname is None:
        return "include", "as the pages are that include it", None, None
    if isinstance(file.declared, Declared) and file.docname not in project.problems:
        written = _written(file.declared.membership)
        return "declaration", f"by `variants: {written}`", file.path, file.declared.line
    rules = [rule for rule in project.variant_set.pages if matches(rule.pattern, file.docname)]
    if rules:
        rule = rules[-1]
        text = f"by the rule `{rule.pattern}: {_written(rule.membership)}`"
        return "rule", text, project.variants_file, rule.line
    return "default", "because neither the page nor a rule says otherwise", None, None


def _written(membership: str | tuple[str, ...]) -> str:
    return membership if isinstance(membership, str) else f"[{', '.join(membership)}]"


def _branches_around(blocks: Sequence[Block], offset: int) -> list[tuple[Block, Branch]]:
    """The branches in which an offset is, the outer first; a tag belongs to the branch that it begins."""
    for block in blocks:
        if not block.is_condition or not block.start <= offset < block.closing.start:
            continue
        for branch in block.branches:
            if branch.tag.start <= offset < branch.end:
                return [(block, branch), *_branches_around(branch.blocks, offset)]
    return []


def _of_branch(page: ParsedFile, block: Block, branch: Branch, variant: str, *, is_in: bool) -> Reason:
    deciding, text = branch, f"by `{branch.tag.written}`"
    if not is_in and variant not in branch.reached:
        deciding = next(
            other for other in block.branches if other.condition and variant in other.condition.holds
        )
        text = f"because `{deciding.tag.written}` comes first"
    return Reason(
        variant=variant,
        is_in=is_in,
        by="block",
        text=text,
        path=page.file.path,
        line=deciding.tag.line,
    )
