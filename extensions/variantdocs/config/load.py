"""Load ``variants.yaml``: text → :class:`VariantSet`, or all problems with their places."""

from __future__ import annotations

import codecs
from pathlib import Path

from pydantic import ValidationError

from variantdocs.config.check_names import name_problems
from variantdocs.config.check_references import reference_problems
from variantdocs.config.marked_yaml import MarkedYaml, read_yaml
from variantdocs.config.model import FileModel
from variantdocs.config.model_errors import model_problems
from variantdocs.config.problem import Problem
from variantdocs.config.variants import PageRule, Publishing, Variant, VariantSet
from variantdocs.errors import ConfigurationError
from variantdocs.file_values import FileValues
from variantdocs.paths import shown_path

_LARGEST = 1 << 20  # characters of the file


def load_variants(path: Path) -> VariantSet:
    """The variants of the project.

    :raises ConfigurationError: the file does not exist or has problems; lists all of them.
    """
    shown = shown_path(path)
    try:
        found, problems = _PARSED.of(path)
    except FileNotFoundError:
        raise ConfigurationError(
            (f"{shown}: there is no such file; write one that names the variants",)
        ) from None
    except OSError as error:
        raise ConfigurationError((f"{shown}: cannot be read: {error.strerror}",)) from None
    if found is None or problems:
        raise ConfigurationError(tuple(problem.text(shown) for problem in problems))
    return found


def parse_variants(
    text: str | bytes, *, path: Path | None = None
) -> tuple[VariantSet | None, tuple[Problem, ...]]:
    """The variants in ``text``; ``None`` and the problems if there are any."""
    if isinstance(text, bytes):
        try:
            text = text.removeprefix(codecs.BOM_UTF8).decode("utf-8")
        except UnicodeDecodeError as error:
            line = error.object.count(b"\n", 0, error.start) + 1
            byte = error.object[error.start]
            message = f"the file is not UTF-8: byte 0x{byte:02x} in this line; save it as UTF-8"
            return None, (Problem(line, 1, "", message),)
    if len(text) > _LARGEST:
        return None, (Problem(1, 1, "", f"the file has more than {_LARGEST:,} characters"),)
    marks, problems = read_yaml(text)
    if marks is None:
        return None, tuple(problems)
    try:
        model = FileModel.model_validate(marks.data)
    except ValidationError as error:
        model = None
        problems += model_problems(error, marks)
    problems += name_problems(marks.data, marks) + reference_problems(marks.data, marks)
    if problems or model is None:
        return None, tuple(sorted(set(problems)))
    return _variant_set(model, marks, path), ()


def _parse_file(name: str) -> tuple[VariantSet | None, tuple[Problem, ...]]:
    path = Path(name)
    return parse_variants(path.read_bytes(), path=path)


_PARSED = FileValues(_parse_file)
"""Each build of the preview loads the file several times."""


def _variant_set(model: FileModel, marks: MarkedYaml, path: Path | None) -> VariantSet:
    names = tuple(model.variants)
    base_url = model.site.base_url
    return VariantSet(
        variants=tuple(
            Variant(name=name, title=found.title, vars=dict(found.vars), conf=dict(found.conf))
            for name, found in model.variants.items()
        ),
        default=model.site.default or names[0],
        path=path,
        base_url=None if base_url is None else base_url.rstrip("/") + "/",
        groups={name: tuple(found) for name, found in model.groups.items()},
        vars=dict(model.vars),
        pages=tuple(
            PageRule(
                pattern=pattern,
                membership=found if isinstance(found, str) else tuple(found),
                line=marks.key(("pages", pattern))[0],
            )
            for pattern, found in model.pages.items()
        ),
        absent=model.links.absent,
        lint_ignore=tuple(model.lint.ignore),
        forbid={name: tuple(texts) for name, texts in model.forbid.items()},
        allow={name: tuple(texts) for name, texts in model.allow.items()},
        publishing=Publishing(
            root_files=model.publish.root_files,
            root_files_line=marks.value(("publish", "root_files"))[0] if model.publish.root_files else 0,
            redirects=model.publish.redirects,
            markdown=model.publish.markdown,
            host_limits=model.publish.host_limits,
        ),
    )
