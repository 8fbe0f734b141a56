"""Ports are picked so that nothing else is disturbed; processes are known by more than their number."""
import os
import socket
import sys

import pytest
from fvr_dev import ports, process
from fvr_dev.errors import DevError


@pytest.fixture
def taken():
    """A port on which somebody listens."""
    with socket.socket() as server:
        server.bind((ports.LOOPBACK, 0))
        server.listen()
        yield server.getsockname()[1]


def test_taken_port_is_passed_over(taken):
    assert not ports.is_free(taken)
    assert ports.first_free(taken) > taken


def test_port_named_as_taken_is_passed_over():
    free = ports.any_free()
    assert ports.first_free(free, taken=(free,)) != free


def test_wanted_port_that_is_taken_is_an_error_with_a_remedy(taken):
    with pytest.raises(DevError, match="--port"):
        ports.exactly(taken)


@pytest.mark.parametrize("port", [0, -1, 65536])
def test_port_that_does_not_exist(port):
    with pytest.raises(DevError, match="does not exist"):
        ports.exactly(port)


def test_failed_program_is_named_with_its_output(tmp_path):
    log = tmp_path / "log"
    with pytest.raises(DevError) as caught:
        process.run([sys.executable, "-c", "print('last words'); raise SystemExit(3)"], log=log, what="The thing",
                    remedy="Do this.")
    text = str(caught.value)
    assert "The thing failed (status 3)" in text and "last words" in text and "Do this." in text and str(log) in text
    assert "last words" in log.read_text()


def test_missing_program_is_a_sentence():
    with pytest.raises(DevError, match="could not start"):
        process.run(["no-such-program-here"])


def test_another_process_with_the_same_number_is_not_ours():
    started = process.started_at(os.getpid())
    assert process.is_same_process(os.getpid(), started)
    assert not process.is_same_process(os.getpid(), started - 1)
    assert not process.is_same_process(None, None)


def test_detached_process_is_stopped(tmp_path):
    child = process.spawn_detached([sys.executable, "-c", "import time; time.sleep(60)"], tmp_path / "log", os.environ)
    started = process.started_at(child.pid)
    process.stop(child.pid, started)
    assert not process.is_same_process(child.pid, started)
