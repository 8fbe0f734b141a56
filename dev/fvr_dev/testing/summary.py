"""Results of the stages, and the text at the end of the run."""
from dataclasses import dataclass
from typing import Tuple

from ..console import table
from .junit import Counts
from .policy import unexpected_skips


@dataclass(frozen=True)
class Result:
    """What came of one stage."""

    stage: str
    counts: Counts = Counts()
    seconds: float = 0.0
    exit_code: int = 0
    log_findings: Tuple[str, ...] = ()
    error: str = ""
    counts_tests: bool = True

    def problems(self):
        """Return sentences that say why this stage failed; none when it is fine."""
        found = []
        if self.error:
            found.append(self.error)
        if self.counts.failed:
            found.append("%d failed" % self.counts.failed)
        elif self.exit_code:
            found.append("the program ended with status %d" % self.exit_code)
        if self.counts_tests and not self.error and not self.counts.passed + self.counts.failed:
            found.append("no test ran")
        found += ["unexpected skip: " + skip for skip in unexpected_skips(self.counts.skips)]
        found += ["in Odoo's log: " + finding for finding in self.log_findings]
        return found


def is_good(results):
    """Tell whether something ran and every stage is fine."""
    return bool(results) and not any(result.problems() for result in results)


def text(results):
    """Return the summary: the problems, a table, and the closing line ``N passed, N failed, N skipped``."""
    lines = ["%s: %s" % (result.stage, problem) for result in results for problem in result.problems()]
    rows = [[result.stage, result.counts.passed, result.counts.failed, len(result.counts.skips),
             "%.0f s" % result.seconds, "failed" if result.problems() else "ok"] for result in results]
    parts = ["", table(rows, ["stage", "passed", "failed", "skipped", "time", "result"]), ""]
    if lines:
        parts += ["What is wrong:", *["  * " + line.replace("\n", "\n    ") for line in lines], ""]
    return "\n".join(parts + [closing_line(results)])


def closing_line(results):
    """Return the line that machines read; a stage that failed without a failed test counts as one."""
    total = sum((result.counts for result in results), Counts())
    broken = sum(1 for result in results if result.problems() and not result.counts.failed)
    return "%d passed, %d failed, %d skipped" % (total.passed, total.failed + broken, len(total.skips))
