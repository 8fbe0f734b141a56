"""Many addresses, one after the other, as plain data: the work of a geocoding job."""
from typing import Any, Callable, Dict, Iterable, Iterator, List, Mapping, Optional, Union

from .base import Answer, Geocoder, Query
from .errors import GeocodingError

#: After so many refusals in a row the provider is left in peace and the rest is given back.
PATIENCE = 3


def locate_many(
    geocoder: Geocoder,
    queries: Iterable[Mapping[str, Any]],
    on_progress: Optional[Callable[[int], None]] = None,
    cancelled: Optional[Callable[[], bool]] = None,
) -> List[Dict[str, Any]]:
    """Locate each query and return one answer for each that was tried.

    Parameters
    ----------
    queries : iterable of mapping
        Fields of :class:`~.base.Query` and an ``id``.
    on_progress : callable, optional
        Called with the number of queries done.
    cancelled : callable, optional
        Asked before each query; what was found so far is kept.

    Returns
    -------
    list of dict
        ``{"id", "lat", "lon", "precision", "source", "label"}`` or ``{"id", "failure", "retry"}``.
    """
    answers: List[Dict[str, Any]] = []
    for answer in _answers(geocoder, queries, cancelled):
        answers.append(answer)
        if on_progress:
            on_progress(len(answers))
    return answers


def _answers(geocoder: Geocoder, queries: Iterable[Mapping[str, Any]],
             cancelled: Optional[Callable[[], bool]]) -> Iterator[Dict[str, Any]]:
    known: Dict[str, Union[Answer, GeocodingError]] = {}
    refusals = 0
    for values in queries:
        if (cancelled and cancelled()) or refusals >= PATIENCE:
            return
        query = Query.from_dict(values)
        key = query.cache_key(geocoder.name)
        if key not in known:
            known[key] = _try(geocoder, query)
        outcome = known[key]
        refused = isinstance(outcome, GeocodingError) and outcome.retry
        refusals = refusals + 1 if refused else 0
        if refused:
            del known[key]
        yield dict(_as_dict(outcome), id=values["id"])


def _try(geocoder: Geocoder, query: Query) -> Union[Answer, GeocodingError]:
    try:
        return geocoder.locate(query)
    except GeocodingError as error:
        return error


def _as_dict(outcome: Union[Answer, GeocodingError]) -> Dict[str, Any]:
    if isinstance(outcome, Answer):
        return outcome.to_dict()
    return {"failure": outcome.code, "retry": outcome.retry, "retry_after": outcome.retry_after or 0}
