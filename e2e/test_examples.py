"""The example program runs against the demo by both clients."""
import subprocess
import sys
from pathlib import Path

import pytest

EXAMPLE = Path(__file__).resolve().parents[1] / "examples" / "import_and_plan.py"


def _run(server, *more, **other):
    access = dict(server, **other)
    options = [part for key in ("url", "db", "login", "password") for part in ("--" + key, access[key])]
    return subprocess.run([sys.executable, str(EXAMPLE), *options, *more], capture_output=True, text=True, timeout=180)


@pytest.mark.parametrize("client", ["xmlrpc", "odoorpc"])
def test_it_imports_plans_prints_and_cleans_up(server, odoo, client):
    done = _run(server, "--client", client)
    assert done.returncode == 0, done.stderr
    assert "6 customers imported" in done.stdout
    assert "proposed after" in done.stdout
    assert "Example: Kappeli" in done.stdout
    assert "6 customers of this example removed again" in done.stdout
    assert odoo.search("res.partner", [("name", "=like", "Example: %")]) == []


def test_a_wrong_password_is_told_by_a_sentence(server):
    done = _run(server, password="wrong")
    assert done.returncode == 1
    assert done.stderr.startswith("Cannot sign in")
    assert "Traceback" not in done.stderr


def test_bad_rows_are_told_with_their_line(server, tmp_path):
    table = tmp_path / "bad.csv"
    table.write_text("name,lat,lon\nExample: Good,60.17,24.94\nExample: Bad,91,24.94\n")
    done = _run(server, "--file", str(table))
    assert done.returncode == 0, done.stderr
    assert "line 3: Latitude: 91 is out of range" in done.stdout
