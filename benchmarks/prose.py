"""Sentences, tables and code from a vocabulary: text of a page that knows no other page."""

from __future__ import annotations

import re
from random import Random

from benchmarks.vocabulary import Vocabulary, adverb, ing, past, plural, third_person

_SENTENCES = (
    "The {adj} {noun} {verbs} the {noun} of each {noun}.",
    "The {noun} {verbs} {adj} {nouns}, and the {noun} {verbs} them {adverb}.",
    "When {nouns} {verb} {adj} {nouns}, {name} {verbs} a {noun} for each {noun}.",
    "You can {verb} the {noun} by {ving} its {noun} in `{ident}`.",
    "Before you {verb} a {noun}, make sure that every {noun} is {past} and {adj}.",
    "By default, {name} {verbs} {adverb}: a {noun} that is {adj} is {past} with its {noun}.",
    "If a {noun} cannot {verb}, the {noun} is {past} and the {adj} {noun} {verbs} again.",
    "{name} does not {verb} {nouns} that another {noun} has {past}.",
    "This is useful when {nouns} are {adj}, or when the {noun} of a {noun} {verbs} {adverb}.",
    "Set `{ident}` to `{number}` to {verb} {adj} {nouns} without {ving} the {noun}.",
    "To {verb} the {noun}, {verb} `{ident}` first, then {verb} each {adj} {noun}.",
    "In most projects a {noun} of {number} {nouns} is {adj}; {adj} projects {verb} more.",
    "Each {noun} has a {noun}, a {adj} {noun} and up to {number} {nouns}.",
    "The **{adj} {noun}** decides which {nouns} {name} {verbs}, and in which {noun}.",
    "A {noun} is *{adj}* as long as no {noun} {verbs} its {nouns}.",
    "Use `{ident}` rather than `{ident}` where {nouns} {verb} {adverb}.",
    "The {noun} keeps {adj} {nouns} for {number} minutes and then {verbs} them.",
    "While {ving}, the {noun} {verbs} its {nouns} {adverb} and {verbs} what is {adj}.",
    "There is one {noun} per {noun}, so {ving} it {verbs} all {nouns} of that {noun}.",
    "Your {noun} must be {adj}, otherwise {name} {verbs} the {noun} with a {adj} {noun}.",
    "As soon as the {noun} is {past}, {nouns} and {nouns} are {past} {adverb}.",
    "It is {adj} to {verb} a {noun} twice; the {adj} {noun} is {past} only once.",
)

_SLOT = re.compile(r"\{(\w+)\}")
_ARTICLE = re.compile(r"\b([Aa]) (?=[`*]*[aeiou])")


class Writer:
    """Writes the text of one page; two writers with the same seed write the same."""

    def __init__(self, vocabulary: Vocabulary, seed: str, *, columns: int = 3) -> None:
        self.random = Random(seed)
        self._columns = columns
        self._all = vocabulary
        self._topic = vocabulary.topic(self.random)
        self._slots = {
            "noun": self.noun,
            "nouns": lambda: plural(self.noun()),
            "verb": self.verb,
            "verbs": lambda: third_person(self.verb()),
            "ving": lambda: ing(self.verb()),
            "past": lambda: past(self.verb()),
            "adj": self.adjective,
            "adverb": lambda: adverb(self.adjective()),
            "name": lambda: self.random.choice(self._topic.names),
            "ident": self.identifier,
            "number": self.number,
        }

    def _pick(self, ours: tuple[str, ...], everyones: tuple[str, ...]) -> str:
        # Rank matters within the topic (a page has its favourites); the rest is even.
        if self.random.random() < 0.75:
            return ours[int(len(ours) * self.random.random() ** 2)]
        return self.random.choice(everyones)

    def noun(self) -> str:
        """A noun, more often one of the page's topic."""
        return self._pick(self._topic.nouns, self._all.nouns)

    def verb(self) -> str:
        """A verb, more often one of the page's topic."""
        return self._pick(self._topic.verbs, self._all.verbs)

    def adjective(self) -> str:
        """An adjective, more often one of the page's topic."""
        return self._pick(self._topic.adjectives, self._all.adjectives)

    def identifier(self) -> str:
        """A name as code has it: ``worker_pool``."""
        return f"{self.noun()}_{self.noun()}"

    def number(self) -> str:
        """A number as settings have it."""
        return str(self.random.choice((2, 3, 5, 8, 10, 15, 20, 30, 50, 64, 100, 250, 512, 1000)))

    def _fill(self, pattern: str) -> str:
        return _ARTICLE.sub(r"\1n ", _SLOT.sub(lambda slot: self._slots[slot[1]](), pattern))

    def sentence(self) -> str:
        """One sentence of about fifteen words."""
        text = self._fill(self.random.choice(_SENTENCES))
        return text[0].upper() + text[1:]

    def phrase(self) -> str:
        """A few words without a full stop, for a cell or a card."""
        return self._fill(
            self.random.choice(("{verb} {adj} {nouns}", "the {adj} {noun} of a {noun}", "{ving} {nouns}"))
        )

    def paragraph(self, *extra: str) -> str:
        """Three to five sentences, with ``extra`` ones among them."""
        sentences = [self.sentence() for _ in range(self.random.randint(3, 5))]
        for text in extra:
            sentences.insert(self.random.randint(1, len(sentences)), text)
        return "\n".join(sentences)

    def bullets(self) -> str:
        """A list, with a list in one of its items."""
        mark = self.random.choice(("*", "1."))
        pad = " " * (len(mark) + 1)
        items = [f"{mark} {self.sentence()}" for _ in range(self.random.randint(4, 6))]
        items.insert(2, f"{pad}- {self.phrase()}\n{pad}- {self.phrase()}")
        return "\n".join(items)

    def definitions(self) -> str:
        """A definition list."""
        return "\n\n".join(f"`{self.identifier()}`\n: {self.sentence()}" for _ in range(3))

    def table_row(self) -> str:
        """One row of :meth:`table`."""
        more = "".join(f" {self.phrase()} |" for _ in range(self._columns - 3))
        return f"| `{self.identifier()}` | {self.phrase()} |{more} {self.number()} |"

    def table(self, *extra: str) -> str:
        """A table, with ``extra`` lines after its second row."""
        rows = [self.table_row() for _ in range(self.random.randint(5, 9))]
        rows[2:2] = extra
        more = range(1, self._columns - 2)
        heads = f"| Setting | What it does |{''.join(f' In case {number} |' for number in more)} Default |"
        return "\n".join((heads, f"| --- | --- |{' --- |' * len(more)} ---: |", *rows))

    def python(self, *extra: str) -> str:
        """A fence with a class; ``extra`` lines stand in the body of its function."""
        kind, method, field = self.noun().title(), self.verb(), self.identifier()
        argument = self.noun()
        body = [
            f'{self.noun()} = self.{self.verb()}("{self.noun()}", limit={self.number()})' for _ in range(3)
        ]
        lines = (
            f"from {self.noun()}_{self.noun()} import {kind}Base, {self.noun()}",
            "",
            "",
            f"class {kind}{self.noun().title()}({kind}Base):",
            f'    """{self.sentence()}"""',
            "",
            f"    {field}: int = {self.number()}",
            f'    {self.identifier()}: str = "{self.phrase()}"',
            "",
            f"    def {method}_{argument}(self, {argument}: str, *, dry_run: bool = False) -> list[str]:",
            f"        # {self.sentence()}",
            *(f"        {line}" for line in (*body, *extra)),
            f"        return [item.{self.verb()}() for item in self.{field} if item is not None]",
        )
        return _fence("python", lines)

    def yaml(self, *extra: str) -> str:
        """A fence with settings; ``extra`` lines stand at its end."""
        lines = [f"# {self.sentence()}", f"{self.identifier()}:"]
        for _ in range(self.random.randint(2, 3)):
            lines += [
                f"  {self.identifier()}: {self.number()}",
                f"  {self.identifier()}:",
                f"    - {self.noun()}: {self.phrase()}",
                f"      {self.noun()}: true",
            ]
        return _fence("yaml", (*lines, *extra))

    def shell(self, *extra: str) -> str:
        """A fence with commands."""
        tool = self.random.choice(("acme", "kubectl", "docker", "git"))
        lines = [f"{tool} {self.verb()} {self.noun()} --{self.noun()} {self.number()}" for _ in range(3)]
        return _fence("shell", (*lines, *extra))

    def admonition(self, *extra: str) -> str:
        """A note, tip, warning or the like."""
        kind = self.random.choice(("note", "tip", "warning", "important", "caution"))
        return f":::{{{kind}}}\n{self.paragraph(*extra)}\n:::"

    def tabs(self) -> str:
        """Two tabs with code in them."""
        return (
            f"::::{{tab-set}}\n:::{{tab-item}} Python\n{self.python()}\n:::\n"
            f":::{{tab-item}} Command line\n{self.shell()}\n:::\n::::"
        )

    def dropdown(self) -> str:
        """A box that opens on a click."""
        return f":::{{dropdown}} {self.phrase().capitalize()}\n{self.paragraph()}\n:::"

    def index_entries(self) -> str:
        """Entries for the general index."""
        return (
            f"```{{index}} single: {self.noun()}; {self.phrase()}\n```\n"
            f"```{{index}} pair: {self.adjective()}; {self.noun()} {self.noun()}\n```"
        )


def _fence(language: str, lines: tuple[str, ...]) -> str:
    return "\n".join((f"```{language}", *lines, "```"))
