"""The ``rli`` directive: the installed Sphinx's ``literalinclude``, given a file for a URL.

The file is named by its content and lies outside the project, so nothing of its path may get into a
doctree, a message or the environment. What goes wrong is reported here, with its kind and at the
author's line, and leaves a placeholder that every builder prints: a block of code is never just
absent.
"""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass, replace
from logging import getLogger
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar, cast

from docutils import nodes
from docutils.parsers.rst import directives
from sphinx.directives.code import LiteralInclude, container_wrapper
from sphinx.transforms import SphinxTransform
from sphinx.util import logging

from variantdocs.messages import ALWAYS_ERRORS, Kind, report
from variantdocs.remote.directive import options as written
from variantdocs.remote.directive.selection import Selection, selected, without_paths
from variantdocs.remote.redact import shown
from variantdocs.remote.types import LoadedFile, RemoteError
from variantdocs.remote.url import RemoteSource, source_of
from variantdocs.remote.uses import REMOTE_USES, RemoteUse, selecting, text_hash

if TYPE_CHECKING:
    from collections.abc import Iterable
    from logging import LogRecord

    from sphinx.environment import BuildEnvironment

    from variantdocs.remote.loader import Loader
    from variantdocs.remote.settings import Mode

NAMES = ("rli", "remoteliteralinclude")

_SPHINX_CODE_LOGGER = "sphinx.sphinx.directives.code"


def is_error(kind: Kind, mode: Mode) -> bool:
    """Say whether a message of a kind makes the build fail."""
    return kind in ALWAYS_ERRORS or (mode != "dev" and kind is not Kind.RLI_STALE)


class _AsWritten(dict[str, Any]):
    """Options as a parser may give them: any name, any text.

    A parser that refuses an option drops it, or runs nothing at all; so none is refused there.
    """

    def __missing__(self, name: str) -> Any:
        return _as_is


def _as_is(value: str | None) -> str | None:
    return value


@dataclass(frozen=True, slots=True)
class _Compared:
    """What ``:diff:`` names: its file, and what the page calls it."""

    path: Path
    name: str
    loaded: LoadedFile | None


class _FilesByName:
    """The environment, for one run of ``literalinclude``: finds files in a table, notes none.

    The file of a URL is recorded by its hash, not as a path that Sphinx would look at.
    """

    def __init__(self, env: BuildEnvironment, files: dict[str, Path]) -> None:
        self._env = env
        self._files = files

    def __getattr__(self, name: str) -> Any:
        return getattr(self._env, name)

    def relfn2path(self, filename: str) -> tuple[str, str]:
        return filename, str(self._files[filename])

    def note_dependency(self, filename: str) -> None:
        """Do nothing."""


class RemoteLiteralInclude(LiteralInclude):
    """``literalinclude`` for a URL. Subclassed, with its two attributes set, for each app."""

    loader: ClassVar[Loader]
    mode: ClassVar[Mode]

    has_content = True  # to refuse it: MyST would only warn, and show the whole file
    required_arguments = 0
    optional_arguments = 1
    final_argument_whitespace = True
    option_spec = _AsWritten(dict.fromkeys(LiteralInclude.option_spec, _as_is))

    _files: dict[str, Path] | None = None

    @property
    def env(self) -> BuildEnvironment:
        """The environment; while Sphinx's own directive runs, one that finds our files."""
        env = super().env
        return env if self._files is None else cast("BuildEnvironment", _FilesByName(env, self._files))

    def run(self) -> list[nodes.Node]:
        """Show the code, or say that it could not be shown."""
        line = self.get_source_info()[1] or 0
        self._use = RemoteUse(url="", source=self._source(), line=line)
        self._is_understood = False
        argument = self.arguments[0].strip() if self.arguments else ""
        try:
            found = self._shown(argument)
        except RemoteError as exc:
            self._say(exc.kind, exc.message)
            found = [self._placeholder(argument)]
            refused = "" if self._is_understood else exc.message
            self._use = replace(self._use, refused=refused, sha256="", diff_sha256="", snippet="", lines=0)
        uses = REMOTE_USES.of(self.env).setdefault(self.env.docname, [])
        for block in _literal_blocks(found):
            block.rli_use = len(uses)  # for the line, which is translated later; taken off again
        uses.append(self._use)
        return found

    def _shown(self, argument: str) -> list[nodes.Node]:
        self._refuse_stray_text(argument)
        source = source_of(argument)
        self._use = replace(self._use, url=source.url)
        options = self._converted(source, argument)
        self._use = replace(self._use, options=selecting(options))
        if not self.state.document.settings.file_insertion_enabled:
            raise RemoteError(Kind.RLI_BLOCKED, f"{shown(source.url)}: this page may not include files")
        diff_url = self._diff_url(options)
        self._use = replace(self._use, diff_url=diff_url)
        self._is_understood = True
        loaded = self._loaded(source.url)
        compared = self._compared(options, diff_url)
        selection = selected(
            loaded.path,
            options,
            name=source.url,
            source_encoding=self.config.source_encoding,
            diff=None if compared is None else compared.path,
        )
        self._refuse_or_report(source.url, selection)
        found = self._delegated(argument, loaded, options, compared, selection)
        self._use = replace(
            self._use,
            sha256=loaded.sha256,
            diff_sha256=compared.loaded.sha256 if compared and compared.loaded else "",
            snippet=text_hash(selection.text),
            first_line=selection.first_line,
            lines=selection.lines,
        )
        return found

    def _refuse_stray_text(self, argument: str) -> None:
        name = f"{shown(argument.split()[0])}: " if argument else ""
        stray = "\n".join(argument.split("\n")[1:]) + "\n" + "\n".join(self.content)
        if stray.strip():
            raise RemoteError(Kind.RLI_OPTION, name + shown(written.stray_text(stray)))

    def _converted(self, source: RemoteSource, argument: str) -> dict[str, Any]:
        spec = {
            name: written.flag if converter is directives.flag else converter
            for name, converter in LiteralInclude.option_spec.items()
        }
        options, problems = written.converted(self.options, spec, block_text=self.block_text)
        if problems:
            raise RemoteError(Kind.RLI_OPTION, shown(f"{source.url}: {'; '.join(problems)}"))
        if source.lines is None:
            return options
        try:
            return written.with_fragment(options, source.lines, fragment=argument.partition("#")[2])
        except ValueError as exc:
            raise RemoteError(Kind.RLI_OPTION, shown(f"{source.url}: {exc}")) from None

    def _loaded(self, url: str) -> LoadedFile:
        loaded = self.loader.load(url)
        for notice in loaded.notices:
            if notice.kind is not Kind.RLI_UNLOCKED:  # reported once for the whole build
                self._say(notice.kind, notice.message)
        return loaded

    def _diff_url(self, options: dict[str, Any]) -> str:
        diff = options.get("diff") or ""
        if "://" not in diff:
            return ""
        source = source_of(diff)
        if source.lines is not None:
            message = f"{shown(diff)}: whole files are compared; remove the # and what follows it"
            raise RemoteError(Kind.RLI_OPTION, message)
        return source.url

    def _compared(self, options: dict[str, Any], diff_url: str) -> _Compared | None:
        if "diff" not in options:
            return None
        if diff_url:
            loaded = self._loaded(diff_url)
            return _Compared(loaded.path, diff_url, loaded)
        name, path = self.env.relfn2path(options["diff"])
        self.env.note_dependency(name)
        return _Compared(Path(path), name, None)

    def _refuse_or_report(self, url: str, selection: Selection) -> None:
        for warning in selection.warnings:
            message = f"{shown(url)}: {warning}"
            if is_error(Kind.RLI_OPTION, self.mode):
                raise RemoteError(Kind.RLI_OPTION, message)
            self._say(Kind.RLI_OPTION, message)
        for remark in selection.remarks:
            report(Kind.RLI_OPTION, f"{shown(url)}: {remark}", location=self.get_location(), error=False)

    def _delegated(
        self,
        argument: str,
        loaded: LoadedFile,
        options: dict[str, Any],
        compared: _Compared | None,
        selection: Selection,
    ) -> list[nodes.Node]:
        """Let Sphinx's own directive do the work, and take the paths out of what it gives."""
        self.arguments, self.options, self._files = ["file"], dict(options), {"file": loaded.path}
        if compared is not None:
            self.options["diff"] = "diff"
            self._files["diff"] = compared.path
        caption_is_url = "caption" in options and not options["caption"]
        if caption_is_url:
            self.options["caption"] = "file"
        try:
            with logging.suppress_logging() as log:
                found = super().run()
        finally:
            self._files, self.options = None, options
        names = {loaded.path: loaded.url} | ({compared.path: compared.name} if compared else {})
        self._pass_on(log.buffer, loaded.url, selection, found)
        for block in _literal_blocks(found):
            block["source"] = loaded.url
            if compared is not None:
                _set_text(block, _named_diff(block.astext(), names))
            if caption_is_url and isinstance(block.parent, nodes.container):
                _set_text(block.parent[0], shown(argument))
        return found

    def _pass_on(
        self, records: Iterable[LogRecord], url: str, selection: Selection, found: list[nodes.Node]
    ) -> None:
        """Give Sphinx's messages a kind; let those about a caption pass as they are."""
        refused = next((node for node in found if isinstance(node, nodes.system_message)), None)
        if refused is not None:
            reason = refused[0].astext() if len(refused) else refused.astext()
            raise RemoteError(Kind.RLI_OPTION, shown(f"{url}: {reason}"))
        for record in records:
            if record.name != _SPHINX_CODE_LOGGER:
                getLogger(logging.NAMESPACE).handle(record)
            elif record.getMessage() not in selection.warnings:
                self._say(Kind.RLI_OPTION, f"{shown(url)}: {record.getMessage()}")

    def _say(self, kind: Kind, message: str) -> None:
        error = is_error(kind, self.mode)
        report(kind, message, location=self.get_location(), error=error)
        self._use = replace(
            self._use,
            error=self._use.error or error,
            failures=(*self._use.failures, (str(kind), message)),
        )

    def _source(self) -> str:
        source, _ = self.get_source_info()
        path = Path(source)
        return (
            path.relative_to(self.env.srcdir).as_posix()
            if path.is_relative_to(self.env.srcdir)
            else path.name
        )

    def _placeholder(self, argument: str) -> nodes.Node:
        """Stand in for the code, so that references to it by name or number hold."""
        # In two lines: behind a long URL, what happened would be out of sight.
        text = f"Code from {shown(argument) or 'a URL that is not given'}\ncould not be loaded."
        block: nodes.Element = nodes.literal_block(text, text, classes=["rli-failed"], language="none")
        self.set_source_info(block)
        caption = self.options.get("caption")
        if caption:
            with logging.suppress_logging(), suppress(ValueError, RuntimeError):
                block = container_wrapper(self, block, caption)
        if self.options.get("name"):
            self.add_name(block)
        admonition = nodes.warning("", block)
        self.set_source_info(admonition)
        return admonition


class ShowRefusedDirectives(SphinxTransform):
    """Put a placeholder where reST refused the whole directive.

    An option given twice, say, never reaches the directive; docutils says so, and Sphinx then takes
    its message out of the page (``FilterSystemMessages``, 999).
    """

    default_priority = 100  # before quotes in messages become typographic (``SphinxSmartQuotes``, 750)

    def apply(self, **kwargs: Any) -> None:
        """Replace docutils' messages about our directive."""
        starts = tuple(f'Error in "{name}" directive:' for name in NAMES)
        for message in list(self.document.findall(nodes.system_message)):
            if not (len(message) and message[0].astext().startswith(starts)):
                continue
            url = next((word for word in message.astext().split() if "://" in word), "a URL")
            text = f"Code from {shown(url)}\ncould not be loaded."
            block = nodes.literal_block(text, text, classes=["rli-failed"], language="none")
            placeholder = nodes.warning("", block)
            placeholder.source, placeholder.line = message.get("source"), message.get("line")
            message.replace_self(placeholder)
            source = Path(message.get("source", "")).name
            why = message[0].astext().partition("\n")[0]
            use = RemoteUse(url="", source=source, line=message.get("line", 0), refused=why)
            REMOTE_USES.of(self.env).setdefault(self.env.docname, []).append(use)


def _literal_blocks(found: list[nodes.Node]) -> list[Any]:
    return [block for node in found for block in node.findall(nodes.literal_block)]


def _set_text(node: Any, text: str) -> None:
    node.rawsource = text
    node.children = []
    node += nodes.Text(text)


def _named_diff(text: str, names: dict[Path, str]) -> str:
    """Name the two files in the head of a diff."""
    head = text.split("\n", 2)
    if len(head) < 3:
        return text
    return "\n".join([*(without_paths(line, names) for line in head[:2]), head[2]])
