"""What must not stand in a data file of a series: the check after the rules.

Each row is an XPath with the series where a match is a mistake, what it is, and the remedy.
A match means that no rule knew the construct, so the build stops instead of shipping it.
"""
from typing import NamedTuple

from .errors import unsupported

ARCH = "//record[@model='ir.ui.view']/field[@name='arch']"
CONSTANT = "(. = '0' or . = '1' or . = 'True' or . = 'False')"
#: Field widgets that every series has under the same name and with the same meaning.
WIDGETS = {
    "badge", "boolean", "boolean_favorite", "boolean_toggle", "char", "CopyClipboardChar", "color",
    "color_picker", "date", "domain", "email", "float", "float_time", "float_toggle", "handle",
    "html", "image", "image_url", "integer", "many2many_binary", "many2many_checkboxes",
    "many2many_tags", "many2many_tags_avatar", "many2one", "many2one_avatar",
    "many2one_avatar_user", "monetary", "percentage", "percentpie", "phone", "priority",
    "progressbar", "radio", "reference", "remaining_days", "selection", "selection_badge",
    "state_selection", "statinfo", "statusbar", "text", "timezone_mismatch", "url",
    "mail_activity", "kanban_activity", "list_activity", "many2many_avatar_user",
}
VIEW_WIDGETS = {"web_ribbon"}


class Construct(NamedTuple):
    """A construct that some series cannot read."""

    first: int
    last: int
    xpath: str
    what: str
    remedy: str


def until(last, xpath, what, remedy):
    """Return a construct that is wrong up to the series ``last``."""
    return Construct(14, last, xpath, what, remedy)


def since(first, xpath, what, remedy):
    """Return a construct that is wrong from the series ``first`` on."""
    return Construct(first, 19, xpath, what, remedy)


NEWEST = "write the dialect of 19.0 and let the build write the older one"
ADD_RULE = "add a rule to dev/build/rules, or write it differently"
FORBIDDEN = (
    # newer than the series
    until(18, "//record[@model='res.groups.privilege']", "a privilege", ADD_RULE),
    until(18, "//record/field[@name='privilege_id']", "a privilege", ADD_RULE),
    until(17, ARCH + "//list", "<list>", ADD_RULE),
    until(17, ARCH + "//chatter", "<chatter>", ADD_RULE),
    until(17, ARCH + "//t[@t-name='card']", "the kanban template 'card'", ADD_RULE),
    until(17, "//field[@name='view_mode'][contains(concat(',', ., ','), ',list,')]",
          "view mode 'list'", ADD_RULE),
    until(17, "//field[@name='path']/parent::record[starts-with(@model, 'ir.actions')]",
          "the path of an action", ADD_RULE),
    until(16, ARCH + "//*[@column_invisible]", "column_invisible", ADD_RULE),
    until(16, ARCH + "//*[@invisible|@readonly|@required][@*[(name() = 'invisible' or "
          "name() = 'readonly' or name() = 'required') and not(%s) and not(contains(., 'context'))]]"
          % CONSTANT, "a modifier as an expression", ADD_RULE),
    until(16, "//record[field[@name='model']='res.config.settings']//*[self::app or self::block "
          "or self::setting]", "a tag of the newer settings page", ADD_RULE),
    until(16, ARCH + "//field[@widget='daterange']", "the widget daterange",
          "show the two dates one after the other"),
    until(14, "//*[@t-out]", "t-out", "use t-esc"),
    # older than the series, that is: not the dialect of the source
    since(14, "//*[@t-raw]", "t-raw", "use t-esc, or a Markup value"),
    since(14, "//*[@t-out]", "t-out", "use t-esc"),
    since(14, "//report | //act_window", "a shortcut tag", "write a <record>"),
    since(14, "//*[@states]", "states=", "use invisible="),
    since(14, "//record[@model='ir.ui.view'][field[@name='inherit_id']]/field[@name='group_ids' or "
          "@name='groups_id']", "groups on an inheriting view", "put groups= on its nodes"),
    since(14, "//*[@domain[contains(., '.weekday(')]]", "weekday() in a domain, which web clients "
          "from 15.0 on cannot evaluate", "write relativedelta(weekday=0)"),
    since(17, "//*[@attrs]", "attrs=", NEWEST),
    since(18, ARCH + "//tree", "<tree>", NEWEST),
    since(18, ARCH + "//div[@class='oe_chatter']", "the block of the chatter", NEWEST),
    since(18, ARCH + "//t[@t-name='kanban-box']", "the kanban template 'kanban-box'", NEWEST),
    since(18, "//record[@model='ir.cron']/field[@name='numbercall' or @name='doall']",
          "numbercall or doall of a job", NEWEST),
    since(18, "//field[@name='view_mode'][contains(concat(',', ., ','), ',tree,')]",
          "view mode 'tree'", NEWEST),
    since(19, "//record/field[@name='groups_id']", "groups_id", NEWEST),
    since(19, "//record[@model='res.groups']/field[@name='users' or @name='category_id']",
          "users or category_id of a group", NEWEST),
    since(19, ARCH + "//search//group[@expand or @string]", "expand= or string= on a search group",
          "write a bare <group>"),
    since(19, "//record/field[@name='target'][. = 'inline']", "the target 'inline'",
          "leave it out: the build adds it for older series"),
)


def check(root, series):
    """Stop at the first construct that ``series`` cannot read.

    Raises
    ------
    BuildError
        With the line, the construct and the remedy.
    """
    for row in FORBIDDEN:
        if row.first <= series <= row.last:
            for node in root.xpath(row.xpath):
                raise unsupported(node, "%s in a file for %d.0" % (row.what, series), row.remedy)
    check_widgets(root)


def check_widgets(root):
    """Stop at a widget that some series does not have: the older web client ignores it silently."""
    for node in root.xpath(ARCH + "//field[@widget] | " + ARCH + "//widget[@name]"):
        name, known = node.get("widget"), WIDGETS
        if node.tag == "widget":
            name, known = node.get("name"), VIEW_WIDGETS
        if name not in known:
            raise unsupported(node, "the widget %r, which not every series has" % name,
                              "use a widget named in dev/build/forbidden.py")
