"""The design of areas through the real runner, as the addon starts it."""

import json
import subprocess
import sys
from dataclasses import asdict
from pathlib import Path

import pytest
from engine.errors import EngineError
from engine.jobs.kinds import design
from engine.jobs.spool import Spool
from engine.territory.design import Aim, Customer, DesignQuestion, Rep, codec

RUNNER = Path(design.__file__).resolve().parents[1] / "run.py"
QUESTION = DesignQuestion(
    tuple(Customer(1 + at, 60.0 + at // 6 / 100, 25.0 + at % 6 / 50, owner=1) for at in range(36)),
    (Rep(1, 60.0, 25.0), Rep(2), Rep(3, share=1.0)), aims=(Aim("compact"), Aim("keep", keep=1.0)), work=0.3)


def document(**values):
    return {"schema": 1, "kind": "design", "question": json.loads(json.dumps(asdict(QUESTION))), **values}


def result(folder, request):
    folder.mkdir()
    (folder / "request.json").write_text(json.dumps(request))
    subprocess.run([sys.executable, str(RUNNER), str(folder)], check=False, cwd=folder)
    return Spool(folder).result()


def test_runs_in_its_own_process(tmp_path):
    found = result(tmp_path / "one", document())
    assert found["status"] == "done"
    assert [scenario["name"] for scenario in found["scenarios"]] == ["today", "compact", "keep"]
    sizes = [len(area["customers"]) for area in found["scenarios"][1]["areas"]]
    assert sum(sizes) == 36 and all(11 <= size <= 13 for size in sizes)
    assert found["scenarios"][1]["areas"][0]["outline"]["type"] == "Polygon"


def test_a_question_survives_json():
    assert codec.question_from_dict(document()["question"]) == QUESTION


def test_a_fault_reaches_the_result(tmp_path):
    request = document()
    request["question"]["reps"] = request["question"]["reps"][:1]
    failed = result(tmp_path / "bad", request)
    assert failed["status"] == "failed" and failed["error"]["code"] == "bad_design"
    assert failed["error"]["params"] == {"fault": "too_few_reps", "count": 1}


@pytest.mark.parametrize(("question", "path"), [
    (None, "question"), ({"weeks": 1}, "question.weeks"), ({"customers": 3}, "question.customers"),
    ({"reps": [{"id": "1"}]}, "question.reps[0].id"), ({"aims": [{"name": 1}]}, "question.aims[0].name")])
def test_a_document_of_another_form_is_refused(question, path):
    with pytest.raises(EngineError) as caught:
        codec.question_from_dict(question)
    assert caught.value.params["detail"] == path
