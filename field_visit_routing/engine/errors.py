"""Errors of the engine: a code and its parameters, never a translated text.

The models turn a code into a sentence of the user's language.
"""

from __future__ import annotations

from typing import Any, Dict, Mapping, Optional


class EngineError(Exception):
    """An error with a stable ``code`` and the ``params`` of its sentence.

    Attributes
    ----------
    code
        Stable identifier in snake_case, e.g. ``"unknown_objective"``.
    params
        Values for the sentence: only ``str``, ``int`` and ``float``.
    """

    def __init__(self, code: str, params: Optional[Mapping[str, Any]] = None) -> None:
        self.code = code
        self.params: Dict[str, Any] = dict(params or {})
        details = ", ".join("%s=%r" % item for item in sorted(self.params.items()))
        super().__init__("%s (%s)" % (code, details) if details else code)

    def as_dict(self) -> Dict[str, Any]:
        """Return the error as it is written to JSON."""
        return {"code": self.code, "params": self.params}


class CodecError(EngineError):
    """A JSON document does not have the form that the schema asks for."""


class MatrixError(EngineError):
    """Travel times cannot be computed or do not fit the problem."""


class InvalidProblem(EngineError):
    """A problem that validation refuses; ``issues`` lists every error found."""

    def __init__(self, issues: tuple[Any, ...]) -> None:
        first = issues[0]
        super().__init__(
            "invalid_problem",
            {
                "first": first.code,
                "where": first.where,
                "field": first.field,
                "value": first.value,
                "count": len(issues),
            },
        )
        self.issues = issues


class SolverFailed(EngineError):
    """A backend failed, or its answer was refused by the checker."""
