"""A server between the phone and the demo that hands out a second version of the app when it is told to.

A browser asks for a newer worker by itself, where no test can answer in the server's place; and the demo's own files
are those of the other tests.
"""
import http.client
import re
import sys
import threading
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import urlsplit

APP = "/field_visit_routing/app"
BUNDLE = "/field_visit_routing/static/dist/field_visit_app.js"
#: Where the version is written: into the page, and into the worker with the files that it keeps.
WITH_VERSION = (APP, APP + "/worker.js")
SECOND = "second0version"
#: The second version is another program, too: its page can be told from that of the first.
MARK = b"\n;globalThis.isSecondVersion = true;"
OF_ONE_CONNECTION = ("connection", "keep-alive", "transfer-encoding", "content-length", "accept-encoding")


class _Passing(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def log_message(self, *_what):
        """Say nothing: the demo's own log has it all."""

    def _pass(self):
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0)) or None
        headers = {key: value for key, value in self.headers.items() if key.lower() not in OF_ONE_CONNECTION}
        connection = http.client.HTTPConnection(self.server.behind)
        try:
            connection.request(self.command, self.path, body, headers)
            answer = connection.getresponse()
            self._answer(answer, self._of_version(answer.read()))
        finally:
            connection.close()

    do_GET = do_POST = do_HEAD = _pass

    def _of_version(self, content):
        path = urlsplit(self.path).path
        if path == BUNDLE and SECOND in self.path:
            return content + MARK
        if path in WITH_VERSION and self.server.is_second:
            return re.sub(rb"%s\b" % self.server.first.encode(), SECOND.encode(), content)
        return content

    def _answer(self, answer, content):
        self.send_response(answer.status)
        for key, value in answer.getheaders():
            if key.lower() not in OF_ONE_CONNECTION:
                self.send_header(key, value)
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(content)


class Versions(ThreadingHTTPServer):
    """Passes everything on to ``url``; from ``bring_second`` on with another version of the app."""

    daemon_threads = True

    def __init__(self, url):
        super().__init__(("127.0.0.1", 0), _Passing)
        self.behind = urlsplit(url).netloc
        self.url = f"http://127.0.0.1:{self.server_port}"
        self.is_second = False
        self.first = self._version()

    def _version(self):
        connection = http.client.HTTPConnection(self.behind)
        connection.request("GET", APP + "/worker.js")
        found = re.search(rb'"version": "([^"]+)"', connection.getresponse().read())
        connection.close()
        return found.group(1).decode()

    def handle_error(self, request, client_address):
        """A phone that goes offline hangs up in the midst of an answer; all else is told."""
        if not isinstance(sys.exc_info()[1], ConnectionError):
            super().handle_error(request, client_address)

    def bring_second(self):
        """The addon is updated on the server."""
        self.is_second = True


@contextmanager
def versions(url):
    """Serve two versions of the app before the demo at ``url``."""
    server = Versions(url)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield server
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
