"""Know the addresses that open a line of a file in an editor."""

from __future__ import annotations

VARIABLE = "VARIANTDOCS_EDITOR"
"""The environment variable that names the editor, or gives its address."""
_EDITORS = {
    "vscode": "vscode://file/{path}:{line}",
    "vscodium": "vscodium://file/{path}:{line}",
    "cursor": "cursor://file/{path}:{line}",
    "idea": "idea://open?file={path}&line={line}",
    "sublime": "subl://open?url=file://{path}&line={line}",
}


def editor_address(setting: str) -> str:
    """The address for ``setting``: the name of an editor, or an address with ``{path}`` and ``{line}``."""
    return _EDITORS.get(setting, setting if "{path}" in setting else "")
