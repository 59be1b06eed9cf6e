"""The exceptions that variantdocs raises on purpose.

::

    VariantdocsError
    ├── ConfigurationError   variants.yaml or a setting is wrong: exit 2, nothing is built
    └── PageError            one page cannot be expanded: exit 1, the other pages are built

All of them pickle, because a variant is built in a process of its own.
"""

from __future__ import annotations


class VariantdocsError(Exception):
    """Base of every error that a user is meant to read."""


class ConfigurationError(VariantdocsError):
    """The configuration cannot be used.

    :param problems: One line each, ready to print: ``variants.yaml:3:5: what is wrong``.
    """

    def __init__(self, problems: tuple[str, ...]) -> None:
        super().__init__(problems)
        self.problems = problems

    def __str__(self) -> str:
        return "\n".join(self.problems)


class PageError(VariantdocsError):
    """A page cannot be expanded for a variant.

    :param kind: The message kind, such as ``variants.syntax``.
    :param message: What is wrong and what to do about it.
    :param line: The line in the author's file, counted from 1.
    """

    def __init__(self, kind: str, message: str, line: int) -> None:
        super().__init__(kind, message, line)
        self.kind = kind
        self.message = message
        self.line = line

    def __str__(self) -> str:
        return self.message
