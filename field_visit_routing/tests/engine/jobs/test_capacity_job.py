"""The capacity simulation through the real runner, as the addon starts it."""

import json
import subprocess
import sys
from dataclasses import asdict
from pathlib import Path

import pytest
from engine.errors import EngineError
from engine.jobs.kinds import capacity
from engine.jobs.spool import Spool
from engine.routing.problem import Location
from engine.routing.services.capacity import CapacityQuestion, Customer, Opening, Worker

RUNNER = Path(capacity.__file__).resolve().parents[1] / "run.py"
PLACES = tuple(Location(60.0 + at / 100, 25.0) for at in range(9))
QUESTION = CapacityQuestion(
    PLACES,
    tuple(Customer("c%d" % at, at, "A", 7, openings=(Opening(1, 0, 80_000),)) for at in range(1, 9)),
    (Worker("r", 0, 0),),
    weeks=3,
)


def document(**values):
    question = json.loads(json.dumps(asdict(QUESTION)))
    return {"schema": 1, "kind": "capacity", "question": question, "speed_kmh": 40.0,
            "detour_factor": 1.3, **values}


def result(folder, request):
    folder.mkdir()
    (folder / "request.json").write_text(json.dumps(request))
    subprocess.run([sys.executable, str(RUNNER), str(folder)], check=False, cwd=folder)
    return Spool(folder).result()


def test_runs_in_its_own_process(tmp_path):
    simulated = result(tmp_path / "one", document())
    assert simulated["status"] == "done"
    answer = simulated["answer"]
    assert answer["keeps"] and answer["reps"] == 1 and len(answer["weeks"]) == 3
    assert answer["coverage"][0]["grade"] == "A" and answer["coverage"][0]["kept_share"] >= 0.95
    smallest = result(tmp_path / "two", document(task="smallest"))
    assert smallest["reps"] == 1 and smallest["answer"] == answer


def test_a_question_survives_json():
    assert capacity.question_from_dict(document()["question"]) == QUESTION


BAD = [
    ({"question": None}, "question"), ({"question": {"weeks": 1}}, "question"),
    ({"question": {"week": 1}}, "question.week"), ({"question": {"weeks": "1"}}, "question.weeks"),
    ({"question": {"reps": [{"id": 1}]}}, "question.reps[0].id"), ({"task": "dance"}, "task"),
    ({"profiles": []}, ""), ({"profiles": [1]}, "profiles"),
]


@pytest.mark.parametrize("values, path", BAD)
def test_bad_requests_name_the_path(values, path):
    class Idle:
        def cancelled(self):
            return True

        def progress(self, *_values):
            """Nobody listens."""

    if not path:
        assert capacity.run(document(**values), Idle())["status"] == "cancelled"
        return
    with pytest.raises(EngineError) as caught:
        capacity.run(document(**values), Idle())
    assert caught.value.params["detail"] == path
