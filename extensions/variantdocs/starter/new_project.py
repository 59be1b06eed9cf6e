"""Plan a new project in an empty folder."""

from __future__ import annotations

from pathlib import Path

from variantdocs.errors import ConfigurationError
from variantdocs.paths import shown_path
from variantdocs.starter.changes import Change, Plan
from variantdocs.starter.templates import new_project_files


def plan_new_project(folder: Path) -> Plan:
    """The files of a project of two variants in ``folder``, which need not exist.

    :raises ConfigurationError: a file of the project is there already, or ``folder`` is no folder.
    """
    shown = shown_path(folder)
    if folder.exists() and not folder.is_dir():
        raise ConfigurationError((f"{shown}: is a file; name a folder for the new project",))
    found = new_project_files()
    taken = [name for name in found if (folder / name).exists()]
    if taken:
        advice = f"choose an empty folder, or add variants to this project: variantdocs init --from {shown}"
        more = f" and {len(taken) - 3} more" if len(taken) > 3 else ""
        raise ConfigurationError(
            (f"{shown}: already has {', '.join(taken[:3])}{more}; nothing was written; {advice}",)
        )
    step = "" if folder == Path.cwd() else f"cd {shown} && "
    return Plan(
        changes=tuple(Change(path=folder / name, data=data) for name, data in found.items()),
        notes=(f"Two editions, Cloud and Self-hosted. Build them: {step}make html",),
    )
