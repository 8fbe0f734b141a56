"""Whether a child that ended wanted more memory than there was."""

import pytest
from engine.jobs import memory
from engine.jobs.spool import Spool


@pytest.mark.parametrize(
    ("last_words", "status", "ran_out"),
    [
        ("MemoryError", 1, True),
        ("terminate called after throwing an instance of 'std::bad_alloc'", -6, True),
        ("OpenBLAS error: Memory allocation still failed after 10 retries, giving up.", 1, True),
        ("KeyError: 'memory'", 1, False),
        ("MemoryError", 0, False),
    ],
)
def test_last_words_tell(tmp_path, last_words, status, ran_out):
    spool = Spool(tmp_path)
    spool.log.write_text(last_words + "\n")
    assert memory.ran_out(spool, status, 1.0, 0, None) is ran_out


def test_a_signal_near_the_limit_is_want_of_memory(tmp_path):
    spool = Spool(tmp_path)
    spool.log.write_text("")
    assert memory.ran_out(spool, -11, 59.0, 60, None)
    assert not memory.ran_out(spool, -11, 10.0, 60, None)


def test_a_library_that_finds_no_room_is_want_of_memory():
    inner = OSError("libLLVM.so: failed to map segment from shared object")
    outer = OSError("Could not find/load shared object file")
    outer.__cause__ = inner
    assert memory.wanted(outer)
    assert memory.wanted(MemoryError())
    assert not memory.wanted(OSError("No such file or directory"))
    assert not memory.wanted(ValueError("out of memory"))
