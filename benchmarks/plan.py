"""Which pages the benchmark's site has: names, headings, sections, and the variants of each.

Planned before a word is written, so that a page can link to any other page, and so that no
link is dead in any variant.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from random import Random

from benchmarks.vocabulary import Vocabulary, ing, plural

VARIANT_NAMES = ("serverless", "byoc", "byok", "selfhosted", "airgapped", "edge", "government", "trial")

SECTION_PAGES = 60
"""Pages in one top-level section: a larger site has more sections, each of the same shape."""

SUBSECTION_PAGES = 12

MOST = "most"
"""The group of all variants but the last."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """One page, before it has a text."""

    docname: str
    title: str
    headings: tuple[str, ...]
    children: tuple[str, ...] = ()
    variants: frozenset[str]
    """The variants that show it."""
    said_in: str = ""
    """Where its membership is written: ``front matter``, ``rule``, or nowhere (all variants)."""
    varying: bool = False
    """Whether its text differs from one variant to the next."""

    @property
    def is_index(self) -> bool:
        """Whether it stands at the head of a section."""
        return self.docname.endswith("index")

    @property
    def label(self) -> str:
        """The name of the target above its title."""
        return "page-" + self.docname.replace("/", "-")

    def slug(self, heading: str) -> str:
        """The anchor of one of its headings."""
        return slug(heading)


@dataclass(frozen=True, slots=True, kw_only=True)
class Site:
    """All pages, by docname, and the rules of ``variants.yaml`` about them."""

    variants: tuple[str, ...]
    pages: dict[str, Page]
    rules: tuple[tuple[str, str], ...]


def slug(text: str) -> str:
    """``Configure the pools`` -> ``configure-the-pools``."""
    return re.sub(r"[^a-z0-9]+", "-", text.lower()).strip("-")


def variant_names(count: int) -> tuple[str, ...]:
    """The names of ``count`` variants."""
    more = tuple(f"edition{number}" for number in range(len(VARIANT_NAMES) + 1, count + 1))
    return (VARIANT_NAMES + more)[:count]


def plan_site(
    *,
    pages: int,
    variants: int,
    share: float,
    own: float,
    lacking: float = 0.0,
    section_pages: int = SECTION_PAGES,
    words: int,
    seed: int,
    vocabulary: Vocabulary,
) -> Site:
    """Decide everything about a site but its text; the arguments are those of ``write_corpus``.

    :raises ValueError: a site of so few pages, or of no variants, or such fractions cannot be.
    """
    if pages < 8 or variants < 1 or not 0 <= share <= 1 or not 0 <= own <= 0.6:
        raise ValueError("at least 8 pages and 1 variant, share from 0 to 1, own from 0 to 0.6")
    random = Random(f"plan {seed}")
    names = variant_names(variants)
    tree = _tree(pages, _Titles(random, vocabulary), section_pages)
    said = _own_pages(tree, names, wanted=round(own * pages), random=random)
    shared = [docname for docname in tree if docname not in said]
    leaves = [docname for docname in shared if docname.count("/") and not tree[docname][1]]
    most = frozenset(random.sample(leaves, round(lacking * pages))) if lacking else frozenset()
    alike = random.sample(shared, round(share * len(shared)))
    varying = set(shared).difference(alike)
    found = {
        docname: Page(
            docname=docname,
            title=title,
            headings=_headings(random, vocabulary, max(2, min(7, words // 220))),
            children=children,
            variants=frozenset(
                {said[docname][0]} if docname in said else names[:-1] if docname in most else names
            ),
            said_in=(
                said[docname][1].partition(" of ")[0]
                if docname in said
                else "front matter"
                if docname in most
                else ""
            ),
            varying=docname in varying,
        )
        for docname, (title, children) in tree.items()
    }
    rules: dict[str, str] = {}
    for docname, (variant, where) in said.items():
        if where.startswith("rule"):
            _, _, folder = where.partition(" of ")
            rules[f"{folder}/**" if folder else docname] = variant
    return Site(variants=names, pages=found, rules=tuple(rules.items()))


class _Titles:
    """Gives a title that no other page has: ``Scheduling nightly exports``."""

    def __init__(self, random: Random, vocabulary: Vocabulary) -> None:
        self._random = random
        self._words = vocabulary
        self._given = {""}

    def __call__(self, *, verb: bool) -> str:
        title = ""
        while slug(title) in self._given or not title:
            words = self._words
            title = f"{self._random.choice(words.adjectives)} {plural(self._random.choice(words.nouns))}"
            title = (f"{ing(self._random.choice(words.verbs))} {title}" if verb else title).capitalize()
        self._given.add(slug(title))
        return title


def _headings(random: Random, vocabulary: Vocabulary, count: int) -> tuple[str, ...]:
    found: dict[str, None] = {}
    while len(found) < count:
        verb, adjective = random.choice(vocabulary.verbs), random.choice(vocabulary.adjectives)
        found[f"{verb.capitalize()} the {adjective} {random.choice(vocabulary.nouns)}"] = None
    return tuple(found)


def _tree(pages: int, titles: _Titles, section_pages: int) -> dict[str, tuple[str, tuple[str, ...]]]:
    """Title and children of exactly ``pages`` pages, by docname; sections of sections of pages."""
    tree: dict[str, tuple[str, tuple[str, ...]]] = {}
    tops = []
    left = pages - 2  # the home page and the glossary
    while left:
        size = left if left <= section_pages + 3 else section_pages
        left -= size
        title = titles(verb=False)
        folder = slug(title)
        tops.append(f"{folder}/index")
        children: list[str] = []
        inner = size - 1
        while inner:
            # What is too little for a section of its own stands in the section above.
            if inner < 4:
                leaf = titles(verb=True)
                children.append(f"{folder}/{slug(leaf)}")
                tree[children[-1]] = (leaf, ())
                inner -= 1
                continue
            count = min(inner, SUBSECTION_PAGES)
            inner -= count
            sub_title = titles(verb=False)
            sub = f"{folder}/{slug(sub_title)}"
            leaves = [titles(verb=True) for _ in range(count - 1)]
            names = tuple(f"{sub}/{slug(leaf)}" for leaf in leaves)
            tree.update({name: (leaf, ()) for name, leaf in zip(names, leaves, strict=True)})
            tree[f"{sub}/index"] = (sub_title, names)
            children.append(f"{sub}/index")
        tree[f"{folder}/index"] = (title, tuple(children))
    tree["glossary"] = ("Glossary", ())
    tree["index"] = ("{@= company =@} documentation", (*tops, "glossary"))
    return dict(sorted(tree.items()))


def _own_pages(
    tree: dict[str, tuple[str, tuple[str, ...]]], names: tuple[str, ...], *, wanted: int, random: Random
) -> dict[str, tuple[str, str]]:
    """The pages of one variant only: docname -> the variant, and where that is written.

    About half of them are whole subsections, each by one rule; the others stand alone, two
    thirds by front matter. Each variant gets as many as the next.
    """
    said: dict[str, tuple[str, str]] = {}
    counts = dict.fromkeys(names, 0)

    def give(docnames: tuple[str, ...], where: str) -> None:
        poorest = min(names, key=lambda name: counts[name])
        counts[poorest] += len(docnames)
        said.update(dict.fromkeys(docnames, (poorest, where)))

    subsections = [docname for docname, (_, children) in tree.items() if docname.count("/") == 2 and children]
    for docname in random.sample(subsections, len(subsections)):
        family = (docname, *tree[docname][1])
        if len(said) + len(family) <= wanted * 0.55:
            give(family, f"rule of {docname.removesuffix('/index')}")
    leaves = [
        docname
        for docname, (_, children) in tree.items()
        if docname.count("/") and not children and docname not in said
    ]
    for number, docname in enumerate(random.sample(leaves, wanted - len(said))):
        give((docname,), "rule" if number % 3 == 2 else "front matter")
    return said
