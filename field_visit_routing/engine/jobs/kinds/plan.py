"""The job that plans visits.

Request: ``problem`` (document of the codec), ``speed_kmh``,
``detour_factor``, ``profiles`` (name to the same two values), ``seed``,
``time_limit_s``, ``baseline_order`` (candidate ids).
Result: ``solution``, ``baseline`` or ``None``, ``figures``, ``warnings``,
``drop`` (the mandatory visits to give up, see :mod:`..routing.services.drop`).
"""

from __future__ import annotations

import os
import sys
import time
from dataclasses import replace
from typing import Any, Dict, List, Mapping, Optional

from ...errors import EngineError, InvalidProblem, SolverFailed
from ...matrix import GeodesicProvider, Profile, Travel
from ...routing import budget, codec, kernel, validation
from ...routing.baseline import in_order
from ...routing.bound import lower_bound
from ...routing.checker import check
from ...routing.finishing import finish
from ...routing.problem import Problem
from ...routing.services.drop import least_drop
from ...routing.solution import Solution, Stay
from ...routing.solver import Progress, default_backend, solve
from ...routing.stop import Cancelled
from ..context import Context, Message

Request = Mapping[str, Any]
MAX_TIME_S = 24 * 3600
#: On a busy or slow machine a search may take so many times its limit.
PATIENCE_OF_USERS = 1.5


def run(request: Request, context: Context) -> Message:
    """Plan, check, compare with the given order."""
    _prepare(context)
    begin = time.monotonic()
    problem = codec.problem_from_dict(request.get("problem"))
    travel = _travel(request, problem)
    limit_s = time_limit_s(request, problem)
    ending = _ending(request, problem, context, begin + PATIENCE_OF_USERS * limit_s)
    bound = float(lower_bound(problem, travel))

    def report(progress: Progress) -> None:
        percent = int(min(99, 100 * progress.elapsed_s / limit_s))
        value = float(progress.best_objective)
        context.progress(percent, "searching", value, _best(progress), bound)

    ready = time.monotonic()
    seed = _integer(request, "seed", 0)
    solution = solve(problem, travel, ending, seed, report, workers=processes())
    searched = time.monotonic()
    if context.cancelled():
        solution = replace(solution, status="cancelled")
    context.progress(99, "checking", float(solution.objective_value))
    result = _result(request, problem, travel, solution)
    result["figures"].update(
        seconds=round(time.monotonic() - begin, 3),
        search_seconds=round(searched - ready, 3),
        ended_by=ending.by,
        bound=int(bound),
    )
    spent = (ready - begin, searched - ready)
    sys.stderr.write("prepared in %.2f s, searched in %.2f s\n" % spent)
    return result


def _prepare(context: Context) -> None:
    """Compile the search before its time begins: a minute once on a machine, then a moment."""
    if kernel.available():
        with context.preparation():
            kernel.warm()


def _ending(request: Request, problem: Problem, context: Context, latest: float) -> budget.Ending:
    """Return the rule that ends the search: its work; the clock is only a cap."""
    asked_s = _number(request, "time_limit_s", 0.0)
    work = budget.rule(default_backend().name, len(problem.candidates), asked_s)
    return budget.Ending(
        {
            "cancel": Cancelled(context.cancelled),
            "clock": Cancelled(lambda: time.monotonic() > latest),
            "budget": work,
        }
    )


def processes() -> int:
    """Return how many processes may search: one core is left to the server."""
    return max(1, (os.cpu_count() or 1) - 1)


def _best(progress: Progress) -> Message:
    """Return what :func:`rescue` needs."""
    return {
        "orders": progress.orders,
        "stays": {stay.before: stay.location for stay in progress.stays},
        "starts": progress.starts,
    }


def rescue(request: Request, best: Mapping[str, Any]) -> Message:
    """Make a checked result of orders that a killed run had reported."""
    begin = time.monotonic()
    problem = codec.problem_from_dict(request.get("problem"))
    travel = _travel(request, problem)
    number = {item.id: at for at, item in enumerate(problem.candidates)}
    known = best["orders"]
    orders = [[number[name] for name in known.get(shift.id, ())] for shift in problem.shifts]
    solution = finish(
        problem,
        travel,
        orders,
        backend=default_backend().name,
        status="cancelled",
        stays=[Stay(*stay) for stay in sorted(best.get("stays", {}).items())],
        starts=best.get("starts", {}),
    )
    result = _result(request, problem, travel, solution)
    result["figures"]["seconds"] = round(time.monotonic() - begin, 3)
    return result


def time_limit_s(request: Request, problem: Problem) -> float:
    """Return the limit of the search: as asked for, or by the size of the problem."""
    asked = _number(request, "time_limit_s", 0.0)
    if asked < 0 or asked > MAX_TIME_S:
        raise _bad(request, "time_limit_s")
    return asked or budget.limit_s(len(problem.candidates))


def _travel(request: Request, problem: Problem) -> Travel:
    errors = validation.errors_of(validation.validate(problem))
    if errors:
        raise InvalidProblem(errors)
    profiles = request.get("profiles") or {}
    if not isinstance(profiles, dict):
        raise _bad(request, "profiles")
    named = {str(name): profile_of(values) for name, values in profiles.items()}
    return GeodesicProvider(profile_of(request), named).travel(problem.locations)


def profile_of(values: Any) -> Profile:
    """Return the travel profile of ``speed_kmh`` and ``detour_factor``."""
    if not isinstance(values, Mapping):
        raise EngineError("bad_request", {"detail": "profiles", "value": repr(values)[:80]})
    usual = Profile()
    return Profile(
        _number(values, "speed_kmh", usual.speed_kmh),
        _number(values, "detour_factor", usual.detour_factor),
    )


def _result(request: Request, problem: Problem, travel: Travel, solution: Solution) -> Message:
    baseline = _baseline(request, problem, travel)
    solution = _better(problem, travel, solution, baseline)
    _verify(problem, travel, solution)
    warnings = [
        {"code": i.code, "where": i.where, "field": i.field, "value": i.value, "params": i.params}
        for i in validation.validate(problem, travel)
    ]
    return {
        "status": "cancelled" if solution.status == "cancelled" else "done",
        "solution": codec.solution_to_dict(solution),
        "baseline": codec.solution_to_dict(baseline) if baseline else None,
        "figures": {
            "plan": figures(problem, solution),
            "baseline": figures(problem, baseline) if baseline else {},
        },
        "warnings": warnings,
        "drop": _drop(problem, travel, solution),
    }


def _drop(problem: Problem, travel: Travel, solution: Solution) -> Message:
    """Return which mandatory visits to give up, where not all of them have a place."""
    items = problem.candidate_by_id()
    if not any(items[left.candidate_id].must for left in solution.left_out):
        return {}
    found = least_drop(problem, travel, solution)
    return {
        "impossible": list(found.impossible),
        "surplus": list(found.surplus),
        "proven": found.proven,
    }


def _better(
    problem: Problem, travel: Travel, solution: Solution, baseline: Optional[Solution]
) -> Solution:
    """Return the solution, or the present order completed where that is better.

    A search that was stopped early must not propose less than what people do already.
    """
    if baseline is None or baseline.objective_value >= solution.objective_value:
        return solution
    number = {item.id: at for at, item in enumerate(problem.candidates)}
    routes = baseline.routes_by_shift()
    orders = [
        [number[stop.candidate_id] for stop in routes[shift.id].stops] if shift.id in routes else []
        for shift in problem.shifts
    ]
    return finish(problem, travel, orders, backend=solution.backend, status=solution.status)


def _baseline(request: Request, problem: Problem, travel: Travel) -> Optional[Solution]:
    order: List[Any] = request.get("baseline_order") or []
    if not isinstance(order, list):
        raise _bad(request, "baseline_order")
    if not order:
        return None
    baseline = in_order(problem, travel, [str(name) for name in order])
    _verify(problem, travel, baseline)
    return baseline


def _verify(problem: Problem, travel: Travel, solution: Solution) -> None:
    """Nothing leaves this process that the independent checker refuses."""
    violations = check(problem, travel, solution)
    if violations:
        first = violations[0]
        for violation in violations:
            sys.stderr.write("refused: %r\n" % (violation,))
        params = {"rule": first.rule, "where": first.where, "count": len(violations)}
        raise SolverFailed("refused_by_checker", params)


def figures(problem: Problem, solution: Solution) -> Dict[str, int]:
    """Return the totals of a solution: visits, prize, metres and seconds."""
    prizes = {item.id: item.prize for item in problem.candidates}
    routes = solution.routes
    return {
        "visits": sum(len(route.stops) for route in routes),
        "left_out": len(solution.left_out),
        "prize": sum(prizes[name] for name in solution.placed()),
        "distance_m": sum(route.distance_m for route in routes),
        "driving_s": sum(route.driving_s for route in routes),
        "wait_s": sum(route.wait_s for route in routes),
        "service_s": sum(route.service_s for route in routes),
        "duty_s": sum(route.end_s - route.start_s for route in routes),
    }


def _number(values: Mapping[str, Any], name: str, usual: float) -> float:
    value = values.get(name)
    if value is None:
        return usual
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        raise _bad(values, name)
    return float(value)


def _integer(values: Mapping[str, Any], name: str, usual: int) -> int:
    value = values.get(name)
    if value is None:
        return usual
    if isinstance(value, bool) or not isinstance(value, int) or not 0 <= value < 1 << 31:
        raise _bad(values, name)
    return value


def _bad(values: Mapping[str, Any], name: str) -> EngineError:
    return EngineError("bad_request", {"detail": name, "value": repr(values.get(name))[:80]})
