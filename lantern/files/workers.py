"""One list of work, shared out among processes that have all of it in their memory.

In:    the work, a function of it and of one item, how many processes.
Out:   what the function makes of each item, in order; a process that was ended is an Ended, in words for people.
Never: keeps the work once it is done; forks where that is not safe (systems.can_fork).
"""

from __future__ import annotations

import multiprocessing
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Executor, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from typing import Any, TypeVar

W = TypeVar("W")
_held: dict[str, Any] = {}


class Ended(Exception):
    """The system ended one of our processes: too little memory is the usual reason."""


@contextmanager
def forked(work: W, jobs: int) -> Iterator[Executor]:
    """Processes that find the work with held(). Raises Ended."""
    _held["work"] = work
    try:
        with ProcessPoolExecutor(jobs, mp_context=multiprocessing.get_context("fork")) as pool:
            yield pool
    except BrokenProcessPool as reason:
        raise Ended("A process that shared the work was ended by the system; perhaps there is too little memory.") from reason
    finally:
        _held.clear()


def held() -> Any:
    """The work that forked() was given; for functions that run in its processes."""
    return _held["work"]


def shared(work: Callable[[int], W], numbers: Iterable[int], jobs: int) -> Iterable[W]:
    """work(number) of each number, in order, made by so many processes. Raises Ended."""
    with forked(work, jobs) as pool:
        yield from pool.map(_made, numbers)


def _made(number: int) -> Any:
    return held()(number)
