"""Find where each redirect of the file leads, in each variant, and what is wrong with it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import quote

from variantdocs.pages.index import PageIndex
from variantdocs.publish.redirects.addresses import AddressError, NoSuchPageError, SiteAddresses, file_of
from variantdocs.publish.redirects.entries import Entry, RedirectProblem


@dataclass(frozen=True, slots=True, kw_only=True)
class Redirect:
    """One address that moved.

    ``old`` and ``new`` are relative to the root of the site and percent-encoded; ``new`` may have an anchor,
    or be an address of another site. ``file`` is where the page for ``old`` is written. ``variant`` is the
    one whose address moved, empty for those of no variant.
    """

    line: int
    variant: str
    old: str
    new: str
    file: str


@dataclass(frozen=True, slots=True, kw_only=True)
class _Moved:
    """An entry in one variant (empty for the root), and its old address."""

    entry: Entry
    variant: str
    old: str
    file: str


def resolve_redirects(
    entries: Sequence[Entry], indexes: Mapping[str, PageIndex]
) -> tuple[list[Redirect], list[RedirectProblem]]:
    """The redirects, in the order of the file, and the problems of all entries.

    An entry outside the sections holds in the variants that have the new page.
    """
    addresses = SiteAddresses(indexes)
    moved: list[_Moved] = []
    problems: list[RedirectProblem] = []
    for entry in entries:
        for variant in ("",) if entry.old.startswith("/") else entry.variants:
            try:
                old = addresses.old(entry.old, variant)
            except AddressError as error:
                problems.append(_problem(entry.line, str(error), variant))
            else:
                file = file_of(quote(old))
                moved.append(_Moved(entry=entry, variant=variant, old=quote(old), file=file))
    files = {found.file for found in moved}
    redirects: list[Redirect] = []
    missing: dict[int, list[RedirectProblem]] = {}
    for found in moved:
        entry, variant = found.entry, found.variant
        try:
            new = addresses.new(entry.new, variant, files)
        except NoSuchPageError as error:
            missing.setdefault(entry.line, []).append(_problem(entry.line, str(error), variant))
        except AddressError as error:
            problems.append(_problem(entry.line, str(error), variant))
        else:
            redirects.append(
                Redirect(line=entry.line, variant=variant, old=found.old, new=new, file=found.file)
            )
    somewhere = {entry.line for entry in entries if entry.for_all} & {found.line for found in redirects}
    problems += [problem for line, same in missing.items() if line not in somewhere for problem in same]
    kept, repeated = _without_repeats(redirects)
    return kept, _merged([*problems, *repeated, *_chain_problems(kept)])


def _problem(line: int, message: str, variant: str) -> RedirectProblem:
    return RedirectProblem(line, message, (variant,) if variant else ())


def _without_repeats(redirects: Sequence[Redirect]) -> tuple[list[Redirect], list[RedirectProblem]]:
    """Each old address once; a second line for it is a problem."""
    kept: dict[str, Redirect] = {}
    problems = []
    for redirect in redirects:
        first = kept.setdefault(redirect.file, redirect)
        if first is not redirect:
            message = f"{redirect.old}: line {first.line} redirects the same address; remove one of them"
            problems.append(_problem(redirect.line, message, redirect.variant))
    return list(kept.values()), problems


def _chain_problems(redirects: Sequence[Redirect]) -> Iterator[RedirectProblem]:
    """The redirects that lead to another redirect, or back to themselves."""
    by_file = {redirect.file: redirect for redirect in redirects}
    for redirect in redirects:
        last, seen = redirect, {redirect.file}
        first = step = by_file.get(_target(redirect))
        while step is not None and step.file not in seen:
            seen.add(step.file)
            last, step = step, by_file.get(_target(step))
        if step is not None:
            message = f"{redirect.old}: the redirects from here lead in a circle; remove or correct one"
            yield _problem(redirect.line, message, redirect.variant)
        elif first is not None:
            message = (
                f"{redirect.old}: leads to {redirect.new}, which line {first.line} redirects; "
                f"lead to {last.new} directly"
            )
            yield _problem(redirect.line, message, redirect.variant)


def _target(redirect: Redirect) -> str:
    """The file to which a redirect leads, if it is one of this site."""
    return file_of(redirect.new.partition("#")[0])


def _merged(problems: Sequence[RedirectProblem]) -> list[RedirectProblem]:
    """Equal problems of several variants as one."""
    variants: dict[tuple[int, str], tuple[str, ...]] = {}
    for problem in problems:
        key = (problem.line, problem.message)
        variants[key] = (*variants.get(key, ()), *problem.variants)
    return sorted(RedirectProblem(line, message, names) for (line, message), names in variants.items())
