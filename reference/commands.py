"""The page of the commands and their options, from the parsers that read them."""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from unittest.mock import patch

from sphinx.cmd.build import get_parser

from reference.markdown import anchored, code, page, sentence, table
from variantdocs.cli import COMMANDS, main

_INTRO = """\
`variantdocs COMMAND --help` prints the same. [Build, check and publish](../commands.md) says which to use
for what.

The exit status is 0 when all went well, warnings included; 1 after an error, a finding, or a warning under
`-W`; 2 when the configuration or the command line is wrong, and then nothing is built.
"""
_BUILDS = """\
Takes every option of [sphinx-build](https://www.sphinx-doc.org/en/master/man/sphinx-build.html).
`-D variant=a,b` names the variants; `-j` is the number of processes, by default that of the processors.
"""


class _Parsed(Exception):
    """Ends a command once its parser is known."""

    def __init__(self, parser: argparse.ArgumentParser) -> None:
        self.parser = parser


def parsers() -> Iterator[tuple[str, str, argparse.ArgumentParser]]:
    """Each command's name, what it does, and its parser; subcommands are commands of their own."""
    for name, (_, summary) in COMMANDS.items():
        parser = _parser_of(name)
        yield name, summary, parser
        for action in parser._actions:
            if isinstance(action, argparse._SubParsersAction):
                for subname, subparser in action.choices.items():
                    yield f"{name} {subname}", subparser.description or "", subparser


def commands_page() -> str:
    """The page's text."""
    parts = [_INTRO]
    for name, summary, parser in parsers():
        is_build = any("-b" in action.option_strings for action in parser._actions)
        rows = list(_rows(name, parser, is_build=is_build))
        parts.append(f"## {code(f'variantdocs {name}')}")
        parts.append(f"{sentence(summary)}.")
        if is_build:
            parts.append(_BUILDS)
        if rows:
            parts.append(table(("Argument", "Meaning"), rows))
    return page("Commands", "the parsers of the commands", parts)


def _parser_of(command: str) -> argparse.ArgumentParser:
    """The parser with which ``command`` reads its arguments."""

    def stop(parser: argparse.ArgumentParser, *_: object) -> None:
        raise _Parsed(parser)

    with patch.object(argparse.ArgumentParser, "parse_args", stop):
        try:
            main([command])
        except _Parsed as found:
            return found.parser
    raise LookupError(f"{command} does not parse its arguments")


def _rows(command: str, parser: argparse.ArgumentParser, *, is_build: bool) -> Iterator[tuple[str, str]]:
    inherited = {option for action in get_parser()._actions for option in action.option_strings}
    for action in parser._actions:
        if isinstance(action, argparse._HelpAction | argparse._SubParsersAction):
            continue
        if is_build and (not action.option_strings or inherited.intersection(action.option_strings)):
            continue
        # argparse fills in %(default)s and the like when it prints its own help.
        meaning = (action.help or "") % {**vars(action), "prog": parser.prog}
        if action.choices:
            meaning = f"{meaning}: {', '.join(code(str(choice)) for choice in action.choices)}"
        yield anchored(_shown(action), slug=_slug(command, action)), sentence(meaning)


def _shown(action: argparse.Action) -> str:
    """The argument as it is written on a command line."""
    value = action.metavar or (action.dest.upper() if action.option_strings else action.dest)
    if not action.option_strings:
        return str(value)
    options = ", ".join(action.option_strings)
    return options if action.nargs == 0 or action.choices else f"{options} {value}"


def _slug(command: str, action: argparse.Action) -> str:
    name = max(action.option_strings, key=len).strip("-") if action.option_strings else action.dest
    return f"{command.replace(' ', '-')}-{name}"
