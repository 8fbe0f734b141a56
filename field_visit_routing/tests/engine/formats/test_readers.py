"""Files become problems that mean what the published tables mean."""

import json
import math

import pytest
from engine import matrix as travel
from engine.formats import measures, parse, read
from engine.routing import codec
from formats.samples import SOLOMON, TOPTW, VRPLIB, without
from strategies import Candidate, on_line, shift, solve_and_check


def test_solomon_is_one_shift_per_vehicle_with_everybody_mandatory():
    instance = parse(SOLOMON)
    problem = instance.problem
    assert (instance.family, len(problem.shifts), problem.objective) == ("vrptw", 2, "least_driving")
    first = problem.candidates[0]
    assert (first.id, first.load, first.service_s, first.mandatory) == ("1", 4, 100, True)
    assert [(w.start_s, w.end_s) for w in problem.candidates[1].windows] == [(200, 600)]
    shifts = {(s.start_s, s.end_s, s.capacity, s.start_location) for s in problem.shifts}
    assert shifts == {(0, 1000, 10, 0)}


def test_vrplib_keeps_the_numbers_of_the_file():
    instance = parse(VRPLIB)
    assert instance.family == "pcvrptw"
    assert [instance.name(item.id) for item in instance.problem.candidates] == [2, 3, 4]
    assert [item.prize for item in instance.problem.candidates] == [11, 30, 40]
    assert not any(item.mandatory for item in instance.problem.candidates)
    assert instance.problem.prize_s == 10


def test_vrplib_without_prizes_serves_everybody():
    text = VRPLIB[:VRPLIB.index("PRIZE_SECTION")] + VRPLIB[VRPLIB.index("DEPOT_SECTION"):]
    instance = parse(text)
    assert instance.family == "vrptw"
    assert all(item.mandatory for item in instance.problem.candidates)


def test_vrplib_takes_service_times_by_node():
    section = "SERVICE_TIME_SECTION\n1 9\n2 1\n3 2\n4 3\nDEPOT_SECTION"
    instance = parse(VRPLIB.replace("DEPOT_SECTION", section))
    assert [item.service_s for item in instance.problem.candidates] == [10, 20, 30]


def test_toptw_reads_lists_of_any_length():
    instance = parse(TOPTW, routes=2)
    problem = instance.problem
    assert (instance.family, len(problem.shifts), problem.objective) == ("toptw", 2, "most_value")
    assert [item.prize for item in problem.candidates] == [4, 20, 25]
    assert [item.service_s for item in problem.candidates] == [1200, 500, 500]
    assert problem.shifts[0].capacity is None
    assert problem.shifts[0].end_s == 10_000


def test_routes_lowers_the_number_of_vehicles():
    assert len(parse(SOLOMON, routes=1).problem.shifts) == 1


@pytest.mark.parametrize("text, scale", [(SOLOMON, 10), (VRPLIB, 10)])
def test_distances_are_truncated(text, scale):
    instance = parse(text)
    seconds = instance.travel.duration_s
    assert seconds[0, 1] == 50  # 3, 4, 5: exact, not 49
    places = {0: (0, 0), 1: (3, 4), 2: (6, 8)}
    for a, (x, y) in places.items():
        for b, (u, v) in places.items():
            assert seconds[a, b] == int(scale * math.hypot(x - u, y - v) + 1e-9)


def test_far_places_are_truncated_exactly_too():
    text = SOLOMON.replace("6         8 ", "300003    400004 ")
    assert parse(text).travel.duration_s[0, 2] == 5_000_050


def test_two_decimals_of_toptw():
    seconds = parse(TOPTW, routes=1).travel.duration_s
    assert seconds[0, 1] == int(100 * math.hypot(3.001, 4.0))
    assert seconds[0, 2] == 1_000


def test_line_ends_of_windows_and_headings_in_lower_case_are_read():
    text = SOLOMON.replace("CUSTOMER", "Customer").replace("\n", "\r\n")
    assert len(parse(text).problem.candidates) == 4


def test_the_cost_of_vrptw_is_the_distance():
    instance = parse(SOLOMON)
    found = measures(instance, [["1", "2"], ["3", "4"]])
    # 5 + 5 + 10, and 2 + 1.4 + 1.4
    assert found == {"cost": 24.8, "measure": "distance", "distance": 24.8, "prize": 0}


def test_the_cost_of_pcvrptw_counts_lost_prizes_tenfold():
    found = measures(parse(VRPLIB), [["2", "3"]])
    assert (found["cost"], found["distance"], found["prize"]) == (10 * (20 + 40), 20.0, 41)


def test_the_cost_of_toptw_is_the_prize():
    assert measures(parse(TOPTW, 1), [["2", "1"]])["cost"] == 24


def test_a_solved_instance_keeps_its_rules():
    solution = solve_and_check(*_problem(SOLOMON))
    assert solution.placed() == {"1", "2", "3", "4"}
    solution = solve_and_check(*_problem(VRPLIB))
    # The way to customer 4 is a thousand units long, and the prize 40.
    assert solution.placed() == {"2", "3"}
    assert solution.objective_value == 200 + 400


def _problem(text):
    instance = parse(text)
    return instance.problem, instance.travel


def own():
    problem, _matrix = on_line((0, 10, 20), [Candidate("c1", 1, 60), Candidate("c2", 2, 60)], [shift()])
    return problem


def test_our_json_alone_has_straight_lines():
    problem = own()
    instance = parse(json.dumps(codec.problem_to_dict(problem)))
    assert instance.problem == problem
    assert instance.travel.leg(0, 1) == travel.build(problem.locations).leg(0, 1)


def test_our_json_may_bring_its_speed_or_its_matrix():
    document = {"problem": codec.problem_to_dict(own()), "speed_kmh": 80}
    slow = travel.build(own().locations).leg(0, 2)[0]
    assert parse(json.dumps(document)).travel.leg(0, 2)[0] == pytest.approx(slow / 2, abs=1)
    table = [[0, 5, 6], [7, 0, 8], [9, 10, 0]]
    document["matrix"] = {"duration_s": table, "distance_m": [[2 * v for v in row] for row in table]}
    assert parse(json.dumps(document)).travel.leg(2, 1) == (10, 20)


def test_reads_a_file_with_a_byte_order_mark(tmp_path):
    path = tmp_path / "tiny.txt"
    path.write_bytes(b"\xef\xbb\xbf" + SOLOMON.encode())
    assert len(read(str(path)).problem.candidates) == 4


def test_no_line_is_needed_after_the_last_row():
    assert len(parse(without(VRPLIB, "EOF")).problem.candidates) == 3
    assert len(parse(TOPTW.rstrip("\n"), 1).problem.candidates) == 3
