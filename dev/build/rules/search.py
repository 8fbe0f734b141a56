"""Search views."""
from ..errors import unsupported
from .nodes import archs, elements
from .registry import before

#: Periods of a date filter that every series knows, in the words of both generations.
PERIODS = {"month": "this_month", "month-1": "last_month", "month-2": "antepenultimate_month",
           "year": "this_year", "year-1": "last_year", "year-2": "antepenultimate_year",
           "first_quarter": "first_quarter", "second_quarter": "second_quarter",
           "third_quarter": "third_quarter", "fourth_quarter": "fourth_quarter"}
RANGE = ("start_month", "end_month", "start_year", "end_year")


@before(18)
def date_filters(root, models):
    """The default period of a date filter has other names, and its range cannot be set."""
    for arch in archs(root):
        for node in elements(arch, "filter"):
            for name in RANGE:
                node.attrib.pop(name, None)
            periods = node.get("default_period")
            if periods:
                node.set("default_period", ",".join(older_period(node, period.strip())
                                                    for period in periods.split(",")))


def older_period(node, period):
    """Return the older name of a period."""
    if period not in PERIODS:
        raise unsupported(node, "default_period=%r" % period,
                          "use one of " + ", ".join(sorted(PERIODS)))
    return PERIODS[period]


@before(18)
def custom_date_options(root, models):
    """A filter inside a date filter has no older form."""
    for arch in archs(root):
        for node in arch.xpath(".//search//filter/filter"):
            raise unsupported(node, "an option of a date filter", "write a filter of its own")
