"""The ``include`` directive: slice first, then expand, and keep the included file's lines.

Neither MyST nor reST does it so: MyST emits ``include-read`` before it slices, reST after, and both
lose the line numbers.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar

from docutils import nodes
from docutils.parsers.rst import directives
from docutils.parsers.rst.directives.misc import Include as DocutilsInclude
from docutils.statemachine import StateMachine
from myst_parser.mocking import MockIncludeDirective, MockState
from sphinx.directives.other import Include as SphinxInclude
from sphinx.util.docutils import SphinxDirective

from variantdocs.messages import Kind, report
from variantdocs.sphinx_patches.include_input import inserting_with, renderer_of
from variantdocs.sphinx_patches.versions.include_parts import IncludeInParts, run_parts
from variantdocs.sphinx_patches.versions.older_myst import lines_before_included_text
from variantdocs.sphinx_patches.versions.older_sphinx import current_docname, empty_text_is_blank_line
from variantdocs.templating.source_lines.parse_state import ParsedText, parse_state_of, translate_nodes
from variantdocs.templating.source_lines.parsers import with_source_lines
from variantdocs.templating.source_lines.slices import SLICE_OPTIONS, TextNotFound, slice_text
from variantdocs.templating.source_lines.source_map import UNCHANGED, SourceMap

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from sphinx.application import Sphinx

MOST_INCLUDES = 1_000
"""How many files a page may include, each counted as often as it is included."""

MOST_CHARACTERS = 16 << 20
"""How many characters the files that a page includes may have together."""


class IncludeDirective(SphinxDirective):
    """``include`` for Markdown and reST.

    Not a subclass of docutils' ``Include``: MyST would replace that by its own.
    """

    required_arguments = DocutilsInclude.required_arguments
    optional_arguments = DocutilsInclude.optional_arguments
    final_argument_whitespace = DocutilsInclude.final_argument_whitespace
    option_spec: ClassVar[dict[str, Callable[[str], Any]]] = {
        **(DocutilsInclude.option_spec or {}),
        # MyST's own
        "relative-images": directives.flag,
        "relative-docs": directives.path,
        "heading-offset": directives.nonnegative_int,
    }

    def run(self) -> Sequence[nodes.Node]:
        """Include the file in place of the directive, unless the page includes too much."""
        if self._is_one_too_many():
            return []
        if isinstance(self.state, MockState):
            return self._run_in_markdown()
        include = _RSTInclude(
            self.name,
            self.arguments,
            self.options,
            self.content,
            self.lineno,
            self.content_offset,
            self.block_text,
            self.state,
            self.state_machine,
        )
        return include.run()

    def _is_one_too_many(self) -> bool:
        """Count the include. Files that include others several times each would make a page without end."""
        state = parse_state_of(self.env)
        state.includes += 1
        if state.includes <= MOST_INCLUDES and state.included_characters <= MOST_CHARACTERS:
            return False
        if not state.is_past_limit:
            state.is_past_limit = True
            source, line = self.state_machine.get_source_and_line(self.lineno)
            report(
                Kind.LIMIT,
                f"the page includes more than {MOST_INCLUDES:,} files, or {MOST_CHARACTERS:,} characters; "
                "this include and those that follow are left out; split the page",
                location=f"{source}:{line}",
            )
        return True

    def _run_in_markdown(self) -> Sequence[nodes.Node]:
        renderer = renderer_of(self.state)
        if "literal" in self.options or "code" in self.options:
            return self._myst_include(renderer, self.options).run()
        state = parse_state_of(self.env)
        path = str(Path(self.env.relfn2path(self.arguments[0])[1]))
        if any(text.path == path for text in state.stack):
            chain = " > ".join(Path(found).name for found in (*(text.path for text in state.stack), path))
            raise self.severe(f"circular inclusion: {chain}")
        options = {name: value for name, value in self.options.items() if name not in SLICE_OPTIONS}
        state.include_options = {name: value for name, value in self.options.items() if name in SLICE_OPTIONS}
        include = self._myst_include(renderer, options)
        with state.parsing(ParsedText(path=path, source_map=UNCHANGED)):
            try:
                result = include.run()
            finally:
                state.include_options = None
                text = state.stack[-1]
        if (error := state.take_include_error()) is not None:
            raise self.severe(error)
        root = renderer.current_node
        while root.parent is not None:
            root = root.parent
        for tree in {id(root): root, id(renderer.document): renderer.document}.values():
            translate_nodes(tree, text)
        return list(result)

    def _myst_include(self, renderer: Any, options: dict[str, Any]) -> MockIncludeDirective:
        return MockIncludeDirective(
            renderer,
            name=self.name,
            klass=SphinxInclude,
            arguments=self.arguments,
            options=options,
            body=list(self.content),
            lineno=self.lineno,
        )


def expand_included_markdown(app: Sphinx, path: Path, parent: str, content: list[str]) -> None:
    """Slice and expand a file that MyST includes (event ``include-read``)."""
    state = parse_state_of(app.env)
    if state.include_options is None or state.expander is None:
        return
    options, state.include_options = state.include_options, None
    state.compare(content[0])
    try:
        part, skipped = slice_text(content[0], options)
    except TextNotFound as error:
        state.include_error = f'option "{error.option}": text not found "{error.text}".'
        content[0] = state.known_text = ""
        return
    file = str(Path(app.srcdir, path).resolve()) if not path.is_absolute() else str(path)
    state.note_included(content[0])
    expanded = state.expander.expand_included(part, path=file, skipped=skipped, markdown=True)
    content[0] = state.known_text = expanded.text
    state.stack[-1] = ParsedText(
        path=state.stack[-1].path,
        source_map=expanded.source_map,
        text=expanded.text,
        lines_before=lines_before_included_text(),
    )


class _RSTInclude(IncludeInParts):
    """Sphinx's ``include`` for reST, with the text expanded between slicing and parsing."""

    source_map: SourceMap = UNCHANGED
    line_numbers: Sequence[int] = ()
    clip_options: tuple[int | None, int | None, str | None, str | None]

    def run(self) -> Sequence[nodes.Node]:
        if not (self.arguments[0].startswith("<") and self.arguments[0].endswith(">")):
            _, filename = self.env.relfn2path(self.arguments[0])
            self.arguments[0] = str(filename)
            self.env.note_included(filename)
        # Not Sphinx's run: it would replace our insert_input by its own.
        return run_parts(self)

    def read_file(self, path: str | os.PathLike[str]) -> str:
        """The file's text: sliced, then expanded unless it is literal."""
        expander = parse_state_of(self.env).expander
        if "literal" in self.options or "code" in self.options or expander is None:
            return super().read_file(path)
        asked, self.clip_options = self.clip_options, (None, None, None, None)
        text = super().read_file(path)
        self.clip_options = asked
        parse_state_of(self.env).note_included(text)
        try:
            part, skipped = slice_text(text, self.options, empty_is_blank_line=empty_text_is_blank_line())
        except TextNotFound as error:
            raise self.severe(
                f'Problem with "{error.option}" option of "{self.name}" directive:\nText not found.'
            ) from None
        markdown = "parser" in self.options and "rst" not in getattr(self.options["parser"], "supported", ())
        expanded = expander.expand_included(part, path=str(path), skipped=skipped, markdown=markdown)
        self.source_map = expanded.source_map
        return expanded.text

    def custom_parse(self, text: str) -> list[nodes.Node]:
        """Parse with another parser (``:parser:``), whose lines are those of the included file."""
        included = ParsedText(path=self.options["source"], source_map=self.source_map, text=text)
        with parse_state_of(self.env).parsing(included):
            found = list(super().custom_parse(text))
        for node in found:
            translate_nodes(node, included)
        return found

    def insert_into_input_lines(self, text: str) -> None:
        """Give the parser the lines with their positions in the included file."""
        self.line_numbers = self.source_map.of_split_text(text)
        with inserting_with(self.state_machine, self._insert_input):
            super().insert_into_input_lines(text)

    def _insert_input(self, include_lines: list[str], source: str) -> None:
        content = ["\n".join(include_lines[:-2])]
        relative = Path(os.path.relpath(Path(source).resolve(), start=self.env.srcdir))
        self.env.events.emit("include-read", relative, current_docname(self.env), content)
        lines = content[0].split("\n")
        numbers = self.line_numbers[: len(lines)]
        included = ParsedText(path=source, source_map=self.source_map, text=content[0], translated=True)
        parse_state_of(self.env).parsed.append(included)
        mapped = with_source_lines(lines + include_lines[-2:], numbers, source)
        StateMachine.insert_input(self.state_machine, mapped, source)
