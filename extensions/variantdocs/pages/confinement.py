"""Keep pages from reading files outside the project (``variants_confine_reads``).

For builds of strangers' changes: a page could otherwise publish any file of the machine.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar

from docutils import nodes
from docutils.parsers.rst import directives
from docutils.parsers.rst.languages import get_language
from docutils.utils import new_document
from sphinx import addnodes
from sphinx.errors import ConfigError
from sphinx.transforms import SphinxTransform

from variantdocs.config.current import current_of
from variantdocs.messages import Kind, report
from variantdocs.pages.project_folder import ProjectFolder, outside_settings

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sphinx.application import Sphinx
    from sphinx.environment import BuildEnvironment

_SETTING = "variants_confine_reads"
_READING: dict[str, tuple[str, ...]] = {
    "include": (),
    "literalinclude": ("diff",),
    "raw": ("file",),
    "csv-table": ("file",),
    "graphviz": (),
}
"""The directives that read a file: that of their argument, and those of these options."""
_WITH_FILE_ARGUMENT = ("include", "literalinclude", "graphviz")
_CURE = "copy it into the project, or set `variants_confine_reads = False` where you trust every page"


def is_confined(app: Sphinx) -> bool:
    """Whether reads are confined: as the setting says, by default where ``CI`` is set."""
    setting = app.config[_SETTING]
    return bool(os.environ.get("CI")) if setting is None else bool(setting)


def confine(app: Sphinx) -> None:
    """Confine the directives that read files, and the settings of variants.yaml (``builder-inited``).

    :raises ConfigError: a setting of the variant names a folder outside the project.
    """
    if not is_confined(app):
        return
    project = project_of(app)
    variant = current_of(app).variant
    if names := sorted(outside_settings(variant.conf, Path(app.confdir), project)):
        raise ConfigError(
            "\n".join(
                f"variants.yaml: variants.{variant.name}.conf.{name}: is outside the project; {_CURE}"
                for name in names
            )
        )
    language: Any = get_language("en", None)
    for name, options in _READING.items():
        found, _ = directives.directive(name, language, new_document(""))
        if found is None:
            continue
        # Directives outlive an application; one that an earlier application confined is confined anew.
        original = getattr(found, "original", found)
        attributes = {
            "file_options": options,
            "project": project,
            "source_folder": app.srcdir,
            "original": original,
        }
        confined = type(f"Confined{original.__name__}", (_ConfinedDirective, original), attributes)
        app.add_directive(name, confined, override=True)


def project_of(app: Sphinx) -> ProjectFolder:
    """The folder that reads are confined to."""
    return ProjectFolder.around(Path(app.confdir), Path(app.srcdir))


class _ConfinedDirective:
    """Runs a directive only if the files that it names are in the project; leaves other projects alone."""

    file_options: ClassVar[tuple[str, ...]] = ()
    project: ClassVar[ProjectFolder]
    source_folder: ClassVar[Path]
    name: str
    arguments: list[str]
    options: dict[str, Any]
    lineno: int
    state: Any
    state_machine: Any

    def run(self) -> list[nodes.Node]:
        env = self.state.document.settings.env
        files = self._files() if env.srcdir == self.source_folder else []
        for written in files:
            if not _is_inside(env, self.project, written):
                source, line = self.state_machine.get_source_and_line(self.lineno)
                _refuse(written, location=f"{source}:{line}")
                return []
        found: list[nodes.Node] = super().run()  # type: ignore[misc]
        return found

    def _files(self) -> list[str]:
        files = [str(self.options[name]) for name in self.file_options if name in self.options]
        if "url" in self.options:  # reads files too: file:///etc/passwd
            files.append(str(self.options["url"]))
        if self.name in _WITH_FILE_ARGUMENT:
            files += [name for name in self.arguments[:1] if not name.startswith("<")]
        return files


class ConfinedFiles(SphinxTransform):
    """Removes images and downloads that are outside the project, before Sphinx collects them."""

    default_priority = 2

    def apply(self, **kwargs: Any) -> None:
        """Check the files of the document."""
        if not is_confined(self.app):
            return
        project = project_of(self.app)
        for node in list(self.document.findall(nodes.Element)):
            if isinstance(node, nodes.image):
                written = str(node.get("uri", ""))
            elif isinstance(node, addnodes.download_reference):
                written = str(node.get("reftarget", ""))
            else:
                continue
            if "://" in written or written.startswith("data:") or _is_inside(self.env, project, written):
                continue
            _refuse(written, location=node)
            node.replace_self(nodes.inline("", node.get("alt") or node.astext(), classes=["unlinked"]))


def _is_inside(env: BuildEnvironment, project: ProjectFolder, written: str) -> bool:
    if "://" in written or written.startswith("file:"):
        return False
    _, path = env.relfn2path(written)
    return project.holds(Path(path))


def _refuse(written: str, *, location: str | nodes.Node) -> None:
    report(Kind.OUTSIDE, f"`{written}` is outside the project; {_CURE}", location=location)


def pages_outside(app: Sphinx, paths: Mapping[str, Path]) -> set[str]:
    """The pages whose files are links that lead out of the project; each is reported."""
    if not is_confined(app):
        return set()
    project = project_of(app)
    outside = {docname for docname, path in paths.items() if not project.holds(path)}
    for docname in sorted(outside):
        _refuse(paths[docname].name, location=f"{paths[docname]}:1")
    return outside
