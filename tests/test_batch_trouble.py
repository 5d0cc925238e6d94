"""What can go wrong around a batch: kills, full disks, changed inputs, damaged caches, hostile tables."""

from __future__ import annotations

import contextlib
import csv
import os
import resource
import shutil
import subprocess
import sys
import tempfile
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from footprint import pipeline
from footprint.batch import Options
from footprint.batch.errors import BatchRunning, CannotWriteBatch, InputChanged
from footprint.batch.store import Store
from footprint.engine.intensity_cache import CACHE_VARIABLE
from footprint.errors import FootprintError
from shared import REPOSITORY
from test_batch import MODEL, folder_with_model, refused, rows, run

HEAD = "id,model,power_rate [kWh/t]\n"
KILLS = int(os.environ.get("FOOTPRINT_KILLS", "100"))


def table_of(count: int, first: int = 0) -> str:
    return HEAD + "".join(f"r{number},lime.yaml,{number if number % 7 else ''}\n" for number in range(first, first + count))


def in_child(work: Callable[[], None]) -> int:
    """Do something in a forked process, which may give up rights or room without harm to this one."""
    child = os.fork()
    if child:
        return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    status = 99
    try:
        work()
        status = 0
    except CannotWriteBatch as error:
        status = 7 if error.values["why"] else 8
    finally:
        os._exit(status)


@pytest.mark.skipif(not hasattr(os, "fork"), reason="needs fork")
@pytest.mark.xdist_group("kills")
@pytest.mark.parametrize("workers", [1, 2])
def test_a_batch_killed_at_random_instants_goes_on_to_the_same_bytes(tmp_path: Path, workers: int) -> None:
    folder_with_model(tmp_path)
    (tmp_path / "variants.csv").write_text(table_of(30))
    kills = KILLS if workers == 1 else max(2, KILLS // 50)
    script = Path(__file__).with_name("batch_killed.py")
    command = [sys.executable, str(script), ".", "variants.csv", "--kills", str(kills), "--workers", str(workers)]
    done = subprocess.run(
        command, cwd=tmp_path, capture_output=True, text=True, check=False, env={**os.environ, "PYTHONPATH": str(REPOSITORY)}
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert f"{kills} kills" in done.stdout


def test_what_was_computed_is_not_computed_again(tmp_path: Path) -> None:
    folder = folder_with_model(tmp_path)
    assert run(folder, table_of(30), part_rows=4).computed == 30
    first = (folder / "out.parquet").read_bytes()
    assert run(folder, table_of(30), part_rows=4).computed == 0
    assert (folder / "out.parquet").read_bytes() == first
    # The last rows are others: only their parts are computed.
    assert run(folder, table_of(30).replace("r29,lime.yaml,29", "r29,lime.yaml,99"), part_rows=4).computed == 2
    assert run(folder, table_of(30), part_rows=4).computed == 2
    assert (folder / "out.parquet").read_bytes() == first


def test_of_many_models_only_those_that_changed_are_computed_again(tmp_path: Path) -> None:
    models = []
    for number in range(5):
        (tmp_path / f"m{number}.yaml").write_text(MODEL.replace("60 kWh/t", f"{60 + number} kWh/t"))
        models.append(str(tmp_path / f"m{number}.yaml"))
    options = Options(part_rows=2)
    assert pipeline.batch(models, tmp_path / "out.parquet", options).computed == 5
    assert pipeline.batch(models, tmp_path / "out.parquet", options).computed == 0
    (tmp_path / "m3.yaml").write_text(MODEL.replace("60 kWh/t", "600 kWh/t"))
    assert pipeline.batch(models, tmp_path / "out.parquet", options).computed == 1
    after = (tmp_path / "out.parquet").read_bytes()
    assert rows(tmp_path / "out.parquet")[3]["total"] == pytest.approx(600 * 0.5777 + 785)
    (tmp_path / "out.parquet").unlink()
    assert pipeline.batch(models, tmp_path / "out.parquet", options).computed == 5
    assert (tmp_path / "out.parquet").read_bytes() == after


def test_a_torn_part_is_computed_again(tmp_path: Path) -> None:
    folder = folder_with_model(tmp_path)
    run(folder, table_of(12), part_rows=4)
    expected = (folder / "out.parquet").read_bytes()
    (folder / "out.parquet").unlink()

    def stop(done: int, total: int) -> None:
        if done == 8:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        pipeline.batch([str(folder / "variants.csv")], folder / "out.parquet", Options(part_rows=4), stop)
    parts = sorted((folder / "out.parquet.parts").glob("0*.parquet"))
    assert len(parts) == 2
    parts[0].write_bytes(parts[0].read_bytes()[:-50])
    report = pipeline.batch([str(folder / "variants.csv")], folder / "out.parquet", Options(part_rows=4))
    assert report.computed == 8
    assert (folder / "out.parquet").read_bytes() == expected


def test_parts_of_another_batch_are_never_taken_for_those_of_this_one(tmp_path: Path) -> None:
    folder = folder_with_model(tmp_path)
    run(folder, table_of(12, 100), out="expected.parquet", part_rows=4)

    def stop(done: int, total: int) -> None:
        if done == 8:
            raise KeyboardInterrupt

    for _ in range(2):
        (folder / "variants.csv").write_text(table_of(12))
        with pytest.raises(KeyboardInterrupt):
            pipeline.batch([str(folder / "variants.csv")], folder / "out.parquet", Options(part_rows=4), stop)
    run(folder, table_of(12, 100), part_rows=4)
    assert (folder / "out.parquet").read_bytes() == (folder / "expected.parquet").read_bytes()


def test_a_refused_table_leaves_nothing_that_is_taken_for_the_rows_of_an_interrupted_one(tmp_path: Path) -> None:
    folder = folder_with_model(tmp_path)
    run(folder, table_of(12), out="expected.parquet", part_rows=4)

    def stop(done: int, total: int) -> None:
        if done == 4:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        pipeline.batch([str(folder / "variants.csv")], folder / "out.parquet", Options(part_rows=4), stop)
    other = table_of(12, 100).replace("[kWh/t]", "[kWh]")
    (folder / "variants.csv").write_text(other)
    with pytest.raises(FootprintError, match="J106"):
        pipeline.batch([str(folder / "variants.csv")], folder / "out.parquet", Options(part_rows=4))
    assert run(folder, table_of(12), part_rows=4).computed == 8
    assert (folder / "out.parquet").read_bytes() == (folder / "expected.parquet").read_bytes()


def test_an_output_that_another_program_wrote_anew_is_neither_complete_nor_taken_from(tmp_path: Path) -> None:
    folder = folder_with_model(tmp_path)
    run(folder, table_of(12), part_rows=4)
    whole = pq.read_table(folder / "out.parquet")
    for table in (whole, whole.sort_by([("id", "descending")]), whole.slice(0, 5)):
        pq.write_table(table, folder / "out.parquet", row_group_size=4)
        with pytest.raises(FootprintError, match="J115"):
            run(folder, table_of(12), part_rows=4)
        assert run(folder, table_of(12), part_rows=4, force=True).computed == 12
        assert pq.read_table(folder / "out.parquet").equals(whole)


def test_why_a_row_fails_is_told_anew_when_another_model_has_another_defect(tmp_path: Path) -> None:
    folder = folder_with_model(tmp_path)
    (folder / "user.yaml").write_text(MODEL.replace("from: cn-electricity/national-average-2024", 'from: "model:other.yaml#lime"'))
    table = HEAD + "a,lime.yaml,60\nb,user.yaml,60\n"
    causes = []
    for text in (MODEL.replace("1 t}", "1 tt}"), MODEL.replace("period:", "periods:")):
        (folder / "other.yaml").write_text(text)
        assert run(folder, table).failed == 1
        causes.append(rows(folder / "out.parquet")[1]["codes"])
    assert causes[0] != causes[1]


def test_a_rewritten_table_that_is_damaged_is_made_again(tmp_path: Path) -> None:
    folder = folder_with_model(tmp_path)
    run(folder, table_of(12), out="expected.parquet", part_rows=4)

    def stop(done: int, total: int) -> None:
        if done == 4:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        pipeline.batch([str(folder / "variants.csv")], folder / "out.parquet", Options(part_rows=4), stop)
    (folder / "out.parquet.parts" / "table.parquet").write_bytes(b"PAR1 torn")
    run(folder, table_of(12), part_rows=4)
    assert (folder / "out.parquet").read_bytes() == (folder / "expected.parquet").read_bytes()


@pytest.mark.skipif(not hasattr(os, "fork"), reason="needs fork")
@pytest.mark.parametrize("room", [3_000, 12_000])
def test_a_full_disk_is_a_plain_error_and_the_batch_goes_on_when_there_is_room(tmp_path: Path, room: int) -> None:
    folder = folder_with_model(tmp_path)
    run(folder, table_of(40), out="expected.parquet", part_rows=10)

    def work() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (room, room))
        run(folder, table_of(40), part_rows=10)

    assert in_child(work) == 7
    assert not (folder / "out.parquet").exists()
    run(folder, table_of(40), part_rows=10)
    assert (folder / "out.parquet").read_bytes() == (folder / "expected.parquet").read_bytes()


@pytest.mark.skipif(not hasattr(os, "fork"), reason="needs fork")
def test_a_folder_that_cannot_be_written_is_a_plain_error() -> None:
    with tempfile.TemporaryDirectory() as made:
        folder = folder_with_model(Path(made))
        (folder / "variants.csv").write_text(table_of(4))
        (folder / "closed").mkdir()
        for path in (folder, folder / "lime.yaml", folder / "variants.csv"):
            path.chmod(0o755 if path.is_dir() else 0o644)
        (folder / "closed").chmod(0o555)

        def work() -> None:
            if os.getuid() == 0:
                os.setuid(65534)  # root may write everywhere
            pipeline.batch([str(folder / "variants.csv")], folder / "closed" / "out.parquet")

        assert in_child(work) == 7


def test_the_output_must_not_replace_what_is_no_result_of_a_batch(tmp_path: Path) -> None:
    folder = folder_with_model(tmp_path)
    for name in ("out.parquet", "out.csv", "out.xlsx"):
        (folder / name).write_text("precious")
        with pytest.raises(FootprintError) as caught:
            run(folder, table_of(2), out=name)
        assert caught.value.code == "J115"
        assert (folder / name).read_text() == "precious"
        run(folder, table_of(2), out=name, force=True)
        run(folder, table_of(3), out=name)
    with pytest.raises(FootprintError) as caught:
        pipeline.batch([str(folder / "variants.csv")], folder / "variants.csv")
    assert caught.value.code == "J116"


def test_two_batches_into_one_output_are_kept_apart(tmp_path: Path) -> None:
    folder = folder_with_model(tmp_path)
    with Store(folder / "out.parquet").opened():
        with pytest.raises(BatchRunning) as caught:
            run(folder, table_of(3))
        assert "out.parquet" in str(caught.value)
        # Another output in the same folder is nobody's business.
        assert run(folder, table_of(3), out="other.parquet").computed == 3
    assert run(folder, table_of(3)).computed == 3


def own_inventories(folder: Path) -> Path:
    target = folder / "own" / "cn-electricity"
    shutil.copytree(REPOSITORY / "inventories" / "cn-electricity", target)
    about = target / "datapackage.json"
    about.write_text(about.read_text("utf-8").replace('"version": "2024.1"', '"version": "2024.9"'), "utf-8")
    return folder / "own"


@pytest.mark.parametrize("changed", ["own/cn-electricity/exchanges.csv", "lime.yaml", "variants.csv"])
@pytest.mark.parametrize("with_table", [True, False])
def test_an_input_that_changes_during_the_run_fails_the_batch(tmp_path: Path, changed: str, with_table: bool) -> None:
    if not with_table and changed == "variants.csv":
        pytest.skip("there is no table")
    folder = folder_with_model(tmp_path, MODEL.replace("2024.1", "2024.9"))
    (folder / "variants.csv").write_text(table_of(8))
    own = own_inventories(tmp_path)
    source = str(folder / ("variants.csv" if with_table else "lime.yaml"))
    options = Options((str(own),), part_rows=4, check_rows=1)

    def change(done: int, total: int) -> None:
        if done:
            with (folder / changed).open("a") as stream:
                stream.write("# later\n" if changed.endswith("yaml") else "\n")

    with pytest.raises(InputChanged) as caught:
        pipeline.batch([source], folder / "out.parquet", options, change)
    assert Path(changed).parent.name in str(caught.value)
    assert not (folder / "out.parquet").exists()
    assert pipeline.batch([source], folder / "out.parquet", options).rows == (8 if with_table else 1)


def test_a_corrupt_cache_entry_is_made_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    cache = tmp_path / "cache"
    monkeypatch.setenv(CACHE_VARIABLE, str(cache))
    folder = folder_with_model(tmp_path)
    run(folder, table_of(5), out="first.parquet")
    entries = [path for path in cache.rglob("*") if path.is_file()]
    assert entries
    for entry in entries:
        content = bytearray(entry.read_bytes())
        content[-3] ^= 0x40
        entry.write_bytes(content)
    report = run(folder, table_of(5), out="second.parquet")
    assert [note.code for note in report.notes] == ["E321"]
    assert (folder / "first.parquet").read_bytes() == (folder / "second.parquet").read_bytes()


def test_one_bad_row_in_a_hundred_leaves_the_others_as_they_are(tmp_path: Path) -> None:
    folder = folder_with_model(tmp_path)
    bad = ("", "NaN", "-5", "1e999", "x")
    lines = [f"r{number},lime.yaml,{bad[number // 100 % 5] if number % 100 == 50 else number}" for number in range(5000)]
    report = run(folder, HEAD + "\n".join(lines) + "\n", part_rows=700)
    assert (report.rows, report.failed) == (5000, 50)
    assert sum(cause.rows for cause in report.causes) == 50
    found = rows(folder / "out.parquet")
    assert [row["id"] for row in found] == [f"r{number}" for number in range(5000)]
    for number, row in enumerate(found):
        if number % 100 == 50:
            assert row["status"] == "failed"
            assert row["finding"]
        else:
            assert row["total"] == pytest.approx(number * 0.5777 + 785, rel=1e-12)


# hostile tables


def test_no_cell_of_the_output_is_a_formula(tmp_path: Path) -> None:
    folder = folder_with_model(tmp_path)
    ids = ["=cmd()", "+1", "-1", "@SUM(A1)", "plain"]
    table = HEAD + "".join(f'"{name}",lime.yaml,1\n' for name in ids)
    run(folder, table, out="out.csv")
    with (folder / "out.csv").open(encoding="utf-8-sig", newline="") as stream:
        found = [row[0] for row in csv.reader(stream)][1:]
    assert found == ["'=cmd()", "'+1", "'-1", "'@SUM(A1)", "plain"]
    run(folder, table, out="out.xlsx")
    import openpyxl

    sheet = openpyxl.load_workbook(folder / "out.xlsx")["Results"]
    cells = [sheet.cell(row, 1) for row in range(2, 7)]
    assert [(cell.value, cell.data_type) for cell in cells] == [(name, "s") for name in ids]
    assert sheet.cell(2, 5).value == pytest.approx(0.5777 + 785)
    run(folder, table)
    assert [row["id"] for row in rows(folder / "out.parquet")] == ids


def test_a_workbook_that_unpacks_to_gigabytes_is_refused(tmp_path: Path) -> None:
    folder = folder_with_model(tmp_path)
    bomb = tmp_path / "bomb.xlsx"
    with zipfile.ZipFile(bomb, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr("xl/workbook.xml", "<workbook/>")
        archive.writestr("xl/worksheets/sheet1.xml", b" " * 60_000_000)
    lines = refused(folder, bomb.read_bytes(), name="bomb.xlsx")
    assert lines[0].split(": ")[1].startswith("W")


@pytest.mark.parametrize(
    ("columns", "code"),
    [
        ({"id": ["a"], "model": ["lime.yaml"], "power_rate [kWh/t]": [[1.0, 2.0]]}, "J117"),
        ({"id": ["a"], "model": ["lime.yaml"], "power_rate [kWh/t]": ["60"]}, "J117"),
        ({"id": [{"x": 1}], "model": ["lime.yaml"], "power_rate [kWh/t]": [1.0]}, "J117"),
        ({"id": ["a" * 100_000] * 300, "model": ["lime.yaml"] * 300}, "J113"),
        ({"id": ["a"], "model": ["lime.yaml"], **{f"x{number} [kg]": [1.0] for number in range(1200)}}, "J113"),
    ],
)
def test_strange_columns_of_parquet_are_refused(tmp_path: Path, columns: dict[str, Any], code: str) -> None:
    folder = folder_with_model(tmp_path)
    pq.write_table(pa.table(columns), tmp_path / "strange.parquet", use_dictionary=False)
    lines = refused(folder, (tmp_path / "strange.parquet").read_bytes(), name="strange.parquet")
    assert any(f"{code} " in line for line in lines), lines


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "J111"),
        (b"\n\n", "J111"),
        (b"id;model\na;b\n", "J111"),
        (b"\xff\xfei\x00d\x00", "J111"),
        (b"id,model\n\x00\x00", "J111"),
        (b'id,model,"power_rate [kWh/t]\n', "J111"),
        (b"id,model,power_rate [kWh/t]\n", "J101"),
        (b"id,model,power_rate [kWh/t]\na,lime.yaml,1\n" + b"x" * 5_000_000, "J11"),
        ("id,model,power_rate [kWh/t]\na\u200bb,lime.yaml,1\n".encode(), "J110"),
        (b"id,model,power_rate [kWh/t]\n" + b"a" * 300 + b",lime.yaml,1\n", "J110"),
        (b"id,model,power_rate [kWh/t]\na,../../etc/passwd,1\n", "J119"),
        (b"id,model,power_rate [kWh/t],power_rate [MWh/t]\na,lime.yaml,1,1\n", "J107"),
    ],
)
def test_strange_csv_tables_are_refused_plainly(tmp_path: Path, content: bytes, code: str) -> None:
    lines = refused(folder_with_model(tmp_path), content)
    assert any(code in line for line in lines), lines


def test_a_damaged_parquet_file_is_a_plain_error(tmp_path: Path) -> None:
    folder = folder_with_model(tmp_path)
    for content in (b"", b"PAR1", b"PAR1" + b"\x00" * 100 + b"PAR1"):
        lines = refused(folder, content, name="t.parquet")
        assert "J111" in lines[0]
    pq.write_table(pa.table({"id": ["a", "b"], "model": ["lime.yaml"] * 2, "power_rate [kWh/t]": [1.0, 2.0]}), folder / "t.parquet")
    whole = (folder / "t.parquet").read_bytes()
    for position in range(4, len(whole) - 4, 37):
        content = bytearray(whole)
        content[position] ^= 0xFF
        (folder / "t.parquet").write_bytes(content)
        with contextlib.suppress(FootprintError):
            pipeline.batch([str(folder / "t.parquet")], folder / "out.parquet", Options(force=True))
