"""Planning of visits: problem, solution, validation, codec.

Light to import; solving lives in :mod:`.solver`, checking in
:mod:`.checker` and the comparison with the present order in
:mod:`.baseline`.
"""

from .codec import problem_from_dict, problem_to_dict, solution_from_dict, solution_to_dict
from .problem import (
    OBJECTIVES,
    Break,
    Candidate,
    Location,
    Night,
    Pin,
    Problem,
    Published,
    Shift,
    Traffic,
    Window,
)
from .solution import LEFT_OUT_CODES, REMEDIES, LeftOut, Route, Solution, Stay, Stop
from .validation import ISSUE_CODES, Issue, errors_of, validate

__all__ = [
    "ISSUE_CODES",
    "LEFT_OUT_CODES",
    "OBJECTIVES",
    "REMEDIES",
    "Break",
    "Candidate",
    "Issue",
    "LeftOut",
    "Location",
    "Night",
    "Pin",
    "Problem",
    "Published",
    "Route",
    "Shift",
    "Solution",
    "Stay",
    "Stop",
    "Traffic",
    "Window",
    "errors_of",
    "problem_from_dict",
    "problem_to_dict",
    "solution_from_dict",
    "solution_to_dict",
    "validate",
]
