"""Customers out of pasted text and files: table, columns, rows."""
from .columns import TARGETS, guess_columns, recognise
from .rows import Problem, Row, needs_datum, needs_order, read_rows
from .table import TableError, read_file, read_text

__all__ = [
    "TARGETS",
    "Problem",
    "Row",
    "TableError",
    "guess_columns",
    "needs_datum",
    "needs_order",
    "read_file",
    "read_rows",
    "read_text",
    "recognise",
]
