"""The rules that write the newest dialect in an older one, by topic.

A rule is a function that takes the root element of a data file, and what is known about the
models of the addon, and changes the file in place.
Rules run from the newest series to the oldest, so that each sees the dialect its series
reads, and in the order of this page within one series.
"""
from . import (
    access, lists, companies, kanban, chatter, search, actions, attributes, modifiers, settings,
    styles,
)
from .registry import RULES, rules_for
