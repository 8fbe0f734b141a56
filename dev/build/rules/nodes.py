"""Small changes to XML trees that keep the author's layout."""
from lxml import etree

VIEW_ARCHS = "//record[@model='ir.ui.view']/field[@name='arch']"


def archs(root):
    """Return the ``arch`` fields of all views of a data file."""
    return root.xpath(VIEW_ARCHS)


def view_model(arch):
    """Return the model of the view that ``arch`` belongs to, or an empty string."""
    return arch.getparent().findtext("field[@name='model']", default="").strip()


def model_path(node, models):
    """Return the models of the views around ``node``, the outermost first.

    A view inside a relational field shows the records that the field points to.
    """
    path = []
    for outer in reversed([node, *node.iterancestors()]):
        if outer.get("name") == "arch" and not path:
            path.append(view_model(outer))
        elif path and outer.tag == "field" and outer is not node and holds_view(outer):
            path.append(models.comodel(path[-1], outer.get("name")))
    return path


def holds_view(node):
    """Tell whether a field of a view has a view of its own inside."""
    return any(child.tag in ("list", "tree", "form", "kanban") for child in node)


def elements(node, *tags):
    """Return all elements below ``node`` (comments left out) as a list that is safe to change."""
    return [child for child in node.iter(*tags) if isinstance(child.tag, str)]


def rename_record_field(root, models, new, old):
    """Give the field ``new`` of the records of ``models`` its older name."""
    for model in models:
        for node in root.xpath("//record[@model=$m]/field[@name=$f]", m=model, f=new):
            node.set("name", old)


def append(parent, tag, text=None, **attributes):
    """Add an element at the end of ``parent``, indented like its siblings."""
    child = etree.SubElement(parent, tag, attributes)
    child.text = text
    siblings = parent[:-1]
    if siblings:
        child.tail = siblings[-1].tail
        siblings[-1].tail = parent.text
    return child


def insert_first(parent, tag, **attributes):
    """Add an element as the first one of ``parent``, indented like its siblings."""
    child = etree.Element(tag, attributes)
    child.tail = parent.text
    parent.insert(0, child)
    return child


def remove(node):
    """Take ``node`` out of its parent and keep the text that follows it."""
    parent, previous = node.getparent(), node.getprevious()
    tail = node.tail or ""
    if tail.strip():
        if previous is not None:
            previous.tail = (previous.tail or "") + tail
        else:
            parent.text = (parent.text or "") + tail
    parent.remove(node)


def retag(node, tag, **attributes):
    """Turn ``node`` into another element; ``class_`` stands for the attribute ``class``."""
    node.tag = tag
    for name, value in attributes.items():
        node.set(name.rstrip("_").replace("_", "-"), value)
    return node


def wrap_children(node, tag, **attributes):
    """Move everything inside ``node`` into one new child element and return that child."""
    wrapper = etree.Element(tag, {name.rstrip("_"): value for name, value in attributes.items()})
    wrapper.text, node.text = node.text, None
    wrapper.extend(list(node))
    node.append(wrapper)
    return wrapper
