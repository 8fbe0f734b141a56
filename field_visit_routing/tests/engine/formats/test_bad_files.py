"""Every bad file is answered with a sentence: which line, what, what to do."""

import json

import pytest
from engine.errors import InvalidProblem
from engine.formats import FormatError, parse, read
from engine.formats.errors import SENTENCES
from engine.routing import codec
from formats.samples import SOLOMON, TOPTW, VRPLIB, cut, without
from formats.test_readers import own

ROW = "    1      3         4          4          0         50       10"

BAD = [
    # text, ROUTES, code, line
    ("", None, "empty_file", None),
    (" \n\n", None, "empty_file", None),
    ("family,file,measure\n1,2,3\n", None, "unknown_format", None),
    ("<html>not found</html>", None, "unknown_format", None),
    # Solomon and Homberger
    (cut(SOLOMON, 3), None, "missing_section", None),
    (cut(SOLOMON, 5), None, "missing_section", None),
    (SOLOMON.replace("  2         10\n", ""), None, "truncated", 13),
    (cut(SOLOMON, 9), None, "truncated", 8),
    (cut(SOLOMON, 10), None, "no_customers", None),
    (SOLOMON.replace(ROW, ROW[:40]), None, "wrong_columns", 11),
    (SOLOMON.replace(ROW, ROW + " 1"), None, "wrong_columns", 11),
    (SOLOMON.replace(ROW, ROW.replace("50", "nan")), None, "not_finite", 11),
    (SOLOMON.replace(ROW, ROW.replace("50", "inf")), None, "not_finite", 11),
    (SOLOMON.replace(ROW, ROW.replace("50", "5O")), None, "not_a_number", 11),
    (SOLOMON.replace(ROW, ROW.replace("50", "-5")), None, "negative", 11),
    (SOLOMON.replace("20         60", "60         20"), None, "window_reversed", 12),
    (SOLOMON.replace(ROW, ROW.replace(" 3 ", " 3e9 ")), None, "too_large", 11),
    (SOLOMON.replace(ROW, ROW.replace("50", "1e12")), None, "too_large", 11),
    (SOLOMON.replace("    2      6", "    1      6"), None, "duplicate", 12),
    (SOLOMON.replace("    2      6", "    2.5    6"), None, "not_whole", 12),
    (SOLOMON.replace("  2         10", "  0         10"), None, "too_small", 5),
    (SOLOMON.replace("  2         10", "  2         -1"), None, "negative", 5),
    (SOLOMON.replace("  2         10", "  2         3"), None, "over_capacity", 11),
    (SOLOMON, 3, "routes_too_many", None),
    # VRPLIB
    (without(VRPLIB, "VEHICLES"), None, "missing_key", None),
    (without(VRPLIB, "DIMENSION"), None, "missing_key", None),
    (VRPLIB.replace("EUC_2D", "EXPLICIT"), None, "unsupported", 7),
    (VRPLIB.replace("DEPOT_SECTION", "BACKHAUL_SECTION\n1 1\nDEPOT_SECTION"), None, "unsupported", 29),
    (cut(VRPLIB, 10), None, "missing_section", 10),
    (cut(VRPLIB, 20), None, "missing_section", 20),
    (VRPLIB.replace("DEPOT_SECTION\n1\n-1\n", ""), None, "missing_section", 28),
    (VRPLIB.replace("DIMENSION : 4", "DIMENSION : 5"), None, "wrong_count", None),
    (VRPLIB.replace("3 20 60\n", ""), None, "wrong_count", None),
    (VRPLIB.replace("3 20 60\n", "9 20 60\n"), None, "unknown_number", 21),
    (VRPLIB.replace("3 20 60\n", "2 20 60\n"), None, "duplicate", 21),
    (VRPLIB.replace("3 20 60\n", "3 20\n"), None, "wrong_columns", 21),
    (VRPLIB.replace("3 20 60\n", "3 -20 60\n"), None, "negative", 21),
    (VRPLIB.replace("3 20 60\n", "3 NaN 60\n"), None, "not_finite", 21),
    (VRPLIB.replace("3 20 60\n", "3 60 20\n"), None, "window_reversed", 21),
    (VRPLIB.replace("3 30\n", "3 -30\n"), None, "negative", 26),
    (VRPLIB.replace("3 30\n", "3 1.5\n"), None, "not_whole", 26),
    (VRPLIB.replace("\n1\n-1", "\n-1"), None, "no_depot", 30),
    (VRPLIB.replace("\n1\n-1", "\n1\n2\n-1"), None, "several_depots", 29),
    (VRPLIB.replace("\n1\n-1", "\n7\n-1"), None, "unknown_number", 29),
    (VRPLIB.replace("TYPE : PCVRPTW", "something else"), None, "wrong_columns", 2),
    (VRPLIB, 3, "routes_too_many", None),
    # TOPTW
    (TOPTW, None, "routes_missing", None),
    (TOPTW, 4, "routes_too_many", None),
    (cut(TOPTW, 4), 1, "truncated", 4),
    (cut(TOPTW, 1), 1, "truncated", 1),
    (TOPTW + TOPTW.splitlines()[-1] + "\n", 1, "wrong_count", None),
    (TOPTW.replace("8 0 80\n 3", "8 80\n 3"), 1, "wrong_columns", 5),
    (TOPTW.replace(" 1 3.001", " 1 nan"), 1, "not_finite", 4),
    (TOPTW.replace("15 0 90", "15 90 0"), 1, "window_reversed", 4),
    (TOPTW.replace("15 0 90", "15 -1 90"), 1, "negative", 4),
    (TOPTW.replace(" 2 6.000", " 1 6.000"), 1, "duplicate", 5),
    (TOPTW.replace(" 1 3.001 4.000 12 4 4 1 15", " 1 3.001"), 1, "wrong_columns", 4),
    # our own JSON
    ("{", None, "bad_json", 1),
    ("[1]", None, "no_problem", None),
    ("{}", None, "no_problem", None),
    ('{"problem": 7}', None, "bad_document", None),
    ('{"problem": {"schema": 99}}', None, "bad_document", None),
    (json.dumps(codec.problem_to_dict(own())), 2, "routes_not_for_json", None),
]


@pytest.mark.parametrize("text, routes, code, line", BAD, ids=["%d %s" % (at, row[2]) for at, row in enumerate(BAD)])
def test_a_bad_file_is_refused_with_a_sentence(text, routes, code, line):
    with pytest.raises(FormatError) as caught:
        parse(text, routes)
    error = caught.value
    assert (error.code, error.line) == (code, line)
    sentence = error.sentence()
    assert sentence.startswith("Line %d: " % line if line else sentence[0].upper())
    assert sentence.endswith(".") or sentence.endswith("…")
    assert "%" not in sentence


def request(**values):
    return json.dumps({"problem": codec.problem_to_dict(own()), **values})


@pytest.mark.parametrize("values, code", [
    ({"speed_kmh": -1}, "bad_document"),
    ({"speed_kmh": "fast"}, "bad_document"),
    ({"profiles": 3}, "bad_document"),
    ({"profiles": {"van": 3}}, "bad_document"),
    ({"matrix": 3}, "bad_matrix"),
    ({"matrix": {}}, "bad_matrix"),
    ({"matrix": {"duration_s": [[0, 1], [1]]}}, "bad_matrix"),
    ({"matrix": {"duration_s": [[0, 1], [1, 0]]}}, "bad_matrix"),
    ({"matrix": {"duration_s": [[0, 1, -2]] * 3}}, "bad_matrix"),
    ({"matrix": {"duration_s": [[0, 1, float("nan")]] * 3}}, "bad_matrix"),
])
def test_bad_travel_of_our_json_is_refused(values, code):
    with pytest.raises(FormatError) as caught:
        parse(request(**values))
    assert caught.value.code == code
    assert "%" not in caught.value.sentence()


def test_a_senseless_problem_of_our_json_is_refused_by_validation():
    document = json.loads(request())
    document["problem"]["candidates"][0]["service_s"] = -5
    with pytest.raises(InvalidProblem):
        parse(json.dumps(document))


def test_a_cut_file_is_never_a_crash():
    for text in (SOLOMON, VRPLIB, TOPTW, request()):
        for length in range(len(text)):
            try:
                parse(text[:length], 1)
            except (FormatError, InvalidProblem):
                continue


def test_files_that_cannot_be_read(tmp_path):
    packed = tmp_path / "packed.gz"
    packed.write_bytes(b"\x1f\x8b\x08\x00\xff\xfe")
    for path, code in ((tmp_path / "none.txt", "unreadable"), (tmp_path, "unreadable"), (packed, "not_text")):
        with pytest.raises(FormatError) as caught:
            read(str(path))
        assert caught.value.code == code
        assert str(path) in caught.value.sentence()


def test_too_many_customers_are_refused_before_memory_is(monkeypatch):
    monkeypatch.setattr("engine.formats.instance.MAX_CUSTOMERS", 3)
    with pytest.raises(FormatError) as caught:
        parse(SOLOMON)
    assert caught.value.params == {"count": 4, "limit": 3}


def test_every_sentence_says_what_to_do():
    for code, text in SENTENCES.items():
        assert len(text.split(". ")) > 1 or ":" in text, code
