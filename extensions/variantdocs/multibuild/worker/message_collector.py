"""Collect the messages of one variant's build, instead of printing them."""

from __future__ import annotations

import io
import logging
import os
import time
import warnings
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any, TextIO

from sphinx.util.console import strip_colors
from sphinx.util.logging import SafeEncodingWriter, WarningStreamHandler, WarningSuppressor, getLogger

from variantdocs import events
from variantdocs.build_messages import Message, Phase
from variantdocs.env_store import AppValue
from variantdocs.paths import shown_path
from variantdocs.rebuild.duplicate_names import IS_DUPLICATE_NAME
from variantdocs.templating.source_lines.log_locations import COLLECTS_MESSAGES, PAGE, SourceLocations

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
        self.python_warnings: list[str] = []
        self.conf_warnings: tuple[str, ...] = ()
        self.setLevel(logging.WARNING)
        self.addFilter(SourceLocations(app))
        self.addFilter(WarningSuppressor(app))
        self._app = app
        self._source = f"{app.srcdir}{os.sep}", f"{shown_path(str(app.srcdir))}{os.sep}"
        self._once: set[tuple[str, str]] = set()
        self._phases: list[tuple[float, Phase]] = [(0, "starting")]
        events.connect(app, self.enter_reading, self.enter_checking, self.enter_writing)

    def start_again(self, messages: Iterable[Message]) -> None:
        """Begin another build with the same application.

        :param messages: What was said when the application started, and still holds.
        """
        self.messages[:] = messages
        self.python_warnings.clear()
        self._once.clear()
        self._phases[:] = [(0, "starting")]

    def enter_reading(self, app: Sphinx, env: object, docnames: object) -> None:
        """From here on pages are read (event ``env-before-read-docs``)."""
        self._phases.append((time.time(), "reading"))

    def enter_checking(self, app: Sphinx, env: object) -> tuple[str, ...]:
        """From here on Sphinx checks all pages, no matter which were read (event ``env-get-updated``)."""
        self._phases.append((time.time(), "checking"))
        return ()

    def enter_writing(self, app: Sphinx, builder: object) -> None:
        """From here on pages are written (event ``write-started``)."""
        self._phases.append((time.time(), "writing"))

    def show_warning(self, *values: Any, **options: Any) -> None:
        """Collect a warning of Python, in the place of :func:`warnings.showwarning`."""
        self.python_warnings.append(formatted_warning(*values, **options))

    def log_python_warnings(self) -> None:
        """Log what Python warns of in this process, as what is reported about the page at hand."""
        log = getLogger(__name__).warning
        warnings.showwarning = lambda *values, **options: log("%s", formatted_warning(*values, **options))

    def _phase_at(self, moment: float) -> Phase:
        # Sphinx buffers what is logged while pages are read, so the moment of logging counts.
        return next(phase for start, phase in reversed(self._phases) if start <= moment)

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
                phase=self._phase_at(record.created),
                page=getattr(record, PAGE, ""),
                is_duplicate_name=getattr(record, IS_DUPLICATE_NAME, False),
            )
        )


def formatted_warning(
    message: Warning | str,
    category: type[Warning],
    filename: str,
    lineno: int,
    file: TextIO | None = None,
    line: str | None = None,
) -> str:
    """The text of a warning of Python, from the arguments of :func:`warnings.showwarning`."""
    return warnings.formatwarning(message, category, filename, lineno, line).rstrip()


_COLLECTOR: AppValue[MessageCollector | None] = AppValue("collector", lambda: None)


def collect_messages(app: Sphinx) -> MessageCollector:
    """Replace the warning handler of ``app`` with a collector; return it, or the one that is there."""
    collector = _COLLECTOR.of(app)
    if collector is None:
        logger = logging.getLogger("sphinx")
        COLLECTS_MESSAGES.set(app, True)
        for handler in logger.handlers[:]:
            if isinstance(handler, WarningStreamHandler):
                logger.removeHandler(handler)
        collector = MessageCollector(app)
        _COLLECTOR.set(app, collector)
        warnings.showwarning = collector.show_warning
        logger.addHandler(collector)
    return collector
