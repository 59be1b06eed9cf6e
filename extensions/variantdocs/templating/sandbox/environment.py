"""The Jinja environment in which pages are expanded: sandboxed, bounded, strict.

Jinja's own sandbox keeps a template from Python's internals. It does not bound what a template
makes (``'x' * 50000000`` is allowed), so every operator, filter and method is charged to a
:class:`~variantdocs.templating.sandbox.limits.Budget` here.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Callable, Iterable, Iterator
from typing import Any

from jinja2.exceptions import SecurityError
from jinja2.runtime import Context, LoopContext
from jinja2.sandbox import ImmutableSandboxedEnvironment
from jinja2.utils import Namespace

from variantdocs.templating.names import VariantFacts
from variantdocs.templating.sandbox.allowed import FILTERS, METHODS, TEXT_FILTERS
from variantdocs.templating.sandbox.costs import charge_call, charge_operator
from variantdocs.templating.sandbox.instrument import CHARGE, CONCATENATE, CONDITION, COUNT_ITERATIONS
from variantdocs.templating.sandbox.limits import Budget, Limits, UnusableValue
from variantdocs.templating.sandbox.undefined import StrictValue
from variantdocs.templating.sandbox.value_types import cure_for, described


class PageEnvironment(ImmutableSandboxedEnvironment):
    """Jinja for pages. Not safe for several threads at once: it holds one budget.

    :param limits: What one page may cost.
    """

    intercepted_binops = frozenset({"+", "-", "*", "/", "//", "%", "**"})
    intercepted_unops = frozenset()

    def __init__(self, limits: Limits | None = None) -> None:
        super().__init__(
            # Noncharacters (Unicode 23.7), which `expand` removes from the page: its text is never
            # taken for a tag here. `tags` has found the real ones.
            block_start_string="\ufdd1",
            block_end_string="\ufdd2",
            variable_start_string="\ufdd3",
            variable_end_string="\ufdd4",
            comment_start_string="\ufdd5",
            comment_end_string="\ufdd6",
            keep_trailing_newline=True,
            undefined=StrictValue,
            finalize=self._shown,
            optimized=False,
            cache_size=0,
            autoescape=False,
        )
        self.limits = limits or Limits()
        self.budget = Budget(self.limits)
        self.globals = {"range": self._range, "namespace": Namespace, "dict": dict}
        guarded = {name: self._guarded(name, self.filters[name]) for name in FILTERS}
        self.filters = {
            **guarded,
            COUNT_ITERATIONS: self._counted,
            CONCATENATE: self._concatenated,
            CHARGE: self._charged,
            CONDITION: self._condition,
        }
        self.tests = {name: self._charging(function) for name, function in self.tests.items()}

    def start_page(self) -> None:
        """Give the next page a full budget."""
        self.budget = Budget(self.limits)

    def call_binop(self, context: Context, operator: str, left: Any, right: Any) -> Any:
        """Apply ``operator``, charged before and after."""
        charge_operator(self.budget, operator, left, right)
        result = super().call_binop(context, operator, left, right)
        self.budget.charge(result)
        return result

    def call(__self, __context: Context, __obj: Any, *args: Any, **kwargs: Any) -> Any:  # noqa: N805
        """Call a method of a text, list or mapping, or one of the three globals."""
        self = __self
        name = getattr(__obj, "__name__", "")
        owner = getattr(getattr(__obj, "__wrapped__", __obj), "__self__", None)
        if __obj not in self.globals.values():
            known = ("cycle", "changed") if isinstance(owner, LoopContext) else METHODS
            if isinstance(owner, type) or name not in known:
                what = f"`{name}`" if name else described(__obj)
                raise SecurityError(f"{what} cannot be called in a page")
            charge_call(self.budget, name, owner, args, kwargs, is_method=True)
        result = super().call(__context, __obj, *args, **kwargs)
        self.budget.charge(result)
        return result

    def is_safe_attribute(self, obj: Any, attr: str, value: Any) -> bool:
        """Jinja's rule; no attribute of a class is safe."""
        return super().is_safe_attribute(obj, attr, value) and not isinstance(obj, type)

    def _guarded(self, name: str, function: Callable[..., Any]) -> Callable[..., Any]:
        """``function``, charged before and after."""
        skipped = 1 if hasattr(function, "jinja_pass_arg") else 0

        def guarded(*args: Any, **kwargs: Any) -> Any:
            value, rest = args[skipped], args[skipped + 1 :]
            if isinstance(value, StrictValue) and name not in ("d", "default"):
                str(value)  # raises, saying what is missing
            if not isinstance(value, str | bytes) and isinstance(value, Iterator):
                value = self._bounded_list(value)
            if name in TEXT_FILTERS and not isinstance(value, str):
                value = self._text(value)
            elif name == "join" and not isinstance(value, str):
                value = self._joinable(value, rest, kwargs)
            charge_call(self.budget, name, value, rest, kwargs)
            result = function(*args[:skipped], value, *rest, **kwargs)
            if isinstance(result, Iterator):
                result = self._bounded_list(result)
            if not isinstance(result, StrictValue):
                self.budget.charge(result)
            return result

        guarded.__name__ = name
        if skipped:
            guarded.jinja_pass_arg = function.jinja_pass_arg  # type: ignore[attr-defined]
        return guarded

    def _counted(self, values: Iterable[Any]) -> Iterator[Any]:
        if isinstance(values, str | bytes) or not isinstance(values, Iterable):
            raise UnusableValue(
                f"a loop needs a list, not {described(values)}; write a list in variants.yaml"
            )
        for value in values:
            self.budget.count_iteration()
            yield value

    def _charged(self, value: Any) -> Any:
        self.budget.charge(value)
        return value

    def _condition(self, value: Any, written: str | None) -> bool:
        if isinstance(value, StrictValue):
            str(value)  # raises, saying what is missing
        if not isinstance(value, bool):
            quoted = f"`{written}`" if written else "this"
            cure = cure_for(value, written or "…")
            raise UnusableValue(
                f"{quoted} is {described(value)}, and a condition must be true or false; {cure}"
            )
        return value

    def _charging(self, test: Any) -> Callable[..., Any]:
        """``test``, charged for what it compares."""

        @functools.wraps(test)
        def charging(*args: Any) -> Any:
            for value in args:
                self.budget.charge(value)
            return test(*args)

        return charging

    def _concatenated(self, values: list[Any]) -> str:
        charge_call(self.budget, "join", "", (values,), {}, is_method=True)
        return "".join(map(self._text, values))

    def _range(self, *bounds: int) -> range:
        found = range(*bounds)
        try:
            size = len(found)
        except OverflowError:  # more than Python itself can count
            size = self.limits.value + 1
        self.budget.charge_size(size)
        return found

    def _shown(self, value: Any) -> Any:
        """What ``{@= value =@}`` leaves in the page."""
        if isinstance(value, StrictValue):
            str(value)  # raises, saying what is missing
        if isinstance(value, str):
            # Jinja's texts can spell any character; the private ones are ours.
            return re.sub("[\ufdd0-\ufdef]", "", value)
        return self._text(value)

    def _text(self, value: Any) -> str:
        if isinstance(value, StrictValue):
            return str(value)  # raises, saying what is missing
        self.budget.charge(value)
        if isinstance(value, bool):
            return str(value).lower()  # as YAML writes it
        if isinstance(value, str | int | float):
            return str(value)
        advice = "show one of its parts"
        if isinstance(value, list | tuple | range):
            advice = "show one of its items, or join them: `| join(', ')`"
        elif isinstance(value, VariantFacts):
            advice = "write `variant.name` or `variant.title`"
        elif value is None:
            advice = "give it a text, or say what to show instead: `| default('…', true)`"
        raise UnusableValue(f"the value is {described(value)}, which has no text; {advice}")

    def _joinable(self, values: Any, rest: tuple[Any, ...], kwargs: dict[str, Any]) -> Any:
        """The texts of ``values``, unless attributes of them are joined."""
        if len(rest) > 1 or "attribute" in kwargs or not isinstance(values, Iterable):
            return values
        return [value if isinstance(value, str) else self._text(value) for value in values]

    def _bounded_list(self, values: Iterable[Any]) -> list[Any]:
        found: list[Any] = []
        for value in values:
            found.append(value)
            if len(found) > self.limits.value:
                self.budget.charge_size(len(found))
        return found
