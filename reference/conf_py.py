"""The page of the settings in ``conf.py``, from what the package registers with Sphinx."""

from __future__ import annotations

import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sphinx.application import Sphinx

from reference.markdown import anchored, code, page, sentence, table
from variantdocs.sphinx_patches.registries import forget_registrations

_REMOTE = "rli_"
_INTRO = """\
These are the settings of variantdocs. [Configure a project](../settings.md) says what to use them for.
"""
_REMOTE_INTRO = """\
For [code from other repositories](../remote-code.md). `tls_cacerts` is Sphinx's own setting, and is honoured.
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Setting:
    """A setting as it is registered."""

    name: str
    default: Any
    description: str


def settings() -> tuple[Setting, ...]:
    """Every setting that the package adds to Sphinx, sorted by name."""
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        (root / "variants.yaml").write_text("version: 1\nvariants: {a: {title: A}}\n", "utf-8")
        (root / "conf.py").write_text('extensions = ["variantdocs"]\n', "utf-8")
        app = _Recorder(root, root, root / "html", root / "doctrees", "html", status=None)
    forget_registrations()  # as the next application in this process expects
    return tuple(sorted(app.found, key=lambda setting: setting.name))


def conf_py_page() -> str:
    """The page's text."""
    found = settings()
    remote = [setting for setting in found if setting.name.startswith(_REMOTE)]
    others = [setting for setting in found if setting not in remote]
    parts = (
        _INTRO,
        "## Variants",
        _table(others),
        "## Remote code",
        _REMOTE_INTRO,
        _table(remote),
    )
    return page("Settings of conf.py", "the settings that the package registers", parts)


def _table(found: list[Setting]) -> str:
    rows = [
        (anchored(setting.name), _shown_default(setting.default), sentence(setting.description))
        for setting in found
    ]
    return table(("Setting", "Default", "Meaning"), rows)


def _shown_default(default: Any) -> str:
    if default in (None, ""):
        return ""
    if isinstance(default, list):
        return ", ".join(code(str(item)) for item in default)
    return code(default if isinstance(default, str) else repr(default))


class _Recorder(Sphinx):
    """Records the settings that the package registers, not those of the extensions beside it."""

    _loading = ""

    def __init__(self, *arguments: Any, **options: Any) -> None:
        self.found: list[Setting] = []
        super().__init__(*arguments, **options)

    def setup_extension(self, extname: str) -> None:
        before, self._loading = self._loading, extname
        super().setup_extension(extname)
        self._loading = before

    def add_config_value(
        self, name: str, default: Any, rebuild: Any, types: Any = (), description: str = ""
    ) -> None:
        if self._loading.partition(".")[0] == "variantdocs":
            self.found.append(Setting(name=name, default=default, description=description))
        super().add_config_value(name, default, rebuild, types, description)
