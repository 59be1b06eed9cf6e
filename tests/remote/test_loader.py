"""What a build shows, by mode, lock and cache."""

from __future__ import annotations

import hashlib
import os
import threading
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from variantdocs.remote.local import MARKER
from variantdocs.remote.store.lockfile import Lock, LockEntry, write_lock
from variantdocs.remote.types import Notice, RemoteError

if TYPE_CHECKING:
    from collections.abc import Callable

COMMIT = "c" * 40
PATH = "/o/r/main/x.py"
URL = f"https://raw.githubusercontent.com{PATH}"
AT_COMMIT = f"/o/r/{COMMIT}/x.py"
ELSEWHERE = "https://code.example/x.py"
OLD = b"print('old')\n"
NEW = b"print('new')\n"
NO_ENTRY = f"{URL}: not in remote.lock; run: variantdocs remote lock"


def entry_for(body: bytes, **changes: Any) -> LockEntry:
    return replace(LockEntry(sha256=hashlib.sha256(body).hexdigest(), commit=COMMIT), **changes)


@pytest.fixture
def locked(tmp_path: Path) -> Callable[..., None]:
    """Write a lock that says that a URL is some bytes."""

    def write(body: bytes, *, url: str = URL, **changes: Any) -> None:
        write_lock(tmp_path / "remote.lock", Lock(sources={url: entry_for(body, **changes)}))

    return write


def open_files() -> set[str]:
    return {path.name for path in Path("/proc/self/fd").iterdir()}


def shown(file: Any) -> tuple[bytes, list[tuple[str, str]]]:
    """Give the bytes and the notices of a loaded file."""
    return file.path.read_bytes(), [(str(n.kind), n.message) for n in file.notices]


def test_sixty_two_uses_of_thirty_two_urls_are_thirty_two_requests(
    server: Any, loader: Callable[..., Any]
) -> None:
    urls = [server.add(f"o/r/main/{number}.py", b"%d\n" % number) for number in range(32)]
    server.delay = 0.05
    one = loader()
    one.prefetch([*urls, *urls[:30]])
    assert len({one.load(url).path for url in urls}) == 32
    assert len(server.requests) == 32
    assert 2 <= server.most_at_once <= 16


def test_a_prefetch_leaves_no_socket_and_no_thread_behind(server: Any, loader: Callable[..., Any]) -> None:
    urls = [server.add(f"o/r/main/{number}.py", b"x\n") for number in range(10)]
    open_before = open_files()
    loader().prefetch(urls)
    ours = [thread.name for thread in threading.enumerate() if thread.name.startswith(("rli", "look up"))]
    assert ours == []
    server.close()
    assert open_files() <= open_before


def test_a_late_load_leaves_no_socket_behind(server: Any, loader: Callable[..., Any], loopback: Any) -> None:
    server.files[PATH] = NEW
    loader().load(URL)
    loopback.wait_until(lambda: not server._open)


def test_a_prefetch_tells_of_a_failure_only_to_who_asks_for_that_url(
    server: Any, loader: Callable[..., Any], refusal: Callable[..., Any]
) -> None:
    good = server.add("o/r/main/y.py", NEW)
    one = loader()
    one.prefetch([URL, good, "not a url", "https://evil.example/x"])
    assert one.load(good).path.read_bytes() == NEW
    expected = (
        "rli.fetch",
        f"{URL}: the server answered 404 (Not Found): is it private, renamed or deleted?",
    )
    assert refusal(URL, by=one) == expected
    assert refusal(URL, by=one) == expected
    assert len(server.requests) == 2


def test_within_its_time_a_file_is_not_asked_for_again(server: Any, loader: Callable[..., Any]) -> None:
    server.files[PATH] = NEW
    loader().prefetch([URL])
    lookups = len(server.addresses.lookups)
    again = loader()
    again.prefetch([URL])
    assert again.load(URL).path.read_bytes() == NEW
    assert (len(server.requests), len(server.addresses.lookups)) == (1, lookups)


@pytest.mark.parametrize("mode", ["dev", "frozen", "offline"])
def test_what_is_locked_and_there_needs_no_request(
    mode: str, server: Any, loader: Callable[..., Any], locked: Callable[..., None], clock: Any
) -> None:
    locked(OLD)
    server.files[AT_COMMIT] = OLD
    loader().load(URL)
    clock.skipped += 1_000_000
    requests = len(server.requests)
    one = loader(mode=mode)
    one.prefetch([URL])
    assert shown(one.load(URL)) == (OLD, [])
    assert len(server.requests) == requests


@pytest.mark.parametrize(
    ("given", "asked"),
    [
        ({"etag": '"abc"'}, ("if-none-match", '"abc"')),
        ({"etag": 'W/"abc"'}, ("if-none-match", 'W/"abc"')),
        (
            {"last-modified": "Wed, 21 Oct 2015 07:28:00 GMT"},
            ("if-modified-since", "Wed, 21 Oct 2015 07:28:00 GMT"),
        ),
    ],
)
def test_after_its_time_a_file_is_asked_about_and_left_alone_if_it_is_the_same(
    given: dict[str, str],
    asked: tuple[str, str],
    server: Any,
    loopback: Any,
    loader: Callable[..., Any],
    clock: Any,
) -> None:
    server.answers[PATH] = [loopback.Reply(200, given, OLD), loopback.Reply(304)]
    first = loader().load(URL)
    before = first.path.stat()
    clock.skipped += 4000
    again = loader().load(URL)
    assert server.requests[1].headers[asked[0]] == asked[1]
    assert (again.path, again.sha256) == (first.path, first.sha256)
    after = again.path.stat()
    assert (after.st_mtime_ns, after.st_ino) == (before.st_mtime_ns, before.st_ino)
    loader().load(URL)
    assert len(server.requests) == 2


@pytest.mark.parametrize("damage", ["gone", "bits"])
def test_a_file_that_is_damaged_here_is_fetched_whole_and_not_asked_about(
    damage: str, server: Any, loopback: Any, loader: Callable[..., Any], clock: Any
) -> None:
    server.answers[PATH] = loopback.Reply(200, {"etag": '"abc"'}, OLD)
    path = loader().load(URL).path
    path.unlink()
    if damage == "bits":
        path.write_bytes(OLD.replace(b"old", b"bad"))
    clock.skipped += 4000
    assert loader().load(URL).path.read_bytes() == OLD
    assert "if-none-match" not in server.requests[1].headers


def test_a_file_that_vanishes_while_the_server_says_it_is_the_same_is_fetched(
    server: Any, loopback: Any, loader: Callable[..., Any], clock: Any
) -> None:
    path: list[Any] = []

    def unchanged(_request: Any, _wire: Any) -> Any:
        path[0].unlink()
        return loopback.Reply(304)

    whole = loopback.Reply(200, {"etag": '"abc"'}, OLD)
    server.answers[PATH] = [whole, unchanged, whole]
    path.append(loader().load(URL).path)
    clock.skipped += 4000
    assert loader().load(URL).path.read_bytes() == OLD
    assert len(server.requests) == 3


def test_one_flipped_bit_is_noticed_within_a_build(server: Any, loader: Callable[..., Any]) -> None:
    server.files[PATH] = OLD
    one = loader()
    path = one.load(URL).path
    path.chmod(0o644)
    path.write_bytes(OLD.replace(b"old", b"0ld"))
    assert one.load(URL).path.read_bytes() == OLD


def test_one_flipped_bit_is_an_error_when_there_is_no_network(
    server: Any, loader: Callable[..., Any], refusal: Callable[..., Any], locked: Callable[..., None]
) -> None:
    locked(OLD)
    server.files[AT_COMMIT] = OLD
    path = loader().load(URL).path
    path.chmod(0o644)
    path.write_bytes(OLD.replace(b"old", b"0ld"))
    expected = f"{URL}: not in the cache, and rli_mode is offline; build once with a network"
    assert refusal(URL, mode="offline") == ("rli.fetch", expected)


def test_a_cache_that_cannot_be_written_costs_time_and_nothing_else(
    server: Any, loader: Callable[..., Any], tmp_path: Path
) -> None:
    (tmp_path / "cache").write_text("a file, so that no folder can be made below it")
    server.files[PATH] = NEW
    one = loader()
    one.prefetch([URL])
    path = one.load(URL).path
    assert path.read_bytes() == NEW
    assert one.cache_problem == "Not a directory"
    assert len(server.requests) == 1
    one.close()
    assert one.load(URL).path == path
    assert len(server.requests) == 1


def test_offline_opens_no_socket(
    server: Any, loader: Callable[..., Any], locked: Callable[..., None], monkeypatch: pytest.MonkeyPatch
) -> None:
    import socket

    locked(OLD)
    server.files[AT_COMMIT] = OLD
    loader().load(URL)

    class Refused:
        def __init__(self, *_args: Any, **_kwargs: Any) -> None:
            raise AssertionError("a socket was opened")

    monkeypatch.setattr(socket, "socket", Refused)
    monkeypatch.setattr(socket, "getaddrinfo", Refused)
    one = loader(mode="offline")
    one.prefetch([URL, ELSEWHERE])
    assert shown(one.load(URL)) == (OLD, [])


def test_offline_every_missing_file_is_told_of(
    server: Any, loader: Callable[..., Any], refusal: Callable[..., Any], tmp_path: Path
) -> None:
    urls = [server.url(f"o/r/main/{number}.py") for number in range(3)]
    write_lock(tmp_path / "remote.lock", Lock(sources={url: entry_for(OLD) for url in urls}))
    one = loader(mode="offline")
    one.prefetch(urls)
    for url in urls:
        expected = f"{url}: not in the cache, and rli_mode is offline; build once with a network"
        assert refusal(url, by=one) == ("rli.fetch", expected)
    assert server.connections == 0


@pytest.mark.parametrize("mode", ["frozen", "offline"])
def test_a_url_that_is_not_locked_is_refused_where_builds_must_be_reproducible(
    mode: str, server: Any, loader: Callable[..., Any], refusal: Callable[..., Any]
) -> None:
    server.files[PATH] = NEW
    loader().load(URL)
    assert refusal(URL, mode=mode) == ("rli.unlocked", NO_ENTRY)
    assert len(server.requests) == 1


def test_a_url_that_is_not_locked_is_shown_with_a_warning_while_writing(
    server: Any, loader: Callable[..., Any]
) -> None:
    server.files[PATH] = NEW
    assert shown(loader().load(URL)) == (NEW, [("rli.unlocked", NO_ENTRY)])


@pytest.mark.parametrize("mode", ["dev", "frozen"])
@pytest.mark.parametrize("upstream", [NEW, None])
def test_what_is_locked_is_fetched_from_its_commit_whatever_became_of_the_branch(
    mode: str, upstream: bytes | None, server: Any, loader: Callable[..., Any], locked: Callable[..., None]
) -> None:
    locked(OLD)
    server.files[AT_COMMIT] = OLD
    if upstream is not None:
        server.files[PATH] = upstream
    assert shown(loader(mode=mode).load(URL)) == (OLD, [])
    assert [request.target for request in server.requests] == [AT_COMMIT]


def test_a_branch_with_slashes_is_found_in_its_commit(
    server: Any, loader: Callable[..., Any], locked: Callable[..., None]
) -> None:
    url = "https://raw.githubusercontent.com/o/r/feature/new/lib/x.py"
    locked(OLD, url=url, path="lib/x.py")
    server.files[f"/o/r/{COMMIT}/lib/x.py"] = OLD
    assert shown(loader(mode="frozen").load(url)) == (OLD, [])


def test_a_commit_that_is_gone_is_made_up_for_by_the_same_bytes_on_the_branch(
    server: Any, loader: Callable[..., Any], locked: Callable[..., None]
) -> None:
    locked(OLD)
    server.files[PATH] = OLD
    assert shown(loader(mode="frozen").load(URL)) == (OLD, [])


@pytest.mark.parametrize("mode", ["dev", "frozen"])
def test_other_bytes_in_the_locked_commit_are_never_shown(
    mode: str, server: Any, refusal: Callable[..., Any], locked: Callable[..., None], tmp_path: Path
) -> None:
    locked(OLD)
    before = (tmp_path / "remote.lock").read_bytes()
    server.files |= {AT_COMMIT: b"evil()\n", PATH: OLD}
    expected = (
        f"{URL}: the bytes in commit {COMMIT} are not those in remote.lock;"
        " one of the two was tampered with; they are not shown"
    )
    assert refusal(URL, mode=mode) == ("rli.drift", expected)
    assert (tmp_path / "remote.lock").read_bytes() == before


def test_a_web_page_in_the_place_of_what_is_locked_is_called_one(
    server: Any, refusal: Callable[..., Any], locked: Callable[..., None]
) -> None:
    locked(OLD)
    server.files[AT_COMMIT] = b"<!doctype html><title>Sign in to this network</title>"
    expected = "not a raw file: the server sent a web page; give the URL behind the page's Raw button"
    assert refusal(URL, mode="frozen") == ("rli.fetch", f"{URL}: {expected}")


def test_without_a_commit_a_changed_file_is_an_error_when_frozen(
    server: Any, refusal: Callable[..., Any], locked: Callable[..., None]
) -> None:
    locked(OLD, url=ELSEWHERE, commit=None)
    server.files["/x.py"] = NEW
    expected = f"{ELSEWHERE}: the file on the server is no longer the one in remote.lock; run: variantdocs remote lock"
    allowed = ("https://code.example/",)
    assert refusal(ELSEWHERE, mode="frozen", allowed=allowed) == ("rli.drift", expected)


def test_without_a_commit_a_changed_file_is_shown_with_a_warning_while_writing(
    server: Any, loader: Callable[..., Any], locked: Callable[..., None]
) -> None:
    locked(OLD, url=ELSEWHERE, commit=None)
    server.files["/x.py"] = NEW
    message = (
        f"{ELSEWHERE}: the file on the server is no longer the one in remote.lock; the new one is shown;"
        " run: variantdocs remote lock"
    )
    assert shown(loader(allowed=("https://code.example/",)).load(ELSEWHERE)) == (
        NEW,
        [("rli.drift", message)],
    )


@pytest.mark.parametrize("mode", ["frozen", "offline"])
def test_the_bytes_of_another_url_are_never_used(
    mode: str,
    loader: Callable[..., Any],
    refusal: Callable[..., Any],
    locked: Callable[..., None],
    server: Any,
) -> None:
    locked(OLD)
    server.files[AT_COMMIT] = OLD
    loader().load(URL)
    edited = URL.replace("x.py", "y.py")
    expected = f"{edited}: not in remote.lock; run: variantdocs remote lock"
    assert refusal(edited, mode=mode) == ("rli.unlocked", expected)


def test_a_body_of_unknown_length_is_good_if_it_is_what_is_locked(
    server: Any, loader: Callable[..., Any], locked: Callable[..., None]
) -> None:
    locked(OLD)
    server.answers[AT_COMMIT] = b"HTTP/1.1 200 OK\r\n\r\n" + OLD
    assert shown(loader(mode="frozen").load(URL)) == (OLD, [])


def test_an_older_copy_is_shown_with_a_warning_while_the_server_is_ill(
    server: Any, loopback: Any, loader: Callable[..., Any], clock: Any
) -> None:
    server.files[PATH] = OLD
    loader().load(URL)
    server.answers[PATH] = loopback.Reply(503)
    clock.skipped += 3 * 86400
    body, notices = shown(loader().load(URL))
    assert body == OLD
    message = (
        f"{URL}: the server answered 503 (Service Unavailable); the copy that was fetched 3 days ago is shown"
    )
    assert notices == [("rli.unlocked", NO_ENTRY), ("rli.stale", message)]


def test_a_url_that_is_no_longer_allowed_is_not_shown_from_the_cache(
    server: Any, loader: Callable[..., Any], refusal: Callable[..., Any]
) -> None:
    server.files[PATH] = OLD
    loader().load(URL)
    assert refusal(URL, allowed=("https://other.example/",))[0] == "rli.blocked"


def test_a_refused_redirect_is_not_made_up_for_by_an_older_copy(
    server: Any, loopback: Any, loader: Callable[..., Any], refusal: Callable[..., Any], clock: Any
) -> None:
    server.files[PATH] = OLD
    loader().load(URL)
    server.answers[PATH] = loopback.Reply(302, {"location": "https://169.254.169.254/"})
    clock.skipped += 4000
    assert refusal(URL)[0] == "rli.blocked"


def test_other_bytes_with_the_same_validator_are_other_bytes(
    server: Any, loopback: Any, loader: Callable[..., Any], clock: Any
) -> None:
    server.answers[PATH] = [loopback.Reply(200, {"etag": '"same"'}, body) for body in (OLD, NEW, OLD)]
    seen = []
    for _ in range(3):
        seen.append(loader().load(URL).path.read_bytes())
        clock.skipped += 4000
    assert seen == [OLD, NEW, OLD]


def test_a_clock_that_was_set_back_does_not_make_a_copy_fresh_for_ever(
    server: Any, loader: Callable[..., Any], clock: Any
) -> None:
    server.files[PATH] = OLD
    clock.skipped += 1_000_000
    loader().load(URL)
    clock.skipped -= 1_000_000
    server.files[PATH] = NEW
    assert loader().load(URL).path.read_bytes() == NEW


def test_a_page_may_not_name_urls_without_end(
    server: Any, loader: Callable[..., Any], refusal: Callable[..., Any]
) -> None:
    server.files[PATH] = OLD
    urls = [f"{URL}?{number}" for number in range(50)]
    for url in urls:
        server.files[url] = OLD
    one = loader(max_urls=5)
    one.prefetch(urls)
    assert len(server.requests) == 5
    message = f"{urls[-1]}: more than 5 URLs in one build; raise rli_max_urls"
    assert refusal(urls[-1], by=one) == ("rli.blocked", message)


def test_a_build_may_not_fetch_bytes_without_end(server: Any, loader: Callable[..., Any]) -> None:
    urls = [server.add(f"o/r/main/{number}.py", b"%03d" % number * 300) for number in range(80)]
    one = loader(max_bytes=1000)
    one.prefetch(urls)
    messages = set()
    for url in urls:
        try:
            one.load(url)
        except RemoteError as exc:
            messages.add((str(exc.kind), exc.message.removeprefix(url)))
    assert messages == {
        (
            "rli.blocked",
            ": the remote files of this build are too large together; raise rli_max_bytes or include fewer",
        )
    }


def test_reading_pages_between_two_fetches_costs_nothing_of_the_deadline(
    server: Any, loader: Callable[..., Any], clock: Any
) -> None:
    server.files |= {PATH: OLD, PATH + "2": NEW}
    one = loader(deadline=5.0)
    one.load(URL)
    clock.skipped += 100
    assert one.load(URL + "2").path.read_bytes() == NEW


def test_a_private_file_is_kept_apart(
    server: Any, loader: Callable[..., Any], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("TOKEN", "s3cret-value")
    server.files[PATH] = OLD
    file = loader(tokens={"https://raw.githubusercontent.com/o/": "TOKEN"}).load(URL)
    assert file.path.is_relative_to(tmp_path / "cache/v1/blobs-private")
    assert file.path.stat().st_mode & 0o777 == 0o400


def test_a_folder_of_this_machine_stands_in_for_a_prefix(
    server: Any, loader: Callable[..., Any], tmp_path: Path
) -> None:
    (tmp_path / "examples").mkdir()
    (tmp_path / "examples/x.py").write_bytes(NEW)
    local = {"https://github.com/o/r/blob/main/": tmp_path / "examples"}
    for mode in ("dev", "frozen", "offline"):
        file = loader(mode=mode, local=local, allowed=()).load(URL)
        assert (file.path, file.sha256, file.notices) == (
            tmp_path / "examples/x.py",
            hashlib.sha256(NEW).hexdigest(),
            (),
        )
    assert server.connections == 0


def test_a_file_that_is_edited_between_two_loads_is_seen(loader: Callable[..., Any], tmp_path: Path) -> None:
    (tmp_path / "x.py").write_bytes(OLD)
    one = loader(local={"https://raw.githubusercontent.com/o/r/main/": tmp_path})
    one.prefetch([URL])
    (tmp_path / "x.py").write_bytes(NEW)
    assert one.load(URL).sha256 == hashlib.sha256(NEW).hexdigest()


def test_a_notice_travels_between_processes() -> None:
    import pickle

    from variantdocs.messages import Kind
    from variantdocs.remote.network.failures import GoneError

    notice = Notice(kind=Kind.RLI_STALE, message="older")
    assert pickle.loads(pickle.dumps(notice)) == notice
    error = pickle.loads(pickle.dumps(GoneError(Kind.RLI_FETCH, "gone")))
    assert (type(error), error.kind, str(error)) == (GoneError, Kind.RLI_FETCH, "gone")


def test_a_shared_loader_can_be_used_after_a_fork(server: Any, loader: Callable[..., Any]) -> None:
    server.files |= {PATH: OLD, PATH + "2": NEW}
    one = loader()
    one.prefetch([URL])
    reader, writer = os.pipe()
    child = os.fork()
    if child == 0:
        status = 1
        try:
            os.write(writer, one.load(URL).path.read_bytes() + one.load(URL + "2").path.read_bytes())
            status = 0
        finally:
            os._exit(status)
    os.close(writer)
    with os.fdopen(reader, "rb") as pipe:
        assert pipe.read() == OLD + NEW
    assert os.waitpid(child, 0)[1] == 0
    assert [len(server.asked(target)) for target in (PATH, PATH + "2")] == [1, 1]


def test_a_host_that_did_not_answer_is_asked_once_while_there_are_copies(
    server: Any, loader: Callable[..., Any], clock: Any
) -> None:
    urls = [server.add(f"o/r/main/{number}.py", OLD) for number in range(12)]
    loader().prefetch(urls)
    server.requests.clear()
    server.answers |= dict.fromkeys(urls, lambda _request, _wire: None)
    clock.skipped += 86400
    one = loader()
    one.prefetch(urls[:1])
    one.prefetch(urls)
    assert [len(server.requests), clock.waits] == [1, []]
    assert shown(one.load(urls[1]))[1][-1] == (
        "rli.stale",
        f"{urls[1]}: raw.githubusercontent.com could not be reached a short while ago;"
        " the copy that was fetched 24 hours ago is shown",
    )
    # Nor does the next build ask, as a preview makes one after each edit; a later one does.
    loader().prefetch(urls)
    assert len(server.requests) == 1
    clock.skipped += 301
    server.answers.clear()
    later = loader()
    later.prefetch(urls)
    assert len(server.requests) == 13
    assert shown(later.load(urls[1]))[1] == [("rli.unlocked", f"{urls[1]}: {NO_ENTRY.partition(': ')[2]}")]


def test_what_one_process_of_a_build_could_not_fetch_the_others_do_not_ask_for(
    server: Any, refusal: Callable[..., Any], loader: Callable[..., Any], clock: Any
) -> None:
    one, two = loader(), loader()
    assert refusal(URL, by=one) == refusal(URL, by=two)
    assert len(server.requests) == 1
    clock.skipped += 1
    server.files[PATH] = NEW
    assert loader().load(URL).path.read_bytes() == NEW


def test_a_folder_of_copies_stands_in_only_for_what_is_in_it(
    server: Any, loader: Callable[..., Any], tmp_path: Path
) -> None:
    (tmp_path / "vendor/raw").mkdir(parents=True)
    (tmp_path / "vendor" / MARKER).write_text("")
    (tmp_path / "vendor/raw/x.py").write_bytes(OLD)
    server.files |= {PATH: NEW, "/o/r/main/y.py": NEW}
    one = loader(local={"https://raw.githubusercontent.com/o/r/main/": tmp_path / "vendor/raw"})
    other = "https://raw.githubusercontent.com/o/r/main/y.py"
    assert [one.load(url).path.read_bytes() for url in (URL, other)] == [OLD, NEW]
    assert [one.is_unlocked(url) for url in (URL, other)] == [False, True]


def test_what_is_locked_is_what_its_commit_holds(
    server: Any, loader: Callable[..., Any], locked: Callable[..., None]
) -> None:
    server.files[AT_COMMIT] = OLD
    locked(OLD)
    assert loader().locked(URL).path.read_bytes() == OLD
    locked(NEW)
    server.files[PATH] = NEW
    one = loader()
    one.keep(URL)
    with pytest.raises(RemoteError) as caught:
        one.locked(URL)
    assert caught.value.message == (
        f"{URL}: the bytes in commit {COMMIT} are not those in remote.lock; one of the two was tampered with;"
        " they are not shown"
    )


def test_a_prefetch_leaves_files_of_this_machine_to_who_loads_them(
    loader: Callable[..., Any], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("own", "vendor"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "x.py").write_bytes(OLD)
    (tmp_path / "vendor" / MARKER).write_text("")
    host = "https://raw.githubusercontent.com/o"
    one = loader(local={f"{host}/r/main/": tmp_path / "own", f"{host}/v/main/": tmp_path / "vendor"})
    asked: list[str] = []
    monkeypatch.setattr(one, "side_by_side", lambda _, urls: asked.extend(urls))
    elsewhere = [f"{host}/v/main/y.py", f"{host}/other/main/x.py"]
    one.prefetch([URL, f"{host}/r/main/missing.py", *elsewhere])
    assert asked == elsewhere
