"""The answer of a capacity simulation as fields, sentences and dictionaries."""
import json

from .. import compat


def values(simulation, result):
    """Fields of the simulation that follow from the job's result; nothing from an empty one."""
    answer = result.get("answer")
    if not answer or not answer["weeks"]:
        return {}
    result = {name: result[name] for name in ("answer", "reps", "tried") if name in result}
    weeks = answer["weeks"]
    total = {name: sum(week[name] for week in weeks)
             for name in ("driving_s", "service_s", "overtime_s", "available_s")}
    used = total["driving_s"] + total["service_s"]
    return {
        "keeps": keeps(simulation, result), "smallest_team": result.get("reps") or 0,
        "driving_h": total["driving_s"] / 3600.0, "service_h": total["service_s"] / 3600.0,
        "overtime_h": total["overtime_s"] / 3600.0,
        "utilisation_percent": round(100 * used / total["available_s"]) if total["available_s"] else 0,
        "result_json": json.dumps(result),
    }


def keeps(simulation, result):
    """Whether the team that was asked about keeps every interval.

    The answer itself is that of the smallest team where that was looked for.
    """
    shares = dict(map(tuple, result.get("tried") or []))
    if simulation.rep_count in shares:
        return 100 * shares[simulation.rep_count] >= simulation.target_percent
    return result["answer"]["keeps"]


def verdict(simulation, result):
    """One sentence that answers the question."""
    _ = compat.translator(simulation.env)
    answer = result.get("answer")
    if not answer:
        return ""
    values = {"reps": simulation.rep_count, "percent": simulation.target_percent,
              "smallest": result.get("reps"), "weeks": len(answer["weeks"])}
    text = (_("%(reps)s reps keep these intervals over %(weeks)s weeks: at least %(percent)s %% of "
              "the visits of every grade are made in time.") if simulation.keeps else
            _("%(reps)s reps do not keep these intervals over %(weeks)s weeks: of some grade less "
              "than %(percent)s %% of the visits are made in time.")) % values
    if values["smallest"]:
        text += " " + _("The smallest team that keeps them has %(smallest)s reps.") % values
    elif "reps" in result:
        text += " " + _("No team that was tried keeps them.")
    return text


def grades(answer):
    """Coverage by grade, as rows for programs and for the chart."""
    rows = []
    for item in sorted(answer["coverage"], key=lambda row: row["grade"]):
        due = item["due"]
        rows.append({
            "grade": item["grade"], "customers": item["customers"], "due": due,
            "made": item["made"], "kept": item["kept"],
            "kept_percent": round(100.0 * item["kept"] / due, 1) if due else 100.0,
            "mean_late_days": round(item["mean_late_days"], 1),
            "worst_late_days": item["worst_late_days"]})
    return rows


def as_dict(simulation, result):
    """See ``field.visit.capacity.get_result``."""
    answer = result["answer"]
    return {
        "id": simulation.id, "name": simulation.name, "state": simulation.state,
        "keeps": simulation.keeps, "verdict": simulation.verdict, "reps": simulation.rep_count,
        "shown_reps": answer["reps"], "smallest_team": simulation.smallest_team, "driving_h": round(simulation.driving_h, 1),
        "overtime_h": round(simulation.overtime_h, 1),
        "utilisation_percent": simulation.utilisation_percent, "grades": grades(answer),
        "weeks": [{name: week[name] for name in (
            "number", "offered", "visits", "overdue", "driving_s", "service_s", "overtime_s",
            "available_s")} for week in answer["weeks"]],
        "tried": [{"reps": reps, "kept_percent": round(100 * share, 1)}
                  for reps, share in result.get("tried") or []],
    }
