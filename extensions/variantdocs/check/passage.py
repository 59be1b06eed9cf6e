"""A piece of text of an output file, and what it is."""

from __future__ import annotations

from enum import Enum
from typing import NamedTuple


class Role(Enum):
    """What a passage is."""

    TEXT = "text"
    CODE = "code"
    """Of a script or style."""
    NAME = "name"
    """An anchor or a label."""
    ADDRESS = "address"
    """Of a link in a page."""
    PAGE = "page"
    """Perhaps the name or address of a page of this site."""
    OWN_PAGE = "own page"
    """The name of a page that this output says it has, or of that page's source file."""
    TERM = "term"
    """The stem of a word in a search index."""


class Passage(NamedTuple):
    """A piece of text of an output file; its words follow each other there."""

    role: Role
    text: str
