"""What is remembered of the last build of a variant: what was said, and what its pages could see.

Sphinx says nothing of a page that it neither reads nor writes, and does not write a page again
because a page to which it links has changed. So a second build would be silent about a broken
page, and about a link whose anchor has gone.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Mapping
from dataclasses import asdict, dataclass
from pathlib import Path

from variantdocs.build_messages import Message, Phase
from variantdocs.output import write_if_changed
from variantdocs.rebuild.page_fingerprints import Place, Visible

_VERSION = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class LastBuild:
    """What a build left for the next one.

    ``visible`` is what its pages could see of each other and of other variants; ``None`` where that
    is not known. ``unsettled`` are the pages with links that any change may concern, ``generated``
    the pages of no source. ``look`` is a fingerprint of templates, static files and ``variants.yaml``.
    """

    visible: Visible | None = None
    unsettled: frozenset[str] = frozenset()
    generated: frozenset[str] = frozenset()
    look: str = ""
    messages: tuple[Message, ...] = ()


def read_last_build(path: Path) -> LastBuild:
    """What the last build left; nothing where that is not known."""
    try:
        data = json.loads(path.read_text("utf-8"))
        if data["version"] != _VERSION:
            return LastBuild()
        visible = data["visible"]
        return LastBuild(
            visible=visible
            and Visible(
                everywhere=visible["everywhere"],
                alone=visible["alone"],
                places={
                    variant: {
                        docname: Place(page=page, within=within) for docname, (page, within) in pages.items()
                    }
                    for variant, pages in visible["places"].items()
                },
            ),
            unsettled=frozenset(data["unsettled"]),
            generated=frozenset(data["generated"]),
            look=data["look"],
            messages=tuple(Message(**said) for said in data["messages"]),
        )
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return LastBuild()


def write_last_build(path: Path, last: LastBuild) -> None:
    """Leave ``last`` for the next build."""
    visible = last.visible and {
        "everywhere": last.visible.everywhere,
        "alone": dict(last.visible.alone),
        "places": {
            variant: {docname: (place.page, place.within) for docname, place in pages.items()}
            for variant, pages in last.visible.places.items()
        },
    }
    data = {
        "version": _VERSION,
        "visible": visible,
        "unsettled": sorted(last.unsettled),
        "generated": sorted(last.generated),
        "look": last.look,
        "messages": [asdict(message) for message in last.messages],
    }
    text = json.dumps(data, ensure_ascii=False, indent=0) + "\n"
    write_if_changed(path, text.encode("utf-8"))


def still_true(
    last: Iterable[Message],
    *,
    looked_at: Mapping[Phase, Collection[str]],
    files: Mapping[Phase, Collection[str]],
) -> tuple[Message, ...]:
    """The messages of the last build about what this one has not looked at.

    :param looked_at: The files that this build has looked at, by what it did with them.
    :param files: The files at which it could have looked then, but did not, or not for all pages.
    """
    return tuple(
        message
        for message in last
        if (file := message.location.partition(":")[0]) in files[message.phase]
        and file not in looked_at[message.phase]
    )
