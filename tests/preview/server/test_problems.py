"""What the bar on a page says."""

from __future__ import annotations

from variantdocs.build_messages import Message, SharedMessage
from variantdocs.preview.protocol import BuildReport, PreviewedVariant
from variantdocs.preview.server.problems import Problem, problems_of_page


def said(level, location, text, *variants, is_error=False):
    message = Message(level=level, location=location, text=text, kind="variants.absent", is_error=is_error)
    return SharedMessage(message=message, variants=variants)


REPORT = BuildReport(
    variants=(
        PreviewedVariant(
            name="byoc",
            title="BYOC",
            sources={"guide.html": frozenset({"source/guide.md", "source/_part.md"})},
        ),
    ),
    messages=(
        said("ERROR", "source/other.md:3", "unknown name", "serverless", is_error=True),
        said("WARNING", "source/guide.md:7", "not here", "byoc", "serverless"),
        said("WARNING", "source/_part.md:1", "from the included file", "byoc"),
        said("WARNING", "source/guide.md:9", "of the other variant", "serverless"),
        said("WARNING", "source/other.md:9", "of another page", "byoc"),
    ),
)


def test_a_page_shows_errors_of_all_pages_and_its_own_warnings():
    assert problems_of_page(REPORT, "byoc", "guide.html") == (
        Problem(level="ERROR", place="source/other.md:3", text="unknown name [serverless] [variants.absent]"),
        Problem(
            level="WARNING", place="source/guide.md:7", text="not here [byoc, serverless] [variants.absent]"
        ),
        Problem(
            level="WARNING",
            place="source/_part.md:1",
            text="from the included file [byoc] [variants.absent]",
        ),
    )


def test_a_page_that_is_not_known_shows_errors():
    assert [problem.place for problem in problems_of_page(REPORT, "_root", "404.html")] == [
        "source/other.md:3"
    ]


def test_a_configuration_that_cannot_be_used_has_its_place():
    report = BuildReport(failures=("variants.yaml:3:5: variants.byoc: unknown key",))
    assert problems_of_page(report, "byoc", "guide.html") == (
        Problem(level="ERROR", place="variants.yaml:3:5", text="variants.byoc: unknown key"),
    )


def test_a_failure_without_a_place_is_shown_as_it_is():
    report = BuildReport(failures=("[byoc] Extension error: it broke",))
    assert problems_of_page(report, "byoc", "guide.html") == (
        Problem(level="ERROR", place="", text="[byoc] Extension error: it broke"),
    )
