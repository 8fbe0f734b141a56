"""Problems and solutions survive JSON; a document of another form is refused with its path."""

import json

import pytest
from engine.errors import CodecError
from engine.routing import codec
from hypothesis import given, settings
from strategies import Candidate, Location, Pin, Problem, problems, shift

PROBLEM = Problem((Location(0.0, 0.0),), (Candidate("a", 0, 60),), (shift(),))


@settings(max_examples=50)
@given(problems())
def test_round_trip_through_text(problem):
    document = json.loads(json.dumps(codec.problem_to_dict(problem)))
    assert codec.problem_from_dict(document) == problem


def test_a_document_written_before_there_were_these_rules_is_read():
    document = {
        "schema": 1, "type": "problem", "objective": "most_value",
        "locations": [{"lat": 0.0, "lon": 0.0}],
        "candidates": [{"id": "a", "location": 0, "service_s": 60, "pin": {"shift_id": "s", "start_s": 5}}],
        "shifts": [{"id": "s", "rep": "anna", "day": 0, "start_s": 0, "end_s": 9, "start_location": 0,
                    "end_location": None}],
    }
    problem = codec.problem_from_dict(document)
    assert (problem.candidates[0].pin, problem.shifts[0].close_s) == (Pin("s", 5), 9)
    assert (problem.prize_s, problem.traffic, problem.nights) == (300, (), ())


def _spoil(path, value):
    document = json.loads(json.dumps(codec.problem_to_dict(PROBLEM)))
    target = document
    for key in path[:-1]:
        target = target[key]
    target[path[-1]] = value
    return document


@pytest.mark.parametrize(
    ("path", "value", "code", "named"),
    [
        (["schema"], 99, "bad_schema", None),
        (["schema"], None, "bad_schema", None),
        (["locations", 0, "lat"], "abc", "bad_value", "problem.locations[0].lat"),
        (["candidates", 0, "service_s"], 1.5, "bad_value", "problem.candidates[0].service_s"),
        (["candidates", 0, "mandatory"], 1, "bad_value", "problem.candidates[0].mandatory"),
        (["traffic"], [{"profile": "", "steps": [[1]]}], "bad_value", "problem.traffic[0].steps[0]"),
        (["candidates", 0, "shift_prices"], [["s", "x"]], "bad_value",
         "problem.candidates[0].shift_prices[0][1]"),
        (["candidates"], None, "bad_value", "problem.candidates"),
        (["shifts", 0, "colour"], 1, "unknown_field", "problem.shifts[0].colour"),
        (["shifts", 0], {"id": "s"}, "missing_field", "problem.shifts[0]"),
    ],
)
def test_a_wrong_form_is_named(path, value, code, named):
    with pytest.raises(CodecError) as caught:
        codec.problem_from_dict(_spoil(path, value))
    assert caught.value.code == code
    assert named is None or caught.value.params["path"] == named


@pytest.mark.parametrize("document", [None, [], "x", 3, {}])
def test_no_document_is_no_traceback(document):
    with pytest.raises(CodecError):
        codec.problem_from_dict(document)
    with pytest.raises(CodecError):
        codec.solution_from_dict(document)
