"""The schema of ``variants.yaml``, from which the JSON Schema is generated."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, JsonValue

Name = Annotated[str, Field(min_length=1)]
Text = Annotated[str, Field(min_length=1)]
Expression = str | list[str]


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True)


class SiteModel(_Strict):
    """Where the built tree is published."""

    base_url: Text | None = Field(
        None, description="Where the built tree is published, such as https://docs.example.com/"
    )
    default: Text | None = Field(None, description="The variant to which / leads; else the first")


class VariantModel(_Strict):
    """One edition of the docs."""

    title: Text = Field(description="The name that readers see")
    vars: dict[str, JsonValue] = Field(default={}, description="Variables for {@= name =@} in this variant")
    conf: dict[str, JsonValue] = Field(default={}, description="Sphinx settings for this variant only")


class LinksModel(_Strict):
    """What to do about links that do not resolve in a variant."""

    absent: Literal["error", "warn", "other-variant", "text"] = Field(
        "error", description="A link to a page or anchor that exists, but not in this variant"
    )


class LintModel(_Strict):
    """What ``variantdocs lint`` looks for."""

    ignore: list[str] = Field(default=[], description="The kinds of findings that are not reported")


class PublishModel(_Strict):
    """What `variantdocs publish` adds to the built site."""

    root_files: Text | None = Field(
        None, description="Folder whose files go to the root of the site, such as CNAME and .well-known/"
    )
    redirects: Text = Field("redirects", description="File that says where pages have moved")
    markdown: bool = Field(True, description="Write each page as Markdown too, and llms.txt")
    pagefind: bool = Field(
        False, description="Search with Pagefind, which must be installed, instead of Sphinx's own search"
    )
    host_limits: bool = Field(
        True, description="Refuse a site that is too large for GitHub Pages or Cloudflare Pages"
    )


class FileModel(_Strict):
    """The variants of a documentation project."""

    model_config = ConfigDict(extra="forbid", strict=True, title="variants.yaml")

    version: Literal[1] = Field(description="The version of this file's form")
    site: SiteModel = Field(
        default_factory=lambda: SiteModel(base_url=None, default=None),
        description="Where the built tree is published",
    )
    variants: dict[str, VariantModel] = Field(
        min_length=1, description="The variants, in the order of the switcher"
    )
    groups: dict[str, list[str]] = Field(default={}, description="Named sets of variants")
    vars: dict[str, JsonValue] = Field(default={}, description="Variables for all variants")
    pages: dict[str, Expression] = Field(
        default={},
        description="Pattern over docnames -> variant, group, list or expression; the last match wins",
    )
    links: LinksModel = Field(
        default_factory=lambda: LinksModel(absent="error"),
        description="What becomes of links that cannot be followed",
    )
    lint: LintModel = Field(
        default_factory=lambda: LintModel(ignore=[]), description="What `variantdocs lint` looks for"
    )
    publish: PublishModel = Field(
        default_factory=lambda: PublishModel.model_validate({}),
        description="What `variantdocs publish` adds to the built site",
    )
    forbid: dict[str, list[str]] = Field(
        default={}, description="Text, or re: and a regular expression, that a variant's output must not hold"
    )
    allow: dict[str, list[str]] = Field(
        default={},
        description="Text, or re: and a regular expression, that a variant's output may hold although only "
        "other variants' pages do",
    )


def json_schema() -> dict[str, Any]:
    """The JSON Schema of the file, for editors."""
    schema = FileModel.model_json_schema()
    return {"$schema": "http://json-schema.org/draft-07/schema#", **schema}
