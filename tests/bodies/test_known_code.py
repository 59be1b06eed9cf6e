"""Only code that is known to look at nothing else takes part in rendering a body that is shared."""

from __future__ import annotations

from types import SimpleNamespace

import pytest
from docutils import nodes
from sphinx import addnodes
from sphinx.builders.html import StandaloneHTMLBuilder
from sphinx.transforms.post_transforms import OnlyNodeTransform
from sphinx.writers.html5 import HTML5Translator

from variantdocs.bodies.known_code import KnownNodes, obstacle


def named(module, name="thing", **attributes):
    return type(name, (), {"__module__": module, **attributes})


def make_app(**changes):
    builder = StandaloneHTMLBuilder.__new__(StandaloneHTMLBuilder)
    found = {
        "builder": builder,
        "transforms": [OnlyNodeTransform],
        "translator": HTML5Translator,
        "listeners": {},
        "visitors": {},
        **changes,
    }
    listeners = {event: [SimpleNamespace(handler=handler)] for event, handler in found["listeners"].items()}
    return SimpleNamespace(
        builder=found["builder"],
        events=SimpleNamespace(listeners=listeners),
        registry=SimpleNamespace(
            get_post_transforms=lambda: found["transforms"],
            get_translator_class=lambda builder: found["translator"],
            translation_handlers={"html": found["visitors"]},
        ),
    )


def test_sphinx_s_own_code_is_known():
    assert obstacle(make_app(), ()) == ""


MIXED = type("Mixed", (HTML5Translator,), {"__module__": "types"})


@pytest.mark.parametrize(
    ("changes", "found"),
    [
        ({"builder": named("epub3", "Epub")()}, "epub3.Epub"),
        ({"transforms": [named("tabs.transforms", "Tabs")]}, "tabs.transforms.Tabs"),
        ({"translator": type("Own", (HTML5Translator,), {"__module__": "own"})}, "own.Own"),
        ({"translator": type("Mixed", (MIXED,), {"__module__": "types", "visit_x": print})}, "types.Mixed"),
        ({"listeners": {"doctree-resolved": named("todos", "done")}}, "todos.done"),
        ({"listeners": {"missing-reference": named("refs", "find")}}, "refs.find"),
        ({"listeners": {"doctree-resolved": named("sphinx_designs", "done")}}, "sphinx_designs.done"),
        ({"translator": MIXED}, ""),
        ({"listeners": {"html-page-context": named("frame", "add")}}, ""),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_code_that_is_not_known_is_named(changes, found):
    assert obstacle(make_app(**changes), ()) == found


def test_code_that_the_project_declares_is_known():
    app = make_app(transforms=[named("tabs.transforms", "Tabs")])
    assert obstacle(app, ("tabs",)) == ""


def test_nodes_are_known_by_their_class_and_by_who_renders_them():
    def visit(translator, node):
        """Of this module, which nobody knows."""

    known = KnownNodes(make_app(visitors={"literal": (visit, None)}), ())
    assert nodes.paragraph() in known
    assert addnodes.toctree() in known
    assert nodes.literal() not in known
    assert nodes.pending(OnlyNodeTransform) not in known
    assert named("own", "strange")() not in known
    assert named("own", "strange")() in KnownNodes(make_app(), ("own",))
