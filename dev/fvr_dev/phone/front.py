"""A small HTTPS front of the demo server: what a phone asks over TLS goes to Odoo on the loopback interface.

Each connection carries one request, or one web socket; Odoo is told over which address it was asked, so that its
redirects lead back here.
"""
import asyncio
import ssl

_HEAD_LIMIT = 64 * 1024
_PIECE = 64 * 1024
#: Set by this front alone: what a client says of itself here would be believed by Odoo.
_OURS = ("x-forwarded-for", "x-forwarded-host", "x-forwarded-proto", "forwarded", "connection")
#: Served by Odoo's long-polling process when there is one.
_POLLING = (b"/longpolling/", b"/websocket")
#: Where a phone fetches the authority that it has to trust.
AUTHORITY_PATH = b"/authority.crt"


class Front:
    """Relays to ``port`` of the loopback interface, and to ``polling_port`` what belongs there."""

    def __init__(self, port, polling_port, authority):
        self.port, self.polling_port, self.authority = port, polling_port, authority

    async def listen(self, address, port, context):
        """Return an asyncio server that listens with the TLS ``context``."""
        return await asyncio.start_server(self.serve, address, port, ssl=context, limit=_HEAD_LIMIT)

    async def serve(self, reader, writer):
        """Serve one connection; whatever goes wrong ends this one alone."""
        try:
            head = await reader.readuntil(b"\r\n\r\n")
            if head.split(b" ", 2)[1] == AUTHORITY_PATH:
                writer.write(_file(self.authority))
                await writer.drain()
            else:
                await self._relay(head, reader, writer)
        except (OSError, ssl.SSLError, asyncio.IncompleteReadError, asyncio.LimitOverrunError, IndexError):
            pass  # the phone went away, or spoke no HTTP
        finally:
            writer.close()

    async def _relay(self, head, reader, writer):
        peer = writer.get_extra_info("peername")[0]
        path = head.split(b" ", 2)[1]
        port = self.polling_port if path.startswith(_POLLING) else self.port
        upstream_reader, upstream_writer = await asyncio.open_connection("127.0.0.1", port)
        upstream_writer.write(forwarded(head, peer))
        ways = [asyncio.ensure_future(_copy(reader, upstream_writer)),
                asyncio.ensure_future(_copy(upstream_reader, writer))]
        try:
            # either side that ends, ends both
            await asyncio.wait(ways, return_when=asyncio.FIRST_COMPLETED)
        finally:
            for way in ways:
                way.cancel()
            await asyncio.gather(*ways, return_exceptions=True)
            upstream_writer.close()


def forwarded(head, peer):
    """Return the ``head`` of a request as Odoo is to see it: who asked, under which name, over HTTPS."""
    first, *lines = head[:-4].split(b"\r\n")
    named = [(line.split(b":", 1)[0].strip().lower().decode("latin-1"), line) for line in lines]
    host = next((line.split(b":", 1)[1].strip() for name, line in named if name == "host"), b"")
    is_socket = any(name == "upgrade" for name, _line in named)
    kept = [line for name, line in named if name not in _OURS]
    added = [b"X-Forwarded-For: " + peer.encode(), b"X-Forwarded-Host: " + host, b"X-Forwarded-Proto: https",
             b"Connection: " + (b"Upgrade" if is_socket else b"close")]
    return b"\r\n".join([first, *kept, *added]) + b"\r\n\r\n"


def _file(content):
    return (b"HTTP/1.1 200 OK\r\nContent-Type: application/x-x509-ca-cert\r\nContent-Length: %d\r\n"
            b"Connection: close\r\n\r\n" % len(content)) + content


async def _copy(reader, writer):
    while True:
        piece = await reader.read(_PIECE)
        if not piece:
            return
        writer.write(piece)
        await writer.drain()


async def run(address, port, front, certificates):
    """Listen on ``address`` until the process is stopped."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificates.certificate, certificates.key)
    server = await front.listen(address, port, context)
    async with server:
        await server.serve_forever()


def main(arguments):
    """``phone-front ADDRESS PORT UPSTREAM POLLING FOLDER``: run the front in this process."""
    from pathlib import Path

    from .certificate import Certificates
    address, port, upstream, polling, folder = arguments
    certificates = Certificates(Path(folder))
    front = Front(int(upstream), int(polling), certificates.authority.read_bytes())
    asyncio.run(run(address, int(port), front, certificates))
