"""This project's JSON: the document of a problem, alone or with travel beside it.

``{"problem": {…}, "speed_kmh": 40, "detour_factor": 1.3, "profiles": {…}}``
has travel times computed from straight lines; ``"matrix": {"duration_s":
[[…]], "distance_m": [[…]]}`` gives them.
"""

from __future__ import annotations

import json
from typing import Any, Dict, Mapping, Optional

import numpy as np

from ..errors import CodecError, InvalidProblem, MatrixError
from ..matrix import GeodesicProvider, Profile, Travel
from ..matrix.types import IntArray, Matrix
from ..routing import codec
from ..routing.problem import Problem
from ..routing.validation import errors_of, validate
from .errors import FormatError
from .instance import OWN, Instance


def parse(text: str, routes: Optional[int] = None) -> Instance:
    """Return the instance of a JSON text.

    Raises
    ------
    FormatError
        When it is no JSON, or no problem document.
    InvalidProblem
        When the values make no sense together.
    """
    document = _document(text)
    if routes is not None:
        raise FormatError("routes_not_for_json")
    try:
        problem = codec.problem_from_dict(document.get("problem", document))
    except CodecError as error:
        raise _wrong(error) from None
    errors = errors_of(validate(problem))
    if errors:
        raise InvalidProblem(errors)
    return Instance(OWN, problem, _travel(document, problem))


def _document(text: str) -> Dict[str, Any]:
    try:
        document = json.loads(text)
    except ValueError as error:
        line = getattr(error, "lineno", None)
        raise FormatError("bad_json", line, detail=str(error)[:80]) from None
    if not isinstance(document, dict):
        raise FormatError("no_problem")
    if "problem" not in document and "candidates" not in document:
        raise FormatError("no_problem")
    return document


def _wrong(error: CodecError) -> FormatError:
    params = dict(error.params)
    path = str(params.pop("path", "problem"))
    detail = ", ".join("%s %s" % item for item in sorted(params.items()))
    return FormatError("bad_document", path=path, cause=error.code, detail=detail or "unknown")


def _travel(document: Mapping[str, Any], problem: Problem) -> Travel:
    if "problem" not in document:
        return GeodesicProvider().travel(problem.locations)
    if document.get("matrix") is not None:
        return _matrix(document["matrix"], len(problem.locations))
    named = document.get("profiles") or {}
    if not isinstance(named, dict):
        raise FormatError("bad_document", path="profiles", cause="bad_value", detail="no object")
    profiles = {name: _profile(values, "profiles." + name) for name, values in named.items()}
    usual = _profile(document, "the request")
    return GeodesicProvider(usual, profiles).travel(problem.locations)


def _profile(values: Any, path: str) -> Profile:
    if not isinstance(values, dict):
        raise FormatError("bad_document", path=path, cause="bad_value", detail="no object")
    usual = Profile()
    try:
        return Profile(
            values.get("speed_kmh", usual.speed_kmh),
            values.get("detour_factor", usual.detour_factor),
        )
    except MatrixError as error:
        detail = "%(field)s %(value)s, allowed from %(low)s to %(high)s" % error.params
        raise FormatError("bad_document", path=path, cause=error.code, detail=detail) from None


def _matrix(tables: Any, size: int) -> Matrix:
    if not isinstance(tables, dict):
        raise FormatError("bad_matrix", detail="it is no object")
    durations = _table(tables, "duration_s", size)
    return Matrix(durations, _table(tables, "distance_m", size))


def _table(tables: Mapping[str, Any], name: str, size: int) -> IntArray:
    try:
        table = np.array(tables.get(name), dtype=np.float64)
    except (TypeError, ValueError):
        raise FormatError("bad_matrix", detail="%s is no table of numbers" % name) from None
    if table.shape != (size, size):
        detail = "%s has the shape %s, but there are %d locations" % (name, table.shape, size)
        raise FormatError("bad_matrix", detail=detail)
    if not np.all((table == np.rint(table)) & (table >= -1) & (table < 1 << 30)):
        raise FormatError("bad_matrix", detail="%s has a cell that is no such number" % name)
    return table.astype(np.int32)
