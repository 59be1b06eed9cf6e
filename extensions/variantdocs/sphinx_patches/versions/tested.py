"""Compare the installed Sphinx, docutils and MyST-Parser with those that the package is tested with.

Replaces: nothing.
Why: With a version that there were no tests with, a patch may change what a build gives. Builds work without
    those that only save time, so these are left out then.
Upstream: none.
Versions: :data:`TESTED`.
Remove when: the package reaches into no library.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from importlib.metadata import version

from packaging.version import Version

TESTED: Mapping[str, tuple[str, str]] = {
    "Sphinx": ("9.0", "9.0"),
    "docutils": ("0.22", "0.22"),
    "MyST-Parser": ("5.2", "5.2"),
}
"""Library → the oldest and the newest minor version that it is tested with."""


@cache
def untested_versions() -> tuple[str, ...]:
    """The installed libraries that are not tested, each with its version and the tested ones."""
    return compare_versions({name: version(name) for name in TESTED})


def compare_versions(installed: Mapping[str, str]) -> tuple[str, ...]:
    """The libraries of ``installed`` that are outside the tested versions.

    ``{"Sphinx": "9.3.1"}`` → ``("Sphinx 9.3.1 (tested: 9.0 to 9.0)",)``
    """
    return tuple(
        f"{name} {found} (tested: {oldest} to {newest})"
        for name, found in installed.items()
        for oldest, newest in [TESTED[name]]
        if not _minor(oldest) <= _minor(found) <= _minor(newest)
    )


def _minor(text: str) -> tuple[int, int]:
    found = Version(text)
    return found.major, found.minor
