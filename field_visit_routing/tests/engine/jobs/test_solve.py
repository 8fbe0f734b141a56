"""The front door without Odoo, end to end: files in, one JSON line out."""

import json
import math
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from engine.formats import parse
from engine.jobs import front_door, solve
from engine.routing import codec
from engine.routing.given import as_given
from formats.samples import SOLOMON, TOPTW, VRPLIB
from formats.test_readers import own
from strategies import replace

ADDON = Path(solve.__file__).resolve().parents[2]


def run(tmp_path, text, *options, name="file.txt"):
    (tmp_path / name).write_text(text)
    command = [sys.executable, "-m", "engine.jobs.solve", "FILE=" + name, "SECONDS=1", *options]
    return subprocess.run(command, cwd=tmp_path, env=dict(os.environ, PYTHONPATH=str(ADDON)), check=False,
                          capture_output=True, text=True)


def answer(done):
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout.splitlines()[-1])


def test_vrptw_can_be_checked_from_the_file_alone(tmp_path):
    found = answer(run(tmp_path, SOLOMON))
    rows = [[int(word) for word in line.split()] for line in SOLOMON.splitlines()[9:]]
    assert sorted(number for route in found["routes"] for number in route) == [1, 2, 3, 4]
    assert len(found["routes"]) <= 2
    assert found["cost"] == pytest.approx(sum(_follow(rows, route, 10) for route in found["routes"]))
    assert 0 < found["seconds"] <= 1
    assert set(found) >= {"routes", "cost", "seconds", "backend"}


def _follow(rows, route, digits):
    """Walk a route by the file's own numbers: capacity, windows, truncated distances."""
    distance, clock, here = 0.0, rows[0][4], rows[0]
    assert sum(rows[number][3] for number in route) <= 10
    for number in [*route, 0]:
        there = rows[number]
        leg = math.floor(digits * math.hypot(there[1] - here[1], there[2] - here[2])) / digits
        clock = max(clock + leg, there[4])
        assert clock <= there[5]
        distance, clock, here = distance + leg, clock + there[6], there
    return distance


def test_pcvrptw_prints_the_numbers_of_the_file(tmp_path):
    found = answer(run(tmp_path, VRPLIB))
    assert [sorted(route) for route in found["routes"]] == [[2, 3]]
    assert (found["cost"], found["distance"], found["prize"]) == (600, 20.0, 41)


def test_toptw_needs_routes(tmp_path):
    done = run(tmp_path, TOPTW)
    assert done.returncode == 1
    assert done.stdout == ""
    assert "ROUTES=1" in done.stderr
    found = answer(run(tmp_path, TOPTW, "ROUTES=1"))
    assert (found["cost"], found["prize"]) == (24, 24)


def test_our_json_names_candidates_and_writes_the_solution(tmp_path):
    text = json.dumps(codec.problem_to_dict(own()))
    found = answer(run(tmp_path, text, "OUT=solution.json", "SEED=3"))
    assert sorted(found["routes"][0]) == ["c1", "c2"]
    assert found["shifts"] == ["s"]
    document = json.loads((tmp_path / "solution.json").read_text())
    assert codec.solution_from_dict(document).objective_value == found["cost"]


def test_who_must_be_served_and_is_not_makes_the_exit_status(tmp_path):
    # Customer 2 is so far away that nobody can return in time.
    done = run(tmp_path, SOLOMON.replace("6         8 ", "60        8 "))
    assert done.returncode == 1
    assert "must be served" in done.stderr
    assert json.loads(done.stdout.splitlines()[-1])["unserved"] == [2]


@pytest.mark.parametrize("options, word", [
    (["SECONDS=abc"], "SECONDS"), (["SECONDS=0"], "SECONDS"), (["SECONDS=-1"], "SECONDS"),
    (["SECONDS=nan"], "SECONDS"), (["SECONDS=1e9"], "SECONDS"),
    (["SEED=x"], "SEED"), (["SEED=-1"], "SEED"),
    (["ROUTES=0"], "ROUTES"), (["ROUTES=-2"], "ROUTES"), (["ROUTES=two"], "ROUTES"),
    (["ROUTES=3"], "2 vehicles"), (["OUT=no/such/folder/file"], "OUT"),
    (["FILE=none.txt"], "none.txt"), (["COLOUR=red"], "COLOUR"), (["FILE="], "FILE is missing"),
])
def test_a_bad_order_is_answered_with_one_sentence(tmp_path, monkeypatch, capsys, options, word):
    (tmp_path / "file.txt").write_text(SOLOMON)
    monkeypatch.chdir(tmp_path)
    assert solve.main(["FILE=file.txt", *options]) == 1
    said = capsys.readouterr()
    assert said.out == ""
    assert word in said.err
    assert said.err.count("\n") == 1
    assert said.err.endswith(".\n") or ": make" in said.err or "SECONDS=10" in said.err


def test_seconds_that_are_not_given_are_ten():
    assert front_door.order_of({"FILE": "x"}) == front_door.Order("x", 10.0, 0, None, None)


def test_the_best_of_a_search_that_does_not_stop_is_kept(tmp_path, monkeypatch, capsys):
    path = tmp_path / "file.txt"
    path.write_text(SOLOMON)

    def endless(problem, travel, stop, seed, note, **_options):
        orders = {"route 1": ("1", "2"), "route 2": ("3", "4")}
        note(solve.Progress(0.0, 248, orders))
        time.sleep(60)

    monkeypatch.setattr(solve, "warm_up", lambda: None)
    monkeypatch.setattr(solve, "solve", endless)
    assert solve.main(["FILE=%s" % path, "SECONDS=0.3"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert (found["routes"], found["cost"]) == ([[1, 2], [3, 4]], 24.8)


def test_an_answer_that_the_checker_refuses_is_not_printed(tmp_path, monkeypatch, capsys):
    path = tmp_path / "file.txt"
    path.write_text(SOLOMON)
    instance = parse(SOLOMON)
    good = as_given(instance.problem, instance.travel, {"route 1": ("1",)}, "fake")
    monkeypatch.setattr(solve, "warm_up", lambda: None)
    monkeypatch.setattr(solve, "solve", lambda *_values, **_options: replace(good, objective_value=1))
    assert solve.main(["FILE=%s" % path, "SECONDS=0.3"]) == 1
    said = capsys.readouterr()
    assert said.out == ""
    assert "refused_by_checker" in said.err


def test_an_interrupt_ends_the_search_with_the_best_found(tmp_path):
    (tmp_path / "file.txt").write_text(SOLOMON)
    command = [sys.executable, "-m", "engine.jobs.solve", "FILE=file.txt", "SECONDS=600"]
    process = subprocess.Popen(command, cwd=tmp_path, env=dict(os.environ, PYTHONPATH=str(ADDON)),
                               stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    time.sleep(3)
    process.send_signal(signal.SIGINT)
    out, _err = process.communicate(timeout=60)
    assert process.returncode == 0
    assert len(json.loads(out)["routes"]) == 2


def customers(count):
    """So many customers round a depot, more vehicles than needed: enough to be cut into parts."""
    head = SOLOMON.replace("  2         10", " 60        200").splitlines()[:9]
    rows = ["%d %d %d 1 0 10000 10" % (at, 37 * at % 211, 53 * at % 197) for at in range(1, count + 1)]
    return "\n".join([*head, "0 100 100 0 0 10000 0", *rows]) + "\n"


def is_searching(pid):
    """Whether the program has begun a part of the search; libraries ask others about the machine, for a moment."""
    children = Path("/proc/%d/task/%d/children" % (pid, pid)).read_text().split()
    time.sleep(0.05)  # a process that is to become another program is that by now
    return any(b"part_process" in command_line(child) for child in children)


def command_line(pid):
    try:
        return Path("/proc/%s/cmdline" % pid).read_bytes()
    except OSError:
        return b""


@pytest.mark.parametrize("after_s", [0.0, 1.0])
def test_ctrl_c_reaches_the_whole_group_and_the_best_found_is_printed(tmp_path, after_s):
    """As a terminal does it: the processes of the search get it too."""
    (tmp_path / "file.txt").write_text(customers(900))
    command = [sys.executable, "-m", "engine.jobs.solve", "FILE=file.txt", "SECONDS=600"]
    process = subprocess.Popen(command, cwd=tmp_path, env=dict(os.environ, PYTHONPATH=str(ADDON)),
                               stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, start_new_session=True)
    until = time.monotonic() + 60
    while not is_searching(process.pid) and time.monotonic() < until and solve.os.cpu_count() > 1:
        time.sleep(0.01)
    time.sleep(after_s if solve.os.cpu_count() > 1 else 5)
    os.killpg(process.pid, signal.SIGINT)
    out, err = process.communicate(timeout=60)
    assert "Traceback" not in err
    assert process.returncode == 0, err
    found = json.loads(out.splitlines()[-1])
    assert sorted(number for route in found["routes"] for number in route) == list(range(1, 901))
    with pytest.raises(ProcessLookupError):
        os.killpg(process.pid, 0)
