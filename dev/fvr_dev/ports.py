"""Picking TCP ports on the loopback interface."""
import socket

from .errors import DevError

LOOPBACK = "127.0.0.1"
#: How many ports after the wanted one are tried.
ATTEMPTS = 50


def is_free(port):
    """Tell whether a server could listen on ``port`` of any interface."""
    for address in (LOOPBACK, "0.0.0.0"):
        with socket.socket() as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind((address, port))
            except OSError:
                return False
    return True


def any_free():
    """Return a free port that the system chooses."""
    with socket.socket() as probe:
        probe.bind((LOOPBACK, 0))
        return probe.getsockname()[1]


def first_free(preferred, taken=()):
    """Return ``preferred`` or the next free port after it that is not in ``taken``."""
    for port in range(preferred, preferred + ATTEMPTS):
        if port not in taken and is_free(port):
            return port
    last = preferred + ATTEMPTS - 1
    raise DevError("No port from %d to %d is free. Name a free one with --port." % (preferred, last))


def exactly(port):
    """Return ``port`` when it is free.

    Raises
    ------
    DevError
        When another program listens there.
    """
    if not 1 <= port <= 65535:
        raise DevError("Port %d does not exist: choose one from 1024 to 65535." % port)
    if not is_free(port):
        raise DevError("Port %d is taken by another program. Name a free one with --port, or leave --port out." % port)
    return port
