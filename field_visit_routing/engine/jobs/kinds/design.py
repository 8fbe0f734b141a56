"""The job that designs areas.

Request: ``question`` (see :class:`..territory.design.DesignQuestion`; its tuples are lists).
Result: ``scenarios``, each as :class:`..territory.design.Scenario`. Every
rule but the balance, which a scenario may miss and tells of itself, is checked before.
"""

from __future__ import annotations

from dataclasses import asdict
from typing import Any, Mapping

from ...errors import SolverFailed
from ...territory.design import TODAY
from ...territory.design.checker import check
from ...territory.design.codec import question_from_dict
from ...territory.design.design import design
from ..context import Context, Message


def run(request: Mapping[str, Any], context: Context) -> Message:
    """Design and check; after a cancel the scenarios until then are the result."""
    question = question_from_dict(request.get("question"))

    def report(done: float, deviation: float) -> None:
        context.progress(min(99, int(100 * done)), "designing", round(100 * deviation, 2))

    answer = design(question, report, context.cancelled)
    for scenario in answer.scenarios:
        broken = check(question, scenario, balance=False) if scenario.name != TODAY else ()
        if broken:
            params = {"rule": broken[0].rule, "where": str(broken[0].rep), "count": len(broken)}
            raise SolverFailed("refused_by_checker", params)
    status = "cancelled" if answer.cancelled else "done"
    return {"status": status, "scenarios": [asdict(scenario) for scenario in answer.scenarios]}
