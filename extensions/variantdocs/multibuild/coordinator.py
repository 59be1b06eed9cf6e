"""Build all variants: read every one, then write every one, then the files they share."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass

from variantdocs.build_messages import SharedMessage, merge_messages
from variantdocs.config.load import load_variants
from variantdocs.config.variants import VariantSet
from variantdocs.errors import ConfigurationError
from variantdocs.multibuild.arguments import BuildArguments
from variantdocs.multibuild.processes import Workers
from variantdocs.multibuild.protocol import Failed, Stop, VariantTask, WasBuilt, Write
from variantdocs.multibuild.reading import read_together
from variantdocs.multibuild.root_files import write_root_files
from variantdocs.multibuild.worker.build import build_variant
from variantdocs.output import recorded, remove_files
from variantdocs.pages.output_names import SITE_BUILDERS
from variantdocs.suggestions import nearest


@dataclass(frozen=True, slots=True, kw_only=True)
class BuildResult:
    """What came of a build, by variant, in the order of ``variants.yaml``."""

    built: dict[str, WasBuilt]
    failed: dict[str, Failed]
    messages: list[SharedMessage]
    seconds: float


def variants_to_build(variant_set: VariantSet, asked: tuple[str, ...]) -> tuple[str, ...]:
    """The variants asked for, or all.

    :raises ConfigurationError: one of those asked for does not exist.
    """
    problems = []
    for name in asked:
        if name not in variant_set.names:
            near = nearest(name, variant_set.names)
            hint = f"did you mean {near[0]!r}?" if near else f"there are {', '.join(variant_set.names)}"
            problems.append(f"variant: there is no variant {name!r}; {hint}")
    if problems:
        raise ConfigurationError(tuple(problems))
    return tuple(name for name in variant_set.names if not asked or name in asked)


def tags_of(variant_set: VariantSet, name: str) -> tuple[str, ...]:
    """The Sphinx tags of a variant: its name and its groups', also with ``_`` for ``-``."""
    named = (name, *variant_set.groups_of(name))
    return tuple(dict.fromkeys(tag for found in named for tag in (found, found.replace("-", "_"))))


def plan(
    arguments: BuildArguments,
    variant_set: VariantSet,
    *,
    after_other_application: bool,
) -> list[VariantTask]:
    """One task per variant; the processes share ``arguments.jobs`` between them.

    All variants are read, also those that are not asked for: links lead to them.
    """
    names = variant_set.names
    return [
        VariantTask(
            variant=name,
            source=arguments.source,
            conf=arguments.conf,
            output=arguments.output / name,
            made=arguments.doctrees / name / f".{arguments.builder}",
            record=arguments.index / f"{name}.{arguments.builder}.files.json",
            doctrees=arguments.doctrees,
            builder=arguments.builder,
            overrides=arguments.overrides,
            # From the start, so that conf.py can ask for them.
            tags=(*arguments.tags, *tags_of(variant_set, name)),
            filenames=arguments.filenames,
            jobs=max(1, arguments.jobs // len(names)),
            reading_jobs=max(1, arguments.jobs // len(names)),
            verbosity=arguments.verbosity,
            force_all=arguments.force_all,
            fresh=arguments.fresh,
            after_other_application=after_other_application,
        )
        for name in names
    ]


def build_variants(
    arguments: BuildArguments,
    *,
    progress: Callable[[str], None],
    after_other_application: bool = False,
    start_method: str | None = None,
) -> BuildResult:
    """Build the variants that ``arguments`` ask for.

    A variant that fails stops no other; but where one fails because of its configuration,
    nothing is written.

    :param progress: Called with one line per variant when it is done.
    :param after_other_application: A Sphinx application has been made in this process.
    :param start_method: How processes are started, where not as suits the machine.
    :raises ConfigurationError: nothing was built, because the configuration cannot be used.
    """
    started = time.monotonic()
    variant_set = load_variants(arguments.variants_file)
    names = variants_to_build(variant_set, arguments.variants)
    tasks = plan(arguments, variant_set, after_other_application=after_other_application)
    workers = Workers(build_variant, method=start_method)
    at_once = max(1, arguments.jobs)
    all_names = variant_set.names
    try:
        read = read_together(workers, tasks, at_once=at_once)
        failed = read.failed
        stopped = any(word.configuration for word in failed.values())
        for name in read.ready:
            if stopped or name not in names:
                workers.send(name, Stop())
        if stopped:
            workers.close()
            raise ConfigurationError(_reasons(failed))
        if read.obstacle:
            progress(f"every variant reads all of its pages itself: {read.obstacle}")
        write = Write(messages={name: word.messages for name, word in read.ready.items()})
        built = {}
        waiting, writing = [name for name in names if name in read.ready], set[str]()
        while waiting or writing:
            while waiting and len(writing) < at_once:
                writing.add(waiting[0])
                workers.send(waiting.pop(0), write)
            name, word = workers.receive(writing)
            writing.discard(name)
            if isinstance(word, WasBuilt):
                built[name] = word
                progress(_summary(name, word))
            else:
                failed[name] = word
    except BaseException:
        workers.close(kill=True)
        raise
    workers.close()
    if built and arguments.builder in SITE_BUILDERS:
        write_root_files(arguments, variant_set)
    if not arguments.variants:
        remove_other_variants(arguments, variant_set)
    messages = {
        name: (built.get(name) or failed[name]).messages
        for name in all_names
        if name in built or name in failed
    }
    return BuildResult(
        built={name: built[name] for name in names if name in built},
        failed={name: failed[name] for name in all_names if name in failed},
        messages=merge_messages(messages),
        seconds=time.monotonic() - started,
    )


def remove_other_variants(arguments: BuildArguments, variant_set: VariantSet) -> None:
    """Remove what earlier builds brought for variants that there are no longer."""
    suffix = f".{arguments.builder}.files.json"
    for record in sorted(arguments.index.glob(f"*{suffix}")):
        name = record.name.removesuffix(suffix)
        if name not in variant_set.names:
            folder = arguments.output / name
            remove_files(folder, recorded(record))
            if folder.is_dir() and not any(folder.iterdir()):
                folder.rmdir()
            record.unlink()


def _reasons(failed: dict[str, Failed]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(word.reason for word in failed.values() if word.configuration))


def _summary(name: str, built: WasBuilt) -> str:
    warnings = len(built.messages)
    return (
        f"[{name}] {built.pages} pages, {built.read} read, {built.taken_over} taken over, "
        f"{built.written} written, "
        f"{warnings} {'message' if warnings == 1 else 'messages'}, {built.seconds:.1f} s"
    )
