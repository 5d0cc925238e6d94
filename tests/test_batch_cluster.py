"""Batches on several processes: those of this machine, and a Dask cluster of which one worker is killed."""

from __future__ import annotations

import os
import signal
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from footprint import pipeline
from footprint.batch import Options
from footprint.batch.errors import ClusterApart, ClusterUnreachable
from test_batch import MODEL, folder_with_model

distributed = pytest.importorskip("distributed")

# Both start processes; one after the other on one worker of pytest.
pytestmark = pytest.mark.xdist_group("cluster")

ROWS = 400


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A table of two models, and what one process makes of it."""
    folder = folder_with_model(tmp_path_factory.mktemp("cluster"))
    (folder / "other.yaml").write_text(MODEL.replace("name: Lime", "name: Other").replace("60 kWh/t", "80 kWh/t"), encoding="utf-8")
    lines = [f"r{number},{'other' if number % 5 == 3 else 'lime'}.yaml,{number if number % 50 else 'x'}" for number in range(1, ROWS + 1)]
    (folder / "variants.csv").write_text("id,model,power_rate [kWh/t]\n" + "\n".join(lines) + "\n")
    report = pipeline.batch([str(folder / "variants.csv")], folder / "here.parquet", Options(part_rows=7))
    assert (report.rows, report.failed) == (ROWS, ROWS // 50)
    return folder


@pytest.fixture(scope="module")
def cluster() -> Iterator[Any]:
    with distributed.LocalCluster(n_workers=2, threads_per_worker=1, processes=True, dashboard_address=":0") as started:
        yield started


def test_processes_of_this_machine_give_the_same_bytes(folder: Path) -> None:
    report = pipeline.batch([str(folder / "variants.csv")], folder / "two.parquet", Options(part_rows=7, workers=2))
    assert report.computed == ROWS
    assert (folder / "two.parquet").read_bytes() == (folder / "here.parquet").read_bytes()


def test_a_cluster_that_loses_a_worker_loses_nothing(folder: Path, cluster: Any) -> None:
    killed: list[int] = []

    def kill_one(done: int, total: int) -> None:
        if not killed and done >= total // 4:
            worker = next(iter(cluster.workers.values()))
            killed.append(worker.pid)
            os.kill(worker.pid, signal.SIGKILL)

    options = Options(part_rows=7, scheduler=cluster.scheduler_address)
    report = pipeline.batch([str(folder / "variants.csv")], folder / "cluster.parquet", options, kill_one)
    assert killed
    assert report.computed == ROWS
    assert (folder / "cluster.parquet").read_bytes() == (folder / "here.parquet").read_bytes()


def test_rows_and_inventories_travel_where_workers_do_not_see_the_folder(
    folder: Path, cluster: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    # Workers are told to look for a folder that is not there, as those of another machine would.
    monkeypatch.setattr("footprint.batch.cluster._sees", _sees_nothing)
    options = Options(part_rows=7, scheduler=cluster.scheduler_address)
    pipeline.batch([str(folder / "variants.csv")], folder / "apart.parquet", options)
    assert (folder / "apart.parquet").read_bytes() == (folder / "here.parquet").read_bytes()
    with pytest.raises(ClusterApart):
        pipeline.batch([str(folder / "lime.yaml")], folder / "models.parquet", options)


def test_models_are_computed_on_a_cluster_that_sees_them(folder: Path, cluster: Any) -> None:
    models = [str(folder / "lime.yaml"), str(folder / "other.yaml")]
    pipeline.batch(models, folder / "models-here.parquet", Options(part_rows=1))
    pipeline.batch(models, folder / "models-there.parquet", Options(part_rows=1, scheduler=cluster.scheduler_address))
    assert (folder / "models-there.parquet").read_bytes() == (folder / "models-here.parquet").read_bytes()


def test_a_scheduler_that_does_not_answer_is_a_plain_error(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("footprint.batch.cluster.PATIENCE", 1)
    with pytest.raises(ClusterUnreachable):
        pipeline.batch([str(folder / "variants.csv")], folder / "nowhere.parquet", Options(scheduler="tcp://127.0.0.1:9"))


def _sees_nothing(manifest: str, plan: str) -> bool:
    return False
