"""Fill a new folder, and put it in the place of the old one only if it is good."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Callable
from pathlib import Path

from variantdocs.errors import OutputError
from variantdocs.output import write_bytes
from variantdocs.paths import shown_path


def replace_folder(output: Path, fill: Callable[[Path, Path], str | None]) -> bool:
    """Replace the folder ``output``, and the summary ``<output>.json`` beside it.

    :param fill: Fills the first of two new folders; the second is for its own use, and is removed. Returns
        the text of the summary, or ``None`` if ``output`` must stay as it is.
    :returns: Whether the folder was replaced.
    :raises OutputError: the old folder cannot be replaced.
    """
    output.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix=f".{output.name}-", dir=output.parent) as folder:
        site, work = Path(folder, output.name), Path(folder, "work")
        site.mkdir()
        work.mkdir()
        summary = fill(site, work)
        if summary is None:
            return False
        _replace(output, site, Path(folder, "old"))
    write_bytes(summary_file(output), summary.encode("utf-8"))
    return True


def summary_file(output: Path) -> Path:
    """The file that says what is in the published folder ``output``."""
    return output.with_name(f"{output.name}.json")


def folder_problems(command: str, output: Path, *sources: Path) -> tuple[str, ...]:
    """Why ``command`` must not replace the folder ``output``: it holds one of ``sources``."""
    return tuple(
        f"{command} would replace {shown_path(output)}, which holds {shown_path(folder)}; "
        "name another output folder"
        for folder in sources
        if folder.resolve().is_relative_to(output.resolve())
    )


def _replace(output: Path, site: Path, old: Path) -> None:
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
