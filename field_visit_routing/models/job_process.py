"""Processes that do long work outside the server: spool folders, start, watch, end.

Knows files and process ids, no records.  A job's spool folder holds ``request.json``, written
here, and what ``engine/jobs/run.py`` answers: ``progress.json`` and ``result.json``.  A file
``cancel`` asks the process to stop with the best result so far, a file ``rescue`` to make a
result of ``best.json``.
"""
import json
import logging
import os
import resource
import shutil
import signal
import socket
import subprocess
import time
from pathlib import Path

from odoo.tools import config

_logger = logging.getLogger(__name__)

RUNNER = Path(__file__).resolve().parent.parent / "engine" / "jobs" / "run.py"
NICENESS = 10
#: A folder that no job names is left over when it is older than this.
OLD_S = 3600
LEAST_MEMORY_MB, MOST_MEMORY_MB = 768, 4096
#: Longest wait for a process that has been killed.
END_S = 2
#: Children of this server process; polled so that none stays a zombie.
_children = []


def node_name():
    """Name of this node, as stored on a job's row: the machine's, unless the environment has one.

    Servers that share a machine but not their data folders need names of their own, and a
    container that is made anew needs one that stays.
    """
    return os.environ.get("FIELD_VISIT_NODE") or socket.gethostname()


def spool_root():
    """Folder of all spool folders, for every database of this node."""
    return Path(config["data_dir"]) / "field_visit_routing" / "jobs"


def spool_folder(database, name):
    return spool_root() / database / name


def own_folder(path):
    """A stored spool folder when it is one of this node, else one that does not exist."""
    folder = Path(path or "")
    return folder if spool_root() in folder.parents else spool_root() / "elsewhere"


def old_folders(database):
    """Spool folders of a database on this node that were made some time ago."""
    before = time.time() - OLD_S
    return [folder for folder in (spool_root() / database).glob("*")
            if folder.is_dir() and _made_at(folder) < before]


def _made_at(folder):
    try:
        return (folder / "request.json").stat().st_mtime
    except OSError:
        return folder.stat().st_mtime


def read_json(path):
    """Content of a JSON file, or None while it does not exist or is not readable."""
    try:
        return json.loads(Path(path).read_text())
    except (OSError, ValueError):
        return None


def usual_memory_mb():
    """Megabytes that a computing process may take: half of the machine's, within bounds."""
    try:
        machine = os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE") >> 20
    except (ValueError, OSError):
        return MOST_MEMORY_MB
    return max(LEAST_MEMORY_MB, min(MOST_MEMORY_MB, machine // 2))


def start(spool, request, python):
    """Start the runner on ``spool`` and return ``(pid, started)``.

    A process that an interrupted transaction already started there is adopted, not doubled.
    """
    spool.mkdir(mode=0o700, parents=True, exist_ok=True)
    known = read_json(spool / "pid.json")
    if known and (is_alive(known["pid"], known["started"]) or (spool / "result.json").exists()):
        return known["pid"], known["started"]
    (spool / "request.json").write_text(request)
    process = _spawn(spool, python)
    known = {"pid": process.pid, "started": start_mark(process.pid)}
    (spool / "pid.json").write_text(json.dumps(known))
    return known["pid"], known["started"]


def _spawn(spool, python):
    environment = {k: v for k, v in os.environ.items() if not k.startswith("PYTHON")}
    with open(spool / "log.txt", "ab") as log:
        process = subprocess.Popen(
            [python, str(RUNNER), str(spool)],
            stdin=subprocess.DEVNULL, stdout=log, stderr=log, cwd=str(spool),
            env=environment, start_new_session=True)
    _children.append(process)
    _relax(process.pid)
    return process


def _relax(pid):
    """Low priority, and the hard limits instead of those that a prefork worker hands down."""
    try:
        os.setpriority(os.PRIO_PROCESS, pid, NICENESS)
        for limit in (resource.RLIMIT_CPU, resource.RLIMIT_AS):
            _soft, hard = resource.prlimit(pid, limit)
            resource.prlimit(pid, limit, (hard, hard))
    except (AttributeError, OSError) as error:
        _logger.info("limits of process %s stay as they are: %s", pid, error)


def start_mark(pid):
    """What tells this process from a later one of the same number: boot and start tick."""
    try:
        stat = Path("/proc/%d/stat" % pid).read_text().rpartition(")")[2].split()
        boot = Path("/proc/sys/kernel/random/boot_id").read_text().strip()
    except (OSError, ValueError):
        return ""
    return "%s:%s" % (boot, stat[19])


def is_alive(pid, started):
    """Whether the process still runs: same number, same start, and no zombie."""
    reap()
    if not pid or not started or start_mark(pid) != started:
        return False
    try:
        return Path("/proc/%d/stat" % pid).read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


def reap():
    _children[:] = [child for child in _children if child.poll() is None]


def kill(pid, started):
    """End the process and all it started; nothing happens when it is gone.

    Its end takes the system a moment, which is waited for: until then it holds a slot.
    """
    if is_alive(pid, started):
        try:
            os.killpg(pid, signal.SIGKILL)
        except OSError as error:
            _logger.info("process group %s could not be ended: %s", pid, error)
            return
    end = time.monotonic() + END_S
    while is_alive(pid, started) and time.monotonic() < end:
        time.sleep(0.01)


def running_count():
    """How many jobs of this node are alive, whatever their database."""
    files = (read_json(path) for path in spool_root().glob("*/*/pid.json"))
    return sum(1 for known in files if known and is_alive(known["pid"], known["started"]))


def has_free_slot():
    """At most one process less than there are cores, so that the server stays responsive."""
    return running_count() < max(1, (os.cpu_count() or 2) - 1)


def request_cancel(spool):
    if spool.is_dir():
        (spool / "cancel").touch()


def ask_rescue(spool):
    """Let the next run in this folder make a result of the best known, once.

    :return: False when nothing is known, or it was tried before
    """
    if not (spool / "best.json").exists() or (spool / "rescue").exists():
        return False
    (spool / "rescue").touch()
    return True


def log_tail(spool, size=4000):
    """The end of what the process printed, for the server's log."""
    try:
        return (spool / "log.txt").read_text(errors="replace")[-size:]
    except OSError:
        return ""


def remove(spool):
    """Remove the folder of a job; nothing outside the folder of all jobs is ever removed."""
    if spool_root() not in spool.parents or ".." in spool.parts:
        _logger.warning("%s is no folder of a job and is left alone", spool)
        return
    shutil.rmtree(spool, ignore_errors=True)


def discard(spool, pid, started):
    """End the process and remove its files: nobody waits for its result any more."""
    kill(pid, started)
    remove(spool)
