"""The Jinja environment in which pages are expanded: closed, bounded, strict.

Jinja's own sandbox keeps a template from Python's internals. What it does not do is bound
what a template makes (``'x' * 50000000`` is allowed), so every operator, filter and method
passes through a :class:`~variantdocs.templating.sandbox.limits.Budget` here.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Callable, ItemsView, Iterable, Iterator, KeysView, ValuesView
from string import Formatter
from typing import Any

from jinja2 import StrictUndefined, nodes
from jinja2.exceptions import SecurityError
from jinja2.runtime import Context, LoopContext
from jinja2.sandbox import ImmutableSandboxedEnvironment
from jinja2.utils import Namespace, missing

from variantdocs.errors import VariantdocsError
from variantdocs.templating.names import VariantFacts
from variantdocs.templating.sandbox.limits import Budget, LimitExceeded, Limits, UnusableValue

COUNTED = "variantdocs:counted"
"""The filter that counts a loop's turns; its name cannot be written in a page."""
CONCATENATED = "variantdocs:concatenated"
"""The filter that stands for the operator ``~``."""
WEIGHED = "variantdocs:weighed"
"""The filter that gives its value on once that is known not to be too large."""

# Left out: `attr` (a way round the sandbox more than once), `random` (a page would change at
# each build), `pprint` and `xmlattr` (made for debugging and HTML).
FILTERS = frozenset(
    [
        "abs",
        "batch",
        "capitalize",
        "center",
        "count",
        "d",
        "default",
        "dictsort",
        "e",
        "escape",
        "filesizeformat",
        "first",
        "float",
        "forceescape",
        "format",
        "groupby",
        "indent",
        "int",
        "items",
        "join",
        "last",
        "length",
        "list",
        "lower",
        "map",
        "max",
        "min",
        "reject",
        "rejectattr",
        "replace",
        "reverse",
        "round",
        "safe",
        "select",
        "selectattr",
        "slice",
        "sort",
        "string",
        "striptags",
        "sum",
        "title",
        "tojson",
        "trim",
        "truncate",
        "unique",
        "upper",
        "urlencode",
        "wordcount",
        "wordwrap",
    ]
)
_GROWING = frozenset(
    ["batch", "center", "expandtabs", "indent", "ljust", "rjust", "round", "slice", "tojson", "zfill"]
)
"""Filters and methods that make something as large as a number that they are given."""
METHODS = frozenset(
    [
        "capitalize",
        "casefold",
        "center",
        "count",
        "endswith",
        "expandtabs",
        "find",
        "format",
        "get",
        "index",
        "isalnum",
        "isalpha",
        "isdecimal",
        "isdigit",
        "islower",
        "isnumeric",
        "isspace",
        "istitle",
        "isupper",
        "items",
        "join",
        "keys",
        "ljust",
        "lower",
        "lstrip",
        "partition",
        "removeprefix",
        "removesuffix",
        "replace",
        "rfind",
        "rindex",
        "rjust",
        "rpartition",
        "rsplit",
        "rstrip",
        "split",
        "splitlines",
        "startswith",
        "strip",
        "swapcase",
        "title",
        "upper",
        "values",
        "zfill",
    ]
)


class UndefinedValue(VariantdocsError):
    """A page uses a value that is not there in the variant being built.

    :param name: The variable, attribute or item.
    :param owner: What was asked for it, for an attribute or item.
    """

    def __init__(self, name: str, owner: str | None = None) -> None:
        super().__init__(name, owner)
        self.name = name
        self.owner = owner


class _Strict(StrictUndefined):
    """Raises when used, with what is needed to say who defines the name."""

    __slots__ = ()

    def _fail_with_undefined_error(self, *args: Any, **kwargs: Any) -> Any:
        if issubclass(self._undefined_exception, SecurityError):
            raise self._undefined_exception(self._undefined_hint)
        if self._undefined_name is None:
            raise UnusableValue(
                "the list is empty and has no such item; put this into a block: `{@@ if list @@}`"
            )
        if self._undefined_obj is missing:
            raise UndefinedValue(str(self._undefined_name))
        raise UndefinedValue(str(self._undefined_name), _kind_of_value(self._undefined_obj))

    __add__ = __radd__ = __sub__ = __rsub__ = _fail_with_undefined_error
    __mul__ = __rmul__ = __div__ = __rdiv__ = _fail_with_undefined_error
    __truediv__ = __rtruediv__ = __floordiv__ = __rfloordiv__ = _fail_with_undefined_error
    __mod__ = __rmod__ = __pos__ = __neg__ = __call__ = _fail_with_undefined_error
    __getitem__ = __lt__ = __le__ = __gt__ = __ge__ = _fail_with_undefined_error
    __int__ = __float__ = __complex__ = __pow__ = __rpow__ = _fail_with_undefined_error
    __iter__ = __str__ = __len__ = __eq__ = __ne__ = _fail_with_undefined_error
    __bool__ = __hash__ = __contains__ = _fail_with_undefined_error

    def __getattr__(self, name: str) -> Any:
        if name[:2] == "__":
            raise AttributeError(name)
        return self._fail_with_undefined_error()


class PageEnvironment(ImmutableSandboxedEnvironment):
    """Jinja for pages. Not safe for several threads at once: it holds one budget.

    :param limits: What one page may cost.
    """

    intercepted_binops = frozenset({"+", "-", "*", "/", "//", "%", "**"})
    intercepted_unops = frozenset()

    def __init__(self, limits: Limits | None = None) -> None:
        super().__init__(
            # Characters that no interchanged text may hold (Unicode 23.7): a page's own text
            # can never be taken for a tag here; `tags` has found the real ones.
            block_start_string="\ufdd1",
            block_end_string="\ufdd2",
            variable_start_string="\ufdd3",
            variable_end_string="\ufdd4",
            comment_start_string="\ufdd5",
            comment_end_string="\ufdd6",
            keep_trailing_newline=True,
            undefined=_Strict,
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
            COUNTED: self._counted,
            CONCATENATED: self._concatenated,
            WEIGHED: self._weighed,
        }
        self.tests = {name: self._weighing(function) for name, function in self.tests.items()}

    def start_page(self) -> None:
        """Forget what the last page has used."""
        self.budget = Budget(self.limits)

    # What Jinja calls while a page is rendered.

    def call_binop(self, context: Context, operator: str, left: Any, right: Any) -> Any:
        """Apply ``operator`` after weighing what it will make."""
        for value in (left, right):
            self.budget.weigh(value)
        if operator == "*":
            self.budget.expect(_product_size(left, right))
        elif operator == "**":
            self._check_power(left, right)
        elif operator == "%" and isinstance(left, str):
            self._check_percent_format(left, right)
        result = super().call_binop(context, operator, left, right)
        self.budget.weigh(result)
        return result

    def call(__self, __context: Context, __obj: Any, *args: Any, **kwargs: Any) -> Any:  # noqa: N805
        """Call a method of a text, list or mapping, or one of the three globals."""
        self = __self
        name = getattr(__obj, "__name__", "")
        owner = getattr(getattr(__obj, "__wrapped__", __obj), "__self__", None)
        if __obj not in self.globals.values():
            known = ("cycle", "changed") if isinstance(owner, LoopContext) else METHODS
            if isinstance(owner, type) or name not in known:
                what = f"`{name}`" if name else _described(__obj)
                raise SecurityError(f"{what} cannot be called in a page")
            self._estimate(name, owner, args, kwargs, method=True)
        result = super().call(__context, __obj, *args, **kwargs)
        self.budget.weigh(result)
        return result

    def is_safe_attribute(self, obj: Any, attr: str, value: Any) -> bool:
        """Jinja's rule, and nothing of Python's own classes and functions."""
        return super().is_safe_attribute(obj, attr, value) and not isinstance(obj, type)

    # Filters and globals.

    def _guarded(self, name: str, function: Callable[..., Any]) -> Callable[..., Any]:
        """``function`` with its cost weighed before and after."""
        skipped = 1 if hasattr(function, "jinja_pass_arg") else 0

        def guarded(*args: Any, **kwargs: Any) -> Any:
            value, rest = args[skipped], args[skipped + 1 :]
            if isinstance(value, _Strict) and name not in ("d", "default"):
                str(value)  # raises, saying what is missing
            if not isinstance(value, str | bytes) and isinstance(value, Iterator):
                value = self._bounded_list(value)
            self._estimate(name, value, rest, kwargs)
            result = function(*args[:skipped], value, *rest, **kwargs)
            if isinstance(result, Iterator):
                result = self._bounded_list(result)
            if not isinstance(result, _Strict):
                self.budget.weigh(result)
            return result

        guarded.__name__ = name
        if skipped:
            guarded.jinja_pass_arg = function.jinja_pass_arg  # type: ignore[attr-defined]
        return guarded

    def _counted(self, values: Iterable[Any]) -> Iterator[Any]:
        if isinstance(values, str | bytes) or not isinstance(values, Iterable):
            raise UnusableValue(
                f"a loop needs a list, not {_described(values)}; write a list in variants.yaml"
            )
        for value in values:
            self.budget.turn()
            yield value

    def _weighed(self, value: Any) -> Any:
        self.budget.weigh(value)
        return value

    def _weighing(self, test: Any) -> Callable[..., Any]:
        """``test`` with what it compares weighed before."""

        @functools.wraps(test)
        def weighing(*args: Any) -> Any:
            for value in args:
                self.budget.weigh(value)
            return test(*args)

        return weighing

    def _concatenated(self, values: list[Any]) -> str:
        self._estimate("join", "", (values,), {}, method=True)
        return "".join(map(self._text, values))

    def _range(self, *bounds: int) -> range:
        found = range(*bounds)
        try:
            size = len(found)
        except OverflowError:  # more than Python itself can count
            size = self.limits.value + 1
        self.budget.expect(size)
        return found

    def _shown(self, value: Any) -> Any:
        """What ``{@= value =@}`` leaves in the page."""
        if isinstance(value, _Strict):
            str(value)  # raises, saying what is missing
        if isinstance(value, str):
            # Jinja's texts can spell any character; the private ones are ours.
            return re.sub("[\ufdd0-\ufdef]", "", value)
        return self._text(value)

    def _text(self, value: Any) -> str:
        if isinstance(value, str | bool | int | float):
            self.budget.weigh(value)
            return str(value)
        if isinstance(value, _Strict):
            return str(value)
        advice = "show one of its parts"
        if isinstance(value, list | tuple | range):
            advice = "show one of its items, or join them: `| join(', ')`"
        elif isinstance(value, VariantFacts):
            advice = "write `variant.name` or `variant.title`"
        elif value is None:
            advice = "give it a text, or say what to show instead: `| default('…', true)`"
        raise UnusableValue(f"the value is {_described(value)}, which has no text; {advice}")

    # Sizes before they are made.

    def _bounded_list(self, values: Iterable[Any]) -> list[Any]:
        found: list[Any] = []
        for value in values:
            found.append(value)
            if len(found) > self.limits.value:
                self.budget.expect(len(found))
        return found

    def _estimate(
        self, name: str, value: Any, args: tuple[Any, ...], kwargs: dict[str, Any], *, method: bool = False
    ) -> None:
        """Refuse a filter or method that would make something too large."""
        given = [*args, *kwargs.values()]
        for part in (value, *given):
            if not isinstance(part, _Strict):
                self.budget.weigh(part)
        numbers = [part for part in given if isinstance(part, int) and not isinstance(part, bool)]
        texts = [len(part) for part in given if isinstance(part, str)]
        length = len(value) if isinstance(value, str | list | tuple | dict) else 1
        if name in _GROWING and numbers:
            lines = value.count("\n") + 1 if isinstance(value, str) and name == "indent" else 1
            if name == "expandtabs" and isinstance(value, str):
                lines = value.count("\t") + 1
            self.budget.expect(lines * max(map(abs, numbers)))
        if name in ("replace", "wordwrap", "indent") and texts:
            self.budget.expect((length + 1) * max(texts))
        elif name == "join":
            self._check_join(value, args, kwargs)
        elif name == "format" and isinstance(value, str):
            if method:
                self._check_brace_format(value, given)
            else:
                self._check_percent_format(value, given)
        elif name == "tojson":
            self.budget.expect(self.budget.weigh(value) * (1 + max(numbers, default=0) * _depth(value)))
        elif name == "sum" and any(isinstance(part, list | tuple) for part in given):
            # Python would copy the list once for each item.
            raise UnusableValue("`sum` adds numbers; to put lists together, write `a + b`")

    def _check_join(self, value: Any, args: tuple[Any, ...], kwargs: dict[str, Any]) -> None:
        # The method has the separator first, the filter the list.
        separator, parts = (value, args[0]) if isinstance(value, str) and args else (args[:1], value)
        if isinstance(separator, tuple):
            separator = separator[0] if separator else kwargs.get("d", "")
        if isinstance(parts, list | tuple) and isinstance(separator, str):
            total = sum(len(part) if isinstance(part, str) else 24 for part in parts)
            self.budget.expect(total + len(separator) * len(parts))

    def _check_power(self, base: Any, exponent: Any) -> None:
        if not (isinstance(base, int) and isinstance(exponent, int)) or abs(base) <= 1:
            return
        if exponent * base.bit_length() > self.limits.integer_bits:
            raise LimitExceeded(_too_many_bits(self.limits))

    def _check_percent_format(self, text: str, values: Any) -> None:
        fields = re.findall(r"%(?:\([^()]*\))?([^a-zA-Z%(]*\(?)", text)
        if any(field.endswith("(") for field in fields):
            raise UnusableValue("a `%` format may not have a bracket in a name; use another name")
        self._check_widths(text, values, fields)

    def _check_brace_format(self, text: str, values: Any) -> None:
        fields: list[str] = []
        for _, field, width, _ in Formatter().parse(text):
            if field is not None and re.search(r"[.\[]", field):
                raise UnusableValue(
                    f"a format may not look into a value (`{{{field}}}`); give the part itself to `format`"
                )
            fields.append((width or "").replace("{", "*"))
        self._check_widths(text, values, fields)

    def _check_widths(self, text: str, values: Any, fields: list[str]) -> None:
        if any("*" in field for field in fields):
            raise LimitExceeded("a format may not take its width from a value; write the width as a number")
        widths = sum(int(digits[:12]) for field in fields for digits in re.findall(r"\d+", field))
        self.budget.expect(len(text) + widths + len(fields) * self.budget.weigh(values))


def guard_tree(tree: nodes.Template) -> nodes.Template:
    """Put the counting and weighing filters into a parsed page.

    They go around what loops run over, what is compared, and what is made without an operator,
    a filter or a call: lists, mappings, slices, and texts joined with ``~``. Without them, a
    list that holds itself twice, forty times over, is made in no time and compared never.
    """
    _guard_children(tree)
    return tree


def _guard_children(node: nodes.Node) -> None:
    for field, value in node.iter_fields():
        if isinstance(value, nodes.Node):
            setattr(node, field, _guarded_node(value))
        elif isinstance(value, list):
            value[:] = [_guarded_node(item) if isinstance(item, nodes.Node) else item for item in value]


def _guarded_node(node: nodes.Node) -> nodes.Node:
    _guard_children(node)
    if isinstance(node, nodes.For):
        node.iter = _filtered(node.iter, COUNTED)
    elif isinstance(node, nodes.Compare):
        node.expr = _filtered(node.expr, WEIGHED)
        for operand in node.ops:
            operand.expr = _filtered(operand.expr, WEIGHED)
    elif isinstance(node, nodes.Concat):
        return _filtered(nodes.List(node.nodes, lineno=node.lineno), CONCATENATED)
    elif isinstance(node, nodes.List | nodes.Dict) or _makes_tuple(node) or _makes_slice(node):
        return _filtered(node, WEIGHED)
    return node


def _makes_tuple(node: nodes.Node) -> bool:
    return isinstance(node, nodes.Tuple) and node.ctx == "load"


def _makes_slice(node: nodes.Node) -> bool:
    return isinstance(node, nodes.Getitem) and isinstance(node.arg, nodes.Slice)


def _filtered(value: nodes.Node, name: str) -> nodes.Filter:
    return nodes.Filter(value, name, [], [], None, None, lineno=value.lineno)


def _too_many_bits(limits: Limits) -> str:
    return f"this makes a whole number of more than {limits.integer_bits:,} bits; make it smaller"


def _product_size(left: Any, right: Any) -> int:
    for sequence, times in ((left, right), (right, left)):
        if isinstance(sequence, str | list | tuple) and isinstance(times, int):
            return len(sequence) * max(times, 0)
    return 1


def _depth(value: Any) -> int:
    if isinstance(value, dict):
        value = list(value.values())
    if not isinstance(value, list | tuple):
        return 0
    return 1 + max(map(_depth, value), default=0)


KINDS_OF_VALUES = {
    "bool": "true or false",
    "dict": "mapping",
    "float": "number",
    "int": "number",
    "LoopContext": "loop",
    "Markup": "text",
    "Namespace": "namespace",
    "NoneType": "null",
    "str": "text",
    "VariantFacts": "variant",
}
"""What an author calls a value of a Python type."""


def _kind_of_value(value: Any) -> str:
    """What an author calls such a value: ``mapping``, ``list``, ``text``."""
    if isinstance(value, list | tuple | set | range | KeysView | ValuesView | ItemsView):
        return "list"
    name = type(value).__name__
    return KINDS_OF_VALUES.get(name, name)


def _described(value: Any) -> str:
    kind = _kind_of_value(value)
    return kind if kind in ("null", "true or false") else f"a {kind}"
