"""Fetch one tile, with a limit on everything: time, size, kind, and where the answer comes from."""
from typing import Any, Callable, NamedTuple, Optional
from urllib.error import HTTPError
from urllib.request import HTTPRedirectHandler, Request, build_opener

TIMEOUT_S = 8.0
#: A tile of 512 pixels rarely has more than 200 kB.
MAX_BYTES = 2_000_000
USER_AGENT = "field_visit_routing/1.0 (map tiles for signed-in users)"
KINDS = ("image/png", "image/jpeg", "image/webp", "image/gif")

Open = Callable[[Request, float], Any]


class Tile(NamedTuple):
    """A picture and its media type."""

    content: bytes
    kind: str


class TileFault(Exception):
    """The service gave no picture; ``status`` is its HTTP status, None when it did not answer.

    The text never holds the address: that has the key in it.
    """

    def __init__(self, reason: str, status: Optional[int] = None) -> None:
        super().__init__(reason)
        self.status = status


class _NoRedirect(HTTPRedirectHandler):
    """A tile comes from the configured service or not at all."""

    def redirect_request(self, *_args: Any) -> None:
        return None


def fetch(url: str, referer: str = "", open_url: Optional[Open] = None) -> Tile:
    """Return the tile at ``url``.

    Parameters
    ----------
    url : str
        Address of the tile, as :func:`.address.fill` makes it.
    referer : str
        The site for whose users it is; services ask for it.
    open_url : callable, optional
        ``open_url(request, timeout_s)``, for tests; otherwise the network.

    Raises
    ------
    TileFault
    """
    headers = {"User-Agent": USER_AGENT, "Accept": "image/*"}
    if referer:
        headers["Referer"] = referer
    try:
        with (open_url or _open)(Request(url, headers=headers), TIMEOUT_S) as answer:
            return _picture(answer)
    except HTTPError as error:
        raise TileFault("the service answered with status %d" % error.code, error.code) from None
    except (OSError, ValueError) as error:  # URLError, time-outs and broken answers are OSErrors
        raise TileFault("the service does not answer (%s)" % type(error).__name__) from None


def _open(request: Request, timeout_s: float) -> Any:
    return build_opener(_NoRedirect).open(request, timeout=timeout_s)


def _picture(answer: Any) -> Tile:
    kind = str(answer.headers.get("Content-Type") or "").split(";")[0].strip().lower()
    if kind not in KINDS:
        raise TileFault("the service answered with %s, which is no picture" % (kind or "nothing"))
    content = answer.read(MAX_BYTES + 1)
    if len(content) > MAX_BYTES:
        raise TileFault("the picture is larger than %d bytes" % MAX_BYTES)
    return Tile(content, kind)
