"""Where rules register themselves."""
from typing import Callable, NamedTuple


class Rule(NamedTuple):
    """One rewriting, needed by every series older than ``before``."""

    before: int
    apply: Callable

    @property
    def name(self):
        """Name of the rule, as its function is called."""
        return self.apply.__name__


RULES = []


def before(series):
    """Register a rule: ``series`` is the first one that does not need it."""
    def register(function):
        RULES.append(Rule(series, function))
        return function
    return register


def rules_for(series):
    """Return the rules that ``series`` needs, newest dialect first."""
    needed = [rule for rule in RULES if series < rule.before]
    return sorted(needed, key=lambda rule: -rule.before)
