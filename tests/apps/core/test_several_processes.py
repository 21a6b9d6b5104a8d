"""Promises that hold between processes: no job twice, none lost, a log without gaps."""

import sqlite3
import time


def finish(process) -> str:
    output, _ = process.communicate(timeout=60)
    assert process.returncode == 0
    return output.strip()


def test_two_workers_do_every_job_once(start):
    finish(start("ask", "40", "1", "0"))
    workers = [start("work"), start("work")]
    done = [int(finish(worker)) for worker in workers]
    assert sum(done) == 40
    assert finish(start("report")) == "True 0 40 done 1 0"


def test_a_killed_worker_loses_nothing(start, tmp_path):
    finish(start("ask", "1", "30", "0.05"))
    victim = start("work", "for ever")
    wait_for_steps(tmp_path, 5)
    victim.kill()
    victim.wait(20)
    reached = steps(tmp_path)
    assert 5 <= reached < 30
    time.sleep(1.2)  # the dead worker's lease
    assert finish(start("work")) == "1"
    # 30 numbers, each once, by two attempts: the second began where the first had arrived.
    assert finish(start("report")) == "True 0 30 done 2 1"


def test_concurrent_writers_leave_a_log_without_gaps(start):
    writers = [start("act", name, "25") for name in ("uno", "dos", "tres")]
    for writer in writers:
        finish(writer)
    assert finish(start("report")).startswith("True 75 75")


def steps(folder) -> int:
    with sqlite3.connect(folder / "cauce.sqlite3", timeout=20) as database:
        found = database.execute("SELECT count(*) FROM core_organisation").fetchone()[0]
    database.close()
    return int(found)


def wait_for_steps(folder, least: int) -> None:
    deadline = time.monotonic() + 20
    while steps(folder) < least:
        assert time.monotonic() < deadline
        time.sleep(0.05)
