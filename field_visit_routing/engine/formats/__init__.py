"""Readers of the field's file formats and of this project's JSON."""

from .errors import FormatError
from .instance import Instance, measures
from .reader import parse, read

__all__ = ["FormatError", "Instance", "measures", "parse", "read"]
