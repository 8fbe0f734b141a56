"""Work that hangs, crashes, or waits to be cancelled."""

import os
import signal
import sys
import time


def run(request, context):
    context.progress(10, "working", 42.0, {"found": 7})
    return globals()["_" + request["kind"]](context)


def rescue(_request, best):
    return {"status": "done", "solution": best["found"]}


def _hang(_context):
    while True:
        time.sleep(60)


def _crash(_context):
    time.sleep(0.5)
    os.write(2, b"native code says goodbye\n")
    os.kill(os.getpid(), signal.SIGSEGV)


def _noise(_context):
    sys.stdout.write("to stdout\n")
    sys.stderr.write("to stderr\n")
    return {"status": "done", "solution": 1}


def _bug(_context):
    raise KeyError("oops")


def _memory(_context):
    raise MemoryError


def _patient(context):
    while not context.cancelled():
        time.sleep(0.05)
    return {"status": "cancelled", "solution": 2}
