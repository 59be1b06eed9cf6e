"""Read the file ``redirects``: text → entries, or what is wrong with its lines.

::

    # For every variant that has the new page.
    guide/old-name          guide/new-name

    [byoc]
    deployment/install      deployment/data-plane#install
    deployment/hosted       variant:serverless/quick-start

    # From the root of the site, for addresses from before there were variants.
    /guide/start.html       /serverless/quick-start

The name of a section is a variant, a group or an expression, as under ``pages:`` in ``variants.yaml``.
"""

from __future__ import annotations

from dataclasses import dataclass

from variantdocs.config.membership_expression import ExpressionError, members
from variantdocs.config.variants import VariantSet


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One line of the file.

    ``variants`` are those of its section, in the order of ``variants.yaml``; ``for_all`` if it is in none.
    Both addresses are as written.
    """

    line: int
    old: str
    new: str
    variants: tuple[str, ...]
    for_all: bool


@dataclass(frozen=True, slots=True, order=True)
class RedirectProblem:
    """What is wrong in a line of the file, in some variants; empty for all."""

    line: int
    message: str
    variants: tuple[str, ...] = ()


def parse_redirects(text: str, variant_set: VariantSet) -> tuple[list[Entry], list[RedirectProblem]]:
    """The entries of the file, in its order, and what is wrong with the other lines."""
    entries: list[Entry] = []
    problems: list[RedirectProblem] = []
    variants, for_all = variant_set.names, True
    for number, line in enumerate(text.splitlines(), 1):
        words = line.split()
        if not words or words[0].startswith("#"):
            continue
        try:
            if words[0].startswith("["):
                variants, for_all = _section(line.strip(), variant_set), False
            else:
                old, new = _addresses(words)
                entries.append(Entry(line=number, old=old, new=new, variants=variants, for_all=for_all))
        except ValueError as error:
            problems.append(RedirectProblem(number, str(error)))
    return entries, problems


def _section(line: str, variant_set: VariantSet) -> tuple[str, ...]:
    """The variants that a section's heading names.

    :raises ValueError: it names none, or cannot be read.
    """
    if not line.endswith("]"):
        raise ValueError(f"the heading {line} has no end; write {line.rstrip(']')}]")
    try:
        found = members(line[1:-1], variant_set)
    except ExpressionError as error:
        raise ValueError(f"the heading {line}: {error}") from None
    return tuple(name for name in variant_set.names if name in found)


def _addresses(words: list[str]) -> tuple[str, str]:
    """The old and the new address in the words of a line.

    :raises ValueError: there are not two, or one cannot be used.
    """
    if len(words) != 2:
        raise ValueError(
            "a redirect is the old address, a space and the new one; "
            "write a space within an address as %20, and a comment in a line of its own"
        )
    old, new = words
    if "*" in old or ":" in old:
        raise ValueError(
            f"{old}: patterns are not supported, because hosts without redirects need a page for each "
            "address; write a line for each"
        )
    if "?" in old or "#" in old:
        raise ValueError(f"{old}: browsers and hosts redirect pages, not parts of them; leave out ? and #")
    for address in (old, new):
        path = address.partition("://")[2] if address.startswith(("https://", "http://")) else address
        if ".." in path.split("/") or "\\" in path or "//" in path:
            raise ValueError(
                f"{address}: must be below the folder of the variant; leave out .. and doubled /"
            )
    return old, new
