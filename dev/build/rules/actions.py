"""Records of actions, jobs and activities."""
from ..errors import unsupported
from .nodes import append, remove, rename_record_field
from .registry import before

ACTIONS = ("ir.actions.act_window", "ir.actions.client", "ir.actions.server", "ir.actions.act_url",
           "ir.actions.report")


@before(18)
def cron_repeats(root, models):
    """Up to 17.0 a job runs once and then never again unless ``numbercall`` is -1."""
    for record in root.xpath("//record[@model='ir.cron']"):
        append(record, "field", "-1", name="numbercall")
        append(record, "field", name="doall", eval="False")


@before(18)
def action_paths(root, models):
    """The short address of an action is new; the action works without it."""
    for model in ACTIONS:
        for node in root.xpath("//record[@model=$m]/field[@name='path']", m=model):
            remove(node)


@before(18)
def report_domains(root, models):
    """A report cannot be limited to some records."""
    for node in root.xpath("//record[@model='ir.actions.report']/field[@name='domain']"):
        raise unsupported(node, "a report for some records only", "check the records in Python")


@before(15)
def activity_types(root, models):
    """Activity types point to a model's record, and their note has another name."""
    types = "//record[@model='mail.activity.type']"
    for node in root.xpath(types + "/field[@name='res_model']"):
        name = (node.text or "").strip()
        if not name:
            raise unsupported(node, "a model that is not plain text", "write the model's name")
        node.text = None
        node.set("name", "res_model_id")
        node.set("search", "[('model', '=', '%s')]" % name)
    rename_record_field(root, ("mail.activity.type",), "default_note", "default_description")
