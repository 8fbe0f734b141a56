"""What the name of a column says: known only afterwards, or about a person."""

from __future__ import annotations

import re
from typing import FrozenSet

_PARTS = re.compile(r"[A-Za-z][a-z]+|[A-Z]+(?![a-z])|[a-z]+|\d+")

#: Whole names that nobody knows before the end; compared without case, spaces and marks.
AFTERWARDS = frozenset((
    "lostreason", "reasonlost", "lossreason", "wonreason", "wonstatus", "iswon", "islost", "won", "lost",
    "dateclosed", "closedate", "closeddate", "closedat", "closedon", "dayclose", "daystoclose", "timetoclose",
    "wondate", "datewon", "wonat", "lostdate", "datelost", "lostat", "convertedat", "converteddate", "converted",
    "dateconversion", "conversiondate", "dateconverted", "isconverted", "datelaststageupdate", "actualrevenue",
    "finalamount", "finalstage", "finalstatus", "signedon", "signedat", "signeddate", "wonamount", "orderdate",
    "contractid", "contractdate", "purchasedate", "dateofpurchase", "churndate", "cancellationdate", "deathdate",
))
#: Names that often mean what came after; believed when the column tells much of the answer as well.
SUSPECT = frozenset(("duration", "outcome", "result", "stage", "status", "probability", "closed", "final", "seconds",
                     "talktime", "after", "afterwards", "won", "lost", "converted", "conversion", "signed", "invoice",
                     "invoiced", "contract", "resolution", "response", "callback", "followup", "close", "closing"))
#: A former result is known beforehand.
FORMER = frozenset(("previous", "prev", "former", "last", "past", "prior", "p", "poutcome", "pre", "earlier", "history"))
PERSONAL = frozenset(("age", "sex", "gender", "marital", "married", "birth", "birthday", "birthdate", "dob", "born",
                      "religion", "ethnicity", "ethnic", "race", "nationality", "citizenship", "health", "disability",
                      "disabled", "children", "dependents", "pregnant", "education", "salutation", "firstname",
                      "orientation", "illness", "income", "salary"))
IDENTIFIER = frozenset(("id", "uuid", "guid", "key", "rowid", "index", "no", "nr", "number", "ref", "reference", "code",
                        "serial", "customerid", "leadid", "userid", "clientid"))


def parts(name: str) -> FrozenSet[str]:
    """Return the words of a column's name, in small letters."""
    return frozenset(word.lower() for word in _PARTS.findall(name))


def _plain(name: str) -> str:
    return re.sub(r"[\W_]+", "", name).lower()


def is_known_afterwards(name: str) -> bool:
    """Tell whether the name says that the column is filled at the end only; ``field:lost_reason_id`` is a lost reason."""
    last = name.rpartition(":")[2]
    return bool({_plain(name), _plain(last), _plain(re.sub(r"_id$", "", last))} & AFTERWARDS)


def may_be_known_afterwards(name: str) -> bool:
    """Tell whether the name is one of those that often mean what came after."""
    words = parts(name) | {_plain(name)}
    return bool(words & SUSPECT) and not words & FORMER


def is_personal(name: str) -> bool:
    """Tell whether the column is about a person: age, sex, family, origin, belief, health …"""
    return bool((parts(name) | {_plain(name)}) & PERSONAL)


def may_be_identifier(name: str) -> bool:
    """Tell whether the name is one that numbers or references have."""
    return bool((parts(name) | {_plain(name)}) & IDENTIFIER) or _plain(name).endswith("id")
