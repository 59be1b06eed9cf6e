"""The directive beside the installed Sphinx's ``literalinclude``.

``rli`` of a URL and ``literalinclude`` of the same file must give the same doctree apart from
``source``, in Markdown and in reST. All cases of one kind share one build.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping
from typing import Any

import pytest
from docutils import nodes
from sphinx.directives.code import LiteralInclude, LiteralIncludeReader

from variantdocs.remote.store.lockfile import Lock, LockEntry, write_lock

CODE = b'''\
"""A module."""
import os

# begin
def f(x):
    if x:
        return 1
    return "\t2"
# end of module


class C:
    @property
    def g(self):
        return "\xc3\xa9 </code><script>"

    async def h(self):
        def inner():
            pass
'''
OLD = b"import os\n\n# begin\ndef f(y):\n    return 3\n"

CASES: list[dict[str, str]] = [
    {},
    {"lines": "1-3"},
    {"lines": "-2"},
    {"lines": "1,3,9-"},
    {"pyobject": "f"},
    {"pyobject": "C.g", "lineno-match": ""},
    {"pyobject": "C.h", "dedent": "4"},
    {"start-after": "begin", "end-before": "end"},
    {"start-at": "def f", "end-at": "return 1", "linenos": ""},
    {"start-at": "class", "lines": "2-3", "lineno-match": ""},
    {"lines": "5-7", "lineno-match": "", "emphasize-lines": "1,2-3"},
    {"lines": "6-7", "dedent": "4"},
    {"lines": "6-7", "dedent": ""},
    {"lines": "6-7", "dedent": "4", "prepend": "before", "append": "after"},
    {"lineno-start": "40", "lines": "1-2"},
    {"tab-width": "4"},
    {"language": "text"},
    {"force": "", "language": "c"},
    {"encoding": "latin-1", "lines": "15"},
    {"emphasize-lines": "1"},
    {"caption": "A *caption*"},
    {"caption": "Numbered", "name": "PAGE-named", "linenos": "", "class": "a b"},
    {"name": "PAGE-alone"},
    {"class": "one"},
]
REFUSED: list[dict[str, str]] = [
    *({a: "1", b: "1"} for a, b in LiteralIncludeReader.INVALID_OPTIONS_PAIR if "diff" not in (a, b)),
    {"lines": "1,3", "lineno-match": ""},
    {"lines": "900"},
    {"pyobject": "nowhere"},
    {"start-after": "nowhere"},
    {"start-at": "nowhere"},
    {"end-before": "nowhere"},
    {"end-at": "nowhere"},
    {"emphasize-lines": "x"},
    {"encoding": "ascii"},
]


def markdown(name: str, argument: str, options: Mapping[str, str]) -> str:
    given = "".join(f':{key}: "{value}"\n' if value else f":{key}:\n" for key, value in options.items())
    return f"```{{{name}}} {argument}\n{given}```\n\n"


def rest(name: str, argument: str, options: Mapping[str, str]) -> str:
    given = "".join(f"   :{key}: {value}\n" for key, value in options.items())
    return f".. {name}:: {argument}\n{given}\n"


def flags_emptied(options: Mapping[str, str]) -> dict[str, str]:
    return {key: "" if key == "lineno-match" else value for key, value in options.items()}


def page(write: Any, name: str, argument: str, cases: list[dict[str, str]], docname: str) -> str:
    return "".join(
        write(name, argument, {k: v.replace("PAGE", docname) for k, v in flags_emptied(case).items()})
        for case in cases
    )


def neutral(node: nodes.Node, docname: str) -> str:
    text = node.pformat().replace(f"{docname}-", "PAGE-")
    return re.sub(r' source="[^"]*"', "", text)


def top(built: Any, docname: str) -> list[str]:
    section = next(iter(built.doctree(docname).findall(nodes.section)))
    return [neutral(node, docname) for node in section.children[1:]]


def test_every_option_of_literalinclude_is_tried() -> None:
    tried = {name for case in CASES for name in case}
    assert tried | {"diff"} == set(LiteralInclude.option_spec)


@pytest.fixture
def url(project: Any, server: Any) -> str:
    project.write("x.py", CODE.decode())
    return server.add("o/r/main/x.py", CODE)


def test_every_option_gives_the_doctree_of_literalinclude(project: Any, url: str) -> None:
    project.write("a.md", "# T\n\n" + page(markdown, "literalinclude", "x.py", CASES, "a"))
    project.write("b.md", "# T\n\n" + page(markdown, "rli", url, CASES, "b"))
    project.write("c.rst", "T\n=\n\n" + page(rest, "literalinclude", "x.py", CASES, "c"))
    project.write("d.rst", "T\n=\n\n" + page(rest, "remoteliteralinclude", url, CASES, "d"))
    built = project.build()
    assert built.messages == []
    assert len(top(built, "a")) == len(CASES)
    assert top(built, "b") == top(built, "a")
    assert top(built, "d") == top(built, "c")
    assert {block["source"] for name in "bd" for block in built.blocks(name)} == {url}
    assert built.app.env.dependencies["d"] == set()


def test_what_literalinclude_refuses_is_refused_in_its_words(project: Any, url: str) -> None:
    for docname, name, argument in (("a", "literalinclude", "x.py"), ("b", "rli", url)):
        project.write(f"{docname}.md", "# T\n\n" + page(markdown, name, argument, REFUSED, docname))
    for docname, name, argument in (("c", "literalinclude", "x.py"), ("d", "rli", url)):
        project.write(f"{docname}.rst", "T\n=\n\n" + page(rest, name, argument, REFUSED, docname))
    built = project.build()
    said: dict[str, list[str]] = {name: [] for name in "abcd"}
    for message in built.messages:
        parts = re.fullmatch(r"(\w)\.\w+:(\d+): WARNING: (.*) \[[\w.]+\]", message, re.DOTALL)
        if parts is None:  # literalinclude first warns, without a kind, that line 900 is not there
            assert "line number spec is out of range" in message
            continue
        docname, line, text = parts.groups()
        path = re.escape(str(project.source / "x.py"))
        text = re.sub(rf"_StrPath\('(?:{path}|x\.py)'\)|'(?:{path}|x\.py)'", url, text)
        said[docname].append(f"{line}: {text.removeprefix(f'{url}: ').rstrip('.')}")
    assert len(said["b"]) == len(REFUSED)
    assert said["b"] == said["a"]
    assert said["d"] == said["c"]
    assert [len(built.blocks(name)) for name in "abcd"] == [0, len(REFUSED), 0, len(REFUSED)]


def test_a_url_is_compared_with_another_and_with_a_file_of_the_project(
    project: Any, server: Any, url: str
) -> None:
    project.write("old.py", OLD.decode())
    old = server.add("o/r/v1/x.py", OLD)
    project.write("a.md", "# T\n\n" + markdown("literalinclude", "x.py", {"diff": "old.py"}))
    project.write(
        "b.md", "# T\n\n" + markdown("rli", url, {"diff": old}) + markdown("rli", url, {"diff": "old.py"})
    )
    built = project.build()
    assert built.messages == []
    (wanted,) = built.blocks("a")
    of_urls, of_file = built.blocks("b")
    body = wanted.astext().split("\n", 2)[2]
    assert of_urls.astext() == f"--- {old}\n+++ {url}\n{body}"
    assert of_file.astext() == f"--- old.py\n+++ {url}\n{body}"
    assert of_urls.attributes | {"source": 0} == wanted.attributes | {"source": 0}
    assert [use.diff_url for use in built.uses["b"]] == [old, ""]


def test_what_cannot_stand_beside_a_diff_is_refused_in_sphinxs_words(project: Any, url: str) -> None:
    pairs = [pair for pair in LiteralIncludeReader.INVALID_OPTIONS_PAIR if "diff" in pair]
    project.write(
        "index.md",
        "# T\n\n"
        + "".join(markdown("rli", url, flags_emptied({"diff": url, other: "1"})) for _, other in pairs),
    )
    built = project.build()
    assert [message.partition("WARNING: ")[2] for message in built.messages] == [
        f'{url}: Cannot use both "diff" and "{other}" options [rli.option]' for _, other in pairs
    ]


def test_lines_of_a_blob_page_on_github_are_shown(project: Any, url: str) -> None:
    blob = "https://github.com/o/r/blob/main/x.py"
    project.write(
        "index.md",
        "# T\n\n"
        + markdown("rli", f"{blob}#L2", {})
        + markdown("rli", f"{blob}#L5-L6", {"lineno-match": ""})
        + markdown("rli", f"{blob}#L5-L6", {"lines": "1"})
        + markdown("rli", f"{blob}#section", {}),
    )
    built = project.build()
    one, two, *failed = built.blocks("index")
    assert one.astext() == "import os\n"
    assert two.astext() == "def f(x):\n    if x:\n"
    assert two["highlight_args"] == {"linenostart": 5}
    assert one["source"] == url
    assert [block["classes"] for block in failed] == [["rli-failed"]] * 2
    assert built.messages == [
        f"index.md:10: WARNING: {url}: the URL selects lines with #L5-L6, and so does the option"
        ' "lines"; remove one of the two [rli.option]',
        f"index.md:14: WARNING: {url}: #section selects no lines; write #L3 or #L3-L9, or remove it [rli.option]",
    ]


def test_an_encoded_path_and_a_literal_one_are_one_file(project: Any, server: Any) -> None:
    server.add("o/r/main/%7B%7Bcookiecutter.project_name%7D%7D/x.py", b"x = 1\n")
    encoded = "https://raw.githubusercontent.com/o/r/main/%7B%7Bcookiecutter.project_name%7D%7D/x.py"
    literal = "https://raw.githubusercontent.com/o/r/main/{{cookiecutter.project_name}}/x.py"
    project.write("index.md", "# T\n\n" + markdown("rli", encoded, {}) + markdown("rli", literal, {}))
    built = project.build()
    assert [block.astext() for block in built.blocks("index")] == ["x = 1\n"] * 2
    assert [request.url for request in server.requests] == [encoded]


def test_an_empty_caption_is_the_url_as_it_is_written(project: Any, server: Any) -> None:
    url = server.add("o/r/main/__init__.py", b"x = 1\n")
    project.write("a.md", "# T\n\n" + markdown("rli", url, {"caption": ""}))
    project.write("b.rst", "T\n=\n\n" + rest("rli", url, {"caption": ""}))
    built = project.build()
    for docname in "ab":
        (caption,) = built.doctree(docname).findall(nodes.caption)
        assert caption.children == [nodes.Text(url)]
        assert caption.astext() == url


def test_a_reference_by_name_and_number_leads_to_the_block(project: Any, url: str) -> None:
    include = markdown("rli", url, {"lines": "1", "caption": "Code", "name": "the-code"})
    project.write("index.md", f"# T\n\n{include}See {{ref}}`the-code` and {{numref}}`the-code`.\n")
    built = project.build(builder="html", numfig=True)
    assert built.messages == []
    assert '<a class="reference internal" href="#the-code"><span class="std std-ref">Code</span></a>' in (
        built.page("index.html")
    )
    assert "Listing 1" in built.page("index.html")


def test_a_caption_may_hold_what_captions_hold(project: Any, url: str) -> None:
    options = {"caption": "{nope}`x`", "lines": "1"}
    project.write("a.md", "# T\n\n" + markdown("literalinclude", "x.py", options))
    project.write("b.md", "# T\n\n" + markdown("rli", url, options))
    theirs, ours = project.build().messages
    assert "Unknown interpreted text role" in theirs
    assert ours == theirs.replace("a.md", "b.md")


def test_a_caption_that_cannot_be_parsed_leaves_a_placeholder(project: Any, url: str) -> None:
    project.write("a.rst", "T\n=\n\n" + rest("rli", url, {"caption": ".. nope::", "lines": "1"}))
    built = project.build()
    (block,) = built.blocks("a")
    assert block.astext() == f"Code from {url}\ncould not be loaded."
    assert built.messages[-1].startswith(f"a.rst:4: WARNING: {url}: Invalid caption: ")


def test_a_url_that_is_used_200_times_is_fetched_once(project: Any, server: Any, url: str) -> None:
    includes = "".join(markdown("rli", url, {"lines": str(n % 9 + 1)}) for n in range(200))
    project.write("index.md", "# T\n\n" + includes)
    built = project.build()
    assert len(built.blocks("index")) == 200
    assert len(server.requests) == 1


@pytest.mark.parametrize("spec", ["1-,1-,1-", "1,1,1,1,1", "-2,-2,-2"])
def test_lines_that_are_shown_again_and_again_are_refused(project: Any, server: Any, spec: str) -> None:
    url = server.add("o/r/main/long.py", b"x" * 40_000 + b"\n" + b"y" * 40_000 + b"\n")
    project.write("index.md", "# T\n\n" + markdown("rli", url, {"lines": spec}))
    (message,) = project.build().messages
    assert message == (
        f'index.md:3: WARNING: {url}: the option "lines" shows the same lines again and again [rli.option]'
    )


@pytest.mark.parametrize("mode", ["dev", "frozen"])
def test_characters_that_turn_text_round_are_pointed_out(project: Any, server: Any, mode: str) -> None:
    code = "safe = 1\nif x:  # \u202e } \u2066\n    pass\n".encode()
    url = server.add("o/r/main/x.py", code)
    source = LockEntry(sha256=hashlib.sha256(code).hexdigest())
    write_lock(project.lock, Lock(sources={url: source}))
    project.write("index.md", "# T\n\n" + markdown("rli", url, {}))
    built = project.build(rli_mode=mode)
    assert built.status == 0
    assert built.blocks("index")[0].astext() == code.decode()
    assert built.messages == [
        f"index.md:3: WARNING: {url}: line 2 of what is shown holds U+202E, which turns the direction of text: "
        "it may not read as it runs [rli.option]"
    ]


@pytest.mark.parametrize(
    ("data", "why"),
    [
        ("caf\u00e9 = 1\n".encode("latin-1"), "Encoding 'utf-8-sig' used for reading included file"),
        ("x = 1\n".encode("utf-16"), "Encoding 'utf-8-sig' used for reading included file"),
        (b"x\0y\n", "the file is not text: it holds NUL characters"),
    ],
)
def test_what_is_not_text_in_the_encoding_is_refused(
    project: Any, server: Any, data: bytes, why: str
) -> None:
    url = server.add("o/r/main/x.py", data)
    project.write("index.md", "# T\n\n" + markdown("rli", url, {}))
    built = project.build()
    (message,) = built.messages
    assert message.startswith("index.md:3: WARNING: ")
    assert url in message
    assert why in message
    assert built.blocks("index")[0].astext() == f"Code from {url}\ncould not be loaded."


def test_another_encoding_is_honoured_whatever_the_server_says(
    project: Any, server: Any, loopback: Any
) -> None:
    url = server.url("o/r/main/x.py")
    server.answers["/o/r/main/x.py"] = loopback.Reply(
        headers={"content-type": "text/plain; charset=utf-16"}, body="caf\u00e9 = 1\n".encode("latin-1")
    )
    project.write("index.md", "# T\n\n" + markdown("rli", url, {"encoding": "latin-1"}))
    assert project.build().blocks("index")[0].astext() == "café = 1\n"


def test_crlf_a_byte_order_mark_and_form_feeds_are_read_as_literalinclude_does(
    project: Any, server: Any
) -> None:
    code = "\ufeffa = 1\r\nb = 2\rc\u2028d\n\x0ce\nf".encode()
    (project.source / "x.py").write_bytes(code)
    url = server.add("o/r/main/x.py", code)
    both = [("literalinclude", "x.py"), ("rli", url)]
    project.write("index.md", "# T\n\n" + "".join(markdown(*one, {"lines": "1-4"}) for one in both))
    built = project.build()
    one, two = built.blocks("index")
    assert two.astext() == one.astext() == "a = 1\nb = 2\nc\u2028d\n"
    assert built.messages == [
        f"index.md:7: WARNING: {url}: the file holds characters, such as form feeds, at which lines end here"
        ' and not in an editor; select with "start-at" instead of "lines" [rli.option]'
    ]


def test_a_file_too_deep_to_parse_is_an_error_not_a_crash(project: Any, server: Any) -> None:
    url = server.add("o/r/main/deep.py", b"(" * 50_000 + b")" * 50_000 + b"\n")
    project.write("index.md", "# T\n\n" + markdown("rli", url, {"pyobject": "f"}))
    built = project.build()
    what = "not Python that could be searched for an object: line 1: too many nested parentheses"
    assert built.messages == [f"index.md:3: WARNING: {url}: {what} [rli.option]"]


def test_an_object_of_something_that_is_not_python_is_an_error(project: Any, server: Any) -> None:
    yaml = server.add("o/r/main/x.yaml", b"a: [1\nb: }\n")
    python_2 = server.add("o/r/main/old.py", b"def f():\n    print 1\n")
    cookie = server.add("o/r/main/latin.py", b"# coding: latin-1\ndef f():\n    return '\xe9'\n")
    project.write(
        "index.md",
        "# T\n\n"
        + markdown("rli", yaml, {"pyobject": "f"})
        + markdown("rli", python_2, {"pyobject": "f"})
        + markdown("rli", cookie, {"pyobject": "f", "encoding": "latin-1"}),
    )
    built = project.build()
    assert [block.astext() for block in built.blocks("index")][2] == "def f():\n    return 'é'\n"
    what = "not Python that could be searched for an object"
    print_1 = "Missing parentheses in call to 'print'. Did you mean print(...)?"
    nowhere = "closing parenthesis '}' does not match opening parenthesis '[' on line 1"
    assert built.messages == [
        f"index.md:3: WARNING: {yaml}: {what}: line 2: {nowhere} [rli.option]",
        f"index.md:7: WARNING: {python_2}: {what}: line 2: {print_1} [rli.option]",
    ]
