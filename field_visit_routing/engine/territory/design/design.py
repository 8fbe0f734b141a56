"""Designs areas: balanced by flows, then exact and in one piece by CP-SAT, then measured."""

from __future__ import annotations

from dataclasses import replace
from typing import Callable, List

from .answer import TODAY, DesignAnswer, Scenario
from .board import Board, board_of
from .flow import allocate
from .ground import Ints, ground_of
from .measure import Measurer
from .pieces import joined
from .question import Aim, DesignQuestion, check_question
from .refine import refine

#: Areas that are out of balance by more than so many tolerances are begun anew.
LOPSIDED = 2.0

#: Called with the part of all work that is done and the worst deviation of the areas at hand.
OnProgress = Callable[[float, float], None]


def design(
    question: DesignQuestion,
    on_progress: OnProgress = lambda _done, _deviation: None,
    cancelled: Callable[[], bool] = lambda: False,
) -> DesignAnswer:
    """Return a scenario for each aim of the question, after the one of today.

    Equal questions have equal answers. After a cancel the scenarios begun until then are the answer.

    Raises
    ------
    EngineError
        ``bad_design`` with the ``fault`` and where it is.
    """
    check_question(question)
    board = board_of(question, ground_of(question))
    measurer = Measurer(board)
    scenarios: List[Scenario] = [measurer.today(TODAY)]
    for number, aim in enumerate(question.aims):
        if cancelled() and number:
            break
        share = _Share(on_progress, number, len(question.aims), board)
        scenarios.append(measurer.scenario(aim.name, _areas(board, aim, share, cancelled)))
    return DesignAnswer(tuple(scenarios), cancelled())


class _Share:
    """Turns the progress of one scenario into that of all."""

    def __init__(self, on_progress: OnProgress, number: int, count: int, board: Board) -> None:
        self._on_progress = on_progress
        self._number = number
        self._count = count
        self._board = board

    def __call__(self, areas: Ints, done: float) -> None:
        self._on_progress((self._number + done) / self._count, self._board.deviation(areas))


def _areas(board: Board, aim: Aim, share: _Share, cancelled: Callable[[], bool]) -> Ints:
    areas = _begun(board, aim, cancelled)
    if board.deviation(areas) > LOPSIDED * board.question.tolerance:
        # homes or present owners pull the areas into bits: begin with rounder ones
        rounder = replace(aim, compact=1.0 + aim.compact, home=0.2 * aim.home, keep=0.2 * aim.keep)
        areas = min(areas, _begun(board, rounder, cancelled), key=board.deviation)
    share(areas, 0.1)
    return refine(board, aim, areas, lambda found, done: share(found, 0.1 + 0.9 * done), cancelled)


def _begun(board: Board, aim: Aim, cancelled: Callable[[], bool]) -> Ints:
    """Return balanced areas, joined to one piece each."""
    areas = allocate(board, aim, cancelled)
    return joined(board, board.price(aim, board.centres(areas)), areas)
