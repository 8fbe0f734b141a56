"""The contenders of the planning benchmark: their environment, their memory, their versions."""
import sys

import numpy
import pytest
from fvr_dev.paths import CHECKOUT

BENCH = CHECKOUT / "benchmarks" / "planning"
for folder in (BENCH, CHECKOUT / "field_visit_routing"):
    if str(folder) not in sys.path:
        sys.path.insert(0, str(folder))

import environment  # noqa: E402
import runs  # noqa: E402


def test_without_a_python_for_them_the_contenders_are_left_out(tmp_path, monkeypatch, capsys):
    monkeypatch.setattr(environment, "_interpreters", lambda: iter(()))
    assert environment.ensure(tmp_path / "contenders") is None
    assert "Python 3.11" in capsys.readouterr().err
    assert runs.Bench(None).contenders == ("ours",)


def test_a_finished_environment_is_not_made_again(tmp_path, monkeypatch):
    (tmp_path / "bin").mkdir()
    (tmp_path / "bin" / "python").touch()
    (tmp_path / "lock").write_bytes(environment.LOCK.read_bytes())
    monkeypatch.setattr(environment, "_interpreters", lambda: pytest.fail("looked for a Python"))
    assert environment.ensure(tmp_path) == tmp_path / "bin" / "python"


def test_who_wants_more_memory_than_there_is_fails_alone(tmp_path):
    program = "import time; time.sleep(0.3); bytearray(1 << 30)"
    runs._compete([([sys.executable, "-c", program], tmp_path)], 5.0, 200)
    assert "MemoryError" in (tmp_path / "log").read_text()
    runs._compete([([sys.executable, "-c", program], tmp_path)], 5.0, 4_000)
    assert (tmp_path / "log").read_text() == ""


def test_versions_name_both_environments():
    assert "numpy %s" % numpy.__version__ in environment.versions(None)
    both = environment.versions(sys.executable)
    assert "contenders: Python %d.%d" % sys.version_info[:2] in both
    assert "pyvrp missing" in both
