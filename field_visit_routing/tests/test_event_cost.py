"""What an event costs the server: no more on a long day than on a short one, and not too much."""
import sys

from .. import compat
from .planning_case import OFFICE
from .track_case import TrackCase

STEPS = ("start_travel", "check_in", "check_out")
#: Visits of a short and of a long day, all at one customer: what hangs on the route and on the customer counts them.
SHORT, LONG = 10, 100
#: Visits that are made, and the steps of theirs that are measured: all but those of the first.
MADE = 5
MEASURED = (MADE - 1) * len(STEPS)
#: Statements for a step on average, with all that hangs on it: trail, judgement, history, feedback, route, customer.
MOST_QUERIES = 25
#: Calls that a further visit of the day may add to a step: columns of the day are read, and newer series read them
#: record by record, some six calls each. What goes through the records one by one takes more than 50 (on 14.0).
MOST_CALLS_PER_VISIT = 40


class TestEventCost(TrackCase):

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.visits.unlink()

    def test_a_long_day_costs_no_more_by_event_than_a_short_one(self):
        short, long = (self.cost_of_day(visits) for visits in (SHORT, LONG))
        self.assertLessEqual(long["queries"], short["queries"])
        self.assertLess(long["calls"] - short["calls"], MOST_CALLS_PER_VISIT * (LONG - SHORT) * MEASURED)
        self.assertLess(long["queries"], MOST_QUERIES * MEASURED)

    def cost_of_day(self, number_of_visits):
        """What the steps after the first visit take on a day of so many, once the day is at hand."""
        self.route.visit_ids.unlink()
        visits = self.env["field.visit"].create([
            dict(self._visit_values(0, self.customers[0]), sequence=number) for number in range(number_of_visits)])
        steps = [self.step(number, kind, visit) for visit in visits[:MADE] for number, kind in enumerate(STEPS)]
        self.deliver(steps[:len(STEPS)])
        before = self.env.cr.sql_log_count
        calls = calls_of(lambda: self.deliver(steps[len(STEPS):]))
        return {"queries": self.env.cr.sql_log_count - before, "calls": calls}

    def step(self, number, kind, visit):
        event = self.event(kind, visit_id=visit.id, latitude=OFFICE[0], longitude=OFFICE[1], accuracy_m=9)
        return dict(event, number=3 * visit.sequence + number + 1)

    def deliver(self, steps):
        """All is done, and noted in the history as it is on a server."""
        inbox = self.env["field.visit.event"].with_user(self.users["rep"]).with_context(dict.fromkeys(compat.NO_LOG, False))
        receipts = inbox.receive(self.batch(*steps))["receipts"]
        self.assertEqual({receipt["state"] for receipt in receipts}, {"done"}, receipts)


def calls_of(work):
    """How many functions ``work`` calls: what it takes, however busy the machine is."""
    calls = 0

    def count(_frame, kind, _argument):
        nonlocal calls
        calls += kind == "call"

    former = sys.getprofile()
    sys.setprofile(count)
    try:
        work()
    finally:
        sys.setprofile(former)
    return calls
