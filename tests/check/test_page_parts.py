"""What many pages have in common is read once; what is new in a page is read as it stands."""

from __future__ import annotations

import time

import pytest

from variantdocs.check.page_parts import NewParts


class Parts(NewParts):
    """The new parts in one piece."""

    def of(self, page):
        markup, code = self.markup_and_code(page)
        return b"".join([*markup, code])


NAVIGATION = b'<nav>\n<a href="x.html">x</a>\n</nav>\n'


def test_a_page_gives_the_parts_that_no_page_before_had():
    parts = Parts()
    assert parts.of(NAVIGATION + b"<p>one\nline</p>\n") == NAVIGATION + b"<p>one\nline</p>\n"
    assert parts.of(NAVIGATION + b"<p>one\nmore</p>\n") == b"<p>one\nmore</p>\n"


def test_a_tag_of_several_lines_stays_whole():
    parts = Parts()
    assert parts.of(b'<img\n src="a.png">\n<br>\n') == b'<img\n src="a.png">\n<br>\n'
    assert parts.of(b'<img\n src="b.png">\n<br>\n') == b'<img\n src="b.png">\n'


def test_scripts_styles_and_comments_stay_whole_and_follow_the_markup():
    parts = Parts()
    script, style = b"<script>\n<b>\n1</script>", b"<STYLE>\np {}</STYLE>"
    assert parts.of(b"a" + script + b"b<!-- c -->d" + style) == (
        b"a<hr>bd<hr>" + script + b"<!-- c -->" + style
    )
    assert parts.of(script + b"e<!-- f\n -->") == b"<hr>e<!-- f\n -->"


def test_a_line_of_a_script_may_be_text_elsewhere():
    parts = Parts()
    parts.of(b"<script>\n<b>secret</b>\n</script>")
    assert b"secret" in parts.of(b"<p>\n<b>secret</b>\n</p>")


def test_a_phrase_stays_whole_where_a_line_ends_within_it():
    parts = Parts()
    page = b"<pre><span>one</span>\n<span>two</span>\n<span>three</span></pre>\n"
    parts.of(b"<p><span>two</span>\n</p>\n")
    assert parts.of(page) == page
    assert parts.of(page) == b""


def test_what_stands_around_a_known_part_is_not_joined():
    parts = Parts()
    parts.of(b"<p>known</p>\n")
    assert parts.of(b"<p>one</p>\n<p>known</p>\n<p>two</p>\n") == b"<p>one</p>\n<p>two</p>\n"
    assert parts.markup_and_code(b"<p>three</p>\n<p>known</p>\n<p>four") == (
        [b"<p>three</p>\n", b"<p>four"],
        b"",
    )


@pytest.mark.parametrize("opening", [b"<!--", b"<script>"])
def test_what_is_never_closed_goes_on_to_the_end_and_takes_linear_time(opening):
    started = time.process_time()
    markup, code = NewParts().markup_and_code(b"a" + opening * 50_000)
    assert (b"".join(markup).removesuffix(b"<hr>"), code) == (b"a", opening * 50_000)
    assert time.process_time() - started < 1
