"""When something happened, told from a phone's clock that may be wrong."""
from datetime import datetime, timedelta
from typing import Optional

#: A batch may be so long on its way, with photos, on a bad network or before a busy server, and its phone then seems to be
#: behind by as much; the phone's own screen (``TOLERANCE_S``) takes such a difference for no wrong clock either.
ON_THE_WAY_S = 120


def happened(at: datetime, ahead_s: int, now: datetime, since: Optional[datetime] = None,
             ahead_before_s: Optional[int] = None) -> datetime:
    """Return the moment of an event by the server's clock.

    Parameters
    ----------
    at : naive UTC by the phone's clock
    ahead_s : how far that clock was ahead when the event was sent, seconds
        (negative: behind; up to `ON_THE_WAY_S` that is the way through the network and no wrong clock)
    now : the server's clock
    since : the server's clock when the phone last heard of it before the event; the event cannot be earlier
    ahead_before_s : how far the phone's clock was ahead at that time, for a clock that was put right in between

    The answer is never after `now`, and never before `since` as far as that is past itself.
    """
    floor = min(since, now) if since else None
    ahead_s = 0 if -ON_THE_WAY_S <= ahead_s < 0 else ahead_s
    moments = [_earlier(at, ahead) for ahead in (ahead_s, ahead_before_s) if ahead is not None]
    for moment in moments:
        if moment <= now and (floor is None or moment >= floor):
            return moment
    return min(max(moments[0], floor) if floor else moments[0], now)


def _earlier(at: datetime, seconds: int) -> datetime:
    """Return `at` less `seconds`; the ends of the calendar where it would leave it."""
    try:
        return at - timedelta(seconds=seconds)
    except OverflowError:
        return datetime.min if seconds > 0 else datetime.max
