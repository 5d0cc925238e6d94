"""Models of models to the end: what a model that another one takes from reports, leaves out, credits and costs in time."""

from __future__ import annotations

import json
import os
import time
from pathlib import Path

import pytest

import footprint as fp
from footprint.errors import ProblemsFound
from footprint.inventory.library import Library, open_library
from footprint.inventory.reader import digest_of_folder

HEAD = """\
footprint: product-model/1
product: {{name: {name}, flow: {name}, declared_unit: 1 kg}}
period: {{start: 2024-01-01, end: 2024-12-31}}
inventories: {{pack: "1"}}
"""

THING = "thing: {amount: 1 kg, from: pack/thing}"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Give a folder with a package `pack` of one dataset, 1 kg CO2 per kg of `pack/thing`."""
    home = tmp_path / "packages" / "pack"
    home.mkdir(parents=True)
    about = {"format": "footprint-inventory/1", "name": "pack", "version": "1", "title": "Pack", "status": "demo"}
    (home / "datapackage.json").write_text(json.dumps(about), encoding="utf-8")
    (home / "processes.csv").write_text(
        "code,amount,unit,kind,basis,status,source\nthing,1,kg,production,footprint,demo,by hand\n", encoding="utf-8"
    )
    (home / "exchanges.csv").write_text('process,kind,flow,amount,unit\nthing,elementary,"carbon dioxide, fossil",1,kg\n', encoding="utf-8")
    return tmp_path


def write(folder: Path, file: str, name: str, *processes: str) -> Path:
    """Write a model with processes in the flow style of YAML."""
    path = folder / file
    path.parent.mkdir(parents=True, exist_ok=True)
    lines = "".join(f"  {process}\n" for process in processes)
    path.write_text(f"{HEAD.format(name=name)}processes:\n{lines}", encoding="utf-8")
    return path


def calculate(folder: Path, path: Path) -> fp.Footprint:
    return fp.calculate(path, inventories=[folder / "packages"])


def errors(folder: Path, path: Path) -> list[str]:
    """Give the lines of all errors; what the models lack besides is not looked at here."""
    return [finding.line() for finding in fp.check(path, inventories=[folder / "packages"]) if finding.severity == "error"]


def codes(folder: Path, path: Path) -> list[str]:
    return [line.split(" ", 2)[1] for line in errors(folder, path)]


def tower(folder: Path, height: int, products: int) -> Path:
    """Write models of several products, each of which takes all products of the next one."""
    names = [f"p{number}" for number in range(products)]
    for level in range(height):
        processes = []
        for name in names:
            taken = [f'x{other}: {{amount: 0.1 kg, from: "model:m{level + 1}.yaml#{other}"}}' for other in names]
            inputs = ", ".join(taken) if level + 1 < height else THING
            processes.append(f"make-{name}: {{outputs: {{{name}: 1 kg}}, inputs: {{{inputs}}}}}")
        write(folder, f"m{level}.yaml", "p0", *processes)
    return folder / "m0.yaml"


def diamonds(folder: Path, layers: int, width: int) -> Path:
    """Write layers of models, each of which takes from every model of the next layer."""
    for layer in range(layers):
        for number in range(width if layer else 1):
            taken = [f'x{other}: {{amount: 1 kg, from: "model:m{layer + 1}-{other}.yaml"}}' for other in range(width)]
            inputs = ", ".join(taken) if layer + 1 < layers else THING
            write(folder, f"m{layer}-{number}.yaml", "p", f"make: {{outputs: {{p: 1 kg}}, inputs: {{{inputs}}}}}")
    return folder / "m0-0.yaml"


def test_ten_models_that_each_take_four_products_of_the_next_are_calculated_in_seconds(folder: Path) -> None:
    start = time.perf_counter()
    result = calculate(folder, tower(folder, 10, 4))
    assert time.perf_counter() - start < 20
    assert result.value == pytest.approx(0.4**9, rel=1e-9)
    assert len(result.provenance["models"]) == 9


def test_a_defect_deep_in_a_tree_of_models_is_found_once_and_in_seconds(folder: Path) -> None:
    top = tower(folder, 10, 4)
    last = folder / "m9.yaml"
    last.write_text(last.read_text(encoding="utf-8").replace("pack/thing", "pack/thin"), encoding="utf-8")
    start = time.perf_counter()
    lines = errors(folder, top)
    assert time.perf_counter() - start < 20
    assert len(lines) == 4
    assert all("m9.yaml" in line and "S101" in line for line in lines)


def test_eleven_models_in_a_row_are_too_deep_whatever_was_built_before(folder: Path) -> None:
    assert codes(folder, tower(folder, 11, 1)) == ["S109"]
    # Reached first on a short way and then on a long one.
    names = ", ".join(f'x{level}: {{amount: 1 kg, from: "model:m{level}.yaml"}}' for level in (9, 1))
    write(folder, "m0.yaml", "p0", f"make: {{outputs: {{p0: 1 kg}}, inputs: {{{names}}}}}")
    assert codes(folder, folder / "m0.yaml") == ["S109"]


def test_a_model_counts_on_every_way_to_it_and_too_many_are_an_error(folder: Path) -> None:
    assert calculate(folder, diamonds(folder, 4, 4)).value == pytest.approx(64, rel=1e-12)
    start = time.perf_counter()
    lines = errors(folder, diamonds(folder, 9, 4))
    assert time.perf_counter() - start < 30
    assert lines
    assert all("S111 The supply chain joins more than 200 product models." in line for line in lines)


def test_many_different_models_are_an_error_as_well(folder: Path) -> None:
    for number in range(201):
        write(folder, f"m{number}.yaml", "p", f"make: {{outputs: {{p: 1 kg}}, inputs: {{{THING}}}}}")
    inputs = ", ".join(f'x{number}: {{amount: 1 kg, from: "model:m{number}.yaml"}}' for number in range(201))
    top = write(folder, "top.yaml", "p", f"make: {{outputs: {{p: 1 kg}}, inputs: {{{inputs}}}}}")
    assert codes(folder, top) == ["S111"]


def test_another_product_of_a_model_is_taken_from_the_process_that_makes_it(folder: Path) -> None:
    write(
        folder,
        "inner.yaml",
        "a",
        f"one: {{outputs: {{a: 1 kg}}, inputs: {{{THING}}}}}",
        "two: {outputs: {b: 1 kg, c: 3 kg}, inputs: {a: 8 kg}, allocation: {by: mass, why: no better key}}",
        "three: {outputs: {d: 2 kg}, inputs: {a: 8 kg}}",
    )
    for flow, value in {"a": 1.0, "b": 2.0, "c": 2.0, "d": 4.0}.items():
        taken = f'x: {{amount: 1 kg, from: "model:inner.yaml#{flow}"}}'
        outer = write(folder, "outer.yaml", "p", f"make: {{outputs: {{p: 1 kg}}, inputs: {{{taken}}}}}")
        assert calculate(folder, outer).value == pytest.approx(value, rel=1e-12), flow
    outer = write(folder, "outer.yaml", "p", 'make: {outputs: {p: 1 kg}, inputs: {x: {amount: 1 kg, from: "model:inner.yaml#e"}}}')
    assert codes(folder, outer) == ["S101"]


def test_a_product_that_the_other_model_credits_cannot_be_taken_from_it(folder: Path) -> None:
    credit = "allocation: {by: substitution, why: a rule, main: a, avoided: {b: {amount: 1 kg, from: pack/thing}}}"
    write(folder, "inner.yaml", "a", f"one: {{outputs: {{a: 1 kg, b: 1 kg}}, inputs: {{{THING}}}, {credit}}}")
    outer = write(folder, "outer.yaml", "p", 'make: {outputs: {p: 1 kg}, inputs: {x: {amount: 1 kg, from: "model:inner.yaml#b"}}}')
    assert codes(folder, outer) == ["S205"]
    assert "`b` is credited by substitution in `one`" in errors(folder, outer)[0]


def test_what_a_co_product_replaces_may_be_the_product_of_another_model(folder: Path) -> None:
    write(folder, "d.yaml", "d", "make: {outputs: {d: 1 kg}, inputs: {thing: {amount: 3 kg, from: pack/thing}}}")
    credit = 'allocation: {by: substitution, why: a rule, main: p, avoided: {q: {amount: 0.5 kg, from: "model:d.yaml"}}}'
    thing = "thing: {amount: 10 kg, from: pack/thing}"
    path = write(folder, "outer.yaml", "p", f"make: {{outputs: {{p: 1 kg, q: 1 kg}}, inputs: {{{thing}}}, {credit}}}")
    assert errors(folder, path) == []
    result = calculate(folder, path)
    assert result.value == pytest.approx(10 - 1.5, rel=1e-12)
    assert {leaf.exchange: leaf.value for leaf in result.contributions} == pytest.approx(
        {"make/inputs/thing": 10.0, "make/allocation/avoided/q": -1.5}, rel=1e-12
    )
    assert "model:d.yaml" in fp.graph(path)
    assert list(result.provenance["models"]) == ["d.yaml"]


INNER = (
    "one:\n    activity: tables/one.csv\n    outputs: {a: {}}\n    inputs:\n      thing: {from: pack/thing}\n"
    "      scrap: {amount: 1 t, secondary: true}\n"
    "      oil: {amount: 500 kg, cut_off: {why: less than a percent, proxy: pack/thing}}\n"
    "      rags: {amount: 10 kg, cut_off: {why: next to nothing}}",
    "two: {outputs: {b: 1 kg, c: 3 kg}, inputs: {a: 8 kg}, allocation: {by: mass, why: no better key}}",
)


def nested(folder: Path) -> Path:
    """Write a model that takes from one in a folder below, which has a table, cut-offs, an allocation and scrap."""
    write(folder, "parts/inner.yaml", "b", *INNER)
    (folder / "parts" / "tables").mkdir(exist_ok=True)
    rows = "".join(f"2024-{month:02},{1000 if month == 1 else 0},{2000 if month == 1 else 0}\n" for month in range(1, 13))
    (folder / "parts" / "tables" / "one.csv").write_text(f"month,outputs/a [kg],inputs/thing [kg]\n{rows}", encoding="utf-8")
    return write(folder, "outer.yaml", "p", 'make: {outputs: {p: 1 kg}, inputs: {x: {amount: 2 kg, from: "model:parts/inner.yaml"}}}')


def test_the_tables_of_another_model_stand_in_the_provenance(folder: Path) -> None:
    outer = nested(folder)
    tables = calculate(folder, outer).provenance["activity_tables"]
    alone = fp.calculate(folder / "parts" / "inner.yaml", inventories=[folder / "packages"]).provenance["activity_tables"]
    assert tables == {f"parts/inner.yaml#{name}": digest for name, digest in alone.items()}
    assert len(tables) == 1


def test_what_another_model_leaves_out_shares_and_warns_of_reaches_the_result(folder: Path) -> None:
    result = calculate(folder, nested(folder))
    assert result.value == pytest.approx(2 * 2 * 2.0, rel=1e-12)
    inner = "parts/inner.yaml#one/inputs"
    bounds = {bound.exchange: (bound.amount, bound.value, bound.proxy) for bound in result.cut_offs}
    assert bounds == {
        f"{inner}/oil": ("2 kg", pytest.approx(2.0, rel=1e-12), "pack/thing"),
        f"{inner}/rags": ("0.04 kg", None, None),
    }
    assert result.secondary_materials == (f"{inner}/scrap",)
    assert [(row["process"], row["shares"]) for row in result.allocations] == [("parts/inner.yaml#two", {"b": 0.25, "c": 0.75})]
    alone = fp.calculate(folder / "parts" / "inner.yaml", inventories=[folder / "packages"])
    assert [finding.line() for finding in alone.findings if finding.code == "S301"]
    assert {finding.line() for finding in alone.findings} <= {finding.line() for finding in result.findings}
    assert len({finding.line() for finding in result.findings}) == len(result.findings)
    assert [(leaf.exchange, leaf.provider) for leaf in result.contributions] == [("make/inputs/x", "parts/inner.yaml#two@b")]


def test_a_model_that_only_bounds_a_cut_off_leaves_nothing_out_of_the_result(folder: Path) -> None:
    nested(folder)
    proxy = 'x: {amount: 2 kg, cut_off: {why: small, proxy: "model:parts/inner.yaml"}}'
    outer = write(folder, "outer.yaml", "p", f"make: {{outputs: {{p: 1 kg}}, inputs: {{{THING}, {proxy}}}}}")
    result = calculate(folder, outer)
    assert {bound.exchange: bound.value for bound in result.cut_offs} == pytest.approx({"make/inputs/x": 8.0}, rel=1e-12)
    assert (result.secondary_materials, result.allocations) == ((), ())
    assert {finding.place.file for finding in result.findings if finding.place} == {str(outer)}


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="the system has no named pipes")
@pytest.mark.parametrize("file", ["datapackage.json", "flows.csv"])
def test_a_pipe_in_a_package_is_an_error_and_not_a_wait_without_end(folder: Path, file: str) -> None:
    path = write(folder, "model.yaml", "p", f"make: {{outputs: {{p: 1 kg}}, inputs: {{{THING}}}}}")
    (folder / "packages" / "pack" / file).unlink(missing_ok=True)
    os.mkfifo(folder / "packages" / "pack" / file)
    lines = errors(folder, path)
    assert lines
    assert f"{file} cannot be read: it is not a regular file" in lines[0]
    assert open_library([folder / "packages"]).package_names()
    with pytest.raises(fp.FootprintError, match="not a regular file"):
        digest_of_folder(folder / "packages" / "pack")


@pytest.mark.skipif(not Path("/dev/zero").exists(), reason="the system has no devices as files")
def test_a_device_as_the_description_of_a_package_is_not_read_without_end(folder: Path) -> None:
    about = folder / "packages" / "pack" / "datapackage.json"
    about.unlink()
    about.symlink_to("/dev/zero")
    with pytest.raises(ProblemsFound, match="not a regular file"):
        Library([folder / "packages"]).package("pack", "1")
