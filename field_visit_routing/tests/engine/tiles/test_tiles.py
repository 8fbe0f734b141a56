"""Addresses of tiles and fetching one; no test leaves the machine."""
import io
from urllib.error import HTTPError, URLError

import pytest
from engine.tiles import AddressFault, Tile, TileFault, check_template, fetch, fill, is_tile
from engine.tiles.fetch import MAX_BYTES

OSM = "https://tile.example.com/{z}/{x}/{y}.png"


class Answer(io.BytesIO):
    def __init__(self, content=b"png", kind="image/png"):
        super().__init__(content)
        self.headers = {"Content-Type": kind}


@pytest.mark.parametrize("template, more", [
    (OSM, {}),
    ("http://127.0.0.1:8000/tms/{z}/{x}/{-y}.jpg", {}),
    ("https://{s}.example.com/{z}/{x}/{y}{r}.png?key={key}", {"subdomains": "abc", "key": "k"}),
    ("https://maps.example.com/city.pmtiles", {"tiles": False}),
])
def test_good_templates(template, more):
    check_template(template, **more)


@pytest.mark.parametrize("template, code, detail", [
    ("tile.example.com/{z}/{x}/{y}", "scheme", "tile.example.com"),
    ("javascript:alert({z}{x}{y})", "scheme", "javascript"),
    ("file:///etc/{z}/{x}/{y}", "scheme", "file"),
    ("https://tile.example.com/{z}/{x}.png", "incomplete", "{y}"),
    ("https://tile.example.com/{z}/{x}/{y}/{secret}", "placeholder", "{secret}"),
    ("https://{s}.example.com/{z}/{x}/{y}", "subdomains", "{s}"),
    (OSM + "?key=abc123", "key_written", "key"),
    (OSM + "?style=1&access_token=pk.123", "key_written", "access_token"),
    (OSM + "?key={key}", "key_missing", "{key}"),
])
def test_bad_templates_are_refused_with_the_part_at_fault(template, code, detail):
    with pytest.raises(AddressFault) as caught:
        check_template(template)
    assert caught.value.code == code
    assert detail in caught.value.detail


def test_one_file_has_no_tile_numbers():
    with pytest.raises(AddressFault):
        check_template(OSM, tiles=False)


def test_filling_spreads_over_sub_domains_and_escapes_the_key():
    template = "https://{s}.example.com/{z}/{x}/{y}/{-y}?key={key}"
    assert fill(template, 2, 3, 0, "ab", "a&b") == "https://b.example.com/2/3/0/3?key=a%26b"
    assert fill(template, 2, 2, 0, "ab", "k").startswith("https://a.")


@pytest.mark.parametrize("tile", [(0, 0, 1), (3, 8, 0), (-1, 0, 0), (23, 0, 0), (2, -1, 0)])
def test_tiles_that_do_not_exist(tile):
    assert not is_tile(*tile)
    with pytest.raises(ValueError, match="no tile"):
        fill(OSM, *tile)


def test_a_tile_and_who_asks_for_it():
    asked = []

    def open_url(request, timeout_s):
        asked.append((request.full_url, request.get_header("Referer"), request.get_header("User-agent"), timeout_s))
        return Answer(b"\x89PNG", "image/png; charset=binary")

    assert fetch("https://t/1", "https://odoo.example.com/", open_url) == Tile(b"\x89PNG", "image/png")
    [(url, referer, agent, timeout_s)] = asked
    assert (url, referer) == ("https://t/1", "https://odoo.example.com/")
    assert "field_visit_routing" in agent
    assert 0 < timeout_s <= 10


@pytest.mark.parametrize("answer, text, status", [
    (HTTPError("https://t/?key=secret", 403, "Forbidden", {}, io.BytesIO()), "403", 403),
    (URLError("refused"), "does not answer", None),
    (TimeoutError("slow"), "does not answer", None),
    (Answer(b"<html>", "text/html"), "no picture", None),
    (Answer(b"<svg onload=alert(1)>", "image/svg+xml"), "no picture", None),
    (Answer(b"x" * (MAX_BYTES + 1)), "larger", None),
])
def test_what_is_no_picture_is_a_fault_without_the_address(answer, text, status):
    def open_url(_request, _timeout_s):
        if isinstance(answer, Exception):
            raise answer
        return answer

    with pytest.raises(TileFault, match=text) as caught:
        fetch("https://t/?key=secret", open_url=open_url)
    assert caught.value.status == status
    assert "secret" not in str(caught.value)


def test_a_redirect_is_not_followed():
    from http.server import BaseHTTPRequestHandler, HTTPServer
    from threading import Thread

    class Elsewhere(BaseHTTPRequestHandler):
        def do_GET(self):
            self.send_response(302)
            self.send_header("Location", "/secret")
            self.end_headers()

        def log_message(self, *_args):
            pass

    server = HTTPServer(("127.0.0.1", 0), Elsewhere)
    thread = Thread(target=server.handle_request, daemon=True)
    thread.start()
    try:
        with pytest.raises(TileFault, match="302"):
            fetch("http://127.0.0.1:%d/1/2/3" % server.server_port)
    finally:
        thread.join(5)
        server.server_close()
