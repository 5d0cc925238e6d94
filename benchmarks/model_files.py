"""Many different model files: reading, checking, linking and solving each, against what parsing the same YAML costs."""

from __future__ import annotations

import random
import time
from pathlib import Path

import yaml
from measure import Measure, time_of

from footprint.batch import Options, run_batch
from footprint.pipeline import calculate_with

__all__ = ["model_files", "model_text"]

FILES = 10_000
PROCESSES = 20


def model_text(seed: int) -> str:
    """Write a model of 20 processes, about 9 kB; its numbers follow from the seed."""
    chance = random.Random(seed)
    lines = [
        "footprint: product-model/1",
        f"product: {{name: {{en: Synthetic {seed}, zh: 合成产品}}, flow: f0, declared_unit: 1 t}}",
        "producer: {name: {en: Example, zh: 示例企业}, site: {country: CN, subdivision: CN-21, place: Dalian}}",
        "period: {start: 2024-01-01, end: 2024-12-31}",
        'inventories: {cn-electricity: "2024.1", cn-transport: "2024.1"}',
        "parameters:",
    ]
    for number in range(10):
        value = f"value: {chance.uniform(0.1, 1.1):.4f} kg/kg, uncertainty: {{kind: lognormal, gsd2: 1.05}}, source: assumed"
        lines.append(f"  rate{number}: {{{value}}}")
    lines.append("processes:")
    for number in range(PROCESSES):
        stage = "manufacturing" if number < 5 else "raw materials"
        lines += [f"  p{number}:", f"    stage: {stage}", f"    outputs: {{f{number}: 1 t}}", "    inputs:"]
        lines += [f'      f{other}: "= 1 t * rate{other % 10}"' for other in (2 * number + 1, 2 * number + 2) if other < PROCESSES]
        power, haul = chance.uniform(10, 500), chance.uniform(10, 500)
        lines.append(
            f"      power: {{amount: {power:.3f} kWh, from: cn-electricity/national-average-2024, data: primary, evidence: meters.csv}}"
        )
        lines.append(f'      road: {{amount: "= 1 t * rate{number % 10} * {haul:.1f} km", from: cn-transport/road-heavy-diesel}}')
        lines += [
            "    emissions:",
            f'      co2: {{flow: "carbon dioxide, fossil", amount: {chance.uniform(1, 900):.3f} kg, data: primary}}',
        ]
    return "\n".join(lines) + "\n"


def model_files(folder: Path, small: bool, repeat: int) -> list[Measure]:
    """Compute different model files, one process; the first run of each only warms up.

    Parameters
    ----------
    folder
        Where the files are written.
    small
        Take a hundredth of them.
    repeat
        Runs.
    """
    count = FILES // 100 if small else FILES
    models = folder / "models"
    models.mkdir(exist_ok=True)
    texts = [model_text(seed) for seed in range(count)]
    for seed, text in enumerate(texts):
        (models / f"m{seed:05d}.yaml").write_text(text, encoding="utf-8")
    size = sum(len(text.encode()) for text in texts) / count / 1000
    composing, _ = time_of(lambda: _compose(texts), repeat)
    cpu: list[float] = []

    def batch() -> float:
        output = folder / "models.parquet"
        output.unlink(missing_ok=True)
        begun, used = time.perf_counter(), time.process_time()
        summary = run_batch([str(models)], output, calculate_with, Options(check_rows=0))
        assert summary.failed == 0
        cpu.append(time.process_time() - used)
        return time.perf_counter() - begun

    taken, _ = time_of(batch, repeat)
    rate, per_core = count / taken, count / sorted(cpu)[len(cpu) // 2]
    section = f"{count:,} different model files of {PROCESSES} processes and {size:.1f} kB"
    return [
        Measure(
            section, "read, checked, linked, solved and proved", "footprint batch", f"{rate:,.0f} files/s", "≥ 150 per core", rate >= 150
        ),
        Measure(section, "the same by processor time", "footprint batch", f"{per_core:,.0f} files/s"),
        Measure(section, "composing the same files into nodes", "PyYAML, C loader", f"{count / composing:,.0f} files/s"),
        Measure(section, "times what composing costs", "footprint batch", f"{taken / composing:.1f}", "≤ 3", taken <= 3 * composing),
    ]


def _compose(texts: list[str]) -> None:
    """Compose every text into nodes, and let them go: what is kept would be gone through by the garbage collector again and again."""
    for text in texts:
        yaml.compose(text, Loader=yaml.CSafeLoader)
