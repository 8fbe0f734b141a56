"""The HTTPS front for phones: what it tells Odoo, what it does not believe, and where it leads."""
import asyncio
import json
import ssl
import urllib.request
from datetime import datetime, timedelta, timezone
from pathlib import Path

import pytest
from cryptography import x509
from fvr_dev.errors import DevError
from fvr_dev.phone import server as phone_server
from fvr_dev.phone.certificate import Certificates
from fvr_dev.phone.code import in_terminal
from fvr_dev.phone.front import AUTHORITY_PATH, Front, forwarded

LOOPBACK = "127.0.0.1"


@pytest.fixture
def certificates(tmp_path):
    """Certificates for this machine's own interface."""
    made = Certificates(tmp_path)
    made.make_for(LOOPBACK)
    return made


async def _echo(name, reader, writer):
    """An upstream that answers with its name and the request it got, then echoes what else comes."""
    head = (await reader.readuntil(b"\r\n\r\n")).decode()
    length = next((int(line.split(":")[1]) for line in head.lower().splitlines() if line.startswith("content-length")), 0)
    body = json.dumps({"name": name, "head": head, "body": (await reader.readexactly(length)).decode()}).encode()
    writer.write(b"HTTP/1.0 200 OK\r\nContent-Length: %d\r\n\r\n" % len(body) + body)
    if "upgrade: websocket" in head.lower():
        writer.write(await reader.read(100))
    await writer.drain()
    writer.close()


async def _with_front(certificates, work):
    """Run ``work(url, context)`` in a thread beside a front with two upstreams."""
    servers = [await asyncio.start_server(lambda r, w, name=name: _echo(name, r, w), LOOPBACK, 0)
               for name in ("odoo", "polling")]
    front = Front(*(server.sockets[0].getsockname()[1] for server in servers), certificates.authority.read_bytes())
    own = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    own.load_cert_chain(certificates.certificate, certificates.key)
    listening = await front.listen(LOOPBACK, 0, own)
    port = listening.sockets[0].getsockname()[1]
    context = ssl.create_default_context(cafile=str(certificates.authority))
    try:
        return await asyncio.get_running_loop().run_in_executor(None, work, "https://%s:%s" % (LOOPBACK, port), context)
    finally:
        for server in [*servers, listening]:
            server.close()


@pytest.fixture
def ask(certificates):
    """Return ``ask(path, headers, data)``: the answer's bytes, over TLS that is verified."""
    def one(path, headers=None, data=None):
        def work(url, context):
            request = urllib.request.Request(url + path, data, headers or {})
            with urllib.request.urlopen(request, context=context, timeout=20) as answer:
                return answer.read()
        return asyncio.run(_with_front(certificates, work))
    return one


def test_odoo_is_told_who_asked_and_that_it_was_https(ask):
    answer = json.loads(ask("/web?x=1", data=b"hello"))
    assert answer["name"] == "odoo" and answer["body"] == "hello"
    assert "X-Forwarded-Proto: https" in answer["head"] and f"X-Forwarded-For: {LOOPBACK}" in answer["head"]
    assert "Connection: close" in answer["head"]


def test_what_a_client_says_of_itself_is_dropped(ask):
    head = json.loads(ask("/web", {"X-Forwarded-For": "10.9.8.7", "Forwarded": "for=10.9.8.7"}))["head"]
    assert "10.9.8.7" not in head


@pytest.mark.parametrize("path", ["/longpolling/poll", "/websocket"])
def test_the_bus_has_a_server_of_its_own(ask, path):
    assert json.loads(ask(path))["name"] == "polling"


def test_the_authority_can_be_fetched(ask, certificates):
    assert ask(AUTHORITY_PATH.decode()) == certificates.authority.read_bytes()


def test_a_web_socket_stays_open_both_ways(certificates):
    def work(url, context):
        import socket
        host, port = url[len("https://"):].split(":")
        with socket.create_connection((host, int(port)), 20) as plain, \
                context.wrap_socket(plain, server_hostname=host) as secure:
            secure.sendall(b"GET /websocket HTTP/1.1\r\nHost: me\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n")
            first = secure.recv(65536)
            secure.sendall(b"a frame")
            return first + b"".join(iter(lambda: secure.recv(65536), b""))
    answer = asyncio.run(_with_front(certificates, work))
    assert b"Connection: Upgrade" in answer and answer.endswith(b"a frame")


@pytest.mark.parametrize("rubbish", [b"\r\n\r\n", b"x" * 70_000, b"GET\r\n\r\n"])
def test_rubbish_ends_its_own_connection_alone(certificates, rubbish):
    def work(url, context):
        import socket
        host, port = url[len("https://"):].split(":")
        with socket.create_connection((host, int(port)), 20) as plain, \
                context.wrap_socket(plain, server_hostname=host) as secure:
            secure.sendall(rubbish)
            secure.settimeout(20)
            try:
                end = secure.recv(10)
            except ConnectionError:
                end = b""
        with urllib.request.urlopen(url + "/web", context=context, timeout=20) as answer:
            return end, answer.status
    assert asyncio.run(_with_front(certificates, work)) == (b"", 200)


def test_the_host_of_the_request_is_kept():
    head = forwarded(b"GET / HTTP/1.1\r\nHost: 192.168.1.5:8443\r\nAccept: */*\r\n\r\n", "192.168.1.9")
    assert b"X-Forwarded-Host: 192.168.1.5:8443\r\n" in head and b"Host: 192.168.1.5:8443\r\n" in head
    assert head.endswith(b"\r\n\r\n") and head.count(b"\r\n\r\n") == 1


def test_a_phone_trusts_the_authority_once(tmp_path):
    made = Certificates(tmp_path)
    made.make_for("192.168.1.5")
    first, leaf = made.authority.read_bytes(), made.certificate.read_bytes()
    made.make_for("192.168.1.6")
    assert made.authority.read_bytes() == first and made.certificate.read_bytes() != leaf
    assert oct(made.key.stat().st_mode & 0o777) == "0o600"


def test_iphones_take_certificates_for_825_days_at_most(certificates):
    leaf = x509.load_pem_x509_certificate(Path(certificates.certificate).read_bytes())
    assert leaf.not_valid_after_utc - leaf.not_valid_before_utc <= timedelta(days=825)
    assert leaf.not_valid_after_utc > datetime.now(timezone.utc) + timedelta(days=365)


def test_no_network_is_a_sentence(monkeypatch):
    class Nowhere:
        def __init__(self, *_args):
            pass

        def __enter__(self):
            return self

        def __exit__(self, *_args):
            pass

        def connect(self, _address):
            raise OSError("Network is unreachable")

    monkeypatch.setattr(phone_server.socket, "socket", Nowhere)
    with pytest.raises(DevError, match="Wi-Fi"):
        phone_server.local_address()


def test_the_code_is_square_and_has_its_quiet_zone():
    lines = [line for line in in_terminal("https://192.168.1.5:8443/x").splitlines() if line]
    assert len({len(line) for line in lines}) == 1 and len(lines[0]) >= 25
    assert set(lines[0]) <= {"█"}
