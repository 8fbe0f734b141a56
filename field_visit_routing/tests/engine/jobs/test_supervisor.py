"""Whatever happens to a job's processes, its folder tells a well-defined story."""

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from engine.jobs.spool import Spool

RUNNER = Path(__file__).with_name("fake_runner.py")
#: Generous: the machine may be busy; nothing waits so long when all is well.
PATIENCE_S = 60


@pytest.fixture
def job(tmp_path):
    """Start a job of the given kind; whatever is left of it is ended after the test."""
    started = []

    def start(kind, **request):
        document = {"schema": 1, "kind": kind, **request}
        (tmp_path / "request.json").write_text(json.dumps(document))
        process = subprocess.Popen(
            [sys.executable, str(RUNNER), str(tmp_path)], start_new_session=True)
        started.append(process)
        return process, Spool(tmp_path)

    yield start
    for process in started:
        if process.poll() is None:
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()


def wait_for(condition):
    """Return the first true answer."""
    end = time.monotonic() + PATIENCE_S
    while time.monotonic() < end:
        answer = condition()
        if answer:
            return answer
        time.sleep(0.02)
    raise AssertionError("waited in vain")


def reported(spool):
    """Wait until the child has reported its best."""
    return wait_for(lambda: (spool.progress() or {}).get("percent") == 10)


def children(process):
    return Path("/proc/%d/task/%d/children" % (process.pid, process.pid)).read_text().split()


def test_output_goes_to_the_log(job):
    process, spool = job("noise")
    assert process.wait(PATIENCE_S) == 0
    assert spool.result() == {"schema": 1, "status": "done", "solution": 1}
    assert {"to stdout", "to stderr"} <= set(spool.log.read_text().splitlines())


def test_a_hanging_child_is_ended_at_the_deadline_and_its_best_kept(job):
    process, spool = job("hang", deadline_s=1.5)
    assert process.wait(PATIENCE_S) == 1
    result = spool.result()
    assert (result["status"], result["error"]["code"]) == ("failed", "deadline")
    assert result["solution"] == 7


def test_a_crash_of_native_code_keeps_the_best_and_the_last_words(job):
    process, spool = job("crash")
    assert process.wait(PATIENCE_S) == 1
    result = spool.result()
    assert result["error"] == {"code": "solver_died", "params": {"exit": -signal.SIGSEGV}}
    assert result["solution"] == 7
    assert "native code says goodbye" in spool.log.read_text()


def test_kill_9_of_the_child(job):
    process, spool = job("hang")
    reported(spool)
    os.kill(int(children(process)[0]), signal.SIGKILL)
    process.wait(PATIENCE_S)
    assert spool.state(time.time()) == ("failed", "solver_died")
    assert spool.result()["solution"] == 7


def test_kill_9_of_the_supervisor_takes_the_child_along(job):
    process, spool = job("hang")
    reported(spool)
    child = int(children(process)[0])
    os.kill(process.pid, signal.SIGKILL)
    process.wait(PATIENCE_S)
    wait_for(lambda: not _runs(child))
    assert spool.result() is None
    assert spool.state(time.time()).status == "running"
    assert spool.state(time.time() + 20) == ("failed", "solver_died")


def _runs(pid):
    try:
        status = Path("/proc/%d/stat" % pid).read_text()
    except OSError:
        return False
    return status.rpartition(")")[2].split()[0] != "Z"


def test_cancel_keeps_the_best_found(job):
    process, spool = job("patient")
    reported(spool)
    spool.ask_cancel()
    assert process.wait(PATIENCE_S) == 0
    assert spool.result() == {"schema": 1, "status": "cancelled", "solution": 2}


def test_cancel_ends_even_a_child_that_does_not_listen(job):
    process, spool = job("hang")
    reported(spool)
    spool.ask_cancel()
    assert process.wait(PATIENCE_S) == 0
    assert spool.result() == {"schema": 1, "status": "cancelled", "solution": 7}


def test_progress_tells_the_trend_and_the_bound(job):
    process, spool = job("climb")
    wait_for(lambda: (spool.progress() or {}).get("best_objective") == 299.0)
    spool.ask_cancel()
    assert process.wait(PATIENCE_S) == 0
    progress = spool.progress()
    assert progress["bound"] == 500.0
    moments, values = zip(*progress["trend"])
    assert values[-1] == 299.0
    assert list(values) == sorted(values)
    assert list(moments) == sorted(moments)
    assert moments[-1] <= progress["elapsed_s"]


def test_work_that_eats_all_memory_is_refused_it_and_its_best_kept(job):
    process, spool = job("eat", memory_mb=400, deadline_s=PATIENCE_S)
    assert process.wait(PATIENCE_S) == 1
    result = spool.result()
    assert result["error"]["code"] == "out_of_memory"
    assert result["solution"] == 7


def test_native_code_without_memory_aborts_and_the_reason_is_known(job):
    process, spool = job("abort")
    assert process.wait(PATIENCE_S) == 1
    result = spool.result()
    assert (result["error"]["code"], result["solution"]) == ("out_of_memory", 7)


def test_a_process_that_the_dead_child_had_started_is_ended(job):
    process, spool = job("family")
    assert process.wait(PATIENCE_S) == 1
    assert spool.result()["error"] == {"code": "solver_died", "params": {"exit": -signal.SIGKILL}}
    assert not _group(process.pid)


def _group(leader):
    """The living processes of a process group."""
    found = []
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = stat.read_text().rpartition(")")[2].split()
        except OSError:
            continue
        if int(fields[2]) == leader and fields[0] != "Z":
            found.append(stat)
    return found


def test_the_best_of_a_killed_supervisor_is_rescued_by_a_second_run(job):
    process, spool = job("hang")
    reported(spool)
    wait_for(spool.best)
    os.killpg(process.pid, signal.SIGKILL)
    process.wait(PATIENCE_S)
    spool.ask_rescue()
    again, spool = job("hang")
    assert again.wait(PATIENCE_S) == 1
    result = spool.result()
    assert (result["status"], result["error"]["code"]) == ("failed", "solver_died")
    assert result["solution"] == 7


def test_a_stopped_child_is_ended_at_the_deadline(job):
    """As a debugger or a full machine leaves it: it is alive but does nothing."""
    process, spool = job("hang", deadline_s=2.5)
    reported(spool)
    os.kill(int(children(process)[0]), signal.SIGSTOP)
    assert process.wait(PATIENCE_S) == 1
    assert spool.result()["error"]["code"] == "deadline"
    assert spool.result()["solution"] == 7


def test_preparing_does_not_count_against_the_deadline_and_what_follows_does(job):
    process, spool = job("compile", deadline_s=2)
    wait_for(lambda: (spool.progress() or {}).get("prepare_s", 0) > 100)
    assert spool.progress()["preparing"] is True
    wait_for(lambda: 3 <= (spool.progress() or {}).get("prepare_s", 0) < 100)
    assert spool.result() is None
    assert spool.progress()["preparing"] is False
    assert process.wait(PATIENCE_S) == 1
    assert spool.result()["error"]["code"] == "deadline"
    assert spool.progress()["elapsed_s"] >= 4.5


@pytest.mark.parametrize("value", [-1, "much", True, 1.5])
def test_a_limit_of_memory_that_is_none_becomes_a_code(job, value):
    process, spool = job("noise", memory_mb=value)
    assert process.wait(PATIENCE_S) == 1
    assert spool.result()["error"]["params"]["detail"] == "memory_mb"


def test_the_heart_beats_while_the_child_is_silent(job):
    _process, spool = job("hang")
    reported(spool)
    first = spool.progress()["heartbeat"]
    assert wait_for(lambda: spool.progress()["heartbeat"] > first + 0.9)
    assert spool.state(time.time()) == ("running", "")


@pytest.mark.parametrize("kind", ["bug", "memory"])
def test_an_error_keeps_what_was_found_before(job, kind):
    process, spool = job(kind)
    assert process.wait(PATIENCE_S) == 1
    assert spool.result()["status"] == "failed"
    assert spool.result()["solution"] == 7


@pytest.mark.parametrize(("kind", "code"), [
    ("bug", "internal"), ("memory", "out_of_memory"), ("unheard_of", "unknown_kind")])
def test_an_error_becomes_a_code(job, kind, code):
    process, spool = job(kind)
    assert process.wait(PATIENCE_S) == 1
    assert spool.result()["error"]["code"] == code
    assert "Traceback" not in json.dumps(spool.result())


@pytest.mark.parametrize(("text", "code"), [
    ("{", "bad_request"), ("[]", "bad_request"), ("{}", "bad_schema"), (None, "bad_request"),
    ('{"schema": 1, "kind": "noise", "deadline_s": "soon"}', "bad_request")])
def test_an_unreadable_request_becomes_a_code(tmp_path, text, code):
    if text is not None:
        (tmp_path / "request.json").write_text(text)
    assert subprocess.run([sys.executable, str(RUNNER), str(tmp_path)], check=False).returncode == 1
    assert Spool(tmp_path).result()["error"]["code"] == code


def test_a_finished_job_is_not_done_again(job, tmp_path):
    (tmp_path / "result.json").write_text('{"schema": 1, "status": "done"}')
    process, spool = job("hang")
    assert process.wait(PATIENCE_S) == 0
    assert spool.result() == {"schema": 1, "status": "done"}


def test_a_spool_that_was_never_started_waits(tmp_path):
    assert Spool(tmp_path).state(time.time()) == ("waiting", "")
