"""Running programs: with their output kept, or detached from the terminal."""
import os
import signal
import subprocess
import time
from pathlib import Path

from .errors import DevError

_TAIL_LINES = 25


def run(command, *, log=None, what=None, remedy=None, **options):
    """Run ``command``, keep its output in the file ``log`` and return it as text.

    Raises
    ------
    DevError
        When the program fails: with the end of its output, ``what`` failed and the ``remedy``.
    """
    command = [str(part) for part in command]
    try:
        done = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
                              errors="replace", **options)
    except OSError as error:
        raise DevError("%s could not start: %s. %s" % (what or command[0], error, remedy or "")) from error
    if log:
        Path(log).parent.mkdir(parents=True, exist_ok=True)
        with open(log, "a", encoding="utf-8") as stream:
            stream.write(done.stdout)
    if done.returncode:
        raise DevError(_failure(command, done, log, what, remedy))
    return done.stdout


def _failure(command, done, log, what, remedy):
    tail = "\n".join("    " + line for line in done.stdout.splitlines()[-_TAIL_LINES:])
    text = "%s failed (status %d)." % (what or "`%s`" % " ".join(command), done.returncode)
    parts = [text, tail, "The whole output is in %s." % log if log else "", remedy or ""]
    return "\n".join(part for part in parts if part)


def started_at(pid):
    """Return when process ``pid`` was started (clock ticks since boot), or None when it is gone."""
    try:
        fields = Path("/proc/%d/stat" % pid).read_text().rpartition(")")[2].split()
    except OSError:
        return None
    return None if fields[0] == "Z" else int(fields[19])


def is_same_process(pid, started):
    """Tell whether the process that was noted down still runs: numbers are used again."""
    return bool(pid) and started is not None and started_at(pid) == started


def spawn_detached(command, log, environment):
    """Start ``command`` in a session of its own with its output in ``log``; return its number."""
    with open(log, "ab") as stream:
        return subprocess.Popen([str(part) for part in command], stdin=subprocess.DEVNULL, stdout=stream,
                                stderr=stream, start_new_session=True, env=environment, cwd="/")


def stop(pid, started, patience_s=15):
    """Ask the noted process to end, and make it end when it does not within ``patience_s``."""
    for number in (signal.SIGTERM, signal.SIGKILL):
        if not is_same_process(pid, started):
            return
        os.killpg(pid, number)
        _await_end(pid, started, patience_s)


def _await_end(pid, started, patience_s):
    end = time.monotonic() + patience_s
    while is_same_process(pid, started) and time.monotonic() < end:
        _reap(pid)
        time.sleep(0.05)


def _reap(pid):
    try:
        os.waitpid(pid, os.WNOHANG)
    except ChildProcessError:
        pass  # started by an earlier command: the system's first process reaps it
