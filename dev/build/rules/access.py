"""Groups and who may see what."""
from ..errors import unsupported
from .nodes import remove, rename_record_field
from .registry import before

WITH_GROUPS = ("res.users", "ir.ui.view", "ir.ui.menu", "ir.actions.act_window",
               "ir.actions.server", "ir.actions.report")
NEWER_ONLY = ("all_user_ids", "all_group_ids", "disjoint_ids", "sequence", "role")


@before(19)
def privileges_become_categories(root, models):
    """Groups hang on a category directly; ``res.groups.privilege`` is not there yet."""
    categories = {}
    for record in root.xpath("//record[@model='res.groups.privilege']"):
        category = record.find("field[@name='category_id']")
        if category is None or not category.get("ref"):
            raise unsupported(record, "a privilege without a category",
                              'add <field name="category_id" ref="…"/> to it')
        categories[record.get("id")] = category.get("ref")
        remove(record)
    for node in root.xpath("//record[@model='res.groups']/field[@name='privilege_id']"):
        if node.get("ref") not in categories:
            raise unsupported(node, "privilege %r is not defined in this file" % node.get("ref"),
                              "define the privilege in the file of its groups")
        node.set("name", "category_id")
        node.set("ref", categories[node.get("ref")])


@before(19)
def group_fields(root, models):
    """The many2many fields between users, groups, menus, views and actions had other names."""
    rename_record_field(root, ("res.groups",), "user_ids", "users")
    rename_record_field(root, WITH_GROUPS, "group_ids", "groups_id")
    for model in ("res.groups", "res.users"):
        for name in NEWER_ONLY:
            for node in root.xpath("//record[@model=$m]/field[@name=$f]", m=model, f=name):
                raise unsupported(node, "field %r of %s exists from 19.0 on" % (name, model),
                                  "leave it out, or set it in Python behind compat.SERIES")
