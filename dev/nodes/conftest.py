"""Servers ("nodes") that share one database, each with its own data folder, as on machines of their own."""
import json
import os
import shutil

import pytest
from node import Node


@pytest.fixture(scope="session")
def facts():
    """What the stage of ``./test`` made: configuration, databases, folders."""
    return json.loads(os.environ["FVR_NODES"])


@pytest.fixture(scope="session")
def nodes(facts):
    """A running server by kind of database and name: ``nodes("plain", "north")``.

    Starting one takes seconds: each is started by the first test that wants it.
    """
    started = {}

    def get(kind, name, **options):
        node = started.setdefault((kind, name), Node(facts, facts["databases"][kind], kind + "-" + name, **options))
        node.start()
        return node

    yield get
    for node in started.values():
        node.stop()
    for node in started.values():
        node.end_jobs()
    shutil.rmtree(facts["folder"], ignore_errors=True)
