"""The job that locates addresses.

Request: ``provider``, ``options``, ``queries`` (each with an ``id`` and the
fields of an address). Result: ``answers``.
"""

from __future__ import annotations

from typing import Any, Mapping

from ...errors import EngineError
from ..context import Context, Message


def run(request: Mapping[str, Any], context: Context) -> Message:
    """Locate each query; what was found before a cancel is kept."""
    from ... import geocoding

    queries = request.get("queries")
    options = request.get("options") or {}
    if not isinstance(queries, list) or not isinstance(options, dict):
        raise EngineError("bad_request", {"detail": "queries, options"})
    try:
        geocoder = geocoding.make(str(request.get("provider")), **options)
    except geocoding.Misconfigured as error:
        raise EngineError("misconfigured", {"detail": str(error)[:200]}) from None

    def report(done: int) -> None:
        context.progress(100 * done // max(1, len(queries)), "locating", float(done))

    answers = geocoding.locate_many(geocoder, queries, report, context.cancelled)
    status = "cancelled" if context.cancelled() else "done"
    return {"status": status, "answers": answers}
