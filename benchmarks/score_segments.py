"""Segments of 100,000 customers: found, found anew when nothing changed, made of others, and their profile."""

from typing import Any, Dict, List

from harness import Row, at_most, information

NAME = "100,000 customers: "
#: Runs inside Odoo; nothing of it is kept.
PROGRAM = """
import json, time
Segment, Partner = env['field.visit.segment'], env['res.partner']
def seconds(work):
    began = time.perf_counter()
    work()
    return time.perf_counter() - began
made = []
found = seconds(lambda: made.append(Segment.create({'name': 'Everybody', 'kind': 'dynamic', 'company_id': False})))
everybody = made[0]
count = len(everybody._visit_segment_members('res.partner'))
again = seconds(everybody.refresh)
half = seconds(lambda: everybody.write({'score_from': 50}))
left = count - len(everybody._visit_segment_members('res.partner'))
back = seconds(lambda: everybody.write({'score_from': 0}))
good = Segment.create({'name': 'Good', 'kind': 'dynamic', 'company_id': False, 'score_from': 80})
union = seconds(lambda: Segment.combine('difference', [everybody.id, good.id], 'Others'))
profile = seconds(good.get_profile)
naive = Partner.search([('id', 'in', good._visit_segment_members('res.partner'))], limit=500)
loop = seconds(lambda: [Partner.search_count([('id', '=', one.id), ('visit_score', '>=', 80)]) for one in naive])
env.cr.rollback()
print(json.dumps({'found': found, 'count': count, 'again': again, 'half': half, 'left': left, 'back': back, 'union': union,
                  'profile': profile, 'loop': loop / max(1, len(naive)) * count}))
"""


def rows(options: Any, site: Any) -> List[Row]:
    """Measure the segments in an Odoo, where there is one."""
    told: Dict[str, float] = {} if site.is_off else site.shell(PROGRAM)
    ratio = told["loop"] / told["again"] if told else None
    limits = [
        at_most(NAME + "found for the first time, each noted with day and reason", told.get("found"), "s", 20),
        at_most(NAME + "found anew, nothing changed", told.get("again"), "s", 5),
        at_most(NAME + "a segment without another one, a new segment", told.get("union"), "s", 20),
        at_most(NAME + "what distinguishes a segment from everybody", told.get("profile"), "s", 15),
    ]
    if not told:
        return limits
    return limits + [
        information("%d leave, each with its reason" % told["left"], told["half"], "s"),
        information("they come back", told["back"], "s"),
        information("asking for each customer alone, beside finding them at once", ratio, "times"),
    ]
