"""pytest plugin: a web server for browser tests on Odoo before 15.

pytest-odoo starts one there by ``server.start(stop=True)``, which stops it at once unless a thread loses
a race.  This fixture has the same name and takes its place; for later series pytest-odoo's is kept.
The plugin must be named after ``-p odoo``: of two fixtures with one name, the later one is used.
"""
import socket
import time

import odoo
import pytest

_PATIENCE_S = 30

if odoo.release.version_info < (15,):

    @pytest.fixture(scope="session", autouse=True)
    def load_http(request, load_registry):
        """Serve Odoo on a free port of the loopback interface while the tests run."""
        if not request.config.getoption("--odoo-http"):
            yield
            return
        server = _start(_free_port())
        yield
        server.httpd.shutdown()


def _free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def _start(port):
    from odoo.service import server, wsgi_server

    odoo.tools.config["http_port"] = port
    odoo.tools.config["http_interface"] = "127.0.0.1"
    server.load_server_wide_modules()
    wsgi_server._patch_xmlrpc_marshaller()
    server.server = server.ThreadedServer(wsgi_server.application)
    # Not start(): that one takes over the signals, and Ctrl-C must stay pytest's.
    server.server.http_spawn()
    _await_answer(port)
    return server.server


def _await_answer(port):
    end = time.monotonic() + _PATIENCE_S
    while True:
        try:
            socket.create_connection(("127.0.0.1", port), 1).close()
            return
        except OSError:
            if time.monotonic() > end:
                raise
            time.sleep(0.05)
