"""Whatever is written, in whatever order: a position set by hand stays until a person changes it."""
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from odoo.tests import tagged

from .ground_case import HELSINKI, GroundCase

CITIES = st.sampled_from(["Helsinki", "Tampere", "Qwertyville", "", False])
#: What programs, forms, imports and core do to a customer without meaning its position.
STEPS = st.one_of(
    st.tuples(st.just("address"), CITIES),
    st.tuples(st.just("core zeroes"), CITIES),
    st.tuples(st.just("blank"), st.sampled_from([False, None, "", 0, 0.0])),
    st.tuples(st.just("provider"), st.floats(-90, 90)),
    st.tuples(st.just("failure"), st.sampled_from(["not_found", "quota"])),
    st.tuples(st.sampled_from(["locate", "queue", "cron", "other field", "company moves", "import"]), st.none()),
)


@tagged("post_install", "-at_install")
class TestManualPositionProperty(GroundCase):
    def step(self, customer, kind, value):
        zeros = {"partner_latitude": 0.0, "partner_longitude": 0.0}
        if kind == "address":
            customer.write({"city": value, "street": "Street %s" % value})
        elif kind == "core zeroes":
            customer.write(dict(zeros, city=value))
        elif kind == "blank":
            customer.write({"partner_latitude": value, "partner_longitude": value})
        elif kind == "provider":
            customer.set_position(value, 24.0, source="nominatim", precision="street")
        elif kind == "failure":
            customer._visit_apply_answers({customer.id: {"failure": value, "retry": value == "quota"}})
        elif kind == "locate":
            customer.action_locate()
        elif kind == "queue":
            customer.action_queue_locate()
        elif kind == "cron":
            self.env["res.partner"]._cron_locate_queued(commit=False)
        elif kind == "other field":
            customer.write({"phone": "1", "visit_score": 50})
        elif kind == "company moves":
            customer.parent_id.write({"city": "Vantaa"})
            customer.parent_id.set_position(*HELSINKI)
        elif kind == "import":
            customer.load([".id", "name", "city", "partner_latitude", "partner_longitude"],
                          [[str(customer.id), "Import", "Oulu", "", ""]])

    @settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
    @given(st.lists(STEPS, min_size=1, max_size=8))
    def test_manual_position_is_never_overwritten(self, steps):
        company = self.customer()
        customer = self.customer(parent_id=company.id, is_company=False, type="contact")
        customer.set_position(-0.0000001, 9.45)
        for kind, value in steps:
            self.step(customer, kind, value)
            self.assertEqual(
                (customer.geo_state, round(customer.partner_latitude, 7), customer.partner_longitude),
                ("manual", -0.0000001, 9.45), (kind, value))
