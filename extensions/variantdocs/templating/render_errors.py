"""Explain in an author's words what went wrong while a page was rendered."""

from __future__ import annotations

import re

from jinja2.exceptions import SecurityError, TemplateRuntimeError

from variantdocs.errors import VariantdocsError
from variantdocs.messages import Kind
from variantdocs.templating.checks.known_names import unknown_operation
from variantdocs.templating.names import Names
from variantdocs.templating.sandbox.environment import PageEnvironment
from variantdocs.templating.sandbox.limits import LimitExceeded, UnusableValue
from variantdocs.templating.sandbox.undefined import UndefinedValue
from variantdocs.templating.sandbox.value_types import TYPE_NAMES

_PYTHON_TYPE = re.compile(rf"""['"]?\b({"|".join(TYPE_NAMES)})\b(?!\()['"]?(?: object)?""")
AUTHORS_ERRORS = (
    VariantdocsError,
    SecurityError,
    TemplateRuntimeError,
    TypeError,
    ValueError,
    ArithmeticError,
    LookupError,
    AttributeError,
    AssertionError,  # how Jinja's `truncate` refuses a length
    RecursionError,
)
"""The exceptions that an expression in a page can raise."""


def describe(error: Exception, variant: str, names: Names, environment: PageEnvironment) -> tuple[Kind, str]:
    """The kind and the text of the message about ``error``."""
    if isinstance(error, LimitExceeded):
        return Kind.LIMIT, str(error)
    if isinstance(error, UndefinedValue):
        return Kind.UNKNOWN_NAME, _undefined(error, names)
    if isinstance(error, RecursionError):
        return Kind.LIMIT, "an expression is nested too deeply; make it simpler"
    if isinstance(error, UnusableValue):
        return Kind.SYNTAX, str(error)
    if isinstance(error, SecurityError):
        found = re.search(r"attribute '(\w+)'", str(error))
        what = f"`{found[1]}` is not available in pages" if found else str(error)
        return Kind.SYNTAX, f"{what}; a page may use texts, lists and mappings, not what lies behind them"
    if isinstance(error, OverflowError):
        return Kind.LIMIT, "this makes a number that is too large; make it smaller"
    if isinstance(error, ZeroDivisionError):
        return Kind.SYNTAX, "this divides by zero; put it into a block that rules that out"
    found = re.match(r"No (filter|test) named '(.+)'", str(error))
    if found:
        return Kind.UNKNOWN_NAME, unknown_operation(found[1], found[2], environment)
    reason = re.sub(r"\b(?:sync_)?do_(\w+\(\))", r"\1", str(error)).rstrip(".")
    reason = _PYTHON_TYPE.sub(lambda found: TYPE_NAMES[found[1]], reason)
    return Kind.SYNTAX, f"this cannot be evaluated: {reason}; check the values in this tag"


def _undefined(error: UndefinedValue, names: Names) -> str:
    if error.owner == "list" and error.name.lstrip("-").isdigit():
        return f"there is no item {error.name} in this list; the first is item 0; or give `default(…)`"
    if error.owner is not None:
        return f"there is no `{error.name}` in this {error.owner}; check the name, or give `default(…)`"
    owners = names.owners.get(error.name)
    if owners:
        lacking = ", ".join(name for name in names.values if name not in owners)
        return (
            f"`{error.name}` has no value here: it is defined for {', '.join(owners)} only; "
            f"define it for {lacking} in variants.yaml, or put this into a block"
        )
    return f"`{error.name}` has no value here: it is set in a branch or loop that was not taken"
