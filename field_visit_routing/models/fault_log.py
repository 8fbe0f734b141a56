"""Faults in the log: where they happened, not what they say."""
import traceback


def told(error):
    """Return the kind of ``error`` and the way to it, without its own words, which may hold what somebody entered."""
    return "%s\n%s" % (type(error).__name__, "".join(traceback.format_tb(error.__traceback__)))
