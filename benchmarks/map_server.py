"""The map's answer over HTTP beside ``search_read`` of the same fields: time, size, processor time."""

import http.cookiejar
import json
import os
import statistics
import urllib.request
from pathlib import Path
from typing import Any, Dict, List, NamedTuple, Tuple

from harness import timed

RUNS = 5


class Measured(NamedTuple):
    """Medians of several requests: seconds, processor seconds of the server's process, bytes."""

    wall_s: float
    cpu_s: float
    size: int


class Session:
    """A signed-in browser, as far as the server can tell."""

    def __init__(self, access: Dict[str, str]) -> None:
        self.url = access["url"]
        jar = http.cookiejar.CookieJar()
        self._opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(jar))
        known = {key: access[key] for key in ("db", "login", "password")}
        self.result("/web/session/authenticate", known)

    def send(self, path: str, params: Dict[str, Any]) -> bytes:
        """Return the bytes of the answer."""
        body = json.dumps({"jsonrpc": "2.0", "method": "call", "params": params}).encode()
        request = urllib.request.Request(self.url + path, body, {"Content-Type": "application/json"})
        with self._opener.open(request, timeout=120) as answer:
            content: bytes = answer.read()
        return content

    def result(self, path: str, params: Dict[str, Any]) -> Any:
        """Return the result; an error ends the program with Odoo's sentence."""
        answer = json.loads(self.send(path, params))
        if "error" in answer:
            raise SystemExit("%s: %s" % (path, answer["error"]["data"]["message"]))
        return answer["result"]


def action_id(session: Session, name: str) -> int:
    """Return the id of an action by the name that a module gave it."""
    module, _dot, own = name.partition(".")
    domain = [["module", "=", module], ["name", "=", own]]
    found = session.result(*_search_read("ir.model.data", domain, ["res_id"], {}))
    number: int = found[0]["res_id"]
    return number


def compare(session: Session, pid: int, path: str, params: Dict[str, Any]) -> Tuple[Measured, Measured]:
    """Send the map's request and ``search_read`` of its records and fields in turn; return both."""
    answer = session.result(path, params)
    wishes = params.get("kwargs", params)
    # a list of records is what one would read from: the names, both coordinates, the columns
    fields = list(dict.fromkeys(["display_name", wishes["lat"], wishes["lon"], *answer["columns"]]))
    context = wishes.get("context", wishes.get("user_context", {}))
    naive = _search_read(params.get("args", [params.get("model")])[0], wishes["domain"], fields, context)
    rounds = [(_once(session, pid, path, params), _once(session, pid, *naive)) for _run in range(RUNS + 1)]
    ours, others = zip(*rounds[1:])  # the first round warms the caches
    return _median(ours), _median(others)


def _search_read(model: str, domain: Any, fields: List[str], context: Any) -> Tuple[str, Dict[str, Any]]:
    arguments = {"model": model, "method": "search_read", "args": [domain, fields], "kwargs": {"context": context}}
    return "/web/dataset/call_kw/%s/search_read" % model, arguments


def _once(session: Session, pid: int, path: str, params: Dict[str, Any]) -> Measured:
    before = _cpu_s(pid)
    wall_s, content = timed(lambda: session.send(path, params))
    return Measured(wall_s, _cpu_s(pid) - before, len(content))


def _median(measured: Any) -> Measured:
    walls, cpus, sizes = zip(*measured)
    return Measured(statistics.median(walls), statistics.median(cpus), sizes[-1])


def _cpu_s(pid: int) -> float:
    ticks = Path("/proc/%d/stat" % pid).read_text().rpartition(")")[2].split()
    return (int(ticks[11]) + int(ticks[12])) / os.sysconf("SC_CLK_TCK")
