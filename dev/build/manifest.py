"""The manifest and the bundles of the web client, which are named differently by series."""
import ast
import fnmatch
import pprint

from lxml import etree

from .errors import BuildError
from .series import label

ASSETS_FILE = "views/assets.xml"
#: Folder of the thin web-client adapter that a series does not use.
LEGACY, OWL = "static/src/legacy", "static/src/owl"


def read(folder):
    """Return the manifest of the addon in ``folder`` as a dict."""
    file = folder / "__manifest__.py"
    try:
        return ast.literal_eval(file.read_text(encoding="utf-8"))
    except (ValueError, SyntaxError) as error:
        raise BuildError("not a literal dict: %s" % error, "write plain values only",
                         file=str(file)) from error


def left_out(series):
    """Return the folder of the adapter for the other generation of web clients."""
    return OWL if series < 16 else LEGACY


def for_series(manifest, series, files):
    """Return ``(manifest, extra files)`` of a series; ``files`` are the paths in the addon."""
    result = dict(manifest, version="%s.%s" % (label(series), manifest["version"]))
    assets = {bundle: expand(paths, series, files)
              for bundle, paths in manifest.get("assets", {}).items()}
    result["assets"] = assets = {bundle: paths for bundle, paths in assets.items() if paths}
    if series >= 16:
        return result, {}
    templates = take_templates(assets)
    if series == 15:
        if templates:
            assets["web.assets_qweb"] = templates
        return result, {}
    return without_assets(result, assets, templates)


def without_assets(manifest, assets, templates):
    """Write bundles as inherited templates and client templates in ``qweb``, as 14.0 reads them."""
    del manifest["assets"]
    extra = {}
    if templates:
        manifest["qweb"] = [path.split("/", 1)[1] for path in templates]
    if any(assets.values()):
        extra[ASSETS_FILE] = assets_template(assets)
        manifest["data"] = manifest.get("data", []) + [ASSETS_FILE]
    return manifest, extra


def expand(paths, series, files):
    """Return the files of one bundle, wildcards resolved, without the other adapter's."""
    found = []
    for pattern in paths:
        if not isinstance(pattern, str):
            raise BuildError("asset directive %r" % (pattern,),
                             "list plain paths: directives do not exist in 14.0",
                             file="__manifest__.py")
        if ("/%s/" % left_out(series)) in "/" + pattern:
            continue
        matches = matching(pattern, files) if "*" in pattern else [pattern]
        found += [path for path in matches if path not in found]
    return found


def matching(pattern, files):
    """Return the files of the addon that an asset pattern names, sorted."""
    addon, inside = pattern.split("/", 1)
    loose = inside.replace("**/", "*")
    return ["%s/%s" % (addon, path) for path in sorted(files) if fnmatch.fnmatch(path, loose)]


def take_templates(assets):
    """Take the XML files out of all bundles and return them."""
    templates = []
    for bundle, paths in assets.items():
        templates += [path for path in paths if path.endswith(".xml")]
        assets[bundle] = [path for path in paths if not path.endswith(".xml")]
    return templates


def assets_template(assets):
    """Return the data file that adds files to the bundles of 14.0."""
    root = etree.Element("odoo")
    for bundle, paths in assets.items():
        template = etree.SubElement(root, "template", id=bundle.replace(".", "_"),
                                    inherit_id=bundle)
        inside = etree.SubElement(template, "xpath", expr=".", position="inside")
        for path in paths:
            add_asset(inside, "/" + path)
    return etree.tostring(root, encoding="utf-8", xml_declaration=True, pretty_print=True)


def add_asset(parent, url):
    """Add one script or style sheet."""
    if url.endswith(".js"):
        etree.SubElement(parent, "script", type="text/javascript", src=url)
    else:
        kind = "text/scss" if url.endswith(".scss") else "text/css"
        etree.SubElement(parent, "link", rel="stylesheet", type=kind, href=url)


def render(manifest):
    """Return the text of a manifest file."""
    return pprint.pformat(manifest, width=100, sort_dicts=False) + "\n"
