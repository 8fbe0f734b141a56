"""The demo's prediction: who buys within two months, learned from the sales of two years."""
import time

from rpc import Odoo, RpcError

MODEL, VERSION = "field.visit.prediction", "field.visit.prediction.version"
HORIZON_DAYS, HISTORY_MONTHS = 60, 24
#: A busy machine learns a little later; the version is there in any case.
PATIENCE_S = 60


def load_prediction(odoo: Odoo, company: int) -> str:
    """Ask for a first version and wait for it for a while; return its state, or why there is none."""
    number = odoo.ensure(MODEL, [("target", "=", "buy"), ("company_id", "=", company)], {
        "name": "Buys within two months", "target": "buy", "company_id": company, "horizon_days": HORIZON_DAYS,
        "history_months": HISTORY_MONTHS})
    try:
        version = odoo.call(MODEL, "submit_training", [number])["version_id"]
    except RpcError as error:
        return f"{error}"  # e.g. too few sales: the demo goes on without a prediction
    end = time.monotonic() + PATIENCE_S
    while time.monotonic() < end:
        state = odoo.call(VERSION, "job_status", [version])[0]["state"]
        if state not in ("queued", "running", "training"):
            return state
        time.sleep(0.5)
    return "training"
