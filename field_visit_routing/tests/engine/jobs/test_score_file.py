"""``make score-file`` end to end: any CSV in, sentences and one JSON line out."""
import csv
import gzip
import json
import os
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from engine.jobs import score_file
from engine.scoring.learning import figures_of
from engine.scoring.learning.samples import sample

ADDON = Path(score_file.__file__).resolve().parents[2]
NAMES = ("source", "industry", "employees", "age", "previous_orders")


def rows_of(count, seed=1, positive="yes", negative="no"):
    leads = sample(count, seed)
    return [
        dict({name: "" if leads.table.columns[name][at] is None else leads.table.columns[name][at] for name in NAMES},
             created=str(np.datetime64("2020-01-01") + int(leads.when[at])),
             won=positive if leads.target[at] else negative)
        for at in range(count)
    ]


def written(path, rows, separator=",", encoding="utf-8", pack=False):
    lines = [separator.join(map(str, values)) for values in [rows[0], *(row.values() for row in rows)]]
    content = ("\n".join(lines) + "\n").encode(encoding)
    path.write_bytes(gzip.compress(content) if pack else content)
    return path


def run(capsys, path, *options):
    code = score_file.main(["FILE=%s" % path, "TARGET=won", *options])
    printed = capsys.readouterr()
    return code, printed.out, printed.err


def told(capsys, path, *options):
    code, out, err = run(capsys, path, *options)
    assert code == 0, err
    return json.loads(out.splitlines()[-1])


def out_rows(path):
    with path.open() as file:
        return [(int(row["row"]), float(row["probability"])) for row in csv.DictReader(file)]


def test_the_command_prints_one_object_last(tmp_path):
    path = written(tmp_path / "leads.csv", rows_of(400))
    done = subprocess.run(
        [sys.executable, "-m", "engine.jobs.score_file", "FILE=leads.csv", "TARGET=won", "TIME=created", "OUT=o.csv"],
        cwd=path.parent, env=dict(os.environ, PYTHONPATH=str(ADDON)), check=False, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    found = json.loads(done.stdout.splitlines()[-1])
    assert found["test_rows"] == len(out_rows(tmp_path / "o.csv"))
    assert {"auc", "average_precision", "brier", "lift_10", "log_loss"} <= set(found)


def test_out_holds_the_later_rows_by_their_number_in_the_file(tmp_path, capsys):
    rows = rows_of(400)
    mixed = [rows[at] for at in np.random.default_rng(1).permutation(400)]
    path = written(tmp_path / "leads.csv", mixed)
    found = told(capsys, path, "TIME=created", "OUT=%s" % (tmp_path / "o.csv"))
    held = out_rows(tmp_path / "o.csv")
    tested = {number for number, _chance in held}
    border = min(mixed[number]["created"] for number in tested)
    assert (found["split"]["after"], "created" in found["features"]) == (border + "T00:00:00", False)
    assert tested == {number for number, row in enumerate(mixed) if row["created"] >= border}
    target = np.array([mixed[number]["won"] == "yes" for number, _chance in held], dtype=int)
    again = figures_of(target, np.array([chance for _number, chance in held]))
    assert again["average_precision"] == pytest.approx(found["average_precision"], abs=1e-4)
    assert again["brier"] == pytest.approx(found["brier"], abs=1e-4)


@pytest.mark.parametrize("separator, encoding, pack", [
    (";", "utf-8-sig", False), ("\t", "latin-1", True), ("|", "utf-16", False), (",", "utf-8", True)])
def test_separator_packing_and_encoding_are_recognised(tmp_path, capsys, separator, encoding, pack):
    rows = [dict(row, town="Köln" if number % 3 else "Aix") for number, row in enumerate(rows_of(200))]
    path = written(tmp_path / "leads.data", rows, separator, encoding, pack)
    assert told(capsys, path)["rows"] == 200


@pytest.mark.parametrize("positive, negative", [("1", "0"), ("True", "False"), ("Won", "Lost"), ("J", "N"), ("2", "1")])
def test_the_good_answer_is_recognised(tmp_path, capsys, positive, negative):
    path = written(tmp_path / "leads.csv", rows_of(200, positive=positive, negative=negative))
    assert told(capsys, path)["positive"] == positive


def test_rows_without_an_answer_keep_their_numbers(tmp_path, capsys):
    rows = rows_of(300)
    for row in rows[:20]:
        row["won"] = ""
    found = told(capsys, written(tmp_path / "a.csv", rows), "OUT=%s" % (tmp_path / "o.csv"))
    assert (found["rows"], found["rows_without_answer"]) == (300, 20)
    assert [number for number, _chance in out_rows(tmp_path / "o.csv")] == list(range(230, 300))


def test_columns_known_afterwards_are_left_out_with_the_reason(tmp_path, capsys):
    drawn = np.random.default_rng(2)
    rows = []
    for number, row in enumerate(rows_of(400)):
        won = row["won"] == "yes"
        rows.append(dict(row, lost_reason="" if won else "price", copy="a" if won else "b", lead_id=number,
                         call_duration=drawn.normal(900 if won else 300, 150), amount_paid=500 if won else "",
                         same=1, nothing=""))
    found = told(capsys, written(tmp_path / "a.csv", rows))
    reasons = {out["name"]: out["reason"] for out in found["left_out"]}
    assert reasons == {
        "lost_reason": "known_afterwards", "copy": "tells_the_answer", "lead_id": "identifier",
        "call_duration": "known_afterwards", "amount_paid": "tells_the_answer", "same": "constant",
        "nothing": "all_missing"}


def test_drop_keep_and_personal(tmp_path, capsys):
    path = written(tmp_path / "a.csv", rows_of(300))
    assert "industry" not in told(capsys, path, "DROP=industry,source")["features"]
    commas = tmp_path / "commas.csv"
    commas.write_text(path.read_text().replace("industry", '"trade, line"', 1))
    assert "trade, line" not in told(capsys, commas, "DROP=trade, line")["features"]
    assert "age" in told(capsys, path)["personal"]
    without = told(capsys, path, "PERSONAL=no")
    assert without["personal"] == [] and "age" not in without["features"]


def test_sorted_by_the_answer_it_is_divided_at_random(tmp_path, capsys):
    rows = sorted(rows_of(300), key=lambda row: row["won"])
    assert told(capsys, written(tmp_path / "a.csv", rows))["split"]["kind"] == "random"


def refused(capsys, path, *options):
    code, out, err = run(capsys, path, *options)
    assert (code, out) == (1, "") and err.count("\n") == 1 and "Traceback" not in err
    return err


def test_bad_files_are_refused_with_a_sentence(tmp_path, capsys):
    rows = rows_of(100)
    path = written(tmp_path / "a.csv", rows)
    assert "cannot be read" in refused(capsys, tmp_path / "none.csv")
    assert "'nobody'" in refused(capsys, path, "DROP=nobody")
    assert "TIME names the column 'when'" in refused(capsys, path, "TIME=when")
    assert "neither a number nor a date" in refused(capsys, path, "TIME=source")
    assert "is unknown" in refused(capsys, path, "TMIE=a")
    assert "SEED" in refused(capsys, path, "SEED=x")
    assert "OUT" in refused(capsys, path, "OUT=/nowhere/at/all.csv")
    for content, said in (
        (b"", "is empty"), (b"a,won\n", "no row"), (b"\x1f\x8bbroken", "damaged"), (b"PK\x03\x04", "spreadsheet"),
        (b"a,won\n1,yes\n2,no,3,4\n", "Line 3"), (b"won\nyes\nno\n", "one column"), (b"1,2\n3,4\n", "numbers"),
        (b"a,won\n" + b"1,yes\n" * 99, "in every row"), (b"a,won\n1,yes\n2,no\n", "at least 50"),
        (b"a,won\n" + b"1,yes\n2,no\n3,maybe\n" * 30, "POSITIVE"),
        (b"a,won\n" + b"1,yes\n1,no\n" * 40, "No column is left"),
    ):
        (tmp_path / "bad.csv").write_bytes(content)
        assert said in refused(capsys, tmp_path / "bad.csv"), content[:20]
