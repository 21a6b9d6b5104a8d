"""A sandbox sees the tables it was given, and nothing else, for a limited time and memory."""

import threading
from pathlib import Path

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from cauce.base.errors import CauceError, Refusal
from cauce.engine.sandbox import Limits, Sandbox, Sandboxes


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name in ("dada", "ajena"):
        pq.write_table(pa.table({"_row": [1, 2], "texto": ["a", name]}), tmp_path / name)
    return tmp_path


@pytest.fixture
def sandbox(folder: Path) -> Sandbox:
    return Sandbox({"t": folder / "dada"}, Limits())


def test_it_reads_its_tables_and_binds_values(sandbox: Sandbox) -> None:
    assert sandbox.types("t") == {"_row": "BIGINT", "texto": "VARCHAR"}
    assert sandbox.rows('SELECT * FROM "t" WHERE _row = $n', {"n": 2}) == [(2, "dada")]


@pytest.mark.parametrize(
    "statement",
    [
        "FROM read_parquet('{folder}/ajena')",
        "FROM read_parquet('{folder}/*')",
        "FROM read_parquet('{folder}/./../{name}/ajena')",
        "FROM read_text('/etc/passwd')",
        "FROM glob('{folder}/*')",
        "COPY t TO '{folder}/nuevo.csv'",
        "ATTACH '{folder}/nueva.db' AS nueva",
        "INSTALL httpfs",
        "LOAD httpfs",
        "SET memory_limit = '50GB'",
        "SET threads = 8",
        "SET enable_external_access = true",
        "RESET allowed_paths",
        "EXPORT DATABASE '{folder}/todo'",
    ],
)
def test_no_other_door_opens(sandbox: Sandbox, folder: Path, statement: str) -> None:
    before = sorted(path.name for path in folder.iterdir())
    with pytest.raises(CauceError, match="No se pudo consultar"):
        sandbox.rows(statement.format(folder=folder, name=folder.name), {})
    assert sorted(path.name for path in folder.iterdir()) == before


def test_variables_of_the_program_are_not_tables(sandbox: Sandbox) -> None:
    secret = pa.table({"x": [1]})
    with pytest.raises(CauceError, match="secret"):
        sandbox.rows("FROM secret", {})
    assert secret.num_rows == 1


def test_a_question_that_takes_too_long_is_stopped(folder: Path) -> None:
    sandbox = Sandbox({"t": folder / "dada"}, Limits(seconds=0.2))
    with pytest.raises(Refusal, match=r"pasó de 0\.2 segundos") as refusal:
        sandbox.rows("SELECT count(*) FROM range(10000000) a, range(10000000) b", {})
    assert refusal.value.code == "limit.seconds"
    with pytest.raises(Refusal, match="segundos"):
        list(sandbox.batches("FROM range(10000000) a, range(10000000) b ORDER BY random()", {}))


def test_a_question_that_needs_too_much_memory_is_refused(folder: Path) -> None:
    sandbox = Sandbox({"t": folder / "dada"}, Limits(memory="20MB", temporary="1MB"))
    with pytest.raises(Refusal, match="más de 20MB de memoria") as refusal:
        sandbox.rows("SELECT list(range) FROM range(30000000)", {})
    assert refusal.value.code == "limit.memory"


def test_an_absent_or_damaged_file_is_said(tmp_path: Path) -> None:
    (tmp_path / "falso").write_bytes(b"PAR1 nada PAR1")
    for name in ("ausente", "falso"):
        with pytest.raises(CauceError, match="No se pudo consultar la tabla"):
            Sandbox({"t": tmp_path / name}, Limits())


def test_a_path_with_signs_of_a_pattern_is_one_file(tmp_path: Path) -> None:
    odd = tmp_path / "datos [1] *?'"
    odd.mkdir()
    pq.write_table(pa.table({"n": [7]}), odd / "t.parquet")
    assert Sandbox({"t": odd / "t.parquet"}, Limits()).rows("FROM t", {}) == [(7,)]


def test_batches_come_as_they_are_asked_for_and_may_be_left(sandbox: Sandbox) -> None:
    batches = sandbox.batches("FROM range(100000)", {}, size=2048)
    assert next(batches).num_rows == 2048
    batches.close()
    sizes = [batch.num_rows for batch in sandbox.batches("FROM range(5000)", {}, size=2048)]
    assert (sum(sizes), max(sizes)) == (5000, 2048)
    assert list(sandbox.batches("FROM range(0)", {})) == []


def test_threads_may_ask_at_once(sandbox: Sandbox) -> None:
    answers: list[int] = []

    def ask() -> None:
        for _ in range(20):
            answers.append(sandbox.rows("SELECT sum(_row) FROM t", {})[0][0])

    threads = [threading.Thread(target=ask) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert answers == [3] * 120


def test_the_sandboxes_used_last_are_kept(folder: Path) -> None:
    sandboxes = Sandboxes(most=2)
    first = sandboxes.of({"t": folder / "dada"})
    assert sandboxes.of({"t": folder / "dada"}) is first
    sandboxes.of({"t": folder / "ajena"})
    sandboxes.of({"t": folder / "dada", "u": folder / "ajena"})
    assert sandboxes.of({"t": folder / "dada"}) is not first


def test_a_sandbox_that_is_no_longer_kept_still_answers(folder: Path) -> None:
    sandboxes = Sandboxes(most=1)
    batches = sandboxes.of({"t": folder / "dada"}).batches("FROM t, range(5000)", {})
    next(batches)
    sandboxes.of({"t": folder / "ajena"})
    assert sum(batch.num_rows for batch in batches) > 0


def test_the_engine_is_the_version_this_was_tried_with() -> None:
    assert duckdb.__version__.startswith("2.")
