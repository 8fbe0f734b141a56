"""The chatter below a form."""
from ..errors import unsupported
from .nodes import append, archs, elements, retag, view_model
from .registry import before

#: Options that tune the newer chatter; without them the older one works the same.
COMFORT = ("reload_on_attachment", "reload_on_follower", "reload_on_post", "open_attachments")


@before(18)
def chatter(root, models):
    """``<chatter/>`` becomes the block of the fields that it stands for."""
    for arch in archs(root):
        for node in elements(arch, "chatter"):
            write_chatter(node, has_activities(models, view_model(arch)))


def write_chatter(node, activities):
    """Write one chatter; without activities the model has no field for them."""
    for option in COMFORT:
        node.attrib.pop(option, None)
    if node.attrib:
        raise unsupported(node, "options %s" % ", ".join(node.attrib), "leave them out")
    retag(node, "div", class_="oe_chatter")
    names = ["message_follower_ids", "message_ids"]
    if activities:
        names.insert(1, "activity_ids")
    for name in names:
        append(node, "field", name=name)


def has_activities(models, model):
    """Tell whether a model has activities; a model of another addon is taken to have them."""
    if not models.ours(model):
        return True
    return "mail.activity.mixin" in models.ancestors(model)
