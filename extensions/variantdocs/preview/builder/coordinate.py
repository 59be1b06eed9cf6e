"""Answer the server's requests for builds, as long as the configuration stays the same."""

from __future__ import annotations

import contextlib
import sys
from dataclasses import replace
from multiprocessing.connection import Connection
from typing import TYPE_CHECKING, Any

from variantdocs.config.load import load_variants
from variantdocs.config.variants import VariantSet
from variantdocs.console import Console
from variantdocs.errors import ConfigurationError
from variantdocs.multibuild.arguments import BuildArguments, from_command_line
from variantdocs.multibuild.coordinator import BuildResult, build_variants
from variantdocs.multibuild.progress.display import NoProgress
from variantdocs.preview.builder.project_code import project_modules
from variantdocs.preview.builder.warm_workers import WarmWorkers
from variantdocs.preview.protocol import (
    Build,
    BuildReport,
    PageRendered,
    PagesReady,
    PreviewedVariant,
    RenderPage,
    StartOver,
    WatchedPaths,
)
from variantdocs.rebuild.digests import Digests

if TYPE_CHECKING:
    from variantdocs.preview.arguments import PreviewArguments


def coordinate(preview: PreviewArguments, connection: Connection) -> bool:
    """Build whenever the server asks for it.

    :returns: Whether the configuration has changed, so that a new process is to answer the request.
    """
    try:
        arguments = from_command_line(preview.build)
    except ConfigurationError as error:
        return _wait_for_other_settings(error, preview, connection)
    coordinator = _Coordinator(replace(arguments, filenames=()), connection)
    try:
        while (request := _receive(connection)) is not None:
            if isinstance(request, RenderPage):
                coordinator.render(request)
                continue
            if not coordinator.is_current(request):
                connection.send(StartOver())
                return True
            coordinator.build(request)
    finally:
        coordinator.workers.end()
    return False


class _Coordinator:
    """The builds with one configuration."""

    def __init__(self, arguments: BuildArguments, connection: Connection) -> None:
        self._arguments = arguments
        self._connection = connection
        self._console = Console.from_arguments(arguments)
        self._code = (
            arguments.conf / "conf.py",
            arguments.variants_file,
            *project_modules(tuple(sys.modules)),
        )
        self._digest = Digests().of_all(self._code)
        self._is_usable = True
        self._has_built = False
        self.workers = WarmWorkers(self._pages_ready)

    def is_current(self, request: Build) -> bool:
        """Whether nothing has changed that is read only once, so that this can build what is requested."""
        return (
            self._is_usable
            and Digests().of_all(self._code) == self._digest
            and self.workers.are_current(request)
        )

    def build(self, request: Build) -> None:
        """Build, and report to the server."""
        arguments, progress = self._arguments, self._console.progress()
        if not request.is_first:
            arguments, progress = replace(arguments, fresh=False, force_all=False), NoProgress()
        try:
            variant_set = load_variants(arguments.variants_file)
            result = build_variants(arguments, progress=progress, workers=self.workers)
        except ConfigurationError as error:
            self._is_usable = False
            self._console.error(str(error))
            report = BuildReport(failures=error.problems, watched=WatchedPaths(files=frozenset(self._code)))
        else:
            report = self._report(variant_set, result)
            if not request.is_first:  # there the display of progress has said all of it
                self._say_what_was_built(result)
        self._send(report)
        self._has_built = True

    def render(self, request: RenderPage) -> None:
        """Render a page for the server."""
        self._send(self.workers.render(request))

    def _pages_ready(self, variant: str, paths: frozenset[str] | None) -> None:
        self._send(PagesReady(variant=variant, paths=paths))

    def _send(self, answer: PagesReady | PageRendered | BuildReport) -> None:
        # When the server has ended, the build goes on to its end, so that the next one can build on it.
        with contextlib.suppress(BrokenPipeError):
            self._connection.send(answer)

    def _report(self, variant_set: VariantSet, result: BuildResult) -> BuildReport:
        """Print what came of the build, and tell it to the server."""
        self._console.messages(result.messages)
        failures = tuple(f"[{name}] {failure.reason}" for name, failure in result.failed.items())
        for failure in failures:
            self._console.error(failure)
        details = self.workers.details
        watched = [found.watched for found in details.values()]
        return BuildReport(
            variants=tuple(
                PreviewedVariant(
                    name=name,
                    title=variant_set[name].title,
                    sources=details[name].sources if name in details else {},
                )
                for name in variant_set.names
                if name in result.built or name in result.failed
            ),
            messages=tuple(result.messages),
            failures=failures,
            watched=WatchedPaths(
                folders=frozenset().union(*(paths.folders for paths in watched)),
                files=frozenset(self._code).union(*(paths.files for paths in watched)),
            ),
            seconds=result.seconds,
        )

    def _say_what_was_built(self, result: BuildResult) -> None:
        """Print a line if anything was built, or if this has begun after a change of the configuration."""
        if not self._has_built or any(built.read or built.written for built in result.built.values()):
            self._console.status(summary(result))


def summary(result: BuildResult) -> str:
    """One line about a build: ``[byoc] 1 read, 2 written; [serverless] 2 written; 0.31 s``."""
    parts = []
    for name, built in result.built.items():
        counts = ((built.read, "read"), (built.merged, "taken over"), (built.written, "written"))
        if any(count for count, _ in counts):
            parts.append(f"[{name}] " + ", ".join(f"{count} {what}" for count, what in counts if count))
    return "; ".join((*(parts or ["nothing to build"]), f"{result.seconds:.2f} s"))


def _wait_for_other_settings(
    error: ConfigurationError, preview: PreviewArguments, connection: Connection
) -> bool:
    """Say what is wrong with ``conf.py``; each further request may find another."""
    if not _wait_for_build(connection):
        return False
    console = Console()
    console.error(str(error))
    conf = preview.conf / "conf.py"
    connection.send(BuildReport(failures=error.problems, watched=WatchedPaths(files=frozenset({conf}))))
    if not _wait_for_build(connection):
        return False
    connection.send(StartOver())
    return True


def _wait_for_build(connection: Connection) -> bool:
    """Wait for a request to build, without being able to render pages; whether there is one."""
    while isinstance(request := _receive(connection), RenderPage):
        connection.send(PageRendered(html=None))
    return request is not None


def _receive(connection: Connection) -> Any:
    """The next request; ``None`` if the server has gone."""
    try:
        return connection.recv()
    except (EOFError, OSError):
        return None
