"""Merge the messages of all variants: each once, with the variants in which it holds."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Literal, get_args

Phase = Literal["starting", "reading", "checking", "writing"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Message:
    """One warning or error. ``kind`` is ``type.subtype``, or empty.

    ``is_error`` marks the errors of this package, which make a build exit with 1. ``phase`` is the part
    of the build that reported it and ``page`` the page that was read or written then: they decide whether a
    later build would report it again.
    ``is_duplicate_name`` says that it is about a name that another page gives too.
    """

    level: str
    location: str
    text: str
    kind: str = ""
    is_error: bool = False
    phase: Phase = field(default="reading", compare=False)
    page: str = field(default="", compare=False)
    is_duplicate_name: bool = field(default=False, compare=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class SharedMessage:
    """A message and the variants in which it holds."""

    message: Message
    variants: tuple[str, ...]

    @property
    def text(self) -> str:
        """The message's text with its variants and kind, but without location and level."""
        variants = f" [{', '.join(self.variants)}]" if self.variants else ""
        kind = f" [{self.message.kind}]" if self.message.kind else ""
        return f"{self.message.text}{variants}{kind}"

    def __str__(self) -> str:
        location = f"{self.message.location}: " if self.message.location else ""
        return f"{location}{self.message.level}: {self.text}"


def merge_messages(messages: Mapping[str, Iterable[Message]]) -> list[SharedMessage]:
    """Each message once, sorted by file and line; messages without a location come first.

    Messages about one line are sorted by the phase that reported them, so that the order is the same whether
    this build or an earlier one has reported them.

    :param messages: variant → the messages of its build, in the order of the variants.
    """
    found: dict[Message, list[str]] = {}
    for variant, said in messages.items():
        for message in said:
            variants = found.setdefault(message, [])
            if variant not in variants:
                variants.append(variant)
    shared = [SharedMessage(message=message, variants=tuple(names)) for message, names in found.items()]
    return sorted(shared, key=lambda item: _place(item.message))


def _place(message: Message) -> tuple[str, int, int]:
    found = re.match(r"(.*?):(\d+)", message.location)
    file, line = (found[1], int(found[2])) if found else (message.location, 0)
    return file, line, get_args(Phase).index(message.phase)
