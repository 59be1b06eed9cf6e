"""Do network work for several URLs at the same time."""

from __future__ import annotations

import queue
import threading
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable


def side_by_side(
    work: Callable[[str], None], items: Iterable[str], *, at_once: int, cancel: Callable[[], None]
) -> None:
    """Do work for each item, some at the same time.

    What the work raises first is raised here, once the others have ended. An interruption (Ctrl-C)
    waits for no other.

    :param cancel: Called at an interruption: ends the waiting of what goes on.
    """
    waiting: queue.SimpleQueue[str] = queue.SimpleQueue()
    count = 0
    for item in items:
        waiting.put(item)
        count += 1
    failures: list[BaseException] = []

    def run() -> None:
        while not failures:
            try:
                item = waiting.get_nowait()
            except queue.Empty:
                return
            try:
                work(item)
            except BaseException as exc:  # raised again below, in the caller's thread
                failures.append(exc)

    # Not a ThreadPoolExecutor: Python would wait for its threads before it ends.
    threads = [threading.Thread(target=run, daemon=True, name="rli") for _ in range(min(at_once, count))]
    try:
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    except BaseException:
        cancel()
        raise
    if failures:
        raise failures[0]
