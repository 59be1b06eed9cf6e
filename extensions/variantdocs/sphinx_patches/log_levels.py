"""Make no log record that nobody hears.

Sphinx lets its loggers make every record and leaves it to the handlers to drop those that were not
asked for. It says something at each event, so that is thousands of records a page.
"""

from __future__ import annotations

import logging

from sphinx.util.logging import NAMESPACE


def drop_unheard_records() -> None:
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
    logging.getLogger(NAMESPACE).setLevel(min(levels, default=logging.NOTSET))
