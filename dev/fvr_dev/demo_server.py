"""The server process of a demo: started detached, found again by a later command."""
import json
import time
import urllib.error
import urllib.request

from . import configuration, ports, process
from .console import step
from .errors import DevError

_START_PATIENCE_S = 120


class DemoServer:
    """One Odoo process whose number, address and settings are noted in ``folder``."""

    def __init__(self, installation, folder):
        self.installation, self.folder = installation, folder
        self.log, self._output = folder / "odoo.log", folder / "odoo.out"
        self._state_file, self._port_file = folder / "server.json", folder / "port"

    def running(self):
        """Return the noted state of the server while it runs, else None."""
        if not self._state_file.exists():
            return None
        state = json.loads(self._state_file.read_text())
        return state if process.is_same_process(state["pid"], state["started"]) else None

    def serves(self, port, workers):
        """Tell whether the server runs and answers, with the settings that are asked for."""
        state = self.running()
        if not state or (port and state["port"] != port) or (workers is not None and state["workers"] != workers):
            return False
        return answers(state["url"])

    def choose_ports(self, port):
        """Return the port to listen on and one for long polling, both free."""
        # The port of the last start goes first, so that bookmarks stay good.
        last = int(self._port_file.read_text()) if self._port_file.exists() else 8069
        port = ports.exactly(port) if port else ports.first_free(last)
        return port, ports.first_free(port + 1, taken=(port,))

    def launch(self, conf, environment):
        """Start the server with the configuration file ``conf`` and wait until it answers."""
        settings = configuration.read(conf)
        url = url_of(settings)
        step("starting the server on %s" % url)
        command = [*self.installation.command, "-c", conf, "--logfile", self.log]
        child = process.spawn_detached(command, self._output, environment)
        state = {"pid": child.pid, "started": process.started_at(child.pid), "url": url,
                 "port": int(settings["http_port"]), "workers": int(settings["workers"])}
        self._state_file.write_text(json.dumps(state))
        self._port_file.write_text(settings["http_port"])
        self._await_answer(state)

    def stop(self):
        """Stop the server; tell whether it ran."""
        state = self.running()
        if state:
            process.stop(state["pid"], state["started"])
        self._state_file.unlink(missing_ok=True)
        return bool(state)

    def _await_answer(self, state):
        end = time.monotonic() + _START_PATIENCE_S
        while not answers(state["url"]):
            if not process.is_same_process(state["pid"], state["started"]) or time.monotonic() > end:
                self.stop()
                raise DevError("The server does not answer. Its log ends with:\n%s\nThe whole log is %s." % (
                    self._end_of_log(), self.log))
            time.sleep(0.2)

    def _end_of_log(self):
        texts = [path.read_text(errors="replace") for path in (self.log, self._output) if path.exists()]
        return "\n".join("".join(texts).splitlines()[-20:])


def url_of(settings):
    """Return the address of a server with these ``settings``."""
    return "http://%s:%s" % (ports.LOOPBACK, settings["http_port"])


def answers(url):
    """Tell whether an Odoo answers at ``url``; one that answers with an error does not count."""
    try:
        with urllib.request.urlopen(url + "/web/login", timeout=60) as answer:
            return answer.status == 200
    except (urllib.error.HTTPError, OSError):
        return False
