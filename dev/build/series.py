"""The series that are built."""
from .errors import BuildError

SERIES = (14, 15, 16, 17, 18, 19)


def parse(text):
    """Return the number of a series given as ``14``, ``14.0`` or ``v14.0``.

    Raises
    ------
    BuildError
        When it is not one of the series that are built.
    """
    number = str(text).lower().lstrip("v").split(".")[0]
    if not number.isdigit() or int(number) not in SERIES:
        names = ", ".join(label(series) for series in SERIES)
        raise BuildError("%r is not a series this addon is built for" % text, "choose one of " + names)
    return int(number)


def label(number):
    """Return Odoo's name of a series: ``14`` is ``"14.0"``."""
    return "%d.0" % number
