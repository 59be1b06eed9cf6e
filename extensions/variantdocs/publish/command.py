"""The commands that make the folder to upload: parse, build or collect, finish, print."""

from __future__ import annotations

import argparse
import shutil
from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

from variantdocs.check.parallel import BackgroundCall
from variantdocs.console import Console
from variantdocs.errors import ConfigurationError
from variantdocs.multibuild.arguments import (
    BuildArguments,
    from_command_line,
    make_parser,
)
from variantdocs.multibuild.coordinator import BuildResult, build_variants
from variantdocs.multibuild.processors import available_processors
from variantdocs.pages.index import read_indexes
from variantdocs.pages.output_names import SITE_BUILDERS
from variantdocs.paths import shown_path
from variantdocs.publish.assemble import assemble_site, messages_of
from variantdocs.publish.built_parts import find_parts
from variantdocs.publish.finish import finish_site
from variantdocs.publish.pagefind.bundle import pagefind_problems
from variantdocs.publish.replace import folder_problems, replace_folder, summary_file
from variantdocs.publish.unfinished_site import UnfinishedSite
from variantdocs.sources.project import Project, load_project


def publish(argv: list[str]) -> int:
    """Build the folder to upload from nothing; return the exit status."""
    parser = make_parser(
        "variantdocs publish",
        "Build all variants from nothing, with warnings as errors, check them, and replace the folder.",
    )
    arguments = from_command_line(parser.parse_args(argv))
    return publish_site(arguments, Console.from_arguments(arguments))


def publish_site(arguments: BuildArguments, console: Console) -> int:
    """Build ``arguments.output`` from nothing; the old folder stays unless all checks pass.

    Warnings count as errors.

    :returns: The exit status: 1 if something does not hold.
    :raises ConfigurationError: the arguments ask for a part of the site, or for a folder that holds sources,
        or the project asks for a program that is not installed.
    """
    problems = publication_problems(arguments)
    if problems:
        raise ConfigurationError(problems)
    project = load_project(arguments.source, arguments.conf, variants_file=arguments.variants_file)
    _require_pagefind(project)

    def fill(site: Path, work: Path) -> str | None:
        clean = replace(
            arguments,
            output=site,
            doctrees=work / "doctrees",
            index=work / "index",
            fresh=True,
            force_all=True,
            fail_on_warning=True,
        )
        result = build_variants(clean, progress=console.progress())
        status = console.result(result, folder=arguments.output, fail_on_warning=True)
        if result.failed:
            return None
        # Nothing reads them again, and there are thousands: they are removed beside what follows.
        removal = BackgroundCall(
            partial(shutil.rmtree, clean.doctrees, ignore_errors=True), jobs=arguments.jobs
        )
        summary = _finish(
            UnfinishedSite(
                folder=site,
                destination=arguments.output,
                project=replace(project, prepared=result.prepared),
                indexes=read_indexes(clean.index, project.variant_set.names),
            ),
            console,
            jobs=arguments.jobs,
            build=_about_build(result),
        )
        removal.result()
        return summary if status == 0 else None

    return _replace(arguments.output, fill, console)


def publication_problems(arguments: BuildArguments) -> tuple[str, ...]:
    """Why the site cannot be published with ``arguments``; empty if it can."""
    problems = []
    part = [f"-D variant={','.join(arguments.variants)}"] if arguments.variants else []
    part += [str(name) for name in arguments.filenames]
    if part:
        problems.append(
            f"publish replaces the whole site, so it cannot build only a part; "
            f"leave out {' '.join(part)}, or use `variantdocs build`"
        )
    if arguments.builder not in SITE_BUILDERS:
        problems.append(
            f"publish makes a web site, which the builder {arguments.builder} does not; "
            f"use `variantdocs build` for it, or one of {', '.join(sorted(SITE_BUILDERS))} here"
        )
    problems += folder_problems("publish", arguments.output, arguments.source, arguments.conf)
    return tuple(dict.fromkeys(problems))


def assemble(argv: list[str]) -> int:
    """Put variants that were built apart together into the folder to upload; return the exit status."""
    parser = argparse.ArgumentParser(
        prog="variantdocs assemble",
        description="Put variants, or parts of them, that were built apart (build --variant NAME --part K/N) "
        "into one site, check it, and replace the folder.",
    )
    parser.add_argument("-c", dest="conf", help="the folder of conf.py (default: the source folder)")
    parser.add_argument("-b", dest="builder", default="html", help="the builder of the parts (default: html)")
    parser.add_argument("-q", dest="quiet", action="store_true", help="print problems only")
    parser.add_argument("source", help="the source folder")
    parser.add_argument("parts", nargs="+", help="build folders, with html/ and index/ in each")
    parser.add_argument("output", help="the folder to upload")
    found = parser.parse_args(argv)
    source, output = Path(found.source).absolute(), Path(found.output).absolute()
    conf = Path(found.conf).absolute() if found.conf else source
    folders = [Path(folder).absolute() for folder in found.parts]
    if problems := folder_problems("assemble", output, source, conf, *folders):
        raise ConfigurationError(problems)
    project = load_project(source, conf)
    _require_pagefind(project)
    parts = find_parts(folders, found.builder)
    console = Console(quiet=found.quiet)

    def fill(site: Path, work: Path) -> str | None:
        messages = messages_of(parts, project.variant_set)
        console.messages(messages)
        if problems := assemble_site(parts, project.variant_set, site, work / "index"):
            for problem in problems:
                console.error(problem)
            return None
        summary = _finish(
            UnfinishedSite(
                folder=site,
                destination=output,
                project=project,
                indexes=read_indexes(work / "index", project.variant_set.names),
            ),
            console,
            jobs=available_processors(),
        )
        return None if messages else summary

    return _replace(output, fill, console)


def _require_pagefind(project: Project) -> None:
    """Raise a ConfigurationError if Pagefind is asked for, but cannot be used: before all the work."""
    if project.variant_set.publishing.pagefind and (problems := pagefind_problems()):
        raise ConfigurationError(problems)


def _finish(
    site: UnfinishedSite, console: Console, *, jobs: int, build: Mapping[str, Any] | None = None
) -> str | None:
    """The summary of the finished site; ``None`` if it has problems, which are printed."""
    summary, problems = finish_site(site, jobs=jobs, build=build)
    for problem in problems:
        console.error(problem)
    return None if problems else summary


def _replace(output: Path, fill: Callable[[Path, Path], str | None], console: Console) -> int:
    """Replace the folder and say so; return the exit status."""
    if not replace_folder(output, fill):
        console.error(f"{shown_path(output)} stays as it is")
        return 1
    console.status(
        f"{shown_path(output)} is ready to upload; {shown_path(summary_file(output))} says what is in it"
    )
    return 0


def _about_build(result: BuildResult) -> dict[str, Any]:
    return {
        "messages": len(result.messages),
        "seconds": round(result.seconds, 1),
        "variants": {name: {"seconds": round(built.seconds, 1)} for name, built in result.built.items()},
    }
