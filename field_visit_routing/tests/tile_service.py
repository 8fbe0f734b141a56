"""A map service on the loopback for tests: it answers with a small picture and notes what it was asked."""
import struct
import zlib
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread


def png(red=200, green=220, blue=240, size=1):
    """Return a picture of one colour, as bytes."""
    def chunk(name, data):
        body = name + data
        return struct.pack(">I", len(data)) + body + struct.pack(">I", zlib.crc32(body))

    rows = (b"\x00" + bytes((red, green, blue)) * size) * size
    header = struct.pack(">IIBBBBB", size, size, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b"")


class TileService:
    """``with TileService() as service``: ``service.url`` is its address, ``service.asked`` what came.

    ``may_be_copied``: whether the scripts of other sites may read its pictures.
    """

    def __init__(self, status=200, content=None, kind="image/png", may_be_copied=False):
        self.asked = []
        self.may_be_copied = may_be_copied
        self.status, self.kind = status, kind
        self.content = png() if content is None else content

    def __enter__(self):
        service = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self):
                service.asked.append((self.path, self.headers.get("Referer") or ""))
                self.send_response(service.status)
                self.send_header("Content-Type", service.kind)
                if service.may_be_copied:
                    self.send_header("Access-Control-Allow-Origin", "*")
                self.end_headers()
                self.wfile.write(service.content)

            def log_message(self, *_args):
                """The test looks at ``asked``; nothing is written to the log."""

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.thread = Thread(target=self.server.serve_forever, daemon=True)
        self.thread.start()
        self.url = "http://127.0.0.1:%d" % self.server.server_port
        return self

    def __exit__(self, *_error):
        self.server.shutdown()
        self.thread.join(10)
        self.server.server_close()
