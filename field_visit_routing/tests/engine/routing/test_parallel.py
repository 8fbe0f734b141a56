"""Large problems: parts in processes of their own give what one process gives, whatever happens."""

import os
import signal
from pathlib import Path

import pytest
from engine import matrix as travel
from engine.errors import EngineError
from engine.routing import decomposition, parallel, search, solver
from engine.routing.budget import Limits
from engine.routing.checker import check
from engine.routing.evaluation import Evaluator
from engine.routing.split_loss import split_loss
from engine.routing.stop import AnyOf, Cancelled, Solutions
from strategies import DAY, HOUR, Candidate, Location, Pin, Problem, Window, replace, shift


def country(count=90, reps=6, days=2, **values):
    """Towns in a row, one rep in each; visits scattered round them."""
    homes = [Location(60.0, 24.0 + rep / 2) for rep in range(reps)]
    places = [Location(60.0 + (7 * i % 23) / 100, 24.0 + (11 * i % 61) / 61 * reps / 2)
              for i in range(count)]
    shifts = [shift("r%d/%d" % (rep, day), rep="r%d" % rep, day=day, start_s=day * DAY,
                    end_h=24 * day + 7, start_location=rep, end_location=rep)
              for rep in range(reps) for day in range(days)]
    candidates = [Candidate("c%d" % i, reps + i, 1500, prize=10 + 37 * i % 80)
                  for i in range(count)]
    return Problem(tuple(homes + places), tuple(candidates), tuple(shifts), **values)


@pytest.fixture(autouse=True)
def small_parts(monkeypatch):
    """Cut what would be searched whole."""
    monkeypatch.setattr(search, "WHOLE", 20)
    monkeypatch.setattr(search, "PART", 30)


def solved(problem, stop=None, **values):
    matrix = travel.build(problem.locations)
    solution = solver.solve(problem, matrix, stop or Solutions(120), 1, **values)
    assert check(problem, matrix, solution) == ()
    return solution


def children():
    task = Path("/proc/%d/task/%d/children" % (os.getpid(), os.getpid()))
    return [int(pid) for pid in task.read_text().split()]


def test_processes_find_what_one_process_finds():
    problem = country()
    assert solved(problem, workers=2) == solved(problem)
    assert children() == []


def test_a_cut_problem_is_hardly_worse_than_the_whole(monkeypatch):
    problem = country(60, 4)
    cut = solved(problem)
    monkeypatch.setattr(search, "WHOLE", 1000)
    assert cut.objective_value <= 1.05 * solved(problem).objective_value


def test_rounds_never_lose_what_the_first_cut_found(monkeypatch):
    problem = country()
    rounds = solved(problem)
    monkeypatch.setattr(search, "LATER", ())
    assert rounds.objective_value <= solved(problem, Solutions(48)).objective_value


def test_cancel_ends_processes_with_the_best_found():
    problem = country()
    seen = []
    stop = AnyOf((Solutions(10**6), Cancelled(lambda: len(seen) > 3)))
    solution = solved(problem, stop, workers=2, on_progress=seen.append)
    assert children() == []
    assert solution.objective_value <= seen[-1].best_objective


def test_a_killed_process_leaves_its_last_best():
    problem = country()
    killed = []

    def kill(_progress):
        if not killed:
            killed.append(children()[0])
            os.kill(killed[0], signal.SIGKILL)

    solution = solved(problem, workers=2, on_progress=kill)
    assert killed
    assert len(solution.placed()) > 60


class Failing:
    """A backend that is not known to the other process."""

    name = "failing"

    def search(self, *_args):
        raise EngineError("broken")


def test_what_fails_in_a_part_fails_the_run(monkeypatch):
    with pytest.raises(EngineError, match="broken"):
        solver.solve(country(), travel.build(country().locations), Solutions(5), backend=Failing())
    monkeypatch.setattr(parallel.sys, "executable", "/bin/false")
    with pytest.raises(EngineError, match="part_failed"):
        solved(country(), workers=2)
    assert children() == []


def test_the_process_ends_with_its_pipe():
    process = parallel.Process()
    problem = country(10, 1, 1)
    start = [[] for _shift in problem.shifts]
    task = parallel.Task(problem, travel.build(problem.locations), start, 0, Limits(10**9))
    process.begin(solver.default_backend(), task)
    pid = children()[0]
    assert process.close() in (0, -signal.SIGKILL)
    with pytest.raises(ProcessLookupError):
        os.kill(pid, 0)


# ---- rules across borders ---------------------------------------------------------------------
def test_who_is_bound_to_two_reps_is_not_torn_apart():
    problem = country()
    by_length = sorted(problem.candidates, key=lambda item: problem.locations[item.location].lon)
    first, last = by_length[0], by_length[-1]
    bound = (replace(first, client="x", pin=Pin(rep="r0")),
             replace(last, client="x", ordinal=1, pin=Pin(rep="r5")))
    problem = replace(problem, candidates=(*bound, *by_length[1:-1]))
    assert {first.id, last.id} <= solved(problem).placed()


def test_pins_mandatory_visits_and_gaps_survive_every_cut():
    problem = country(days=4)
    items = list(problem.candidates)
    for at in range(0, 30, 3):
        for ordinal in range(3):
            items[at + ordinal] = replace(
                items[at + ordinal], client="k%d" % at, ordinal=ordinal,
                location=items[at].location, min_gap_days=1)
    for at in range(40, 60, 4):
        items[at] = replace(items[at], mandatory=True, prize=0)
        items[at + 1] = replace(items[at + 1], pin=Pin(day=at % 4))
        items[at + 2] = replace(
            items[at + 2], windows=tuple(Window(d * DAY + HOUR, d * DAY + 2 * HOUR)
                                         for d in range(4)))
    problem = replace(problem, candidates=tuple(items))
    solution = solved(problem)
    must = {item.id for item in items if item.must}
    assert must <= solution.placed()


def test_a_rep_who_works_when_the_place_is_closed_is_not_offered_it():
    """The nearest rep's shifts never meet its hours; the next one's do."""
    problem = country(60, 2, 1)
    late = shift("r1/0", rep="r1", start_s=8 * HOUR, end_h=15, start_location=1, end_location=1)
    problem = replace(problem, shifts=(problem.shifts[0], late))
    evening = replace(problem.candidates[0], location=0, prize=100,
                      windows=(Window(9 * HOUR, 12 * HOUR),))
    problem = replace(problem, candidates=(evening,) + problem.candidates[1:])
    assert "c0" in solved(problem).placed()


def test_parts_of_a_round_share_nothing():
    problem = country()
    matrix = travel.build(problem.locations)
    splitter = decomposition.Splitter(problem, matrix, 30, 1)
    everybody = list(range(len(problem.candidates)))
    shares = splitter.first(everybody)
    orders = [[] for _shift in problem.shifts]
    for cut in (shares, splitter.next(orders, everybody), splitter.next(orders, everybody)):
        assert len(cut) > 1
        shifts = [at for share in cut for at in share.shifts]
        items = [at for share in cut for at in share.candidates]
        assert sorted(shifts) == list(range(len(problem.shifts)))
        assert len(items) == len(set(items))


def test_the_loss_of_a_cut_is_measured_under_the_same_work():
    problem = country(60, 4)
    matrix = travel.build(problem.locations)
    loss = split_loss(problem, matrix, Solutions(60), 1, part=30)
    assert loss == split_loss(problem, matrix, Solutions(60), 1, part=30)
    assert loss.cut > 0.9 * loss.whole
    assert loss.percent == pytest.approx(100 * (loss.cut / loss.whole - 1))
    evaluator = Evaluator(problem, matrix)
    assert evaluator.cost(loss.cut_orders) == loss.cut
    assert evaluator.cost(loss.whole_orders) == loss.whole


def test_an_interrupt_from_the_terminal_leaves_the_processes_alone():
    """From their first moment on: Ctrl-C reaches the whole group, and the parent decides."""
    process = parallel.Process()
    problem = country(10, 1, 1)
    start = [[] for _shift in problem.shifts]
    task = parallel.Task(problem, travel.build(problem.locations), start, 0, Limits(400))
    process.begin(solver.default_backend(), task)
    for pid in children():
        os.kill(pid, signal.SIGINT)
    while not process.ready:
        found = list(process.news(0))
        assert not process.dead
    os.kill(children()[0], signal.SIGINT)
    assert sum(len(order) for order in found[-1].orders) > 0
    assert process.close() == 0
    assert signal.pthread_sigmask(signal.SIG_BLOCK, ()) == set()


def test_a_stop_that_comes_together_with_the_task_is_heard():
    process = parallel.Process()
    problem = country(10, 1, 1)
    start = [[] for _shift in problem.shifts]
    task = parallel.Task(problem, travel.build(problem.locations), start, 0, Limits(10**9))
    process.begin(solver.default_backend(), task)
    process.stop()
    while not process.ready:
        list(process.news(0))
        assert not process.dead
    assert process.close() == 0
