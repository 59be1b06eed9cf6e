"""Make the folder to upload: a clean build, with only what readers need."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from variantdocs.multibuild.arguments import BuildArguments


def publish_site(arguments: BuildArguments, build: Callable[[BuildArguments], int]) -> int:
    """Build ``arguments.output`` from nothing, and replace the old folder only when the build has succeeded.

    :param build: Builds, prints the messages, and returns the exit status.
    :returns: The exit status of the build; the folder is replaced only if it is 0.
    """
    output = arguments.output
    output.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix=f".{output.name}-", dir=output.parent) as folder:
        made = Path(folder, output.name)
        work = Path(folder, "work")
        clean = replace(
            arguments,
            output=made,
            doctrees=work / "doctrees",
            index=work / "index",
            fresh=True,
            force_all=True,
        )
        status = build(clean)
        if status == 0:
            for name in (".buildinfo", ".buildinfo.bak"):
                for file in made.rglob(name):
                    file.unlink()
            (made / ".nojekyll").touch()  # GitHub Pages would leave out folders that begin with `_`
            shutil.rmtree(output, ignore_errors=True)
            made.replace(output)
    return status
