"""A thread that looks after the processes of this node while there are any.

A job's process knows no database.  What reaches it from there (the wish to cancel, which another
node may have taken) and what it reports (progress, result) passes through the node that it runs
on.  Requests and the scheduled action do that as well, but nobody need ask, and they may always
meet another node.  The thread looks every ``TICK_S`` and ends when no job runs here.
"""
import logging
import os
import threading
import time

from odoo import SUPERUSER_ID, api
from odoo.modules.registry import Registry
from odoo.tools import config

from .. import compat

_logger = logging.getLogger(__name__)

TICK_S = 2
#: A database that cannot be read so many times in a row is gone: it was dropped or closed.
PATIENCE = 30
_watched = set()
#: Taken again by the same thread: looking after jobs asks for being looked after.
_lock = threading.RLock()


def _forget():
    """In a forked worker: the threads of the parent are not here."""
    global _lock
    _lock = threading.RLock()
    _watched.clear()


os.register_at_fork(after_in_child=_forget)


def ensure(database):
    """Have the node's processes looked after, once per server process and database."""
    if not _is_wanted() or compat.is_no_worker():
        return
    with _lock:
        if database in _watched:
            return
        _watched.add(database)
    threading.Thread(
        target=_watch, args=(database,), daemon=True, name="field_visit_jobs").start()


def _is_wanted():
    """Tests share one transaction with the requests that they send, none with threads."""
    return not config["test_enable"] and not config["stop_after_init"]


def _watch(database):
    failures = 0
    while failures < PATIENCE:
        time.sleep(TICK_S)
        if not _is_wanted():
            break
        try:
            if not tend(database) and _leave(database):
                return
            failures = 0
        except Exception:  # whatever it is: the scheduled action tries again as well
            failures += 1
            _logger.info("the jobs of %s could not be looked after", database, exc_info=True)
    with _lock:
        _watched.discard(database)


def _leave(database):
    """Stop watching unless a job was started at this moment."""
    with _lock:
        if tend(database):
            return False
        _watched.discard(database)
        return True


def tend(database):
    """Look after the jobs of this node once; return how many still run here."""
    with compat.thread_environments(), Registry(database).cursor() as cr:
        return api.Environment(cr, SUPERUSER_ID, {})["field.visit.job.mixin"]._job_tend_node()
