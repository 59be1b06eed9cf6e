"""Answer the server's requests for builds, as long as the configuration stays the same."""

from __future__ import annotations

import contextlib
import os
import time
from multiprocessing.connection import Connection
from pathlib import Path
from typing import TYPE_CHECKING, Any

from variantdocs.config.load import load_variants
from variantdocs.console import Console
from variantdocs.errors import ConfigurationError
from variantdocs.multibuild.arguments import BuildArguments, from_command_line
from variantdocs.multibuild.coordinator import build_variants
from variantdocs.pages.index import PageIndex, read_index
from variantdocs.paths import shown_path
from variantdocs.preview.protocol import BuildReport, PreviewedVariant, StartOver, WatchedPaths
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
    console = Console.from_arguments(arguments)
    configuration = (arguments.conf / "conf.py", arguments.variants_file)
    before = Digests().of_all(configuration)
    is_usable = True
    while _receive(connection) is not None:
        if not is_usable or Digests().of_all(configuration) != before:
            connection.send(StartOver())
            return True
        report = _build(arguments, console)
        is_usable = bool(report.variants)
        # The server may have ended meanwhile.
        with contextlib.suppress(BrokenPipeError):
            connection.send(report)
    return False


def _wait_for_other_settings(
    error: ConfigurationError, preview: PreviewArguments, connection: Connection
) -> bool:
    """Say what is wrong with ``conf.py``; each further request may find another."""
    if _receive(connection) is None:
        return False
    console = Console()
    console.error(str(error))
    conf = preview.conf / "conf.py"
    connection.send(BuildReport(failures=error.problems, watched=WatchedPaths(files=frozenset({conf}))))
    if _receive(connection) is None:
        return False
    connection.send(StartOver())
    return True


def _receive(connection: Connection) -> Any:
    """The next request; ``None`` if the server has gone."""
    try:
        return connection.recv()
    except (EOFError, OSError):
        return None


def _build(arguments: BuildArguments, console: Console) -> BuildReport:
    configuration = frozenset({arguments.conf / "conf.py", arguments.variants_file})
    started = time.monotonic()
    try:
        variant_set = load_variants(arguments.variants_file)
        result = build_variants(arguments, progress=console.status)
    except ConfigurationError as error:
        console.error(str(error))
        return BuildReport(failures=error.problems, watched=WatchedPaths(files=configuration))
    failures = tuple(f"[{name}] {failure.reason}" for name, failure in result.failed.items())
    console.messages(result.messages)
    for failure in failures:
        console.error(failure)
    indexes = [
        index
        for name in variant_set.names
        if (not arguments.variants or name in arguments.variants)
        and (index := read_index(arguments.index, name)) is not None
    ]
    return BuildReport(
        variants=tuple(_previewed(index, arguments.source) for index in indexes),
        messages=tuple(result.messages),
        failures=failures,
        watched=WatchedPaths(
            files=configuration.union(*(_files(index, arguments.source) for index in indexes))
        ),
        seconds=time.monotonic() - started,
    )


def _previewed(index: PageIndex, source: Path) -> PreviewedVariant:
    files = {name.rpartition(".")[0]: shown_path(source / name) for name in index.sources}
    return PreviewedVariant(
        name=index.variant,
        title=index.title,
        sources={
            f"{page.uri}index.html" if page.uri.endswith("/") or not page.uri else page.uri: frozenset(
                {files[docname]} if docname in files else ()
            )
            for docname, page in index.pages.items()
        },
    )


def _files(index: PageIndex, source: Path) -> set[Path]:
    return {Path(os.path.normpath(source / name)) for name in index.sources}
