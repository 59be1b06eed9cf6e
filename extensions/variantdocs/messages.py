"""Every kind of message that an author can meet, and the one way to say it.

Features call :func:`report`; nothing else in the package logs a warning or an error about a
page. Locations are in source lines (see :mod:`variantdocs.templating.source_lines.source_map`).
"""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from docutils.nodes import Node


class Kind(StrEnum):
    """The kind in brackets at the end of a message."""

    SYNTAX = "variants.syntax"
    """A tag that cannot be read, a block left open, a block closed twice."""
    UNKNOWN_NAME = "variants.unknown-name"
    """A name that is no variant, group, variable or filter, or has no value here."""
    LIMIT = "variants.limit"
    """A page that would take too long or grow too large."""
    LEAK = "variants.leak"
    """Text that must not be in a variant's output is in it."""
    DEAD_LINK = "variants.dead-link"
    """A link in a built page that leads to no file."""
    REDIRECT = "variants.redirect"
    """A redirect that leads nowhere, in a circle, or over another redirect, or that hides a page."""
    ABSENT = "variants.absent"
    """A link to a page or anchor that this variant does not have."""
    MISSING = "variants.missing"
    """A link to a page or anchor that no variant has."""
    EMPTY_LINK = "variants.empty-link"
    """A link without a target."""
    ORPHAN = "variants.orphan"
    """A page that no toctree of this variant reaches."""
    OUTSIDE = "variants.outside"
    """A file outside the project, in a build that must not read such files."""
    NOT_DECLARED = "variants.not-declared"
    """A line that looks as if it chose the page's variants, but does not."""
    UNMATCHED_RULE = "variants.unmatched-rule"
    """A rule under `pages:` that matches no page."""
    DEAD_BRANCH = "variants.dead-branch"
    """A branch that no variant ever shows."""
    ALWAYS_TRUE = "variants.always-true"
    """A condition that every variant meets."""
    UNREACHABLE_BRANCH = "variants.unreachable-branch"
    """A branch to which no variant comes, because those before it take them all."""
    REDUNDANT_CONDITION = "variants.redundant-condition"
    """A condition that the block around it has asked already."""
    REPEATED_BRANCH = "variants.repeated-branch"
    """Two branches of one block with the same text."""
    EMPTY_BRANCH = "variants.empty-branch"
    """A branch without text."""
    SPLIT_BLOCK = "variants.split-block"
    """A block that begins inside a list and ends outside."""
    FOREIGN_TAG = "variants.foreign-tag"
    """A tag as another template system writes it, which is shown as text."""
    UNEXPANDED_TAG = "variants.unexpanded-tag"
    """A tag in a place where tags are not expanded."""
    UNUSED_VARIABLE = "variants.unused-variable"
    """A variable that no page uses."""
    UNUSED_GROUP = "variants.unused-group"
    """A group that no condition and no page names."""
    EDITION_ADDRESS = "variants.edition-address"
    """The address of a page in another edition, though this one has the page."""
    ABSOLUTE_ADDRESS = "variants.absolute-address"
    """The full address of a page of the same edition."""
    HEADING_JUMP = "variants.heading-jump"
    """A heading that skips a level in some variants only."""
    RLI_BLOCKED = "rli.blocked"
    """A URL that may not be fetched."""
    RLI_FETCH = "rli.fetch"
    """A URL that could not be fetched."""
    RLI_DRIFT = "rli.drift"
    """A remote file that is no longer what the lock says."""
    RLI_STALE = "rli.stale"
    """An older copy is shown because the newest could not be fetched."""
    RLI_UNLOCKED = "rli.unlocked"
    """A URL that the lock does not name."""
    RLI_OPTION = "rli.option"
    """An option of the directive that cannot be used as written."""


ALWAYS_ERRORS = frozenset(
    {
        Kind.SYNTAX,
        Kind.UNKNOWN_NAME,
        Kind.LIMIT,
        Kind.LEAK,
        Kind.DEAD_LINK,
        Kind.REDIRECT,
        Kind.OUTSIDE,
        Kind.RLI_BLOCKED,
    }
)
"""The kinds that :func:`report` makes errors, whatever the settings are."""


def report(
    kind: Kind,
    message: str,
    *,
    location: str | tuple[str | None, int | None] | Node | None,
    error: bool | None = None,
) -> None:
    """Say something about a page.

    A warning can be suppressed by its kind (``suppress_warnings``). An error cannot, and
    makes the build exit with 1.

    :param message: What is wrong; what to do. Without the kind: that is appended.
    :param location: A node, ``(docname, line)``, or ``"path:line"``.
    :param error: Whether this is an error; by default as :data:`ALWAYS_ERRORS` says.
    """
    from sphinx.util import logging

    logger = logging.getLogger(__name__)
    if error is None:
        error = kind in ALWAYS_ERRORS
    if error:
        # Sphinx suppresses whatever carries a type, errors too: so the kind is in the text.
        logger.error("%s", f"{message} [{kind}]", location=location, extra={"variantdocs_error": True})
    else:
        type_, _, subtype = kind.partition(".")
        logger.warning("%s", message, type=type_, subtype=subtype, location=location)
