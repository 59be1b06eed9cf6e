"""Make the folder to upload: a clean build that has passed all checks, with only what readers need."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from variantdocs.errors import ConfigurationError, OutputError
from variantdocs.multibuild.arguments import BuildArguments
from variantdocs.paths import shown_path


def publish_site(arguments: BuildArguments, build: Callable[[BuildArguments], int]) -> int:
    """Build ``arguments.output`` from nothing, and replace the old folder only if the build has succeeded.

    Warnings count as errors.

    :param build: Builds and checks the output, prints the messages, and returns the exit status.
    :returns: The exit status of the build; the folder is replaced only if it is 0.
    :raises ConfigurationError: the arguments ask for a part of the site, or for a folder that holds sources.
    :raises OutputError: the old folder cannot be replaced.
    """
    output = arguments.output
    problems = publication_problems(arguments)
    if problems:
        raise ConfigurationError(problems)
    output.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix=f".{output.name}-", dir=output.parent) as folder:
        site = Path(folder, output.name)
        work = Path(folder, "work")
        clean = replace(
            arguments,
            output=site,
            doctrees=work / "doctrees",
            index=work / "index",
            fresh=True,
            force_all=True,
            fail_on_warning=True,
        )
        status = build(clean)
        if status == 0:
            for name in (".buildinfo", ".buildinfo.bak"):
                for file in site.rglob(name):
                    file.unlink()
            (site / ".nojekyll").touch()  # GitHub Pages would leave out folders that begin with `_`
            _replace_folder(output, site, Path(folder, "old"))
    return status


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
    problems += [
        f"publish would replace {shown_path(arguments.output)}, which holds {shown_path(folder)}; "
        "name another output folder"
        for folder in (arguments.source, arguments.conf)
        if folder.resolve().is_relative_to(arguments.output.resolve())
    ]
    return tuple(dict.fromkeys(problems))


def _replace_folder(output: Path, site: Path, old: Path) -> None:
    """Put ``site`` in the place of ``output``, which is moved to ``old``."""
    try:
        if output.is_symlink() or output.is_file():
            output.unlink()
        elif output.exists():
            output.rename(old)
        try:
            site.rename(output)
        except OSError:
            if old.exists():
                old.rename(output)
            raise
    except OSError as error:
        raise OutputError(f"{shown_path(output)} cannot be replaced: {error.strerror}") from None
    shutil.rmtree(old, ignore_errors=True)
