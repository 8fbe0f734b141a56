"""The planning benchmark: its cities, what contenders are given and how their answers are judged."""
import dataclasses
import importlib.util
import json
import sys
from types import ModuleType, SimpleNamespace

import pytest
from fvr_dev.paths import CHECKOUT

BENCH = CHECKOUT / "benchmarks" / "planning"
for folder in (BENCH, CHECKOUT / "field_visit_routing"):
    if str(folder) not in sys.path:
        sys.path.insert(0, str(folder))

import cases  # noqa: E402
import cities  # noqa: E402
import model  # noqa: E402
import numpy  # noqa: E402
import pyvrp_program  # noqa: E402
import readme  # noqa: E402
import readme_table  # noqa: E402
import report  # noqa: E402
import runs  # noqa: E402
import split  # noqa: E402
import vroom_program  # noqa: E402
from engine.matrix import GeodesicProvider  # noqa: E402
from engine.routing import codec  # noqa: E402
from engine.routing.problem import Pin, Window  # noqa: E402

DAY = 86_400
SMALL = cities.City(2, 3, 40)


def test_equal_seeds_give_equal_cities():
    assert cities.build(SMALL, 1) == cities.build(SMALL, 1)
    assert cities.build(SMALL, 1) != cities.build(SMALL, 2)


def test_lunch_changes_the_breaks_only():
    plain, lunch = cities.build(SMALL, 1), cities.build(SMALL._replace(lunch=True), 1)
    assert plain.candidates == lunch.candidates
    assert plain.locations == lunch.locations
    assert all(len(shift.breaks) == 1 for shift in lunch.shifts)


def test_cities_are_clustered_and_customers_open_in_working_hours():
    problem = cities.build(cities.City(1, 5, 200), 3)
    assert all(1 <= item.prize <= 100 and item.windows for item in problem.candidates)
    assert len({len(item.windows) for item in problem.candidates}) > 2
    for item in problem.candidates:
        for window in item.windows:
            assert window.start_s % DAY >= 8 * 3600
            assert window.end_s % DAY + item.service_s <= 18 * 3600
    places = [problem.locations[item.location] for item in problem.candidates]
    near = sum(1 for place in places if _neighbours(place, places) >= 10)
    assert near > len(places) / 3


def _neighbours(place, places):
    return sum(1 for other in places if abs(place.lat - other.lat) < 0.03 and abs(place.lon - other.lon) < 0.06)


def test_every_class_has_a_name_of_its_own_and_a_target():
    assert len(set(cases.NAMES)) == len(cases.CLASSES)
    without = [kind.name for kind in cases.CLASSES if report.target(kind) == "–"]
    assert without == ["split_loss"]  # it informs


@pytest.fixture
def week():
    problem = cities.build(cities.City(2, 2, 6), 1)
    items = list(problem.candidates)
    office = (Window(9 * 3600, 17 * 3600), Window(DAY + 9 * 3600, DAY + 17 * 3600))
    items[0] = dataclasses.replace(items[0], windows=office, mandatory=True)
    items[1] = dataclasses.replace(items[1], windows=(*office[:1], Window(DAY + 10 * 3600, DAY + 12 * 3600)))
    return dataclasses.replace(problem, candidates=tuple(items))


def test_the_model_of_the_contenders_holds_what_counts(week):
    found = model.model_of(week)
    assert [row["midnight"] for row in found["vehicles"]] == [0, DAY, 0, DAY]
    assert found["clients"][0]["must"] is True
    assert found["clients"][1]["worth"] == 300 * week.candidates[1].prize
    assert found["clients"][1]["windows"][1] == [DAY + 10 * 3600, DAY + 12 * 3600]


@pytest.mark.parametrize("change", [{"max_stops": 3}, {"start_location": None}, {"overtime_s": 60}, {"max_driving_s": 9}])
def test_rules_that_the_model_lacks_are_named(week, change):
    shifts = (dataclasses.replace(week.shifts[0], **change), *week.shifts[1:])
    with pytest.raises(model.Unsupported):
        model.model_of(dataclasses.replace(week, shifts=shifts))


def test_pins_are_not_in_the_model(week):
    items = (dataclasses.replace(week.candidates[0], pin=Pin(day=1)), *week.candidates[1:])
    with pytest.raises(model.Unsupported):
        model.model_of(dataclasses.replace(week, candidates=items))


def test_routes_come_back_as_orders_of_ids(week):
    assert model.orders_of(week, [[2, 0], [], [5], []]) == {"rep0/0": ["c2", "c0"], "rep1/0": ["c5"]}


class FakePyvrp(ModuleType):
    """Records what it is given; its answer visits the first alternative of each of the clients named."""

    def __init__(self, visits):
        super().__init__("pyvrp")
        self.stop = ModuleType("pyvrp.stop")
        self.stop.MaxRuntime = lambda seconds: seconds
        self._visits = visits

    def Location(self, *_place):
        return None

    def Depot(self, location):
        return location

    def Client(self, location, **values):
        return SimpleNamespace(location=location, **values)

    def ClientGroup(self, clients, required):
        return SimpleNamespace(clients=clients, required=required)

    def VehicleType(self, count, capacity, start, end, **values):
        return SimpleNamespace(count=count, capacity=capacity, start=start, end=end, **values)

    def ProblemData(self, locations, clients, depots, vehicles, distances, durations, groups):
        return SimpleNamespace(locations=locations, clients=clients, depots=depots, vehicles=vehicles,
                               distances=distances, groups=groups)

    def solve(self, _data, _stop, **_options):
        routes = [FakeRoute(kind, numbers) for kind, numbers in self._visits]
        return SimpleNamespace(is_feasible=lambda: True, best=SimpleNamespace(routes=lambda: routes))


class FakeRoute(list):
    def __init__(self, kind, numbers):
        super().__init__(SimpleNamespace(idx=at, is_client=lambda: True) for at in numbers)
        self.vehicle_type = lambda: kind


def pyvrp_case(problem, monkeypatch, visits=()):
    fake = FakePyvrp(visits)
    monkeypatch.setitem(sys.modules, "pyvrp", fake)
    monkeypatch.setitem(sys.modules, "pyvrp.stop", fake.stop)
    travel = GeodesicProvider().travel(problem.locations)
    return pyvrp_program.Case(model.model_of(problem), travel.duration_s.astype(numpy.int64))


def test_pyvrp_gets_one_alternative_per_opening_by_the_time_of_day(week, monkeypatch):
    case = pyvrp_case(week, monkeypatch)
    assert [row for row in case.alternatives if row[0] == 0] == [(0, 9 * 3600, 17 * 3600, frozenset({0, 1}))]
    assert [row for row in case.alternatives if row[0] == 1] == [
        (1, 9 * 3600, 17 * 3600, frozenset({0})), (1, 10 * 3600, 12 * 3600, frozenset({1}))]
    group = case.data.groups[0]
    assert (group.clients, group.required) == ([1, 2], False)
    monday, tuesday = case.data.distances
    first = len(case.depots)
    assert monday[0, first + 1] < pyvrp_program.OUT_OF_REACH == tuesday[0, first + 1]
    assert tuesday[0, first + 2] < pyvrp_program.OUT_OF_REACH == monday[0, first + 2]


def test_pyvrp_serves_mandatory_clients_and_is_paid_for_others(week, monkeypatch):
    clients = pyvrp_case(week, monkeypatch).data.clients
    assert (clients[0].required, clients[0].prize) == (True, 0)
    assert (clients[1].required, clients[1].prize) == (False, 300 * week.candidates[1].prize)


def test_equal_vehicles_are_one_kind_and_answers_come_back_per_vehicle(week, monkeypatch):
    shifts = (*week.shifts, dataclasses.replace(week.shifts[0], id="twin", rep="twin"))
    problem = dataclasses.replace(week, shifts=shifts)
    case = pyvrp_case(problem, monkeypatch, [(0, [0]), (1, [2]), (0, [3, 4])])
    assert [kind.count for kind in case.data.vehicles] == [2, 1, 1, 1]
    routes = case.solve(1.0, 1)
    assert routes[0] == [0]
    assert routes[1] == [1]
    assert routes[4] == [case.alternatives[3][0], case.alternatives[4][0]]


def fake_vroom():
    fake = ModuleType("vroom")
    for name in ("TimeWindow", "Amount"):
        setattr(fake, name, lambda *values: values)
    for name in ("Vehicle", "Job", "Break"):
        setattr(fake, name, lambda number, **values: SimpleNamespace(id=number, **values))

    class Input:
        def __init__(self):
            self.vehicles, self.jobs = [], []
            self.add_vehicle, self.add_job = self.vehicles.append, self.jobs.append

        def set_durations_matrix(self, **values):
            self.matrix = values

    fake.Input = Input
    return fake


def test_vroom_gets_breaks_windows_and_priorities(week, monkeypatch):
    monkeypatch.setitem(sys.modules, "vroom", fake_vroom())
    pauses = tuple(dataclasses.replace(shift, breaks=(cities.LUNCH,)) for shift in week.shifts)
    found = vroom_program.build(model.model_of(dataclasses.replace(week, shifts=pauses)), None)
    assert [vehicle.id for vehicle in found.vehicles] == [1, 2, 3, 4]
    assert found.vehicles[0].breaks[0].service == cities.LUNCH.duration_s
    assert found.jobs[0].priority == 100
    assert found.jobs[1].priority == min(week.candidates[1].prize, 99)
    assert found.jobs[1].time_windows[1] == (DAY + 10 * 3600, DAY + 12 * 3600)


def test_answers_of_vroom_come_back_per_vehicle():
    rows = [{"type": "start", "vehicle_id": 2, "id": None}, {"type": "job", "vehicle_id": 2, "id": 6},
            {"type": "break", "vehicle_id": 2, "id": 1}, {"type": "job", "vehicle_id": 2, "id": 1}]
    solution = SimpleNamespace(routes=SimpleNamespace(to_dict=lambda _how: rows))
    assert vroom_program.routes_of(solution, 3) == [[], [5, 0], []]


def test_everybody_is_judged_by_our_rules(week):
    travel = GeodesicProvider().travel(week.locations)
    nothing, why = runs.judge(week, travel, {})
    assert why == ""
    assert nothing >= 1_000_000_000  # the mandatory one is left out
    cost, why = runs.judge(week, travel, {"rep0/1": ["c0"]})
    assert why == ""
    assert cost < nothing
    items = tuple(dataclasses.replace(item, windows=(Window(0, 1),)) for item in week.candidates)
    cost, why = runs.judge(dataclasses.replace(week, candidates=items), travel, {"rep0/1": ["c0"]})
    assert cost is None
    assert "refused" in why


def result(cost, seconds=1.0, memory=100.0):
    return runs.Result(cost, seconds, "", memory, memory, {})


def kind(name):
    return next(row for row in cases.CLASSES if row.name == name)


def case(problem, **values):
    usual = cases.Case("city 1", problem, None, 10.0, 1)
    return dataclasses.replace(usual, **values)


def test_the_ratio_is_against_the_best_contender(week):
    results = {"ours": result(990), "pyvrp": result(1_000), "vroom": result(None)}
    figures = report.summary(kind("week_60"), [report.row_of(kind("week_60"), case(week), results)])
    assert (figures["ratio"], figures["ok"]) == (0.99, True)
    results["vroom"] = result(900)
    figures = report.summary(kind("week_60"), [report.row_of(kind("week_60"), case(week), results)])
    assert (figures["ratio"], figures["ok"]) == (1.1, False)


def test_without_contenders_nothing_is_claimed(week):
    figures = report.summary(kind("week_60"), [report.row_of(kind("week_60"), case(week), {"ours": result(990)})])
    assert figures["ok"] is None


def test_gaps_are_percent_of_the_best_known(week):
    chosen = kind("toptw")
    known = case(week, measure=lambda _routes: 380.0, best_known=400.0)
    figures = report.summary(chosen, [report.row_of(chosen, known, {"ours": result(1)})])
    assert figures["gap_ours"] == {"mean": 5.0, "worst": 5.0}
    assert figures["ok"] is False
    chosen = kind("solomon")
    known = case(week, measure=lambda _routes: 402.0, best_known=400.0)
    figures = report.summary(chosen, [report.row_of(chosen, known, {"ours": result(1)})])
    assert figures["gap_ours"] == {"mean": 0.5, "worst": 0.5}
    assert figures["ok"] is True


def test_no_answer_of_ours_and_too_much_memory_are_misses(week):
    chosen = kind("team_1000")
    for ours in (result(None), result(990, memory=600.0)):
        row = report.row_of(chosen, case(week), {"ours": ours, "pyvrp": result(1_000)})
        assert report.summary(chosen, [row])["ok"] is False


def test_a_run_joins_the_classes_of_earlier_runs(week, tmp_path):
    path = tmp_path / "out" / "planning.json"
    row = report.row_of(kind("week_60"), case(week), {"ours": result(990), "pyvrp": result(1_000)})
    for name in ("week_60", "one_day_15"):
        document = report.merge(path, "a machine", {name: report.summary(kind(name), [row])})
    assert list(document["classes"]) == ["one_day_15", "week_60"]
    assert json.loads(path.read_text()) == document
    assert [line[0] for line in report.lines(document)[1:]] == [kind(name).title for name in document["classes"]]


def test_the_readme_takes_a_whole_run_only(week):
    row = report.row_of(kind("week_60"), case(week), {"ours": result(990), "pyvrp": result(1_000)})
    figures = {**report.summary(kind("week_60"), [row]), "measured": "2027-01-01", "shortened": False}
    table = readme.rendered({"machine": "a machine", "classes": {"week_60": figures}})
    text = readme_table.placed(
        "a\n%s\nold\n%s\nb\n" % (readme.BEGIN, readme.END), table, readme.BEGIN, readme.END)
    assert "reached" in text
    assert "a machine; 2027-01-01" in text
    assert "old" not in text
    figures["shortened"] = True
    with pytest.raises(SystemExit, match="week_60"):
        readme.rendered({"machine": "a machine", "classes": {"week_60": figures}})


def test_a_readme_without_markers_is_left_alone():
    with pytest.raises(SystemExit, match="README"):
        readme_table.placed("text", "table", readme.BEGIN, readme.END)




# ---- what a cut costs -------------------------------------------------------------------------
def test_the_loss_of_a_cut_is_in_the_row_the_table_and_the_verdict(week):
    chosen = kind("split_loss")
    ours = dataclasses.replace(result(1_020), whole=1_000)
    row = report.row_of(chosen, case(week), {"ours": ours})
    assert (row["loss"], row["ours"]["whole"]) == (2.0, 1_000)
    figures = report.summary(chosen, [row])
    assert (figures["loss"], figures["ok"]) == (2.0, None)
    assert report.lines({"classes": {"split_loss": figures}})[1][1] == "+2.00 %"
    broken = report.summary(chosen, [report.row_of(chosen, case(week), {"ours": result(None)})])
    assert broken["ok"] is False


def test_both_sides_of_a_cut_are_checked(week):
    travel = GeodesicProvider().travel(week.locations)
    found = runs._beside_whole(week, travel, result(5), {"rep0/1": ["c0"]})
    assert (found.cost, found.whole) == (5, runs.judge(week, travel, {"rep0/1": ["c0"]})[0])
    refused = runs._beside_whole(week, travel, result(5), {"rep0/1": ["c0", "c0"]})
    assert refused.cost is None
    assert "refused" in refused.note


def test_the_program_of_the_cut_answers_with_two_plans_under_the_same_work(tmp_path, monkeypatch):
    problem = cities.build(cities.City(4, 1, 60), 1)
    (tmp_path / "problem.json").write_text(json.dumps(codec.problem_to_dict(problem)))
    monkeypatch.setattr(split.front_door, "warm_up", lambda: None)
    seen = []
    measure = split.split_loss

    def measured(*values, **options):
        seen.append(measure(*values, **options))
        return seen[0]

    monkeypatch.setattr(split, "split_loss", measured)
    split.main(tmp_path, 0.1, 1, part=20)
    answer = json.loads((tmp_path / "answer.json").read_text())
    travel = GeodesicProvider().travel(problem.locations)
    assert runs.judge(problem, travel, answer["orders"]) == (seen[0].cut, "")
    assert runs.judge(problem, travel, answer["whole"]) == (seen[0].whole, "")
    assert (tmp_path / "ready-1").exists()


# ---- who takes part, and on what ----------------------------------------------------------------
def test_the_largest_class_has_contenders_of_one_process_and_seed(week, monkeypatch):
    assert (kind("team_5000").alone, kind("team_5000").repeats) == (False, False)
    started = []

    def compete(commands, seconds, most_mb=None):
        started.append((len(commands), seconds, most_mb))
        return SimpleNamespace(total_mb=1.0, largest_mb=1.0)

    monkeypatch.setattr(runs, "_compete", compete)
    travel = GeodesicProvider().travel(week.locations)
    bench, usual = runs.Bench(BENCH), case(week, travel=travel)
    bench.run("pyvrp", usual)
    bench.run("pyvrp", usual, repeats=False)
    bench.run("vroom", usual, repeats=False)
    assert [count for count, _seconds, _mb in started] == [runs.CORES, 1, 1]
    assert {seconds for _count, seconds, _mb in started} == {usual.seconds}
    assert started[0][2] == pytest.approx(started[1][2] / runs.CORES)


def test_a_class_of_time_tells_the_ratio_and_is_judged_by_time(week):
    chosen = kind("team_5000")
    row = report.row_of(chosen, case(week), {"ours": result(1_100), "vroom": result(1_000)})
    figures = report.summary(chosen, [row])
    assert (figures["ratio"], figures["ok"]) == (1.1, True)
    assert report.summary(chosen, [report.row_of(chosen, case(week), {"ours": result(1, 301.0)})])["ok"] is False




def test_the_search_is_compiled_before_anything_is_measured(tmp_path, monkeypatch):
    spec = importlib.util.spec_from_file_location("bench_main", BENCH / "__main__.py")
    program = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(program)
    done = []
    monkeypatch.setattr(program.kernel, "available", lambda: True)
    monkeypatch.setattr(program.kernel, "warm", lambda: done.append("warm") or 0.0)
    monkeypatch.setattr(runs.Bench, "run", lambda _self, name, _case, _repeats: done.append(name) or result(990))
    out = tmp_path / "planning.json"
    assert program.main(["--alone", "--classes=one_day_15", "--cases=1", "--out=%s" % out]) == 0
    assert done == ["warm", "ours"]
    document = json.loads(out.read_text())
    assert "cores" in document["machine"]
    assert "numpy" in document["classes"]["one_day_15"]["machine"]
