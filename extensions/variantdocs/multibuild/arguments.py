"""The arguments of a build as one value, from a command line like that of ``sphinx-build``."""

from __future__ import annotations

import argparse
import warnings
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from variantdocs.errors import ConfigurationError
from variantdocs.multibuild.build_paths import BuildPaths
from variantdocs.multibuild.parts.part import Part
from variantdocs.multibuild.processes import installed_modules
from variantdocs.multibuild.processors import available_processors
from variantdocs.pages.output_names import SITE_BUILDERS


@dataclass(frozen=True, slots=True, kw_only=True)
class BuildArguments:
    """A build of several variants. Folders are absolute.

    ``variants`` are the requested names; empty for all. ``part`` says which pages of the one requested
    variant are written; ``None`` for all. ``jobs`` limits the number of processes.
    ``doctrees`` is the folder that holds a folder of doctrees per variant. ``extensions`` are installed
    modules that Sphinx will import in every variant, the theme among them.
    """

    source: Path
    conf: Path
    output: Path
    doctrees: Path
    index: Path
    variants_file: Path
    builder: str = "html"
    variants: tuple[str, ...] = ()
    part: Part | None = None
    filenames: tuple[str, ...] = ()
    overrides: Mapping[str, Any] = field(default_factory=dict)
    tags: tuple[str, ...] = ()
    jobs: int = 1
    verbosity: int = 0
    quiet: bool = False
    really_quiet: bool = False
    color: bool | None = None
    force_all: bool = False
    fresh: bool = False
    fail_on_warning: bool = False
    warning_file: Path | None = None
    extensions: tuple[str, ...] = ()

    @property
    def paths(self) -> BuildPaths:
        """Where the build keeps its files."""
        return BuildPaths(output=self.output, doctrees=self.doctrees, index=self.index, builder=self.builder)


def make_parser(program: str, description: str) -> argparse.ArgumentParser:
    """The parser of ``sphinx-build``, so that all of its options work."""
    from sphinx.cmd.build import get_parser, jobs_argument
    from sphinx.locale import init_console

    init_console()  # without it the help texts are lazy objects, which argparse cannot print
    parser = get_parser()
    parser.prog = program
    parser.description = description
    parser.set_defaults(builder="variants", jobs=None)
    parser.register("type", jobs_argument, _jobs)
    parser.add_argument(
        "--variant", metavar="NAMES", help="build only these variants, as -D variant=a,b does"
    )
    return parser


def from_command_line(found: argparse.Namespace) -> BuildArguments:
    """The build that a parsed command line requests.

    :raises ConfigurationError: an argument cannot be used.
    """
    source, conf, output = folders_of(found)
    problems = folder_problems(found)
    overrides: dict[str, Any] = dict(_defined(found.define, problems))
    overrides |= {f"html_context.{name}": value for name, value in _defined(found.htmldefine, problems)}
    if found.nitpicky:
        overrides["nitpicky"] = True
    if problems:
        raise ConfigurationError(tuple(problems))
    doctrees = Path(found.doctreedir).absolute() if found.doctreedir else output.parent / "doctrees"
    settings = _read_settings(conf, overrides, tuple(found.tags))
    builder = overrides.pop("variants_builder", "") or settings.get("variants_builder", "html")
    if found.builder not in ("", None, "variants"):
        builder = found.builder
    defined = str(overrides.pop("variant", ""))
    variants = found.variant or defined
    index = overrides.pop("variants_index", "") or settings.get("variants_index", "")
    return BuildArguments(
        source=source,
        conf=conf,
        output=output,
        doctrees=doctrees,
        index=conf / index if index else doctrees.parent / "index",
        variants_file=conf
        / (overrides.get("variants_file") or settings.get("variants_file", "variants.yaml")),
        builder=builder,
        variants=tuple(name.strip() for name in variants.split(",") if name.strip()),
        filenames=tuple(found.filenames),
        overrides=with_extension(overrides, settings.get("extensions", ())),
        tags=tuple(found.tags),
        jobs=found.jobs or available_processors(),
        verbosity=found.verbosity,
        quiet=found.quiet or found.really_quiet,
        really_quiet=found.really_quiet,
        color=None if found.color == "auto" else found.color == "yes" or found.color is True,
        force_all=found.force_all or found.freshenv,
        fresh=found.freshenv,
        fail_on_warning=found.warningiserror,
        warning_file=Path(found.warnfile).absolute() if found.warnfile else None,
        extensions=installed_modules((*settings.get("extensions", ()), settings.get("html_theme", "")), conf),
    )


def add_part_option(parser: argparse.ArgumentParser) -> None:
    """Make ``parser`` take ``--part``."""
    parser.add_argument(
        "--part",
        metavar="K/N",
        help="write only the K-th of N parts of the pages of one variant, for `variantdocs assemble`",
    )


def with_part(arguments: BuildArguments, text: str) -> BuildArguments:
    """``arguments`` for the part of the variant that the value of ``--part`` names.

    :raises ConfigurationError: there is no such part, or the build cannot be divided.
    """
    problems = []
    part = None
    try:
        part = Part.from_text(text)
    except ValueError as error:
        problems.append(f"--part: {error}")
    if len(arguments.variants) != 1:
        problems.append("--part divides the pages of one variant; name it with --variant")
    if arguments.filenames:
        problems.append(f"--part chooses the pages itself; leave out {' '.join(arguments.filenames)}")
    if arguments.builder not in SITE_BUILDERS:
        problems.append(
            f"--part divides a web site, which the builder {arguments.builder} does not make; leave it out, "
            f"or use one of {', '.join(sorted(SITE_BUILDERS))}"
        )
    if problems:
        raise ConfigurationError(tuple(problems))
    return replace(arguments, part=part)


def folders_of(found: argparse.Namespace) -> tuple[Path, Path, Path]:
    """The source folder, the one of ``conf.py`` and the output folder of a parsed command line."""
    source = Path(found.sourcedir).absolute()
    return source, Path(found.confdir or source).absolute(), Path(found.outputdir).absolute()


def folder_problems(found: argparse.Namespace) -> list[str]:
    """What is wrong with the folders of a parsed command line."""
    source, conf, output = folders_of(found)
    problems = []
    if not source.is_dir():
        problems.append(f"there is no source folder {found.sourcedir}")
    elif not (conf / "conf.py").is_file():
        problems.append(f"there is no conf.py in {conf}; name its folder with -c")
    if output == source:
        problems.append("the output folder must not be the source folder")
    return problems


def variants_file_of(conf: Path) -> Path:
    """The path of ``variants.yaml``, as ``conf.py`` in the folder ``conf`` sets it.

    :raises ConfigurationError: ``conf.py`` cannot be run.
    """
    return Path(conf, _read_settings(conf, {}, ()).get("variants_file", "variants.yaml"))


def _jobs(value: str) -> int:
    """The value of ``-j``; 0 for ``auto``."""
    from sphinx.cmd.build import jobs_argument

    return 0 if value == "auto" else jobs_argument(value)


def _defined(items: Sequence[str], problems: list[str]) -> list[tuple[str, str]]:
    pairs = []
    for item in items:
        name, equals, value = item.partition("=")
        if not equals:
            problems.append(f"-D and -A take name=value, not {item!r}")
        pairs.append((name, value))
    return pairs


def _read_settings(conf: Path, overrides: Mapping[str, Any], tags: Sequence[str]) -> dict[str, Any]:
    """The package's own settings, as ``conf.py`` and then ``overrides`` set them.

    :raises ConfigurationError: ``conf.py`` cannot be run.
    """
    from sphinx.errors import ConfigError

    from variantdocs.sphinx_patches.versions.older_sphinx import run_conf_file

    try:
        # The build of each variant runs conf.py too, and reports what Python warns of.
        with warnings.catch_warnings(record=True):
            namespace = run_conf_file(conf / "conf.py", tags)
    except ConfigError as error:
        raise ConfigurationError((str(error),)) from None
    names = ("variants_file", "variants_index", "variants_builder", "extensions", "html_theme")
    return {name: overrides.get(name, namespace[name]) for name in names if name in namespace}


def with_extension(overrides: Mapping[str, Any], extensions: Sequence[str]) -> dict[str, Any]:
    """``overrides``, completed to load this package if ``conf.py`` does not name it."""
    if any(name.partition(".")[0] == "variantdocs" for name in extensions):
        return dict(overrides)
    return {**overrides, "extensions": [*extensions, "variantdocs"]}
