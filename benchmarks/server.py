"""Rows that need a running Odoo: plans over XML-RPC, and other requests meanwhile."""

import json
import shutil
import subprocess
import tempfile
import threading
import time
import urllib.request
import uuid
import xmlrpc.client
from datetime import date, timedelta
from pathlib import Path
from typing import Any, Callable, Dict, List, Optional

from harness import ROOT, Row, at_most, timed

#: What is measured in each mode, with the target in seconds or milliseconds.
MODES = {"threaded": (), "prefork": ("--workers", "2")}
DAY_ROW = "%s: 1 rep, 1 day, 15 stops, click to result"
WEEK_ROW = "%s: 3 reps, 5 days, 60 candidates, click to result"
OTHERS_ROW = "%s: slowest other request during these"
WARM_ROW = "./run, warm"
COLD_ROWS = (("./run, cold", 300), ("./test, cold", 900))
#: The web client asks every half second; a colleague clicks five times a second.
POLL_S = 0.2
CLICK_S = 0.2
WEEKS_AHEAD = 8
LAST_STATES = ("proposed", "failed", "cancelled")


def unmeasured() -> List[Row]:
    """Return the rows of this file without values."""
    found = [at_most(WARM_ROW, None, "s", 15)]
    for mode in MODES:
        found += _rows(mode, None, None, None)
    return found


def unmeasured_cold() -> List[Row]:
    """Return the rows of a fresh clone without values."""
    return [at_most(name, None, "s", limit) for name, limit in COLD_ROWS]


def _rows(mode: str, day_s: Optional[float], week_s: Optional[float], others_ms: Optional[float]) -> List[Row]:
    return [
        at_most(DAY_ROW % mode, day_s, "s", 2),
        at_most(WEEK_ROW % mode, week_s, "s", 10),
        at_most(OTHERS_ROW % mode, others_ms, "ms", 300),
    ]


def rows() -> List[Row]:
    """Start the demo in each mode, measure, and leave it as ``./run`` alone would."""
    found: List[Row] = []
    _command("./run")
    for mode, arguments in MODES.items():
        _command("./run", "stop")
        access = _command("./run", *arguments)
        found += _measure(mode, Client(access))
    _command("./run", "stop")
    warm_s, _access = timed(lambda: _command("./run"))
    return [at_most(WARM_ROW, warm_s, "s", 15), *found]


def cold() -> List[Row]:
    """Clone this repository and run its two commands with an empty cache."""
    folder = Path(tempfile.mkdtemp(prefix="fvr-cold-"))
    folder.chmod(0o755)  # PostgreSQL runs as another user than root
    checkout = folder / "clone"
    try:
        subprocess.run(["git", "clone", "--quiet", str(ROOT), str(checkout)], check=True)
        run_s, _access = timed(lambda: _command("./run", cwd=checkout))
        _command("./run", "stop", cwd=checkout)
        shutil.rmtree(checkout / ".cache", ignore_errors=True)
        test_s, _done = timed(lambda: subprocess.run(["./test"], cwd=checkout, check=True))
        return [at_most(name, value, "s", limit)
                for (name, limit), value in zip(COLD_ROWS, (run_s, test_s))]
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _command(*arguments: str, cwd: Path = ROOT) -> Dict[str, str]:
    """Run a command and return the JSON of its last line, if that is what it prints."""
    done = subprocess.run(arguments, cwd=cwd, check=True, stdout=subprocess.PIPE)
    lines = done.stdout.decode().strip().splitlines()
    if not lines or not lines[-1].startswith("{"):
        return {}
    access: Dict[str, str] = json.loads(lines[-1])
    return access


class Client:
    """A program signed in over XML-RPC."""

    def __init__(self, access: Dict[str, str]) -> None:
        self.url = access["url"].rstrip("/")
        self._access = access
        common = xmlrpc.client.ServerProxy(self.url + "/xmlrpc/2/common")
        self._uid = common.authenticate(access["db"], access["login"], access["password"], {})

    def call(self, model: str, method: str, *arguments: Any, **options: Any) -> Any:
        """Call a public method; each call has a connection of its own, as threads need."""
        server = xmlrpc.client.ServerProxy(self.url + "/xmlrpc/2/object")
        access = self._access
        return server.execute_kw(
            access["db"], self._uid, access["password"], model, method, list(arguments), options)


def _measure(mode: str, client: Client) -> List[Row]:
    located = [("geo_state", "in", ["located", "manual"])]
    partners = client.call("res.partner", "search", located, limit=60)
    reps = client.call("field.visit.rep", "search", [], limit=3)
    # So far ahead nothing is planned yet: visits that are would join the plan and enlarge it.
    monday = date.today() + timedelta(days=7 * WEEKS_AHEAD - date.today().weekday())
    # The first plan of a fresh server loads modules; a user's second click is what counts.
    _plan(client, partners[:3], reps[:1], monday, 1)
    with _Others(client) as others:
        day_s = _plan(client, partners[:15], reps[:1], monday, 1)
        week_s = _plan(client, partners, reps, monday, 5)
    return _rows(mode, day_s, week_s, others.slowest_ms)


def _plan(client: Client, partners: List[int], reps: List[int], first: date, days: int) -> float:
    """Submit a plan, wait for its result, discard it, and return the seconds it took."""
    values = {
        "date_from": first.isoformat(), "date_to": (first + timedelta(days=days - 1)).isoformat(),
        "rep_ids": reps, "partner_ids": partners, "client_reference": uuid.uuid4().hex,
    }

    def work() -> Dict[str, Any]:
        answer = client.call("field.visit.plan", "submit_plan", values)
        return _wait(lambda: client.call("field.visit.plan", "job_status", [answer["plan_id"]])[0])

    seconds, status = timed(work)
    if status["state"] != "proposed":
        raise SystemExit("the plan ended as %s: %s" % (status["state"], status["message"]))
    client.call("field.visit.plan", "get_result", [status["id"]])
    client.call("field.visit.plan", "action_discard", [status["id"]])
    return seconds


def _wait(status: Callable[[], Dict[str, Any]]) -> Dict[str, Any]:
    while True:
        current = status()
        if current["state"] in LAST_STATES:
            return current
        time.sleep(POLL_S)


class _Others:
    """Somebody else at the same server: reads customers and pages, and notes the slowest answer."""

    def __init__(self, client: Client) -> None:
        self._client = client
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._work, daemon=True)
        self._slowest_s = 0.0

    @property
    def slowest_ms(self) -> float:
        return 1000 * self._slowest_s

    def __enter__(self) -> "_Others":
        for request in self._requests():
            request()
        self._thread.start()
        return self

    def __exit__(self, *_failure: Any) -> None:
        self._stop.set()
        self._thread.join()

    def _requests(self) -> List[Callable[[], Any]]:
        return [
            lambda: self._client.call("res.partner", "search_read", [], ["name"], limit=20),
            lambda: urllib.request.urlopen(self._client.url + "/web/login", timeout=60).read(),
        ]

    def _work(self) -> None:
        while not self._stop.is_set():
            for request in self._requests():
                seconds, _answer = timed(request)
                self._slowest_s = max(self._slowest_s, seconds)
            self._stop.wait(CLICK_S)
