"""Jobs on real servers: restarts, several nodes of one database, and OCA's job queue."""
import dataclasses
import json
import os
import time

from .. import addon_build, configuration, frontend, queue_job, templates
from ..console import step
from ..paths import ADDON, DEV, ODOO14, QUEUE_ADDON, REPORTS
from . import log_scanner, odoo_stage
from .junit import Counts
from .pytest_run import pytest
from .summary import Result

STAGE = "queue"
NODES = DEV / "nodes"


def run(installation, server, data, arguments):
    """Install the addon with and without OCA's queue_job; test inside Odoo, then on several servers."""
    began = time.monotonic()
    frontend.build()
    addons = [*addon_build.build(installation.series), queue_job.ensure(installation)]
    log = _fresh_log(installation)
    conf = configuration.write(data / ("queue-%s.conf" % installation.series), installation, server, addons,
                               data_dir=data / "odoo-queue", log_level="warn")
    plain, queue = ("fvr_%s_%d" % (name, os.getpid()) for name in ("plain", "queue"))
    try:
        _make_databases(installation, server, conf, log, plain, queue)
        results = [_inside(installation, server, conf, queue, log, arguments),
                   _on_nodes(installation, server, conf, data, {"plain": plain, "queue": queue}, log, arguments)]
    finally:
        for database in (plain, queue):
            server.drop(database)
    return _joined(results, time.monotonic() - began, log_scanner.scan(log))


def _fresh_log(installation):
    REPORTS.mkdir(parents=True, exist_ok=True)
    log = REPORTS / ("queue-%s.log" % installation.series)
    log.unlink(missing_ok=True)
    return log


def _make_databases(installation, server, conf, log, plain, queue):
    template = templates.Templates(installation, server, conf).ensure(templates.TEST_MODULES)
    server.create(plain, template)
    odoo_stage.install(installation, server, conf, plain, log, ADDON)
    server.create(queue, plain)
    # Nobody installs the addon that joins the two: it comes by itself.
    odoo_stage.install(installation, server, conf, queue, log, "queue_job")


def _inside(installation, server, conf, database, log, arguments):
    step("running the tests of %s" % QUEUE_ADDON)
    return odoo_stage.run_tests(STAGE, installation, server, conf, database, log, _options(arguments),
                                tests=addon_build.tests_folder(installation.series, QUEUE_ADDON))


def _on_nodes(installation, server, conf, data, databases, log, arguments):
    step("running the tests on several servers")
    environment = installation.environment(server)
    facts = {"conf": str(conf), "command": [str(part) for part in installation.command], "databases": databases,
             "folder": str(data / "nodes"), "log": str(log), "number": installation.number,
             "environment": {name: environment.get(name) for name in ("PATH", "PYTHONPATH", "XDG_DATA_HOME")}}
    options = ["-p", "no:odoo", "-p", "no:cacheprovider", "--rootdir", NODES]
    return pytest(STAGE, ODOO14 / "venv" / "bin" / "python", [*options, *_options(arguments), NODES],
                  environment=dict(os.environ, PYTHONPATH=str(DEV), FVR_NODES=json.dumps(facts)), folder=NODES,
                  name="nodes-" + installation.series)


def _options(arguments):
    """Both parts take the same options, such as ``-k``; a file's name would be one of only one part."""
    return [argument for argument in arguments if not argument.endswith(".py")]


def _joined(results, seconds, findings):
    counts = sum((result.counts for result in results), Counts())
    code = next((result.exit_code for result in results if result.exit_code), 0)
    return dataclasses.replace(Result(STAGE, counts, seconds, code), log_findings=tuple(findings))
