"""Nothing of a footprint is lost when it is cut, unfolded or followed along paths, with loops and credits too."""

from __future__ import annotations

import math

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import footprint as fp
from footprint.insight.explanation import TABLES, Branch, contribution_tables, contribution_tree, explain, supply_paths
from footprint.model import read_text
from shared import REPOSITORY

SHIPPED = sorted(path.stem for path in (REPOSITORY / "product_models").glob("*.yaml"))


def loop(back: float, co2: tuple[float, float], credit: float = 0.0) -> fp.Footprint:
    """Two processes that feed each other; the second may replace electricity elsewhere."""
    allocation = ""
    outputs = "{b: 1 t}"
    if credit:
        outputs = "{b: 1 t, power: 500 kWh}"
        allocation = (
            "    allocation: {by: substitution, why: test, main: b, "
            f"avoided: {{power: {{amount: {credit!r} kWh, from: cn-electricity/national-average-2024}}}}}}\n"
        )
    return fp.calculate(
        read_text(f"""footprint: product-model/1
product: {{name: A, flow: a, declared_unit: 1 t}}
period: {{start: 2024-01-01, end: 2024-12-31}}
inventories: {{cn-electricity: "2024.1"}}
processes:
  first:
    stage: one
    outputs: {{a: 1 t}}
    inputs: {{b: 0.5 t}}
    emissions: {{co2: {{flow: "carbon dioxide, fossil", amount: {co2[0]!r} kg}}}}
  second:
    stage: two
    outputs: {outputs}
{allocation}    inputs: {{a: {back!r} t}}
    emissions: {{co2: {{flow: "carbon dioxide, fossil", amount: {co2[1]!r} kg}}}}
""")
    )


def lossless(branch: Branch, scale: float) -> None:
    for _, node in branch.walk():
        if node.children:
            assert math.fsum(child.value for child in node.children) == pytest.approx(node.value, abs=1e-9 * scale)


@settings(max_examples=25)
@given(
    back=st.floats(0, 1.5),
    co2=st.tuples(st.floats(1, 1e3), st.floats(1, 1e3)),
    credit=st.sampled_from([0.0, 10.0, 3000.0]),
    depth=st.integers(0, 9),
    cut_off=st.sampled_from([0.0, 1e-4, 0.02, 0.5]),
)
def test_every_node_is_the_sum_of_its_children_around_loops_and_with_credits(
    back: float, co2: tuple[float, float], credit: float, depth: int, cut_off: float
) -> None:
    result = loop(back, co2, credit)
    tree = contribution_tree(result, depth=depth, cut_off=cut_off)
    assert tree.value == pytest.approx(result.value, abs=1e-9 * result.calculation.proof.scale)
    lossless(tree, result.calculation.proof.scale)


def test_a_loop_is_unfolded_once_and_its_rest_is_a_leaf() -> None:
    tree = contribution_tree(loop(0.4, (100.0, 50.0)))
    kinds = [(branch.name, branch.kind) for _, branch in tree.walk()]
    assert ("first", "product") in kinds
    assert ("second", "process") in kinds
    assert ("first", "loop") in kinds


def test_a_credit_is_shown_with_its_sign_and_not_dropped() -> None:
    result = loop(0.1, (100.0, 50.0), credit=3000.0)
    credits = [branch for _, branch in contribution_tree(result).walk() if branch.value < 0 and branch.kind == "dataset"]
    assert [branch.name for branch in credits] == ["cn-electricity/national-average-2024"]
    assert any(path.value < 0 for path in supply_paths(result).paths)


@pytest.mark.parametrize("name", SHIPPED)
def test_every_table_and_the_tree_of_shipped_models_sum_to_the_total(name: str) -> None:
    result = fp.calculate(REPOSITORY / "product_models" / f"{name}.yaml")
    scale = result.calculation.proof.scale
    tables = contribution_tables(result)
    assert list(tables) == list(TABLES)
    for table in tables.values():
        assert table.total == pytest.approx(result.value, abs=1e-9 * scale), table.by
        assert math.fsum(row.value for row in table.rows) == pytest.approx(table.total, abs=1e-9 * scale)
    for datasets in (False, True):
        lossless(contribution_tree(result, datasets=datasets), scale)


def test_paths_are_the_power_series_of_the_loop() -> None:
    # a = co2_1 + 0.5 b, b = co2_2 + 0.4 a: the emission of the first counts 1 + 0.2 + 0.04 + ... times.
    result = loop(0.4, (100.0, 50.0))
    found = supply_paths(result, cut_off=1e-6)
    own = [path.value for path in found.paths if path.steps[-1].exchange == "first/emissions/co2"]
    assert own[:4] == pytest.approx([100, 20, 4, 0.8])
    assert math.fsum(path.value for path in found.paths) + found.hidden == pytest.approx(result.value)
    assert abs(found.hidden) < 1e-4 * result.value
    assert found.complete


@given(cut_off=st.sampled_from([1e-4, 1e-3, 0.01, 0.1, 2.0]))
def test_paths_say_what_their_cut_off_hides(cut_off: float) -> None:
    result = loop(0.4, (100.0, 50.0))
    found = supply_paths(result, cut_off=cut_off)
    assert math.fsum(path.value for path in found.paths) + found.hidden == pytest.approx(result.value)
    assert all(abs(path.value) >= cut_off * result.calculation.proof.scale for path in found.paths)
    assert all(len(path.steps) == 1 or path.steps[0].name == "first" for path in found.paths)


def test_an_explanation_is_plain_data_in_json() -> None:
    import json

    found = explain(loop(0.4, (100.0, 50.0)))
    data = json.loads(json.dumps(found.as_dict(), allow_nan=False))
    assert data["schema"] == "footprint/explanation/1"
    assert set(data["tables"]) == set(TABLES)
    assert data["tree"]["value"] == pytest.approx(data["total"]["value"])
