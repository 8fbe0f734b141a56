"""The front's process, started for a phone and found again by a later command."""
import json
import os
import socket
import ssl
import sys
import time

from .. import ports, process
from ..console import step
from ..errors import DevError
from ..paths import DEV
from .certificate import Certificates

_PATIENCE_S = 20
#: Nobody has this address; asking for the way there tells which of ours leads out.
_ELSEWHERE = ("192.0.2.1", 9)


class PhoneServer:
    """HTTPS for the demo server of ``folder``."""

    def __init__(self, folder):
        self._folder = folder / "phone"
        self._state_file, self._log = self._folder / "front.json", self._folder / "front.out"
        self.certificates = Certificates(self._folder)

    def running(self):
        """Return the noted state of the front while it runs, else None."""
        if not self._state_file.exists():
            return None
        state = json.loads(self._state_file.read_text())
        return state if process.is_same_process(state["pid"], state["started"]) else None

    def start(self, port, polling_port):
        """Listen on this machine's address for the demo server at ``port``; return the address for phones."""
        address = local_address()
        state = self.running()
        if state and (state["address"], state["upstream"]) == (address, port):
            return state["url"]
        self.stop()
        self.certificates.make_for(address)
        own = ports.first_free(8443)
        step("starting HTTPS for phones on https://%s:%s" % (address, own))
        child = process.spawn_detached(
            [sys.executable, "-m", "fvr_dev", "phone-front", address, own, port, polling_port, self._folder], self._log,
            dict(os.environ, PYTHONPATH=str(DEV)))
        state = {"pid": child.pid, "started": process.started_at(child.pid), "address": address, "upstream": port,
                 "url": "https://%s:%s" % (address, own)}
        self._state_file.write_text(json.dumps(state))
        self._await(address, own)
        return state["url"]

    def stop(self):
        """Stop the front if it runs."""
        state = self.running()
        if state:
            process.stop(state["pid"], state["started"])
        self._state_file.unlink(missing_ok=True)

    def _await(self, address, port):
        context = ssl.create_default_context(cafile=str(self.certificates.authority))
        end = time.monotonic() + _PATIENCE_S
        while True:
            try:
                with socket.create_connection((address, port), 2) as plain:
                    with context.wrap_socket(plain, server_hostname=address):
                        return
            except OSError as error:
                if time.monotonic() > end:
                    self.stop()
                    raise DevError("HTTPS for phones does not answer on %s:%s: %s. Its output is %s." % (
                        address, port, error, self._log)) from error
                time.sleep(0.1)


def local_address():
    """Return this machine's address in the local network."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        try:
            probe.connect(_ELSEWHERE)  # of this kind of socket, that sends nothing
            return probe.getsockname()[0]
        except OSError as error:
            raise DevError("This machine is in no network, so that a phone could not reach it. Connect it to the "
                           "phone's Wi-Fi and run the same command again.") from error
