"""Know which settings the project itself gives.

Replaces: nothing; reads a private attribute of Sphinx's configuration.
Why: A default of ours must not override what conf.py says, and Sphinx does not tell a value from conf.py from
    its own default.
Upstream: none.
Versions: Sphinx 8.1 to 9.2.
Remove when: Sphinx's configuration says where a value comes from.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sphinx.config import Config


def is_set_by_project(config: Config, name: str) -> bool:
    """Whether conf.py or the command line gives the setting ``name``."""
    return name in config.overrides or name in config._raw_config
