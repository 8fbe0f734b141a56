"""The job that learns from results.

Request: ``table`` (columns, see :mod:`..scoring.packing`; ``target`` and ``when`` are two of them), ``options``
(of :class:`..scoring.learning.Options`; its tuples are lists) and ``signature_key`` (hex). Result: ``card``, ``nodes``
(the tree, for a picture), ``artifact`` (the signed model, base64) and ``held_out`` (packed columns ``row`` and
``probability`` of the rows that were tested on).
"""

from __future__ import annotations

import base64
from dataclasses import fields
from typing import Any, Dict, Mapping

from ...errors import EngineError
from ...scoring.learning import Options, Table, train
from ...scoring.packing import pack, unpack
from ..context import Context, Message

TARGET, WHEN = "target", "when"


def run(request: Mapping[str, Any], context: Context) -> Message:
    """Learn; a cancelled job has no result."""
    columns = _columns(request)
    target, when = columns.pop(TARGET), columns.pop(WHEN)
    context.progress(10, "learning")
    trained = train(Table(columns), target, when, options_from_dict(request.get("options") or {}))
    context.progress(95, "learning")
    held = trained.held_out
    if held is None:
        raise EngineError("no_held_out")
    tested = {"row": held.rows.tolist(), "probability": held.probabilities.tolist()}
    return {
        "status": "done",
        "card": trained.card,
        "nodes": trained.tree.nodes(),
        "artifact": base64.b64encode(trained.dumps(_key(request))).decode(),
        "held_out": pack(tested),
    }


def _columns(request: Mapping[str, Any]) -> Dict[str, Any]:
    try:
        columns = unpack(str(request.get("table") or ""))
    except ValueError as error:
        raise EngineError("bad_request", {"detail": "table", "value": str(error)[:80]}) from None
    for name in (TARGET, WHEN):
        if name not in columns:
            raise EngineError("bad_request", {"detail": "table." + name})
    return columns


def _key(request: Mapping[str, Any]) -> bytes:
    try:
        key = bytes.fromhex(str(request.get("signature_key") or ""))
    except ValueError:
        key = b""
    if not key:
        raise EngineError("bad_request", {"detail": "signature_key"})
    return key


def options_from_dict(document: Mapping[str, Any]) -> Options:
    """Return the options of a document.

    Raises
    ------
    EngineError
        ``bad_request`` with the option that is not known as ``detail``.
    """
    known = {item.name for item in fields(Options)}
    for name in document:
        if name not in known:
            raise EngineError("bad_request", {"detail": "options." + str(name)[:40]})
    return Options(**{name: tuple(v) if isinstance(v, list) else v for name, v in document.items()})
