"""``make i18n``: refreshes the translation template and the catalogues from the installed addon."""
from . import addon_build, configuration, installation, paths, postgres, templates
from .console import step
from .paths import ADDON, CHECKOUT

FOLDER = CHECKOUT / ADDON / "i18n"
_DATABASE = "fvr_i18n"


def main(arguments):
    """Install the addon into a database of its own and export its terms."""
    odoo, data = installation.bundled(), paths.data_folder()
    cluster = postgres.EmbeddedCluster(data / "postgres-test", durable=False)
    server = cluster.start()
    try:
        conf = configuration.write(data / "i18n.conf", odoo, server, addon_build.build(odoo.series), data_dir=data / "odoo")
        _export_all(odoo, server, conf)
    finally:
        server.drop(_DATABASE)
        cluster.stop()


def _export_all(odoo, server, conf):
    template = templates.Templates(odoo, server, conf).ensure(templates.TEST_MODULES)
    server.drop(_DATABASE)
    server.create(_DATABASE, template)
    step("installing the addon to read its terms")
    templates.odoo(odoo, server, conf, ["-d", _DATABASE, "-i", ADDON, "--stop-after-init"])
    FOLDER.mkdir(exist_ok=True)
    _export(odoo, server, conf, FOLDER / (ADDON + ".pot"))
    for catalogue in sorted(FOLDER.glob("*.po")):
        _export(odoo, server, conf, catalogue, "--language", catalogue.stem)


def _export(odoo, server, conf, path, *language):
    step("writing %s" % path.relative_to(CHECKOUT))
    templates.odoo(odoo, server, conf, ["-d", _DATABASE, "--modules", ADDON, "--i18n-export", path, *language,
                   "--stop-after-init"], what="Exporting the terms")
