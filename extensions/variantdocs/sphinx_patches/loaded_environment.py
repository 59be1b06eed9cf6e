"""Use an environment that another process has pickled as if this application had read it.

Replaces: the application, events and domains that a pickled environment has lost.
Why: Before pages are merged, extensions must forget, in the other's environment, the pages that are not
    merged; they do so through its domains. Sphinx sets an environment up only as the application's own, in
    ``BuildEnvironment.setup``, which also compares its settings.
Upstream: none.
Versions: Sphinx 8.1 to 9.2.
Remove when: Sphinx can set up an environment beside the application's own.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from variantdocs.sphinx_patches.versions.older_sphinx import make_domains, set_application

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.environment import BuildEnvironment


def attach(env: BuildEnvironment, app: Sphinx) -> None:
    """Give ``env``, as it was loaded, the application, events and domains of ``app``."""
    set_application(env, app)
    env.events = app.events
    env.domains = make_domains(env, app)
