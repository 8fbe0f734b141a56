"""One Odoo server as a node, and the small world that its tests plan in."""
import configparser
import contextlib
import json
import os
import signal
import time
import xmlrpc.client
from datetime import date, timedelta
from pathlib import Path

from fvr_dev import demo_server, ports, process

#: Generous: the machine may be busy; nothing waits so long when all is well.
PATIENCE_S = 400
USERS = {"anna": "group_leader", "bert": "group_manager"}


class Node:
    """A server of the database ``database`` that calls itself ``name``."""

    def __init__(self, facts, database, name, channels="root:0", queue_port=0, **options):
        self.facts, self.database, self.name = facts, database, name
        self.folder = Path(facts["folder"]) / name
        self.folder.mkdir(parents=True, exist_ok=True)
        self.log = self.folder / "odoo.log"
        self.port = ports.any_free()
        self._options, self._pid, self._started = options, 0, None
        #: Read by OCA's job runner; a root channel without capacity keeps it from running.
        self._queue = {"ODOO_QUEUE_JOB_CHANNELS": channels, "ODOO_QUEUE_JOB_PORT": str(queue_port or self.port)}

    @property
    def url(self):
        return "http://%s:%d" % (ports.LOOPBACK, self.port)

    @property
    def spool(self):
        """The folder of the processes that this node computes."""
        return self.folder / "data" / "field_visit_routing" / "jobs" / self.database

    def start(self):
        """Start the server unless it runs, and wait until it answers."""
        if process.is_same_process(self._pid, self._started):
            return
        command = [*self.facts["command"], "-c", self._configuration(), "--logfile", self.log]
        child = process.spawn_detached(command, self.folder / "odoo.out", self._environment())
        self._pid, self._started = child.pid, process.started_at(child.pid)
        wait_for(lambda: demo_server.answers(self.url))

    def stop(self, number=signal.SIGTERM):
        """Stop the server; what it computes are processes of their own."""
        if not process.is_same_process(self._pid, self._started):
            return
        os.killpg(self._pid, number)
        process.stop(self._pid, self._started)
        with contextlib.suppress(ChildProcessError):
            os.waitpid(self._pid, 0)

    def end_jobs(self):
        """End what a failed test may have left computing, and hand the log to the stage."""
        for path in self.spool.glob("*/pid.json"):
            with contextlib.suppress(OSError):
                os.killpg(json.loads(path.read_text())["pid"], signal.SIGKILL)
        if self.log.exists():
            with open(self.facts["log"], "a", encoding="utf-8") as stream:
                stream.write(self.log.read_text(encoding="utf-8", errors="replace"))

    def call(self, login, model, method, *arguments):
        """Call a method as the user ``login``, whose password is the same word."""
        uid = xmlrpc.client.ServerProxy(self.url + "/xmlrpc/2/common").authenticate(
            self.database, login, login, {})
        return xmlrpc.client.ServerProxy(self.url + "/xmlrpc/2/object").execute_kw(
            self.database, uid, login, model, method, list(arguments))

    def plan(self, plan_id, *names):
        """Read fields of a plan without collecting what has been computed."""
        return self.call("admin", "field.visit.plan", "read", [plan_id], list(names))[0]

    def _configuration(self):
        parser = configparser.RawConfigParser()
        parser.read(self.facts["conf"], encoding="utf-8")
        polling = "gevent_port" if self.facts["number"] >= 16 else "longpolling_port"
        parser["options"].update({
            "http_port": str(self.port), polling: str(ports.any_free()), "data_dir": str(self.folder / "data"),
            "db_name": self.database, "dbfilter": "^%s$" % self.database, "workers": "0",
            **{name: str(value) for name, value in self._options.items()}})
        path = self.folder / "odoo.conf"
        with open(path, "w", encoding="utf-8") as stream:
            parser.write(stream)
        path.chmod(0o600)
        return path

    def _environment(self):
        known = {name: value for name, value in self.facts["environment"].items() if value}
        return dict(os.environ, FIELD_VISIT_NODE=self.name, **known, **self._queue)


class World:
    """Reps, users and customers around Helsinki, made by the first test of a database."""

    _made = {}

    def __init__(self, node):
        self.reps = [_rep(node, login, group) for login, group in USERS.items()]
        self.customers = node.call("admin", "res.partner", "create", [{
            "name": "Shop %d" % n, "is_company": True, "visit_score": 50,
            "partner_latitude": 60.15 + n / 2000.0, "partner_longitude": 24.8 + n % 9 / 40.0}
            for n in range(80)])

    @classmethod
    def of(cls, node):
        if node.database not in cls._made:
            cls._made[node.database] = cls(node)
        return cls._made[node.database]

    _week = 0

    def request(self, rep=0, **changes):
        """A request that takes a while, each in a week of its own."""
        World._week += 1
        today = date.today()
        monday = today + timedelta(days=7 * World._week - today.weekday())
        return dict({
            "date_from": str(monday), "date_to": str(monday + timedelta(days=1)), "rep_ids": [self.reps[rep]],
            "partner_ids": self.customers, "time_limit_s": 20, "seed": 1}, **changes)


def _rep(node, login, group):
    """Make a user with the rights of ``group`` and let him travel; return the rep's id."""
    data = node.call("admin", "ir.model.data", "search_read", [
        ("module", "=", "field_visit_routing"), ("name", "=", group)], ["res_id"])
    groups = "group_ids" if node.facts["number"] >= 19 else "groups_id"
    user = node.call("admin", "res.users", "create", {
        "name": login.title(), "login": login, "password": login, "tz": "Europe/Helsinki",
        groups: [(4, data[0]["res_id"])]})
    company = node.call("admin", "res.company", "search_read", [], ["partner_id", "resource_calendar_id"])[0]
    node.call("admin", "res.partner", "set_position", [company["partner_id"][0]], 60.17, 24.94)
    return node.call("admin", "field.visit.rep", "create", {
        "user_id": user, "tz": "Europe/Helsinki", "start_kind": "office", "end_kind": "office",
        "office_id": company["partner_id"][0], "company_id": company["id"],
        "calendar_id": company["resource_calendar_id"][0]})


def wait_for(condition, patience_s=PATIENCE_S):
    """Return the first true answer."""
    end = time.monotonic() + patience_s
    while time.monotonic() < end:
        answer = condition()
        if answer:
            return answer
        time.sleep(0.1)
    raise AssertionError("waited in vain")


def runs(pid):
    """Whether a process is alive."""
    return process.started_at(pid) is not None
