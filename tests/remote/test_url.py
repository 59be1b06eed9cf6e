"""What an author may write, and the one URL that it becomes."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from urllib3.util import parse_url

from variantdocs.remote.types import RemoteError
from variantdocs.remote.url import canonical_prefix, canonical_url, has_prefix, source_of, split

RAW = "https://raw.githubusercontent.com"
NO_URL = "not a URL; write https://host/path, or use literalinclude for a file of this project"


def refused(argument: str) -> tuple[str, str]:
    with pytest.raises(RemoteError) as caught:
        source_of(argument)
    return str(caught.value.kind), caught.value.message


@pytest.mark.parametrize(
    ("argument", "url", "lines"),
    [
        ("https://github.com/o/r/blob/main/a/x.py", f"{RAW}/o/r/main/a/x.py", None),
        ("https://github.com/o/r/blob/main/x.py#L3-L7", f"{RAW}/o/r/main/x.py", "3-7"),
        ("https://github.com/o/r/blob/main/x.py#L3-7", f"{RAW}/o/r/main/x.py", "3-7"),
        ("https://github.com/o/r/blob/main/x.py#L3", f"{RAW}/o/r/main/x.py", "3"),
        ("https://github.com/o/r/blob/main/x.py#L3C5-L7C20", f"{RAW}/o/r/main/x.py", "3-7"),
        ("https://github.com/o/r/raw/feature/x/y.py", f"{RAW}/o/r/feature/x/y.py", None),
        ("https://github.com/o/r/blob/main/x.py?plain=1#L2", f"{RAW}/o/r/main/x.py", "2"),
        ("https://www.github.com/o/r/blob/main/x.py", f"{RAW}/o/r/main/x.py", None),
        (f"{RAW}/o/r/refs/heads/main/x.py#L1-L2", f"{RAW}/o/r/refs/heads/main/x.py", "1-2"),
        (
            "https://github.com/o/r/releases/download/v1/x.py",
            "https://github.com/o/r/releases/download/v1/x.py",
            None,
        ),
    ],
)
def test_the_page_of_a_file_leads_to_the_file_and_its_lines(
    argument: str, url: str, lines: str | None
) -> None:
    source = source_of(argument)
    assert (source.url, source.lines) == (url, lines)


@pytest.mark.parametrize(
    ("fragment", "message"),
    [
        ("readme", f"{RAW}/o/r/main/x.py: #readme selects no lines; write #L3 or #L3-L9, or remove it"),
        ("L9-L3", f"{RAW}/o/r/main/x.py: #L9-L3 selects no lines; lines count from 1, the smaller first"),
        ("L0", f"{RAW}/o/r/main/x.py: #L0 selects no lines; lines count from 1, the smaller first"),
    ],
)
def test_a_fragment_that_selects_no_lines_is_refused(fragment: str, message: str) -> None:
    assert refused(f"{RAW}/o/r/main/x.py#{fragment}") == ("rli.option", message)


@pytest.mark.parametrize(
    ("written", "canonical"),
    [
        ("{{cookiecutter.project_name}}/x.py", "%7B%7Bcookiecutter.project_name%7D%7D/x.py"),
        ("%7B%7Bcookiecutter.project_name%7D%7D/x.py", "%7B%7Bcookiecutter.project_name%7D%7D/x.py"),
        ("%7b%7bcookiecutter.project_name%7d%7d/x.py", "%7B%7Bcookiecutter.project_name%7D%7D/x.py"),
        ("my file.py", "my%20file.py"),
        ("my%20file.py", "my%20file.py"),
        ("caf\u00e9.py", "caf%C3%A9.py"),
        ("caf%c3%a9.py", "caf%C3%A9.py"),
        ("a%2Fb.py", "a%2Fb.py"),
        ("%61.py", "a.py"),
        ("a[1]+b=c.py", "a%5B1%5D+b=c.py"),
        ("100%25.py", "100%25.py"),
    ],
)
def test_every_spelling_of_a_path_is_one_url(written: str, canonical: str) -> None:
    assert canonical_url(f"{RAW}/o/r/main/{written}") == f"{RAW}/o/r/main/{canonical}"


@pytest.mark.parametrize(
    "tail", ["/o/r/main/%7B%7Bx%7D%7D.py", "/o/r/main/a%2Fb.py?x=%20y", "/o/a%3Fb;c=1,2", "/"]
)
def test_a_canonical_url_is_its_own_canonical_form(tail: str) -> None:
    assert canonical_url(RAW + tail) == RAW + tail
    assert split(RAW + tail) == ("raw.githubusercontent.com", tail)


@pytest.mark.parametrize(
    ("argument", "message"),
    [
        (
            "http://raw.githubusercontent.com/x",
            "http://raw.githubusercontent.com/x: only https:// is fetched",
        ),
        ("file:///etc/passwd", "file:///etc/passwd: only https:// is fetched"),
        ("ftp://host.example/x", "ftp://host.example/x: only https:// is fetched"),
        ("data:text/plain,x", "data:text/plain,x: only https:// is fetched"),
        ("javascript:alert(1)", "javascript:alert(1): only https:// is fetched"),
        (
            "//host.example/x",
            f"//host.example/x: {NO_URL}",
        ),
        (
            "code/x.py",
            f"code/x.py: {NO_URL}",
        ),
        ("", "no URL is given; write https://host/path"),
        ("   ", "no URL is given; write https://host/path"),
    ],
)
def test_only_https_is_fetched(argument: str, message: str) -> None:
    assert refused(argument) == ("rli.blocked", message)


@pytest.mark.parametrize(
    ("argument", "reason"),
    [
        (
            "https://evil.example\\@raw.githubusercontent.com/",
            "it holds the character U+005C; write it percent-encoded",
        ),
        (f"{RAW}/a\tb", "it holds the character U+0009; write it percent-encoded"),
        (f"{RAW}/a\rb", "it holds the character U+000D; write it percent-encoded"),
        (f"{RAW}/a\nb", "it holds the character U+000A; write it percent-encoded"),
        (f"{RAW}/a\0b", "it holds the character U+0000; write it percent-encoded"),
        (f"{RAW}/a\u00a0b", "it holds the character U+00A0; write it percent-encoded"),
        (f"{RAW}/a%0d%0ab", "it holds an encoded control character"),
        (f"{RAW}/a%00b", "it holds an encoded control character"),
        (f"{RAW}/a?q=%0a", "it holds an encoded control character"),
        (f"{RAW}/50%", "a % in it is not followed by two hexadecimal digits; write %25"),
        (f"{RAW}/o/../etc", "its path holds . or ..; write the path without them"),
        (f"{RAW}/o/%2e%2e/etc", "its path holds . or ..; write the path without them"),
        (f"{RAW}/o/.%2E/etc", "its path holds . or ..; write the path without them"),
        (f"{RAW}/o/a%2F..%2Fb", "its path holds . or ..; write the path without them"),
        (f"{RAW}/o/a%5C..%5Cb", "its path holds . or ..; write the path without them"),
        (f"{RAW}/o/./b", "its path holds . or ..; write the path without them"),
        (f"{RAW}/{'a' * 3000}", "it is longer than 2048 characters"),
    ],
)
def test_what_two_parsers_could_read_differently_is_refused(argument: str, reason: str) -> None:
    kind, message = refused(argument)
    assert (kind, message.rpartition(": ")[2]) == ("rli.blocked", reason)


@pytest.mark.parametrize(
    ("host", "reason"),
    [
        ("raw.githubusercontent.com.", "its host is not a plain name"),
        ("raw.githubusercontent.com:8443", "it names a port; only port 443 is used"),
        ("raw.githubusercontent.com:", "it names a port; only port 443 is used"),
        ("raw.githubusercontent.com:443:443", "it names a port; only port 443 is used"),
        ("\uff52aw.githubusercontent.com", "its host is not a plain name"),
        ("\u24e1aw.githubusercontent.com", "its host is not a plain name"),
        ("raw%2Egithubusercontent.com", "its host is not a plain name"),
        ("raw githubusercontent.com", "its host is not a plain name"),
        ("xn--rw-yia.example", "its host is an encoded name, which may look like another"),
        ("", "its host is not a plain name"),
        ("localhost", "its host is not a full name, such as raw.githubusercontent.com"),
        ("metadata", "its host is not a full name, such as raw.githubusercontent.com"),
        ("2130706433", "its host is not a full name, such as raw.githubusercontent.com"),
        ("0x7f.1", "its host is not a full name, such as raw.githubusercontent.com"),
        ("0177.0.0.1", "its host is not a full name, such as raw.githubusercontent.com"),
        ("127.1", "its host is not a full name, such as raw.githubusercontent.com"),
        ("127.0.0.1", "its host is not a full name, such as raw.githubusercontent.com"),
        ("1.0x7f", "its host is not a full name, such as raw.githubusercontent.com"),
        ("0", "its host is not a full name, such as raw.githubusercontent.com"),
        ("[::1]", "its host is an address; write a full name, such as raw.githubusercontent.com"),
        ("[::ffff:7f00:1]", "its host is an address; write a full name, such as raw.githubusercontent.com"),
        ("[fe80::1%25eth0]", "its host is an address; write a full name, such as raw.githubusercontent.com"),
    ],
)
def test_a_host_is_a_plain_full_name(host: str, reason: str) -> None:
    argument = f"https://{host}/x.py"
    kind, message = refused(argument)
    assert (kind, message.rpartition(": ")[2]) == ("rli.blocked", reason)


@pytest.mark.parametrize(
    "written", ["HTTPS://RAW.githubusercontent.com/o/X.py", "https://raw.githubusercontent.com:443/o/X.py"]
)
def test_case_and_the_usual_port_make_no_difference(written: str) -> None:
    assert canonical_url(written) == f"{RAW}/o/X.py"


@pytest.mark.parametrize(
    ("argument", "message"),
    [
        (
            f"{RAW}/o/r/main/x.py?token=GHSATAAAAAABBBBBB",
            f"{RAW}/o/r/main/x.py?token=[hidden]: its query holds a secret;"
            " remove it, and name the environment variable that holds it in rli_tokens",
        ),
        (
            f"{RAW}/x.py?a=1&private_token=abc",
            f"{RAW}/x.py?a=1&private_token=[hidden]: its query holds a secret;"
            " remove it, and name the environment variable that holds it in rli_tokens",
        ),
        (
            "https://bob:hunter2@raw.githubusercontent.com/x.py",
            "https://[hidden]@raw.githubusercontent.com/x.py: it holds a user name or a password;"
            " remove it, and name the environment variable that holds it in rli_tokens",
        ),
        (
            f"{RAW}/ghp_0123456789abcdef/x.py",
            f"{RAW}/[hidden]/x.py: it holds a token;"
            " remove it, and name the environment variable that holds it in rli_tokens",
        ),
        (
            "http://bob:hunter2@host.example/x",
            "http://[hidden]@host.example/x: only https:// is fetched",
        ),
    ],
)
def test_a_secret_in_a_url_is_refused_and_not_repeated(argument: str, message: str) -> None:
    assert refused(argument) == ("rli.blocked", message)


def test_a_user_name_that_looks_like_the_host_is_refused() -> None:
    kind, message = refused("https://raw.githubusercontent.com@evil.example/x")
    assert kind == "rli.blocked"
    assert message.startswith("https://[hidden]@evil.example/x: it holds a user name or a password;")


def test_the_page_of_a_folder_is_not_a_file() -> None:
    assert refused("https://github.com/o/r/tree/main/src") == (
        "rli.blocked",
        "https://github.com/o/r/tree/main/src: this is the page of a folder; give the URL of a file",
    )


def test_characters_that_act_on_a_terminal_are_shown_escaped() -> None:
    assert refused(f"{RAW}/\x1b[31m\u202ex") == (
        "rli.blocked",
        f"{RAW}/\\x1b[31m\\u202ex: it holds the character U+001B; write it percent-encoded",
    )


@pytest.mark.parametrize(
    ("url", "prefix", "within"),
    [
        (f"{RAW}/acme/app/x", f"{RAW}/acme", True),
        (f"{RAW}/acme/app/x", f"{RAW}/acme/", True),
        (f"{RAW}/acme2/app/x", f"{RAW}/acme", False),
        (f"{RAW}/acme", f"{RAW}/acme/", True),
        ("https://raw.githubusercontent.com.evil.example/x", RAW, False),
        ("https://xraw.githubusercontent.com/x", RAW, False),
        (f"{RAW}/o/r/main/x.py", "https://github.com/o/r/blob/main/", True),
        (f"{RAW}/o/r/main/lib/x.py", "https://github.com/o/r/tree/main/lib", True),
        (f"{RAW}/o/r/main/x.py", "https://github.com/o/r/tree/main/lib", False),
    ],
)
def test_a_prefix_covers_what_lies_below_it(url: str, prefix: str, *, within: bool) -> None:
    assert has_prefix(canonical_url(url), canonical_prefix(prefix)) is within


@settings(deadline=None)
@given(st.text("aA/.%2Ee5c\\?#&=@:{}[] é;~+", max_size=30))
def test_whatever_is_accepted_is_read_the_same_way_by_the_library_that_connects(tail: str) -> None:
    try:
        url = canonical_url(f"https://host.example/{tail}")
    except RemoteError:
        return
    assert canonical_url(url) == url
    theirs = parse_url(url)
    assert (theirs.host, theirs.port, theirs.request_uri) == ("host.example", None, split(url)[1])
    assert ".." not in theirs.path.split("/")
