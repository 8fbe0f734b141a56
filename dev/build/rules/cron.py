"""Scheduled jobs."""
from .nodes import append
from .registry import before


@before(18)
def cron_repeats(root):
    """Up to 17.0 a job runs once and then never again unless ``numbercall`` is -1."""
    for record in root.xpath("//record[@model='ir.cron']"):
        append(record, "field", "-1", name="numbercall")
        append(record, "field", name="doall", eval="False")
