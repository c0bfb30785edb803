"""Work shared out among processes: in order, forgotten afterwards, and in plain words where a process was ended."""

from __future__ import annotations

import os

import pytest

from lantern.files import systems, workers

pytestmark = pytest.mark.skipif(not systems.can_fork(), reason="this system does not fork")


def test_the_work_is_shared_out_and_comes_back_in_order() -> None:
    told = {number: os.getpid() for number in range(3)}  # a closure: nothing of it could be sent to a process
    made = list(workers.shared(lambda number: (number, os.getpid() != told[number]), range(3), 2))
    assert made == [(0, True), (1, True), (2, True)]
    assert workers._held == {}


def test_a_process_that_was_ended_is_told_and_the_work_forgotten() -> None:
    with pytest.raises(workers.Ended, match="too little memory"):
        list(workers.shared(lambda number: os._exit(9), range(3), 2))
    assert workers._held == {}


def test_a_fault_of_the_work_is_itself_and_the_work_forgotten() -> None:
    def fail(number: int) -> int:
        return 1 // number

    with pytest.raises(ZeroDivisionError):
        list(workers.shared(fail, range(3), 2))
    assert workers._held == {}
