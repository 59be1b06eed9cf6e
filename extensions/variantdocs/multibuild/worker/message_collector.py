"""Collect the messages of one variant's build, instead of printing them."""

from __future__ import annotations

import io
import logging
import os
from typing import TYPE_CHECKING

from sphinx.util.console import strip_colors
from sphinx.util.logging import SafeEncodingWriter, WarningStreamHandler, WarningSuppressor

from variantdocs import events
from variantdocs.build_messages import Message, Phase
from variantdocs.paths import shown_path
from variantdocs.rebuild.duplicate_names import IS_DUPLICATE_NAME
from variantdocs.templating.source_lines.log_locations import COLLECTS_MESSAGES, SourceLocations

if TYPE_CHECKING:
    from sphinx.application import Sphinx


class MessageCollector(WarningStreamHandler):
    """Sphinx's warning handler, but it collects messages.

    It must be of Sphinx's class: Sphinx removes handlers of that class while it buffers warnings, and would
    otherwise pass every warning twice.
    """

    def __init__(self, app: Sphinx) -> None:
        super().__init__(SafeEncodingWriter(io.StringIO()))
        self.messages: list[Message] = []
        self.setLevel(logging.WARNING)
        self.addFilter(SourceLocations(app))
        self.addFilter(WarningSuppressor(app))
        self._app = app
        self._source = f"{app.srcdir}{os.sep}", f"{shown_path(str(app.srcdir))}{os.sep}"
        self._once: set[tuple[str, str]] = set()
        self._phase: Phase = "reading"
        events.connect(app, self.enter_checking, self.enter_writing)

    def enter_checking(self, app: Sphinx, env: object) -> tuple[str, ...]:
        """From here on Sphinx checks all pages, no matter which were read (event ``env-get-updated``)."""
        self._phase = "checking"
        return ()

    def enter_writing(self, app: Sphinx, builder: object) -> None:
        """From here on pages are written (event ``write-started``)."""
        self._phase = "writing"

    def emit(self, record: logging.LogRecord) -> None:
        """Keep the message of ``record``."""
        # Sphinx names other pages by their absolute path.
        text = strip_colors(record.getMessage()).replace(*self._source)
        if getattr(record, "once", False):
            key = (str(record.msg), str(record.args))
            if key in self._once:
                return
            self._once.add(key)
        is_error = getattr(record, "variantdocs_error", False)
        # As in Sphinx, a subtype counts only with a type.
        parts = (getattr(record, "type", None), getattr(record, "subtype", None))
        kind = ".".join(filter(None, parts)) if parts[0] else ""
        if is_error:
            text, _, rest = text.rpartition(" [")
            kind = rest.removesuffix("]")
        self.messages.append(
            Message(
                level=record.levelname,
                location=getattr(record, "location", None) or "",
                text=text,
                kind=kind,
                is_error=is_error,
                phase=self._phase,
                is_duplicate_name=getattr(record, IS_DUPLICATE_NAME, False),
            )
        )


def collect_messages(app: Sphinx) -> MessageCollector:
    """Replace the warning handler of ``app`` with a collector."""
    logger = logging.getLogger("sphinx")
    COLLECTS_MESSAGES.set(app, True)
    for handler in logger.handlers[:]:
        if isinstance(handler, WarningStreamHandler):
            logger.removeHandler(handler)
    collector = MessageCollector(app)
    logger.addHandler(collector)
    return collector
