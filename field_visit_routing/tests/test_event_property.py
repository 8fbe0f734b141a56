"""Whatever a phone sends, how often and in which order: each event once, and the inbox never fails."""
import json
import uuid

from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from odoo.tools import mute_logger

from .field_case import FieldCase

INBOX = "odoo.addons.field_visit_routing.models.visit_event"
KINDS = ("start_travel", "check_in", "check_out", "settle", "fly")
ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3), max_leaves=5)
EVENT = st.fixed_dictionaries(
    {"kind": st.sampled_from(KINDS) | ANYTHING, "at": st.just("2026-03-02 08:00:00") | ANYTHING,
     "data": st.fixed_dictionaries({}, optional={"visit_id": ANYTHING, "latitude": ANYTHING, "uuid": ANYTHING}) | ANYTHING},
    optional={"number": ANYTHING, "since": ANYTHING, "ahead_s": ANYTHING, "seen": ANYTHING, "anyway": ANYTHING})
LESS = settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))


class TestEventProperty(FieldCase):

    def counts(self, uuids):
        events = self.env["field.visit.event"].search([("uuid", "in", uuids)])
        return sorted(events.mapped("uuid"))

    @LESS
    @given(deliveries=st.lists(st.lists(st.integers(0, 5), min_size=1, max_size=6), min_size=1, max_size=5))
    def test_copies_in_any_order(self, deliveries):
        """Batches overlap, come twice and out of order, as after lost answers and with two tabs."""
        kinds = ("start_travel", "check_in", "check_out")
        visits = self.env["field.visit"].create([self._visit_values(n, self.customers[n]) for n in range(2)])
        events = [dict(self.event(kinds[number % 3], visit_id=visits[number // 3].id), number=number + 1)
                  for number in range(6)]
        first = {}
        for delivery in deliveries:
            for receipt in self.receive(*[events[number] for number in delivery]):
                self.assertEqual(first.setdefault(receipt["uuid"], receipt["state"]), receipt["state"])
        self.assertEqual(self.counts([event["uuid"] for event in events]), sorted(first))
        if set(sum(deliveries, [])) == set(range(6)) and len(set(deliveries[0])) == 6:
            self.assertEqual(visits.mapped("state"), ["done", "done"])

    @mute_logger(INBOX)
    @LESS
    @given(event=EVENT)
    @example(event={"kind": "check_in", "at": "2026-03-02 08:00:00", "data": {}, "number": True})
    @example(event={"kind": "check_in", "at": "2026-03-02 08:00:00", "data": {}, "number": 2 ** 40})
    @example(event={"kind": "start_travel", "at": "2026-03-02 08:00:00", "data": {}, "number": 2})
    @example(event={"kind": "a\0b", "at": "\0", "data": {"visit_id": "\0"}, "seen": {"date": "\0"}})
    @example(event={"kind": "check_in", "at": "2026-03-02 08:00:00", "data": {"visit_id": True}, "seen": {"partner_id": True}})
    def test_anything_at_all_is_answered(self, event):
        event = dict(json.loads(json.dumps(event)), uuid=str(uuid.uuid4()))
        settle = dict(self.event("settle"), number=2 ** 31 - 1, data={"uuid": event["uuid"], "how": "understood"})
        receipt, good = self.receive(event, settle)  # in the order of their numbers
        self.assertIn(receipt["state"], ("done", "conflict", "refused"))
        self.assertIn(good["state"], ("done", "conflict"))
        self.assertEqual(self.counts([event["uuid"]]), [event["uuid"]])
