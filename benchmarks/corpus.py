"""Write a site to build, shaped like a real one and the same for the same arguments.

::

    python -m benchmarks.corpus build/bench/site --pages 300 --variants 2

writes ``conf.py``, ``variants.yaml`` and ``source/``; and ``plain/conf.py``, which is the same
without variantdocs, for a build the plain way. The pages have tables, code, admonitions, grids
of cards, images, includes, cross-references, glossary terms and index entries. No link is dead
in any variant, and Sphinx has nothing to warn about.
"""

from __future__ import annotations

import argparse
import posixpath
import struct
import zlib
from pathlib import Path
from random import Random
from typing import Any

import yaml

from benchmarks.plan import MOST, SECTION_PAGES, Page, Site, plan_site
from benchmarks.prose import Writer
from benchmarks.vocabulary import Vocabulary, plural

RARE_VARIABLE = "support_hours"
"""A variable that few pages use: one in fifteen of those that differ between variants."""

_CONF = '''\
"""Settings of the benchmark's site."""

project = "Acme"
author = "Acme"
extensions = [{extensions}]
exclude_patterns = ["_snippets", "_examples"]
root_doc = "index"
html_theme = "pydata_sphinx_theme"
html_theme_options = {{"show_nav_level": 1, "navigation_depth": 4}}
html_show_sourcelink = False
myst_enable_extensions = ["colon_fence", "deflist"]
myst_heading_anchors = 3
copybutton_prompt_text = "$ "
'''
_EXTENSIONS = ("myst_parser", "sphinx_design", "sphinx_copybutton")
_RARITY = 15
_SNIPPETS = 6
_IMAGES = 12


def write_corpus(
    folder: Path,
    *,
    pages: int = 300,
    variants: int = 2,
    share: float = 0.75,
    own: float = 0.26,
    lacking: float = 0.0,
    section_pages: int = SECTION_PAGES,
    columns: int = 3,
    words: int = 1600,
    seed: int = 1,
) -> Site:
    """Write the site into ``folder`` and say what is in it.

    :param share: Of the pages that all variants have, the fraction that expands alike in all.
    :param own: The fraction of pages that are in one variant only.
    :param lacking: The fraction of pages that all variants but the last have.
    :param section_pages: Pages in one top-level section: the length of the theme's sidebar.
    :param columns: Columns of tables.
    :param words: Words in the source of one page, about; of a block with several branches, one counts.
    :raises ValueError: there is no such site (fewer than 8 pages, say).
    """
    vocabulary = Vocabulary.from_seed(seed)
    site = plan_site(
        pages=pages,
        variants=variants,
        share=share,
        own=own,
        lacking=lacking,
        section_pages=section_pages,
        words=words,
        seed=seed,
        vocabulary=vocabulary,
    )
    files: dict[str, bytes | str] = {
        "conf.py": _conf((*_EXTENSIONS, "variantdocs")),
        "plain/conf.py": _conf(_EXTENSIONS),
        "variants.yaml": _variants_yaml(site),
    }
    files |= {f"source/{name}": data for name, data in _assets(vocabulary, seed).items()}
    author = _Author(site, vocabulary, columns=columns, words=words, seed=seed)
    files |= {f"source/{page.docname}.md": author.write(page) for page in site.pages.values()}
    for name, data in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data if isinstance(data, bytes) else data.encode())
    return site


def _conf(extensions: tuple[str, ...]) -> str:
    return _CONF.format(extensions=", ".join(f'"{name}"' for name in extensions))


def _variants_yaml(site: Site) -> str:
    variants = {
        name: {
            "title": f"Acme {name.capitalize()}",
            "vars": {
                "product_name": f"Acme {name.capitalize()}",
                "default_project": f"{name}-sandbox",
                RARE_VARIABLE: f"{number + 8} to 18",
            },
            "conf": {"html_title": f"Acme {name.capitalize()}"},
        }
        for number, name in enumerate(site.variants)
    }
    content: dict[str, Any] = {"version": 1, "variants": variants, "vars": {"company": "Acme"}}
    if len(site.variants) > 1:
        content["groups"] = {"self_managed": list(site.variants[1:])}
        if any(1 < len(page.variants) < len(site.variants) for page in site.pages.values()):
            content["groups"][MOST] = list(site.variants[:-1])
    if site.rules:
        content["pages"] = dict(site.rules)
    return yaml.safe_dump(content, sort_keys=False)


class _Author:
    """Writes one page after the other, knowing where each may link to."""

    def __init__(self, site: Site, vocabulary: Vocabulary, *, columns: int, words: int, seed: int) -> None:
        self._site = site
        self.columns = columns
        self._words = words
        self._seed = seed
        self._vocabulary = vocabulary
        self._terms = _glossary_terms(vocabulary, words=words, seed=seed)
        # Who may link where is asked thousands of times: one list per set of readers.
        audiences = {
            frozenset(site.variants),
            frozenset(site.variants[:-1]),
            *(frozenset({name}) for name in site.variants),
        }
        varying = [page.docname for page in site.pages.values() if page.varying]
        self.rare = frozenset(varying[::_RARITY])
        """The pages that use the rare variable."""
        self._targets = {
            audience: [page for page in site.pages.values() if audience <= page.variants]
            for audience in audiences
        }

    def write(self, page: Page) -> str:
        """The text of the page, as its author would have typed it."""
        return _Draft(self, page).text()

    def targets(self, audience: frozenset[str]) -> list[Page]:
        """The pages that all these readers have."""
        return self._targets[audience]


class _Draft:
    """One page being written."""

    def __init__(self, author: _Author, page: Page) -> None:
        self._author = author
        self._site = author._site
        self._page = page
        self._write = Writer(author._vocabulary, f"{author._seed} {page.docname}", columns=author.columns)
        self._random = self._write.random
        self._conditional = page.varying and len(self._site.variants) > 1
        self._words_beside = 0
        """Words in branches that a reader of the main branch does not see."""

    def text(self) -> str:
        """The whole file."""
        page = self._page
        parts = []
        if page.said_in == "front matter":
            declared = next(iter(page.variants)) if len(page.variants) == 1 else MOST
            parts.append(f"---\nvariants: {declared}\n---")
        parts += [f"({page.label})=\n# {page.title}", self._intro()]
        if page.children:
            parts.append(self._section_cards())
        if page.docname == "glossary":
            parts.append(self._glossary())
        else:
            per_section = self._author._words / len(page.headings)
            for number, heading in enumerate(page.headings, 1):
                label = f"({page.label}-{number})=\n" if number == 1 else ""
                parts.append(f"{label}## {heading}")
                while self._length(parts) < per_section * number:
                    parts.append(self._piece())
        if page.children:
            parts.append(self._toctree())
        return "\n\n".join(parts) + "\n"

    def _length(self, parts: list[str]) -> int:
        return sum(len(part.split()) for part in parts) - self._words_beside

    def _intro(self) -> str:
        extra = []
        if self._page.varying:
            extra.append("All of this holds for {@= product_name =@}.")
        elif self._random.random() < 0.1:
            extra.append("Everything here is made by {@= company =@}.")
        if self._page.docname in self._author.rare:
            extra.append(f"Our support answers from {{@= {RARE_VARIABLE} =@}}.")
        return self._write.paragraph(*extra, self._reference(self._page.variants))

    def _piece(self) -> str:
        """The next few lines of a section."""
        if self._conditional and self._random.random() < 0.3:
            return self._random.choice(
                (self._block, self._block, self._inline, self._rows, self._code_lines, self._nested)
            )()
        write = self._write
        makers = {
            self._paragraph: 38,
            write.bullets: 9,
            write.table: 7,
            write.python: 8,
            write.yaml: 6,
            write.shell: 5,
            self._admonition: 8,
            write.definitions: 3,
            write.dropdown: 2,
            write.tabs: 2,
            write.index_entries: 4,
            self._grid: 3,
            self._image: 3,
            self._include: 1,
            self._example: 1,
            self._subheading: 5,
        }
        return self._random.choices(list(makers), list(makers.values()))[0]()

    def _paragraph(self) -> str:
        extra = [self._reference(self._page.variants)] if self._random.random() < 0.7 else []
        if self._page.varying and self._random.random() < 0.15:
            extra.append(
                "The project `{@= default_project =@}` is made by {@= product_name | upper =@} itself."
            )
        return self._write.paragraph(*extra)

    def _admonition(self) -> str:
        return self._write.admonition(self._reference(self._page.variants))

    def _subheading(self) -> str:
        heading = f"{self._write.adjective()} {plural(self._write.noun())} and {self._write.identifier()}"
        return f"### {heading.replace('_', ' ').capitalize()}\n\n{self._paragraph()}"

    # What another page is called.

    def _reference(self, audience: frozenset[str]) -> str:
        """A sentence with a link to a page that everyone in ``audience`` has."""
        target = self._random.choice(self._author.targets(audience))
        return self._random.choice(
            ("See {} for more.", "For the details, see {}.", "This builds on what {} says.", "Compare {}.")
        ).format(self._link(target))

    def _link(self, target: Page) -> str:
        here = posixpath.dirname(self._page.docname)
        path = posixpath.relpath(f"{target.docname}.md", here or ".")
        heading = self._random.choice(target.headings)
        text = f"{self._write.verb()} {self._write.adjective()} {plural(self._write.noun())}"
        has_headings = target.docname != "glossary"
        kinds = ["page", "page", "empty", "doc", "ref", "root", "term"] + [
            "anchor",
            "label",
            "anchor",
        ] * has_headings
        match self._random.choice(kinds):
            case "page":
                return f"[{text}]({path})"
            case "empty":
                return f"[]({path})"
            case "doc":
                return f"{{doc}}`{text} </{target.docname}>`"
            case "ref":
                return f"{{ref}}`{text} <{target.label}>`"
            case "root":
                return f"[{text}](/{target.docname}.md)"
            case "term":
                return f"{{term}}`{self._random.choice(self._author._terms)}`"
            case "label":
                return f"{{ref}}`{target.label}-1`"
            case _:
                return f"[{heading}]({path}#{target.slug(heading)})"

    # Text that differs between the variants. Tags stand on lines of their own but for _inline.

    def _arms(self) -> tuple[tuple[str, frozenset[str]], ...]:
        """Conditions that no reader meets two of, with those who meet each."""
        first, second = self._random.sample(self._site.variants, 2)
        arms = [(f"if {first}", frozenset({first})), (f"elif {second}", frozenset({second}))]
        if len(self._site.variants) > 2:
            arms.append(("else", frozenset(self._site.variants)))
        return tuple(arms)

    def _branches(self, make: tuple[tuple[str, str], ...], *, gap: str = "\n\n") -> str:
        lines = [f"{{@@ {condition} @@}}{gap}{text}{gap}" for condition, text in make]
        self._words_beside += sum(len(text.split()) + 4 for _, text in make[1:])
        return "".join(lines) + "{@@ endif @@}"

    def _block(self) -> str:
        def branch(audience: frozenset[str]) -> str:
            return f"{self._write.paragraph(self._reference(audience))}\n\n{more()}"

        more = self._random.choice(
            (self._write.python, self._write.bullets, self._write.shell, self._write.admonition)
        )
        return self._branches(tuple((condition, branch(audience)) for condition, audience in self._arms()))

    def _inline(self) -> str:
        arms = self._arms()
        words = "".join(f"{{@@ {condition} @@}}{self._write.phrase()}" for condition, _ in arms)
        return self._write.paragraph(
            f"Here it is best to {words}{{@@ endif @@}}.", self._reference(self._page.variants)
        )

    def _rows(self) -> str:
        arms = tuple((condition, self._write.table_row()) for condition, _ in self._arms())
        return self._write.table(*self._branches(arms, gap="\n").splitlines())

    def _code_lines(self) -> str:
        arms = tuple(
            (condition, f"{self._write.identifier()}: {{@= default_project =@}}")
            for condition, _ in self._arms()
        )
        return self._write.yaml(*self._branches(arms, gap="\n").splitlines())

    def _nested(self) -> str:
        arms = self._arms()[:2]
        inner = self._branches(tuple((condition, self._write.paragraph()) for condition, _ in arms))
        outside = self._site.variants[0]  # the variant that is not self-managed
        if len(self._site.variants) < 3 or any(outside in audience for _, audience in arms):
            # A block within a block has nothing left to decide: a note instead.
            return f"{{@# Check this with every release. #@}}\n{inner}"
        return f"{{@@ if self_managed @@}}\n\n{self._write.paragraph()}\n\n{inner}\n\n{{@@ endif @@}}"

    # Things beside running text.

    def _grid(self) -> str:
        targets = self._random.sample(self._author.targets(self._page.variants), 3)
        return self._cards([(target, self._write.sentence()) for target in targets])

    def _cards(self, cards: list[tuple[Page, str]]) -> str:
        lines = ["::::{grid} 1 1 2 3", ":gutter: 2", ""]
        for target, text in cards:
            title = f"{self._write.adjective()} {plural(self._write.noun())}".capitalize()
            lines += [
                f":::{{grid-item-card}} {title}",
                f":link: /{target.docname}",
                ":link-type: doc",
                "",
                text,
                ":::",
                "",
            ]
        return "\n".join((*lines, "::::"))

    def _section_cards(self) -> str:
        """Cards for the pages below this one, as far as all its readers have them."""
        pages = (self._site.pages[name] for name in self._page.children)
        cards = [(page, self._write.sentence()) for page in pages if self._page.variants <= page.variants]
        return self._cards(cards[:9]) if cards else self._paragraph()

    def _toctree(self) -> str:
        page = self._page
        folder = posixpath.dirname(page.docname)
        entries = [posixpath.relpath(name, folder or ".") for name in page.children]
        options = [":hidden:"]
        if page.docname == "index":
            options.append(":maxdepth: 3")
        elif folder.count("/") == 1 and self._random.random() < 0.25:
            # A section that lists whatever is in its folder.
            options, entries = [":glob:", ":maxdepth: 1"], ["*"]
        return "\n".join(("```{toctree}", *options, "", *entries, "```"))

    def _image(self) -> str:
        # The images with odd numbers are on pages of one variant only.
        number = self._random.randrange(_IMAGES // 2) * 2 + (self._page.said_in != "")
        name = f"/images/{_image_name(number)}"
        if self._random.random() < 0.5:
            return f"![{self._write.phrase()}]({name})"
        options = f":alt: {self._write.phrase()}\n:width: 60%"
        return f"```{{figure}} {name}\n{options}\n\n{self._write.sentence()}\n```"

    def _include(self) -> str:
        here = posixpath.dirname(self._page.docname)
        name = "varying" if self._page.varying else f"snippet-{self._random.randrange(_SNIPPETS)}"
        return f"```{{include}} {posixpath.relpath(f'_snippets/{name}.md', here or '.')}\n```"

    def _example(self) -> str:
        return "```{literalinclude} /_examples/worker.py\n:language: python\n:lines: 1-14\n```"

    def _glossary(self) -> str:
        lines = ["```{glossary}"]
        for term in self._author._terms:
            lines += [term, f"  {self._write.sentence()} {self._write.sentence()}", ""]
        return "\n".join((*lines[:-1], "```"))


def _glossary_terms(vocabulary: Vocabulary, *, words: int, seed: int) -> tuple[str, ...]:
    random = Random(f"terms {seed}")
    found: dict[str, None] = {}
    while len(found) < max(5, words // 32):
        found[f"{random.choice(vocabulary.adjectives)} {random.choice(vocabulary.nouns)}"] = None
    return tuple(sorted(found))


def _image_name(number: int) -> str:
    return f"diagram-{number:02}.{'svg' if number % 4 < 2 else 'png'}"


def _assets(vocabulary: Vocabulary, seed: int) -> dict[str, bytes | str]:
    """What lies beside the pages: snippets, an example program, images."""
    files: dict[str, bytes | str] = {}
    for number in range(_SNIPPETS):
        write = Writer(vocabulary, f"{seed} snippet {number}")
        files[f"_snippets/snippet-{number}.md"] = f"{write.admonition()}\n\n{write.paragraph()}\n"
    write = Writer(vocabulary, f"{seed} snippet varying")
    files["_snippets/varying.md"] = f"{write.paragraph('This is part of {@= product_name =@}.')}\n"
    files["_examples/worker.py"] = write.python().removeprefix("```python\n").removesuffix("```") * 2
    for number in range(_IMAGES):
        name = _image_name(number)
        files[f"images/{name}"] = _svg(number) if name.endswith("svg") else _png(number)
    return files


def _svg(number: int) -> str:
    boxes = "".join(
        f'<rect x="{20 + 90 * i}" y="{20 + (17 * number * i) % 80}" width="70" height="40" fill="#3b6ea5"/>'
        for i in range(3 + number % 3)
    )
    start = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 480 160">'
    return f"{start}<title>{number}</title>{boxes}</svg>\n"


def _png(number: int, *, side: int = 64) -> bytes:
    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    rows = b"".join(b"\0" + bytes((x * number + y * 3) % 256 for x in range(side)) for y in range(side))
    header = struct.pack(">IIBBBBB", side, side, 8, 0, 0, 0, 0)  # eight bits of grey
    # Stored, not compressed: the bytes do not depend on the version of zlib.
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", header)
        + chunk(b"IDAT", zlib.compress(rows, 0))
        + chunk(b"IEND", b"")
    )


def main(arguments: list[str] | None = None) -> int:
    """Write the site that the command line describes."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.corpus", description="Write a site to build.")
    parser.add_argument("folder", type=Path)
    parser.add_argument("--pages", type=int, default=300)
    parser.add_argument("--variants", type=int, default=2)
    parser.add_argument(
        "--share", type=float, default=0.75, help="shared pages that expand alike (a fraction)"
    )
    parser.add_argument("--own", type=float, default=0.26, help="pages in one variant only (a fraction)")
    parser.add_argument(
        "--lacking", type=float, default=0.0, help="pages that the last variant lacks (a fraction)"
    )
    parser.add_argument(
        "--section-pages", type=int, default=SECTION_PAGES, help="pages in one top-level section"
    )
    parser.add_argument("--columns", type=int, default=3, help="columns of tables")
    parser.add_argument("--words", type=int, default=1600, help="words in a page, about")
    parser.add_argument("--seed", type=int, default=1)
    options = vars(parser.parse_args(arguments))
    folder = options.pop("folder")
    site = write_corpus(folder, **options)
    print(f"{len(site.pages)} pages in {len(site.variants)} variants: {folder}")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
