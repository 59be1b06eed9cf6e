"""Report the use of a value that does not exist in the variant being built."""

from __future__ import annotations

from typing import Any

from jinja2 import StrictUndefined
from jinja2.exceptions import SecurityError
from jinja2.utils import missing

from variantdocs.errors import VariantdocsError
from variantdocs.templating.sandbox.limits import UnusableValue
from variantdocs.templating.sandbox.value_types import type_name


class UndefinedValue(VariantdocsError):
    """A page uses a value that does not exist in the variant being built.

    :param name: The variable, attribute or item.
    :param owner: For an attribute or item, the type of the value that lacks it.
    """

    def __init__(self, name: str, owner: str | None = None) -> None:
        super().__init__(name, owner)
        self.name = name
        self.owner = owner


class StrictValue(StrictUndefined):
    """An undefined value that raises :class:`UndefinedValue` on every use."""

    __slots__ = ()

    def _fail_with_undefined_error(self, *args: Any, **kwargs: Any) -> Any:
        if issubclass(self._undefined_exception, SecurityError):
            raise self._undefined_exception(self._undefined_hint)
        if self._undefined_name is None:
            raise UnusableValue(
                "the list is empty and has no such item; put this into a block: "
                "`{@@ if list | length > 0 @@}`"
            )
        if self._undefined_obj is missing:
            raise UndefinedValue(str(self._undefined_name))
        raise UndefinedValue(str(self._undefined_name), type_name(self._undefined_obj))

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
