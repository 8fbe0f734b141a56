"""The map's answer over HTTP beside ``search_read`` of the same fields: time, size, processor time."""

import http.cookiejar
import json
import os
import re
import statistics
import urllib.request
from pathlib import Path
from typing import Any, Callable, Dict, List, NamedTuple

from harness import timed

RUNS = 5
MODEL, ACTION = "res.partner", "field_visit_routing.action_customers"


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
        self.call("/web/session/authenticate", db=access["db"], login=access["login"], password=access["password"])

    def send(self, path: str, params: Dict[str, Any]) -> bytes:
        """Return the bytes of the answer."""
        body = json.dumps({"jsonrpc": "2.0", "method": "call", "params": params}).encode()
        request = urllib.request.Request(self.url + path, body, {"Content-Type": "application/json"})
        with self._opener.open(request, timeout=120) as answer:
            content: bytes = answer.read()
        return content

    def call(self, path: str, **params: Any) -> Any:
        """Return the result; an error ends the program with Odoo's sentence."""
        answer = json.loads(self.send(path, params))
        if "error" in answer:
            raise SystemExit("%s: %s" % (path, answer["error"]["data"]["message"]))
        return answer["result"]

    def method(self, model: str, name: str, *args: Any, **kwargs: Any) -> Any:
        """Call a public method as the web client does."""
        return self.call("/web/dataset/call_kw", **_call(model, name, args, kwargs))


def _call(model: str, name: str, args: Any, kwargs: Any) -> Dict[str, Any]:
    return {"model": model, "method": name, "args": list(args), "kwargs": kwargs}


class Question(NamedTuple):
    """What the web client asks when the customers' map is opened."""

    domain: List[Any]
    lat: str
    lon: str
    color: str
    fields: List[str]


def question(session: Session) -> Question:
    """Read it from the customers' action and its map view in the database."""
    module, name = ACTION.split(".")
    known = session.method("ir.model.data", "search_read", [["module", "=", module], ["name", "=", name]], ["res_id"])
    action = session.method("ir.actions.act_window", "read", [known[0]["res_id"]], ["domain"])[0]
    arch = session.method(MODEL, "fields_view_get", view_type="field_visit_map")["arch"]
    attribute = dict(re.findall(r'(\w+)="([^"]*)"', arch.partition(">")[0]))
    domain = [list(term) if isinstance(term, tuple) else term for term in _literal(action["domain"])]
    return Question(domain, attribute["lat"], attribute["lon"], attribute["color"],
                    re.findall(r'<field [^>]*name="(\w+)"', arch))


def _literal(text: str) -> Any:
    import ast

    return ast.literal_eval(text)


def measure(send: Callable[[], bytes], pid: int) -> Measured:
    """Send the request several times, after one that warms the caches."""
    send()
    walls, cpus, size = [], [], 0
    for _run in range(RUNS):
        before = _cpu_s(pid)
        wall_s, content = timed(send)
        walls.append(wall_s)
        cpus.append(_cpu_s(pid) - before)
        size = len(content)
    return Measured(statistics.median(walls), statistics.median(cpus), size)


def _cpu_s(pid: int) -> float:
    ticks = Path("/proc/%d/stat" % pid).read_text().rpartition(")")[2].split()
    return (int(ticks[11]) + int(ticks[12])) / os.sysconf("SC_CLK_TCK")
