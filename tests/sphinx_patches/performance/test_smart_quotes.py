"""Texts come out as docutils makes them, whether it is shown them or not."""

from __future__ import annotations

import random
from types import SimpleNamespace

import pytest
from docutils import nodes
from docutils.utils.smartquotes import educate_tokens
from sphinx.transforms import SphinxSmartQuotes
from tests.sphinx_patches.replaced_method import replaced_method

from variantdocs.sphinx_patches.performance.smart_quotes import pass_by_plain_texts, tokens

PIECES = (
    *('"', "'", "-", "--", "---", "...", ". . .", ".", "`", "``", "\\", "\x00'", "\x00-", "&#92;", "&quot;"),
    *(" ", "  ", "\n", "word", "Words of a page", "1990", "s", "(", ")", ",", "“", "”", "—", "…", "é"),
)


@pytest.fixture
def get_tokens():
    """The methods of Sphinx, as it is and as it is replaced."""
    with replaced_method(SphinxSmartQuotes, "get_tokens", pass_by_plain_texts) as methods:
        yield methods


def block(seed):
    """A paragraph of some texts, one of them in a literal."""
    chosen = random.Random(seed)
    texts = ["".join(chosen.choices(PIECES, k=chosen.randrange(6))) for _ in range(5)]
    return nodes.paragraph("", "", *map(nodes.Text, texts[:4]), nodes.literal("", "", nodes.Text(texts[4])))


@pytest.mark.parametrize("action", ["qDe", "qbBde", "qi", "qw", "-1"])
@pytest.mark.parametrize("language", ["en", "fr", "de", ""])
def test_every_text_becomes_what_it_was_without_the_patch(get_tokens, action, language):
    transform = SimpleNamespace(smartquotes_action=action)
    for seed in range(300):
        texts = list(block(seed).findall(nodes.Text))
        expected, found = (
            list(educate_tokens(method(transform, texts), attr=action, language=language))
            for method in get_tokens
        )
        assert found == expected, texts


def test_plain_texts_are_passed_by():
    texts = [nodes.Text("A plain text, with a full stop."), nodes.Text("it's"), nodes.Text("well-known")]
    assert list(tokens(texts)) == [("literal", str(texts[0])), texts[1], ("literal", str(texts[2]))]
