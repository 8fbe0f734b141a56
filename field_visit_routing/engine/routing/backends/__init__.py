"""Search backends behind one Protocol; each native library is imported by one file."""

from .protocol import Backend, OnOrders

__all__ = ["Backend", "OnOrders"]
