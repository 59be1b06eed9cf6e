"""Have reST's ``include`` in parts that can be replaced one by one, as docutils has it since 0.22.

Replaces: ``Include.run`` of docutils, in a subclass, before docutils 0.22.
Why: Text is expanded after a file has been read and before it is parsed. Older versions do all of it in
    one method.
Upstream: https://docutils.sourceforge.io/RELEASE-NOTES.html#release-0-22-2025-07-29
Versions: docutils 0.21.
Remove when: the oldest version that is supported is docutils 0.22.
"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import docutils
from docutils import io, statemachine, utils
from docutils.parsers.rst import directives
from docutils.parsers.rst.directives.misc import Include as DocutilsInclude
from docutils.parsers.rst.directives.misc import adapt_path
from sphinx.directives.other import Include

if TYPE_CHECKING:
    from collections.abc import Sequence

    from docutils import nodes

_NOT_CLIPPED = (None, None, None, None)


def run_parts(directive: Include) -> Sequence[nodes.Node]:
    """Run docutils' ``include``, without what Sphinx does before and after it."""
    if isinstance(directive, OlderInclude):
        return directive.run_parts()
    return DocutilsInclude.run(directive)


class OlderInclude(Include):
    """What docutils 0.21 does, in the parts of docutils 0.22."""

    def run_parts(self) -> Sequence[nodes.Node]:
        """``Include.run`` of docutils 0.22."""
        if "literal" in self.options or "code" in self.options:
            return DocutilsInclude.run(self)
        settings = self.settings = self.state.document.settings
        if not settings.file_insertion_enabled:
            raise self.warning(f'"{self.name}" directive disabled.')
        self.tab_width = self.options.get("tab-width", settings.tab_width)
        names = ("start-line", "end-line", "start-after", "end-before")
        self.clip_options = tuple(self.options.get(name) for name in names)
        path, prefix = directives.path(self.arguments[0]), settings.root_prefix
        if path.startswith("<") and path.endswith(">"):
            path, prefix = f"/{path[1:-1]}", str(self.standard_include_path)
        source = adapt_path(path, str(self.state.document.current_source), prefix)
        self.options["source"] = source
        text = self.read_file(source)
        if "parser" in self.options:
            return self.custom_parse(text)
        self.insert_into_input_lines(text)
        return []

    def read_file(self, path: str | os.PathLike[str]) -> str:
        """The text of a file, whole: the part that is asked for is cut out of it later."""
        try:
            file = io.FileInput(
                source_path=os.fspath(path),
                encoding=self.options.get("encoding", self.settings.input_encoding),
                error_handler=self.settings.input_encoding_error_handler,
            )
        except (OSError, UnicodeEncodeError) as error:
            reason = io.error_string(error)
            raise self.severe(f'Problems with "{self.name}" directive path:\n{reason}.') from error
        self.settings.record_dependencies.add(os.fspath(path))
        try:
            return file.read()
        except UnicodeError as error:
            raise self.severe(f'Problem with "{self.name}" directive:\n{io.error_string(error)}') from error

    def custom_parse(self, text: str) -> list[nodes.Node]:
        """Parse ``text`` with the parser of the option ``parser``."""
        source = self.options["source"]
        lines = self._checked_lines(text, source)
        document = utils.new_document(source, self.settings)
        document.include_log = [*self.state.document.include_log, (source, self.clip_options)]
        parser = self.options["parser"]()
        parser.parse("\n".join(lines), document)
        document.transformer.populate_from_components((parser,))
        document.transformer.apply_transforms()
        return document.children

    def insert_into_input_lines(self, text: str) -> None:
        """Insert ``text`` into the input of the parser that is at work."""
        source = self.options["source"]
        lines = self._checked_lines(text, source)
        # The parser removes the entry of the log where it comes to the comment.
        end = ["", f'.. end of inclusion from "{source}"']
        self.state_machine.insert_input([*lines, *end], source)
        self.state.document.include_log.append((source, self.clip_options))

    def _checked_lines(self, text: str, source: str) -> list[str]:
        lines = statemachine.string2lines(text, self.tab_width, convert_whitespace=True)
        for number, line in enumerate(lines, 1):
            if len(line) > self.settings.line_length_limit:
                raise self.warning(f'"{source}": line {number} exceeds the line-length-limit.')
        log = self.state.document.include_log
        if not log:
            page = utils.relative_path(None, str(self.state.document.current_source))
            log.append((page, _NOT_CLIPPED))
        if (source, self.clip_options) in log:
            chain = "\n> ".join((source, *(os.fspath(path) for path, _ in reversed(log))))
            raise self.warning(f'circular inclusion in "{self.name}" directive:\n{chain}')
        return lines


if TYPE_CHECKING or docutils.__version_info__ >= (0, 22):  # noqa: SIM108  # a base class, for mypy too
    IncludeInParts = Include
else:
    IncludeInParts = OlderInclude
