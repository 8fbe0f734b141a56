"""Job processes that tests start, ended with the class that started them."""
from ..models import job_process


def end_job_processes():
    """End what still runs and take leave of what has ended: later series look for both."""
    for child in list(job_process._children):
        if child.poll() is None:
            job_process.kill(child.pid, job_process.start_mark(child.pid))
        child.wait(10)
    job_process.reap()
