"""Keep values on Sphinx's environment, which is saved between builds, or on its application, which is not.

Everything that the package keeps on either is declared with one of these classes, which say how it is
created, purged and merged. :data:`ENV_VERSION` is the version of all of it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Generic, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from sphinx.application import Sphinx
    from sphinx.environment import BuildEnvironment

ENV_VERSION = 2
"""Raise this when any value on the environment changes its shape: Sphinx then reads every page again."""

EXTENSION_METADATA = {"parallel_read_safe": True, "parallel_write_safe": True, "env_version": ENV_VERSION}
"""What the ``setup`` of each feature returns."""

PREFIX = "variantdocs_"
"""The names of our attributes start with this, so that they can be told from other extensions'."""

T = TypeVar("T")


class EnvValue(Generic[T]):
    """A value on the environment.

    :param name: The attribute, without :data:`PREFIX`.
    :param create: Makes the value of an environment that has none yet.
    """

    def __init__(self, name: str, create: Callable[[], T]) -> None:
        self._attribute = PREFIX + name
        self._create = create

    def of(self, env: BuildEnvironment) -> T:
        """The value that ``env`` holds; created if it holds none."""
        try:
            found: T = getattr(env, self._attribute)
        except AttributeError:
            found = self._create()
            self.set(env, found)
        return found

    def set(self, env: BuildEnvironment, value: T) -> None:
        """Replace the value that ``env`` holds."""
        setattr(env, self._attribute, value)


class PageValues(EnvValue[dict[str, T]]):
    """One value per page on the environment: docname → value."""

    def __init__(self, name: str) -> None:
        super().__init__(name, dict)

    def purge(self, env: BuildEnvironment, docname: str) -> None:
        """Drop the values of the page."""
        self.of(env).pop(docname, None)

    def merge(self, env: BuildEnvironment, docnames: Iterable[str], other: BuildEnvironment) -> None:
        """Take over the values of ``docnames`` from ``other``, where another process has read them."""
        theirs = self.of(other)
        self.of(env).update({docname: theirs[docname] for docname in docnames if docname in theirs})


class AppValue(Generic[T]):
    """A value on the application: gone when the build ends.

    :param name: The attribute, without :data:`PREFIX`.
    :param create: Makes the value of an application that has none yet; without it, the value must be set
        before it is asked for.
    """

    def __init__(self, name: str, create: Callable[[], T] | None = None) -> None:
        self._attribute = PREFIX + name
        self._create = create

    def of(self, app: Sphinx) -> T:
        """The value that ``app`` holds.

        :raises AttributeError: it holds none, and none can be created.
        """
        try:
            found: T = getattr(app, self._attribute)
        except AttributeError:
            if self._create is None:
                raise
            found = self._create()
            self.set(app, found)
        return found

    def set(self, app: Sphinx, value: T) -> None:
        """Replace the value that ``app`` holds."""
        setattr(app, self._attribute, value)
