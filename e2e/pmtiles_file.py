"""A small PMTiles file for tests: the whole world as land, in vector tiles of zooms 0 and 1.

Formats: PMTiles specification version 3, Mapbox Vector Tile specification 2.
"""
import struct

EXTENT = 4096
HEADER_BYTES = 127
NO_COMPRESSION, VECTOR = 1, 1


def world_of_land():
    """Return the file's bytes."""
    tile = _layer("earth", _square())
    # one entry for the tiles 0 (zoom 0) to 4 (zoom 1), which all look alike
    directory = b"".join(_varint(number) for number in (1, 0, 5, len(tile), 1))
    metadata = b'{"name": "test"}'
    offsets = [HEADER_BYTES, len(directory), HEADER_BYTES + len(directory), len(metadata), 0, 0,
               HEADER_BYTES + len(directory) + len(metadata), len(tile)]
    header = b"PMTiles\x03" + struct.pack("<8Q", *offsets) + struct.pack("<3Q", 5, 1, 1)
    header += struct.pack("<6B", 1, NO_COMPRESSION, NO_COMPRESSION, VECTOR, 0, 1)
    header += struct.pack("<4i", -1800000000, -850000000, 1800000000, 850000000)
    header += struct.pack("<Bii", 0, 0, 0)
    assert len(header) == HEADER_BYTES
    return header + directory + metadata + tile


def _square():
    """Geometry commands: move to a corner, three lines, close."""
    def zigzag(value):
        return (value << 1) ^ (value >> 31)

    moves = [(0, 0)], [(EXTENT, 0), (0, EXTENT), (-EXTENT, 0)]
    numbers = []
    for command, points in ((1, moves[0]), (2, moves[1])):
        numbers.append(command | len(points) << 3)
        numbers += [zigzag(part) & 0xFFFFFFFF for point in points for part in point]
    return numbers + [7 | 1 << 3]


def _layer(name, geometry):
    feature = _field(3, 0, _varint(3)) + _field(4, 2, b"".join(_varint(number) for number in geometry))
    layer = (_field(15, 0, _varint(2)) + _field(1, 2, name.encode()) + _field(2, 2, feature)
             + _field(5, 0, _varint(EXTENT)))
    return _field(3, 2, layer)


def _field(number, kind, content):
    """One field of a protocol buffer: kind 0 is a number, 2 a block with its length."""
    length = _varint(len(content)) if kind == 2 else b""
    return _varint(number << 3 | kind) + length + content


def _varint(value):
    parts = []
    while value > 0x7F:
        parts.append(value & 0x7F | 0x80)
        value >>= 7
    return bytes(parts + [value])
