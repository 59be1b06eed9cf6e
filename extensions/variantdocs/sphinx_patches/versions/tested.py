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
    "Sphinx": ("8.1", "9.2"),
    "docutils": ("0.21", "0.23"),
    "MyST-Parser": ("4.0", "5.2"),
}
"""Library → the oldest and the newest minor version that it is tested with."""


WARM_BUILDS_SINCE = (9, 0)
"""The oldest Sphinx that the preview can keep in memory between builds."""


@cache
def untested_versions() -> tuple[str, ...]:
    """The installed libraries that are not tested, each with its version and the tested ones."""
    return compare_versions({name: version(name) for name in TESTED})


def compare_versions(installed: Mapping[str, str]) -> tuple[str, ...]:
    """The libraries of ``installed`` that are outside the tested versions.

    ``{"Sphinx": "9.3.1"}`` → ``("Sphinx 9.3.1 (tested: 8.1 to 9.2)",)``
    """
    return tuple(
        f"{name} {found} (tested: {oldest} to {newest})"
        for name, found in installed.items()
        for oldest, newest in [TESTED[name]]
        if not _minor(oldest) <= _minor(found) <= _minor(newest)
    )


def warm_builds_are_supported() -> bool:
    """Whether the preview can keep the installed Sphinx in memory between builds."""
    return not untested_versions() and _minor(version("Sphinx")) >= WARM_BUILDS_SINCE


def _minor(text: str) -> tuple[int, int]:
    found = Version(text)
    return found.major, found.minor
