"""Map tiles of other services: their addresses, and fetching one."""
from .address import MAX_ZOOM, AddressFault, check_template, fill, is_tile
from .fetch import Tile, TileFault, fetch

__all__ = ["MAX_ZOOM", "AddressFault", "Tile", "TileFault", "check_template", "fetch", "fill", "is_tile"]
