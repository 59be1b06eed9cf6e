"""Build all variants: read every one, then write every one, then the files above them."""

from __future__ import annotations

import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from variantdocs.build_messages import SharedMessage, merge_messages
from variantdocs.config.load import load_variants
from variantdocs.config.variants import VariantSet
from variantdocs.errors import ConfigurationError
from variantdocs.multibuild.arguments import BuildArguments
from variantdocs.multibuild.build_lock import build_lock
from variantdocs.multibuild.page_preparation import prepare_pages
from variantdocs.multibuild.processes import Workers, default_start_method
from variantdocs.multibuild.progress.display import Progress
from variantdocs.multibuild.protocol import Stop, VariantBuilt, VariantFailed, VariantTask, WritePlan
from variantdocs.multibuild.reading import ReadResult, read_all
from variantdocs.multibuild.root_files import write_root_files
from variantdocs.multibuild.worker.build import build_variant
from variantdocs.output import check_no_links_out, read_manifest, remove_files
from variantdocs.pages.output_names import SITE_BUILDERS
from variantdocs.templating.prepared_pages import PreparedPages


@dataclass(frozen=True, slots=True, kw_only=True)
class BuildResult:
    """The result of a build, by variant, in the order of ``variants.yaml``.

    ``python_warnings`` are those of Python's own :mod:`warnings`, each once; ``prepared`` are the pages that
    were prepared for all variants.
    """

    built: dict[str, VariantBuilt]
    failed: dict[str, VariantFailed]
    messages: list[SharedMessage]
    seconds: float
    python_warnings: tuple[str, ...] = ()
    prepared: PreparedPages | None = None


def build_variants(
    arguments: BuildArguments,
    *,
    progress: Progress,
    reset_registries: bool = False,
    start_method: str | None = None,
    workers: Workers | None = None,
) -> BuildResult:
    """Build the variants that ``arguments`` ask for.

    A variant that fails does not stop the others; but if its configuration is the reason, nothing is
    written.

    :param progress: Where the build says what it is doing; it is closed at the end.
    :param reset_registries: A Sphinx application has been made in this process.
    :param start_method: How processes are started, instead of the method that suits the machine.
    :param workers: The processes to use, instead of new ones.
    :raises ConfigurationError: nothing was built, because the configuration cannot be used.
    :raises OutputError: a file would be written outside the output folder.
    """
    variant_set = load_variants(arguments.variants_file)
    names = variants_to_build(variant_set, arguments.variants)
    for folder in (arguments.doctrees, arguments.index):
        check_no_links_out(folder)
    try:
        with build_lock(
            arguments.doctrees,
            progress.line,
            on_wait=lambda: progress.activity("waiting for another build"),
        ):
            progress.activity("starting")
            tasks = plan(arguments, variant_set, reset_registries=reset_registries)
            prepared = None
            if workers is None:
                method = start_method or default_start_method()
                if method == "fork" and len(tasks) > 1:
                    prepared = prepare_pages(arguments, variant_set)
                    tasks = [replace(task, prepared=prepared) for task in tasks]
                workers = Workers(build_variant, method=method, extensions=arguments.extensions)
                tasks = [replace(task, idle=workers.idle) for task in tasks]
            result = _build(arguments, variant_set, names, tasks, workers, progress)
            return replace(result, prepared=prepared)
    finally:
        progress.close()


def variants_to_build(variant_set: VariantSet, requested: tuple[str, ...]) -> tuple[str, ...]:
    """The requested variants, or all if none are, in the order of ``variants.yaml``.

    :raises ConfigurationError: a requested variant does not exist.
    """
    problems = [variant_set.unknown_variant(name) for name in requested if name not in variant_set.names]
    if problems:
        raise ConfigurationError(tuple(problems))
    return tuple(name for name in variant_set.names if not requested or name in requested)


def plan(arguments: BuildArguments, variant_set: VariantSet, *, reset_registries: bool) -> list[VariantTask]:
    """One task per variant; the processes share ``arguments.jobs`` between them.

    Every variant is read, even if not requested, because links may lead to it.
    """
    names = variant_set.names
    return [
        VariantTask(
            variant=name,
            source=arguments.source,
            conf=arguments.conf,
            paths=arguments.paths.of_variant(name),
            doctrees=arguments.doctrees,
            builder=arguments.builder,
            overrides=arguments.overrides,
            # Set from the start, so that conf.py can ask for them.
            tags=(*arguments.tags, *variant_set.tags_of(name)),
            filenames=arguments.filenames,
            jobs=max(1, arguments.jobs // len(names)),
            verbosity=arguments.verbosity,
            force_all=arguments.force_all,
            fresh=arguments.fresh,
            reset_registries=reset_registries,
            part=arguments.part if name in arguments.variants else None,
        )
        for name in names
    ]


def remove_other_variants(arguments: BuildArguments, variant_set: VariantSet) -> None:
    """Remove what earlier builds wrote for variants that no longer exist."""
    for name in arguments.paths.variants_with_manifest():
        if name not in variant_set.names:
            paths = arguments.paths.of_variant(name)
            remove_files(paths.output, read_manifest(paths.manifest))
            if paths.output.is_dir() and not any(paths.output.iterdir()):
                paths.output.rmdir()
            paths.manifest.unlink()


def _build(
    arguments: BuildArguments,
    variant_set: VariantSet,
    names: tuple[str, ...],
    tasks: list[VariantTask],
    workers: Workers,
    progress: Progress,
) -> BuildResult:
    started, limit = time.monotonic(), max(1, arguments.jobs)
    workers.on_wait = lambda: progress.pages(workers.page_counts())
    try:
        read = read_all(workers, tasks, limit=limit)
        failed = dict(read.failed)
        _stop_unwritten(workers, read, names)
        if read.obstacle:
            progress.line(f"every variant reads all of its pages itself: {read.obstacle}")
        if read.write_obstacle and limit > len(tasks):
            progress.line(f"one process writes all pages of a variant: {read.write_obstacle}")
        built = {}
        for name, report in _write(workers, read, names, limit=limit):
            if isinstance(report, VariantBuilt):
                built[name] = report
                progress.line(_summary(name, report))
            else:
                failed[name] = report
    except BaseException:
        workers.close(kill=True)
        raise
    finally:
        workers.on_wait = None
    workers.close()
    if built and arguments.builder in SITE_BUILDERS:
        write_root_files(arguments.paths, variant_set)
    if not arguments.variants:
        remove_other_variants(arguments, variant_set)
    return _result(variant_set.names, built, failed, seconds=time.monotonic() - started)


def _stop_unwritten(workers: Workers, read: ReadResult, names: tuple[str, ...]) -> None:
    """Stop the workers of variants that were only read, or all if the configuration cannot be used.

    :raises ConfigurationError: it cannot.
    """
    problems = dict.fromkeys(failure.reason for failure in read.failed.values() if failure.configuration)
    for name in read.ready:
        if problems or name not in names:
            workers.send(name, Stop())
    if problems:
        workers.close()
        raise ConfigurationError(tuple(problems))


def _write(
    workers: Workers, read: ReadResult, names: tuple[str, ...], *, limit: int
) -> Iterator[tuple[str, VariantBuilt | VariantFailed]]:
    write = WritePlan(messages={name: report.messages for name, report in read.ready.items()})
    ready = [name for name in names if name in read.ready]
    return workers.run_step(ready, lambda name: workers.send(name, write), limit=limit)


def _result(
    names: tuple[str, ...],
    built: Mapping[str, VariantBuilt],
    failed: Mapping[str, VariantFailed],
    *,
    seconds: float,
) -> BuildResult:
    """Put the reports into the order of ``names``, and merge their messages."""
    reports = {name: built.get(name) or failed.get(name) for name in names}
    return BuildResult(
        built={name: built[name] for name in names if name in built},
        failed={name: failed[name] for name in names if name in failed},
        messages=merge_messages({name: found.messages for name, found in reports.items() if found}),
        seconds=seconds,
        python_warnings=tuple(
            dict.fromkeys(line for found in built.values() for line in found.python_warnings)
        ),
    )


def _summary(name: str, built: VariantBuilt) -> str:
    messages = len(built.messages)
    return (
        f"[{name}] {built.pages} pages, {built.read} read, {built.merged} taken over, "
        f"{built.written} written, "
        f"{messages} {'message' if messages == 1 else 'messages'}, {built.seconds:.1f} s"
    )
