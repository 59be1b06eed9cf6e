"""Skip log records that no handler would emit.

Replaces: the level of Sphinx's loggers in this process.
Why: Sphinx makes every record and leaves it to its handlers to drop those that were not asked for. It logs
    each event, so that is thousands of records a page.
Upstream: none.
Versions: Sphinx 8.1 to 9.2.
Remove when: Sphinx sets its loggers' level from the verbosity.
"""

from __future__ import annotations

import logging

from sphinx.util.logging import NAMESPACE


def drop_unhandled_records() -> None:
    """Raise the level of Sphinx's loggers, in this process, to the lowest that a handler takes.

    To be called when all handlers are there: one that is added later gets no more than these.
    """
    loggers = logging.root.manager.loggerDict
    of_sphinx = (loggers[name] for name in loggers if f"{name}.".startswith(f"{NAMESPACE}."))
    levels = (
        handler.level
        for logger in of_sphinx
        if isinstance(logger, logging.Logger)
        for handler in logger.handlers
    )
    # A handler without a level takes everything; a logger without one would take what the root logger takes.
    lowest = max(1, min(levels, default=logging.NOTSET))
    logging.getLogger(NAMESPACE).setLevel(lowest)
