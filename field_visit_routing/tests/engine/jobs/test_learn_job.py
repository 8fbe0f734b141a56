"""The job that learns, done by the process that Odoo starts for it."""
import base64
import json
import random
import subprocess
import sys
from pathlib import Path

import pytest
from engine.errors import EngineError
from engine.jobs.kinds import learn
from engine.scoring.learning import Table, loads
from engine.scoring.packing import pack, unpack

RUNNER = Path(learn.__file__).parents[1] / "run.py"
KEY = b"key"


def table(rows=300):
    chance = random.Random(2)
    source = [chance.choice(("Fair", "List")) for _row in range(rows)]
    target = [int(chance.random() < (0.8 if name == "Fair" else 0.1)) for name in source]
    return pack({"source": source, "target": target, "when": list(range(rows))})


def request(**changes):
    return dict({"schema": 1, "kind": "learn", "table": table(), "options": {"test_share": 0.3},
                 "signature_key": KEY.hex()}, **changes)


def test_the_process_learns_and_its_model_is_read_under_the_engines_other_name(tmp_path):
    (tmp_path / "request.json").write_text(json.dumps(request()))
    assert subprocess.run([sys.executable, str(RUNNER), str(tmp_path)], check=False, timeout=300).returncode == 0
    result = json.loads((tmp_path / "result.json").read_text())
    assert result["status"] == "done"
    trained = loads(base64.b64decode(result["artifact"]), KEY)
    fair, listed = trained.predict(Table({"source": ["Fair", "List"]}))
    assert fair > 0.6 > 0.3 > listed
    held = unpack(result["held_out"])
    assert held["row"] == list(range(210, 300))
    assert len(held["probability"]) == 90
    assert result["nodes"]["question"]["feature"] == "source"


@pytest.mark.parametrize("changes", [
    {"table": "x"}, {"table": pack({"source": ["a"]})}, {"options": {"depth": 3}}, {"signature_key": ""},
])
def test_what_cannot_be_followed_is_refused_by_a_code(changes):
    class Context:
        def progress(self, *_arguments):
            return None

    with pytest.raises(EngineError) as refused:
        learn.run(request(**changes), Context())
    assert refused.value.code == "bad_request"
