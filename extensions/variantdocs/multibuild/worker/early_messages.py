"""Turn what Sphinx printed before its messages were collected into messages."""

from __future__ import annotations

from dataclasses import replace

from variantdocs.build_messages import Message


def early_messages(printed: str) -> tuple[Message, ...]:
    """The messages in uncolored output of Sphinx; a line without a level continues the one above."""
    found: list[Message] = []
    for line in printed.splitlines():
        for level in ("WARNING", "ERROR", "CRITICAL"):
            before, mark, text = line.partition(f"{level}: ")
            if mark:
                found.append(Message(level=level, location=before.removesuffix(": "), text=text))
                break
        else:
            if found:
                found[-1] = replace(found[-1], text=f"{found[-1].text}\n{line}")
            else:
                found.append(Message(level="WARNING", location="", text=line))
    return tuple(found)
