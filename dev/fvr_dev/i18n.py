"""``make i18n``: refreshes the translation template and the catalogues from the installed addon."""
import subprocess
import tempfile
from pathlib import Path

from . import addon_build, configuration, installation, paths, postgres, template_file, templates
from .console import step
from .paths import ADDON, CHECKOUT, DEV, ODOO14

FOLDER = CHECKOUT / ADDON / "i18n"
TEMPLATE = FOLDER / (ADDON + ".pot")
_DATABASE = "fvr_i18n"


def main(arguments):
    """Install the addon into a database of its own, export its terms, and return 1 when a catalogue is not complete."""
    odoo, data = installation.bundled(), paths.data_folder()
    cluster = postgres.EmbeddedCluster(data / "postgres-test", durable=False)
    server = cluster.start()
    try:
        conf = configuration.write(data / "i18n.conf", odoo, server, addon_build.build(odoo.series), data_dir=data / "odoo")
        with tempfile.TemporaryDirectory() as folder:
            # Odoo wants the name of a catalogue, also for a template.
            exported = Path(folder) / "terms.po"
            _export(odoo, server, conf, exported)
            _refresh(exported)
    finally:
        server.drop(_DATABASE)
        cluster.stop()
    return subprocess.call([str(ODOO14 / "venv" / "bin" / "python"), str(DEV / "i18n.py")])


def _export(odoo, server, conf, path):
    template = templates.Templates(odoo, server, conf).ensure(templates.TEST_MODULES)
    server.drop(_DATABASE)
    server.create(_DATABASE, template)
    step("installing the addon to read its terms")
    templates.odoo(odoo, server, conf, ["-d", _DATABASE, "-i", ADDON, "--stop-after-init"])
    templates.odoo(odoo, server, conf, ["-d", _DATABASE, "--modules", ADDON, "--i18n-export", path,
                   "--stop-after-init"], what="Exporting the terms")


def _refresh(exported):
    FOLDER.mkdir(exist_ok=True)
    step("writing %s" % TEMPLATE.relative_to(CHECKOUT))
    template_file.write(exported, TEMPLATE, CHECKOUT / ADDON)
    for catalogue in sorted(FOLDER.glob("*.po")):
        step("writing %s" % catalogue.relative_to(CHECKOUT))
        template_file.merge(catalogue, TEMPLATE)
