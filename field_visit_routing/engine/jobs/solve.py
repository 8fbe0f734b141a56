"""``python -m engine.jobs.solve REQUEST.json``: plan without Odoo, result on stdout."""

from __future__ import annotations

import json
import sys
from typing import Any, Dict, List

from ..errors import EngineError
from .context import Context, Message
from .kinds import plan
from .worker import failure


def main(arguments: List[str]) -> int:
    """Read a request, or a bare problem document, and print the result as JSON."""
    if len(arguments) != 1:
        sys.stderr.write("usage: python -m engine.jobs.solve REQUEST.json\n")
        return 2
    result = _run(arguments[0])
    json.dump(result, sys.stdout, indent=2)
    sys.stdout.write("\n")
    return 1 if result["status"] == "failed" else 0


def _run(path: str) -> Message:
    try:
        with open(path, encoding="utf-8") as stream:
            return plan.run(_request(json.load(stream)), Context(_show, lambda: False))
    except EngineError as error:
        return failure(error)
    except (OSError, ValueError) as error:
        return failure(EngineError("bad_request", {"detail": str(error)[:200]}))


def _request(document: Any) -> Dict[str, Any]:
    if not isinstance(document, dict):
        raise EngineError("bad_request", {"detail": "not an object"})
    return document if "problem" in document else {"problem": document}


def _show(message: Message) -> None:
    sys.stderr.write("%s\n" % json.dumps(message.get("progress", {}).get("best_objective")))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
