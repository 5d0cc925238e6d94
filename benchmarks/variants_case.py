"""One template and its many variants: from Parquet to Parquet, against the floor and against Brightway; Monte Carlo; how it scales."""

from __future__ import annotations

import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import peers
from measure import Measure, median, time_of
from numpy.typing import NDArray
from synthetic import NAME, synthetic, write_package
from template_model import EXCHANGES, PARAMETERS, PROCESSES, model_text, variants

from footprint.batch import Options, run_batch
from footprint.engine.background import intensities
from footprint.engine.scenarios import Kernel, Template, compile_template, draw
from footprint.inventory import Library, open_library
from footprint.model import read
from footprint.pipeline import calculate_with
from footprint.units import Formula
from footprint.units.formula_tree import Call, Name, Negative, Node, Number, Power, Product, Sum

__all__ = ["Case", "draws", "prepare", "scaling", "variants_of_one_template"]

ROWS = 1_000_000
DRAWS = 10_000
SCALES = (10**3, 10**4, 10**5, 10**6, 10**7)
TEMPLATE = f"One template of {PROCESSES} processes and {EXCHANGES} exchanges"


@dataclass(frozen=True, eq=False)
class Case:
    """The template on a synthetic background, ready."""

    folder: Path
    size: int
    small: bool
    library: Library
    template: Template
    kernel: Kernel
    preparation: float

    def values(self, count: int) -> dict[str, NDArray[np.float64]]:
        """Give variants in base units."""
        factors = {name: amount.unit.factor for name, amount in self.template.evaluated.parameters.items()}
        return {name: array * factors[name] for name, array in variants(count).items()}


def prepare(folder: Path, size: int, small: bool) -> Case:
    """Write background and model, read them, compile."""
    folder = folder / f"background-{size}"
    if not (folder / NAME).is_dir():
        write_package(synthetic(size, size * 220_000 // 23_500), folder)
    (folder / "model.yaml").write_text(model_text(size, uncertainty=True), encoding="utf-8")
    begun = time.perf_counter()
    library = open_library([folder])
    template = compile_template(read(folder / "model.yaml"), library)
    kernel = Kernel(template, intensities(template.system))
    return Case(folder, size, small, library, template, kernel, time.perf_counter() - begun)


def variants_of_one_template(case: Case, large: Case, repeat: int) -> list[Measure]:
    """Score a million variants: in memory, from file to file, by two processes; against the floor and Brightway.

    Parameters
    ----------
    case
        On a background of the size of the packages that ship: files are read and written here.
    large
        On one of the size of a large inventory: Brightway computes variants here, and what preparing takes is measured.
    """
    rows = ROWS // 100 if case.small else ROWS
    section = f"{TEMPLATE}, {rows:,} variants"
    values = case.values(rows)
    in_memory, scores = time_of(lambda: case.kernel.score(values), repeat)
    assert not scores.failed.any()
    table, single = _write_table(case, rows), _write_table(case, 1)
    by_one, report = _batch(case, table, "one", repeat, 1)
    prepared = _batch(case, single, "none", repeat, 1)[0]
    # Processes of their own take seconds to start: what they gain shows in a batch that is long enough.
    many = _write_table(case, 4 * rows)
    alone, pair = (_batch(case, many, "many", max(1, repeat // 2), workers)[0] for workers in (1, 2))
    many.unlink()
    result = _column(case.folder / "one.parquet", "total")
    assert report.failed == 0
    assert np.all(np.abs(result - scores.total) <= 1e-9 * scores.scale), "file and memory disagree"
    floor = _floor(case, table, repeat)
    preparing, peer, agreed = _by_brightway(large)
    assert agreed, "Brightway disagrees"
    rate, ratio = rows / by_one, peer * rows / by_one
    batch, small = "footprint batch", case.small
    where = f"{large.size:,} processes behind it"
    return [
        Measure(section, "scored in memory, all indicators, every rule checked", "footprint kernel", f"{rows / in_memory:,.0f} rows/s"),
        Measure(section, "Parquet to Parquet, all in all", batch, f"{rate:,.0f} rows/s", *_aim("≥ 200,000", rate >= 200_000, small)),
        Measure(section, "Parquet to Parquet, beyond preparing the model", batch, f"{rows / (by_one - prepared):,.0f} rows/s"),
        Measure(section, f"preparing: {case.size:,} processes behind it", batch, f"{prepared:.2f} s"),
        Measure(section, f"preparing: {where}, read from CSV", "footprint", f"{preparing:.1f} s"),
        Measure(section, "Brightway recomputes three rows, apart", batch, f"{report.check_seconds:.2f} s"),
        Measure(section, "floor: formulas, reading and writing the same files", "NumPy and pyarrow", f"{rows / floor:,.0f} rows/s"),
        Measure(section, "times the floor, all in all", batch, f"{by_one / floor:.2f}", *_aim("≤ 3", by_one <= 3 * floor, small)),
        Measure(section, f"one variant, one indicator; {where}", "bw2calc.LCA, arrays", f"{1e3 * peer:,.0f} ms"),
        Measure(section, "times faster than that per variant", batch, f"{ratio:,.0f}", *_aim("≥ 100,000", ratio >= 100_000, small)),
        Measure(
            section,
            f"two processes, times faster, all in all, {4 * rows:,} variants",
            batch,
            f"{alone / pair:.2f}",
            *_aim("≥ 1.6", alone >= 1.6 * pair, small),
        ),
    ]


def _by_brightway(large: Case) -> tuple[float, float, bool]:
    """Give the seconds to prepare the large case, those of one scenario by Brightway, and whether its scores are the kernel's."""
    few = 4
    some = large.values(few)
    scores = large.kernel.score(some)
    exact, seconds = peers.scenario_arrays(large.template, some, few)
    agreed = bool(np.all(np.abs(np.array(exact) - scores.total) <= 1e-9 * scores.scale))
    return large.preparation, median(seconds[1:]), agreed


def draws(case: Case, repeat: int) -> list[Measure]:
    """Draw and score; Brightway draws the same foreground with the background solved once, and with the whole system."""
    count = DRAWS // 100 if case.small else DRAWS
    seconds, scores = time_of(lambda: case.kernel.score(draw(case.template, 1, count)), repeat)
    assert not scores.failed.any()
    section = f"Monte Carlo: {count:,} draws of that template"
    measures = [
        Measure(
            section,
            "draws and scores, all indicators",
            "footprint",
            f"{1e3 * seconds:.1f} ms",
            *_aim("< 300 ms", seconds < 0.3, case.small),
        )
    ]
    if peers.has_partitioned():
        found, setup, times = peers.partitioned_draws(case.template, 0.02, 20 if case.small else 300)
        middle = case.kernel.score({}, rows=1).total[0]
        assert abs(np.median(found) - middle) < 0.05 * middle, "PartitionedMonteCarloLCA draws around something else"
        ratio = median(times) / (seconds / count)
        measures += [
            Measure(section, "one draw, one indicator", "bw2calc.PartitionedMonteCarloLCA", f"{1e3 * median(times):.2f} ms"),
            Measure(section, "setting up", "bw2calc.PartitionedMonteCarloLCA", f"{setup:.1f} s"),
            Measure(section, "times faster than that per draw", "footprint", f"{ratio:,.0f}", *_aim("≥ 300", ratio >= 300, case.small)),
        ]
    else:
        measures.append(Measure(section, "one draw, one indicator", "bw2calc.PartitionedMonteCarloLCA", "not run: needs bw_graph_tools"))
    return measures


def scaling(case: Case, repeat: int) -> list[Measure]:
    """Score from Parquet to Parquet at several sizes."""
    measures = []
    prepared, _ = _batch(case, _write_table(case, 1), "scale", repeat, 1)
    for rows in SCALES[:2] if case.small else SCALES:
        table = _write_table(case, rows)
        seconds, _ = _batch(case, table, "scale", max(1, min(repeat, 10**7 // rows)), 1)
        figure = f"{seconds - prepared:.3f} s, {1e6 * (seconds - prepared) / rows:.2f} µs a row"
        measures.append(
            Measure(
                "Cost by number of variants",
                f"{rows:,} variants, beyond preparing",
                "footprint batch",
                figure,
                *(("linear", None) if rows == SCALES[-1] else ()),
            )
        )
        table.unlink()
    return measures


def _aim(text: str, met: bool, small: bool) -> tuple[str, bool | None]:
    return (text, None if small else met)


def _write_table(case: Case, rows: int) -> Path:
    """Write the variants as a table, as a user would have them."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    units = {name: amount.unit.text for name, amount in case.template.evaluated.parameters.items()}
    columns: dict[str, Any] = {"id": pa.array(np.arange(rows).astype(str)), "model": pa.array(["model.yaml"] * rows).dictionary_encode()}
    columns |= {f"{name} [{units[name]}]": array for name, array in variants(rows).items()}
    path = case.folder / f"variants-{rows}.parquet"
    pq.write_table(pa.table(columns), path, row_group_size=1 << 17, use_dictionary=["model"])
    return path


def _batch(case: Case, table: Path, name: str, repeat: int, workers: int) -> tuple[float, Any]:
    """Run a batch anew each time; its time without the check by Brightway, which it reports apart."""
    output = case.folder / f"{name}.parquet"
    options = Options(inventories=(str(case.folder),), folder=str(case.folder), workers=workers, force=True)
    seconds = []
    for _ in range(repeat):
        output.unlink(missing_ok=True)
        begun = time.perf_counter()
        report = run_batch([str(table)], output, calculate_with, options)
        seconds.append(time.perf_counter() - begun - report.check_seconds)
    return median(seconds), report


def _column(path: Path, name: str) -> NDArray[np.float64]:
    import pyarrow.parquet as pq

    return np.asarray(pq.read_table(path, columns=[name]).column(0).to_numpy())


def _floor(case: Case, table: Path, repeat: int) -> float:
    """Read the table, evaluate every formula with NumPy, and write a table with as many columns as the result, part by part."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    names = list(PARAMETERS)
    units = {name: amount.unit for name, amount in case.template.evaluated.parameters.items()}
    formulas = [expression for expression in case.template.stated.values() if isinstance(expression, Formula)]
    source = "lambda np, p: [" + ", ".join(_written(formula.tree) for formula in formulas) + "]"
    evaluate = eval(source)  # written by this program from a checked tree, and timed
    wanted = pq.read_schema(case.folder / "one.parquet")
    numbers = [field.name for field in wanted if pa.types.is_floating(field.type)]
    output = case.folder / "floor.parquet"
    heads = [f"{name} [{units[name].text}]" for name in names]

    def work() -> None:
        file = pq.ParquetFile(table)
        with pq.ParquetWriter(
            output,
            pa.schema([("id", pa.string()), *((name, pa.float64()) for name in numbers)]),
            use_dictionary=False,
            compression="none",
            write_statistics=False,
        ) as writer:
            for part in file.iter_batches(1 << 17, columns=["id", *heads]):
                parameters = {name: part.column(head).to_numpy() * units[name].factor for name, head in zip(names, heads, strict=True)}
                amounts = evaluate(np, parameters)
                arrays = [pa.array(amounts[number % len(amounts)]) for number in range(len(numbers))]
                writer.write_table(pa.table([part.column("id"), *arrays], names=["id", *numbers]))

    return time_of(work, repeat)[0]


def _written(node: Node) -> str:
    """Write a formula as NumPy would have it."""
    match node:
        case Number():
            return repr(node.base)
        case Name():
            return f"p[{node.name!r}]"
        case Negative():
            return f"(-{_written(node.operand)})"
        case Sum() | Product():
            return "(" + _written(node.first) + "".join(f" {sign} {_written(term)}" for sign, term in node.rest) + ")"
        case Power():
            return f"({_written(node.base)} ** {float(node.exponent)!r})"
        case Call():
            name = {"min": "minimum", "max": "maximum"}.get(node.function, node.function)
            inside = [_written(argument) for argument in node.arguments]
            found = inside[0]
            for other in inside[1:]:
                found = f"{found}, {other}"
            return f"np.{name}({found})"
