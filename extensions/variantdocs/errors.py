"""The exceptions that variantdocs raises on purpose.

::

    VariantdocsError
    ├── ConfigurationError   variants.yaml or a setting is wrong: exit 2, nothing is built
    └── OutputError          the output cannot be written: exit 1

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


class OutputError(VariantdocsError):
    """The output cannot be written; the message says where and what to do."""
