"""Design of areas: from customers and reps to compact, balanced areas in one piece.

``design(question)`` answers; ``checker.check(question, scenario)`` recomputes an answer with its own arithmetic.
"""

from .answer import TODAY, Area, DesignAnswer, Scenario
from .question import BALANCES, MOST_CUSTOMERS, MOST_REPS, Aim, Customer, DesignQuestion, Rep, check_question

__all__ = [
    "BALANCES",
    "MOST_CUSTOMERS",
    "MOST_REPS",
    "TODAY",
    "Aim",
    "Area",
    "Customer",
    "DesignAnswer",
    "DesignQuestion",
    "Rep",
    "Scenario",
    "check_question",
]
