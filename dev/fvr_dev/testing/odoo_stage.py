"""The addon's tests by pytest-odoo, on a real Odoo with the addon installed."""
import dataclasses
import os
import time

from .. import addon_build, configuration, frontend, templates
from ..console import step
from ..paths import ADDON, DEV, REPORTS
from . import log_scanner
from .pytest_run import pytest

STAGE = "odoo"


def run(installation, server, data, arguments):
    """Install the addon into a copy of the template database and run its tests there."""
    began = time.monotonic()
    frontend.build()
    addons = addon_build.build(installation.series)
    REPORTS.mkdir(parents=True, exist_ok=True)
    log = REPORTS / ("odoo-%s.log" % installation.series)
    log.unlink(missing_ok=True)
    conf = configuration.write(data / ("test-%s.conf" % installation.series), installation, server, addons,
                               data_dir=data / "odoo", log_level="warn")
    template = templates.Templates(installation, server, conf).ensure(templates.TEST_MODULES)
    database = "fvr_test_%d" % os.getpid()
    server.create(database, template)
    try:
        install(installation, server, conf, database, log, ADDON)
        step("running the addon's tests")
        result = run_tests(STAGE, installation, server, conf, database, log, arguments,
                           tests=addon_build.tests_folder(installation.series))
    finally:
        server.drop(database)
    return dataclasses.replace(result, seconds=time.monotonic() - began,
                               log_findings=tuple(log_scanner.scan(log)))


def install(installation, server, conf, database, log, module):
    """Install ``module`` into ``database``; what Odoo warns of goes to ``log``."""
    step("installing %s into a test database" % module)
    templates.odoo(installation, server, conf, ["-d", database, "-i", module, "--stop-after-init", "--logfile", log],
                   what="Installing %s (log: %s)" % (module, log))


def run_tests(stage, installation, server, conf, database, log, arguments, *, tests):
    """Run the Odoo tests in the folder ``tests`` and return the `Result` of ``stage``."""
    environment = installation.environment(server, ODOO_RC=str(conf))
    environment["PYTHONPATH"] = os.pathsep.join(filter(None, [environment.get("PYTHONPATH"), str(DEV)]))
    options = ["-p", "odoo", "-p", "fvr_dev.testing.http_fixture", "--odoo-database", database, "--odoo-http",
               "--odoo-log-level", "warn", "--odoo-extra", "logfile=%s" % log, "-p", "no:cacheprovider",
               "--ignore", tests / "engine", "-W", "ignore::DeprecationWarning", "--rootdir", tests.parent]
    given = [argument for argument in arguments if not argument.startswith("-")]
    targets = [] if any(argument.endswith(".py") or ".py::" in argument for argument in given) else [tests]
    return pytest(stage, installation.python, [*options, *_in_folder(arguments, tests), *targets],
                  environment=environment, folder=tests, name="%s-%s" % (stage, installation.series))


def _in_folder(arguments, tests):
    """Let a test file be named by its name alone: ``./test odoo test_visit.py``."""
    return [str(tests / argument.rpartition("/tests/")[2]) if ".py" in argument and not argument.startswith("-")
            else argument for argument in arguments]
