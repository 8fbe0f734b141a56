"""The addon's tests by pytest-odoo, on a real Odoo with the addon installed."""
import dataclasses
import os
import time

from .. import addon_build, configuration, frontend, templates
from ..console import step
from ..paths import ADDON, DEV, REPORTS
from . import log_scanner
from .pytest_run import pytest

STAGE, APPS = "odoo", "apps"
#: Folder of the tests that need the apps of ``templates.APP_MODULES``, below the addon's other tests.
APPS_FOLDER = "apps"


def run(installation, server, data, arguments):
    """Install the addon beside nothing but what it needs and run its tests there."""
    tests = addon_build.tests_folder(installation.series)
    return _run(STAGE, installation, server, data, ["--ignore", tests / APPS_FOLDER, *arguments],
                modules=templates.TEST_MODULES, tests=tests)


def run_with_apps(installation, server, data, arguments):
    """Install the addon beside the apps that it uses where they are, and run the tests that need them."""
    return _run(APPS, installation, server, data, arguments, modules=templates.app_modules(installation),
                tests=addon_build.tests_folder(installation.series) / APPS_FOLDER)


def _run(stage, installation, server, data, arguments, *, modules, tests):
    """Install the addon into a copy of the template database with ``modules`` and run the tests in a folder."""
    began = time.monotonic()
    frontend.build()
    addons = addon_build.build(installation.series)
    REPORTS.mkdir(parents=True, exist_ok=True)
    log = REPORTS / ("%s-%s.log" % (stage, installation.series))
    log.unlink(missing_ok=True)
    conf = configuration.write(data / ("test-%s.conf" % installation.series), installation, server, addons,
                               data_dir=data / "odoo", log_level="warn")
    template = templates.Templates(installation, server, conf).ensure(modules)
    database = "fvr_test_%s_%d" % (stage, os.getpid())
    server.create(database, template)
    try:
        install(installation, server, conf, database, log, ADDON)
        step("running the addon's tests")
        result = run_tests(stage, installation, server, conf, database, log, arguments, tests=tests)
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
    given = [str(argument) for argument in arguments if not str(argument).startswith("-")]
    targets = [] if any(argument.endswith(".py") or ".py::" in argument for argument in given) else [tests]
    return pytest(stage, installation.python, [*options, *_in_folder(arguments, tests), *targets],
                  environment=environment, folder=tests, name="%s-%s" % (stage, installation.series))


def _in_folder(arguments, tests):
    """Let a test file be named by its name alone: ``./test odoo test_visit.py``."""
    return [str(tests / argument.rpartition("/%s/" % tests.name)[2])
            if ".py" in str(argument) and not str(argument).startswith("-") else argument for argument in arguments]
