"""Change an environment that was loaded from its file, or use one that belongs to another process.

Replaces: ``BuildEnvironment.setup``, to change what was loaded before Sphinx compares it with the
    application; the application, events and domains that a pickled environment has lost.
Why: Sphinx discards an environment that was read in another folder, and no event comes before it does.
    Before pages are merged, extensions must forget, in the environment of another process, the pages that
    are not merged; they do so through its domains. Sphinx sets up an environment only as the application's
    own, in ``setup``, which also compares its settings.
Upstream: none.
Versions: Sphinx 8.1 to 9.2.
Remove when: Sphinx has an event for a loaded environment, and can set one up beside the application's own.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import TYPE_CHECKING

from sphinx.environment import BuildEnvironment

from variantdocs.env_store import AppValue
from variantdocs.sphinx_patches.versions.older_sphinx import make_domains, set_application

if TYPE_CHECKING:
    from sphinx.application import Sphinx

_CHANGE: AppValue[Callable[[BuildEnvironment], None] | None] = AppValue("environment_change", lambda: None)


def change_before_setup(app: Sphinx, change: Callable[[BuildEnvironment], None]) -> None:
    """Have ``change`` applied to the environment of ``app`` before it is set up.

    Call this before Sphinx loads or creates it. An exception from ``change`` has Sphinx report that the
    environment cannot be loaded, and create a new one.
    """
    _CHANGE.set(app, change)
    original = BuildEnvironment.setup
    if not hasattr(original, "__wrapped__"):
        # Types do not allow that a method is replaced.
        BuildEnvironment.setup = _changing(original)  # type: ignore[assignment,method-assign]


def _changing(
    original: Callable[[BuildEnvironment, Sphinx], None],
) -> Callable[[BuildEnvironment, Sphinx], None]:
    @wraps(original)
    def setup(self: BuildEnvironment, app: Sphinx) -> None:
        change = _CHANGE.of(app)
        if change is not None:
            change(self)
        original(self, app)

    return setup


def attach(env: BuildEnvironment, app: Sphinx) -> None:
    """Give ``env``, as it was loaded, the application, events and domains of ``app``."""
    set_application(env, app)
    env.events = app.events
    env.domains = make_domains(env, app)
