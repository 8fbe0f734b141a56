"""What a job can be; each kind is a module with ``run`` and, if it can, ``rescue``.

``run(request, context)`` returns the body of ``result.json``;
``rescue(request, best)`` makes such a body of the best answer that a killed
run had reported. Modules are imported in the working process only.
"""

from __future__ import annotations

from typing import Mapping

#: kind -> module, relative to this package.
KINDS: Mapping[str, str] = {
    "plan": ".plan",
    "geocode": ".geocode",
    "capacity": ".capacity",
    "design": ".design",
    "learn": ".learn",
}
