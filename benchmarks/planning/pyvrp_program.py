"""``python pyvrp_program.py FOLDER SECONDS SEED``: PyVRP on ``model.json`` and ``matrix.npz``.

Runs in the contenders' environment and imports nothing of ours. A client with
several openings becomes a group of alternatives, one per opening *by the time
of day*; an alternative that holds on some days only is out of reach on the
others through the days' travel profiles. Times count from each day's midnight.
"""

import json
import sys
import time
from pathlib import Path

#: Longer than any shift, so that no route with such a leg is feasible.
OUT_OF_REACH = 10_000_000


def main(folder, seconds, seed):
    """Solve and write ``answer.json``: client numbers per vehicle."""
    import numpy
    model = json.loads((folder / "model.json").read_text())
    durations = numpy.load(folder / "matrix.npz")["durations"].astype(numpy.int64)
    if any(vehicle["breaks"] for vehicle in model["vehicles"]):
        return write(folder, [], 0.0, "has no breaks")
    if any(client["vehicles"] is not None for client in model["clients"]):
        return write(folder, [], 0.0, "clients of certain vehicles are not modelled")
    case = Case(model, durations)
    (folder / ("ready-%d" % seed)).touch()
    began = time.monotonic()
    routes = case.solve(seconds, seed)
    write(folder, [routes] if routes is not None else [], time.monotonic() - began,
          "" if routes is not None else "found no feasible answer")
    return None


def write(folder, answers, seconds, note):
    """Write what was found."""
    text = json.dumps({"answers": answers, "seconds": seconds, "note": note})
    (folder / "new.json").write_text(text)
    (folder / "new.json").replace(folder / "answer.json")


class Case:
    """The model in PyVRP's terms."""

    def __init__(self, model, durations):
        self.vehicles = model["vehicles"]
        self.midnights = sorted({vehicle["midnight"] for vehicle in self.vehicles})
        self.alternatives = [row for at, client in enumerate(model["clients"]) for row in self.openings(at, client)]
        self.depots = sorted({place for vehicle in self.vehicles for place in (vehicle["start"], vehicle["end"])})
        self.kinds = self.kinds_of_vehicles()
        self.data = self.build(model, durations)

    def openings(self, at, client):
        """Return ``(client, opens, closes, days)`` for each different opening by the time of day."""
        found = {}
        for day, midnight in enumerate(self.midnights):
            shifts = [v for v in self.vehicles if v["midnight"] == midnight]
            first, last = min(v["opens"] for v in shifts), max(v["closes"] for v in shifts)
            for opens, closes in client["windows"] or [[first, last]]:
                if closes >= first and opens <= last:
                    bounds = (max(opens, first) - midnight, min(closes, last) - midnight)
                    found.setdefault(bounds, set()).add(day)
        return [(at, *bounds, frozenset(days)) for bounds, days in sorted(found.items())]

    def kinds_of_vehicles(self):
        """Return the numbers of equal vehicles by their description."""
        kinds = {}
        for at, vehicle in enumerate(self.vehicles):
            key = tuple(vehicle[name] for name in ("start", "end", "opens", "closes", "midnight", "capacity"))
            kinds.setdefault(key, []).append(at)
        return kinds

    def build(self, model, durations):
        """Return PyVRP's problem data."""
        import pyvrp
        places = self.depots + [model["clients"][row[0]]["location"] for row in self.alternatives]
        profiles = [self.profile(durations, places, day) for day in range(len(self.midnights))]
        members = {}
        for number, row in enumerate(self.alternatives):
            members.setdefault(row[0], []).append(number)
        groups, group_of = [], {}
        for client, numbers in members.items():
            if len(numbers) > 1:
                group_of[client] = len(groups)
                groups.append(pyvrp.ClientGroup(numbers, required=model["clients"][client]["must"]))
        clients = [self.client(model, number, row, group_of) for number, row in enumerate(self.alternatives)]
        return pyvrp.ProblemData(
            [pyvrp.Location(0, 0) for _place in places], clients,
            [pyvrp.Depot(at) for at in range(len(self.depots))],
            [self.vehicle_type(key, len(numbers)) for key, numbers in self.kinds.items()],
            profiles, profiles, groups)

    def profile(self, durations, places, day):
        """Return the driving between depots and alternatives, without those that are closed that day."""
        import numpy
        matrix = durations[numpy.ix_(places, places)].copy()
        for number, row in enumerate(self.alternatives, start=len(self.depots)):
            if day not in row[3]:
                matrix[:, number] = matrix[number, :] = OUT_OF_REACH
        numpy.fill_diagonal(matrix, 0)
        return matrix

    def client(self, model, number, row, group_of):
        """Return one alternative."""
        import pyvrp
        client, group = model["clients"][row[0]], group_of.get(row[0])
        optional = group is not None or not client["must"]
        return pyvrp.Client(
            len(self.depots) + number, delivery=[client["load"]], service_duration=client["service"],
            tw_early=row[1], tw_late=row[2], prize=0 if client["must"] else client["worth"],
            required=not optional, group=group)

    def vehicle_type(self, key, count):
        """Return a kind of vehicle; times count from its day's midnight."""
        import pyvrp
        start, end, opens, closes, midnight, capacity = key
        return pyvrp.VehicleType(
            count, [1 << 40 if capacity is None else capacity], self.depots.index(start), self.depots.index(end),
            tw_early=opens - midnight, tw_late=closes - midnight, profile=self.midnights.index(midnight))

    def solve(self, seconds, seed):
        """Return client numbers per vehicle, or ``None`` without a feasible answer."""
        import pyvrp
        from pyvrp.stop import MaxRuntime
        result = pyvrp.solve(self.data, MaxRuntime(seconds), seed=seed, collect_stats=False, display=False)
        if not result.is_feasible():
            return None
        waiting = [list(numbers) for numbers in self.kinds.values()]
        routes = [[] for _vehicle in self.vehicles]
        for route in result.best.routes():
            clients = [activity.idx for activity in route if activity.is_client()]
            routes[waiting[route.vehicle_type()].pop(0)] = [self.alternatives[at][0] for at in clients]
        return routes


if __name__ == "__main__":
    main(Path(sys.argv[1]), float(sys.argv[2]), int(sys.argv[3]))
