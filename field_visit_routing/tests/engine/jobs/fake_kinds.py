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


def _climb(context):
    for number in range(200):
        context.progress(10, "working", 100.0 + number, {"found": number}, bound=500.0)
        time.sleep(0.005)
    while not context.cancelled():
        time.sleep(0.05)
    return {"status": "cancelled", "solution": 3}


def _eat(_context):
    hoard = []
    while True:
        hoard.append(bytearray(8 << 20))


def _abort(_context):
    """As native code does that gets no memory."""
    time.sleep(0.5)
    os.write(2, b"terminate called after throwing an instance of 'std::bad_alloc'\n")
    os.abort()


def _family(context):
    """Starts a process that outlives it, then dies itself."""
    time.sleep(0.5)
    if os.fork() == 0:
        time.sleep(300)
        os._exit(0)
    os.kill(os.getpid(), signal.SIGKILL)


def _compile(context):
    with context.preparation():
        time.sleep(3)
    return _hang(context)
