"""Comparing a stated result with the recomputed one: every digit that counts, and none that the machine made."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from copy import deepcopy
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from bundles import a_bundle, library, write_model
from footprint import pipeline
from footprint.engine import Footprint
from footprint.model import read
from footprint.verification.bundle import Bundle
from footprint.verification.bundle.relocation import calculate_inside
from footprint.verification.comparison import compare_results, tolerance_of
from footprint.verification.fingerprint import suite_folder

NUMBER = re.compile(r"-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?")


@pytest.fixture(scope="module")
def bundle(tmp_path_factory: pytest.TempPathFactory) -> Bundle:
    return a_bundle(tmp_path_factory.mktemp("bundle"))


@pytest.fixture(scope="module")
def result(bundle: Bundle, tmp_path_factory: pytest.TempPathFactory) -> Footprint:
    folder = tmp_path_factory.mktemp("open")
    bundle.extract(folder)
    return calculate_inside(folder, bundle.model_member, library(), pipeline.calculate_with)


def leaves(data: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[tuple[Any, ...], Any]]:
    if isinstance(data, dict):
        for key, value in data.items():
            yield from leaves(value, (*path, key))
    elif isinstance(data, list):
        for number, value in enumerate(data):
            yield from leaves(value, (*path, number))
    else:
        yield path, data


def changed(data: Any, path: tuple[Any, ...], value: Any) -> Any:
    copy = deepcopy(data)
    place = copy
    for key in path[:-1]:
        place = place[key]
    place[path[-1]] = value
    return copy


def compared(path: tuple[Any, ...]) -> bool:
    """Only the versions of the software may be others."""
    return path[:2] != ("provenance", "engine")


def test_the_result_agrees_with_itself(bundle: Bundle, result: Footprint) -> None:
    # The two libraries are one and the same but for the reduction of the packages, which their digests show.
    assert {difference.name for difference in compare_results(bundle.result, result)} == {"provenance/inventories"}


def test_every_digit_that_counts_is_compared(result: Footprint) -> None:
    """One digit of a number at a time, within the eight that a tolerance of 1e-9 of the total leaves."""
    visible = 2 * tolerance_of(result)
    stated = json.loads(json.dumps(result.as_dict("en")))
    count = 0
    for path, value in leaves(stated):
        if not isinstance(value, int | float) or isinstance(value, bool) or not compared(path):
            continue
        text = repr(value)
        digits = [place for place, character in enumerate(text.partition("e")[0]) if character.isdigit()]
        significant = [place for place in digits if text[: place + 1].strip("-0.")][:8] or digits[:1]
        for place in significant:
            other = float(text[:place] + ("1" if text[place] != "1" else "7") + text[place + 1 :])
            if path == ("numerical_error",) and 0.1 <= other / value <= 10:
                continue  # a bound on rounding is rounding noise itself
            if abs(other - value) <= (visible if "share" not in path else visible / result.value):
                continue
            forged = changed(stated, path, other)
            assert compare_results(forged, result), f"{path}: {value} became {other}"
            count += 1
    assert count > 120


def test_every_text_is_compared(result: Footprint) -> None:
    stated = json.loads(json.dumps(result.as_dict("en")))
    for path, value in leaves(stated):
        if isinstance(value, str) and compared(path):
            assert compare_results(changed(stated, path, value + "x"), result), path
            assert compare_results(changed(stated, path, None), result), path
        elif value is None:
            assert compare_results(changed(stated, path, 0.0), result), path
        elif compared(path):
            assert compare_results(changed(stated, path, None), result), path
            assert compare_results(changed(stated, path, str(value)), result), path
            assert compare_results(changed(stated, path, True), result), path


def test_numbers_within_texts_are_compared(result: Footprint) -> None:
    stated = json.loads(json.dumps(result.as_dict("en")))
    forged = changed(stated, ("cut_offs", 0, "amount"), "1.001 kg")
    assert [difference.name for difference in compare_results(forged, result)] == ["cut_offs/rolling/inputs/paint/amount"]
    assert not compare_results(changed(stated, ("cut_offs", 0, "amount"), "1.000001 kg"), result)


@pytest.mark.parametrize("where", ["contributions", "gases", "stages", "cut_offs", "findings"])
def test_no_row_can_be_taken_away_added_or_moved(result: Footprint, where: str) -> None:
    stated = json.loads(json.dumps(result.as_dict("en")))
    rows = stated[where]
    assert rows
    assert compare_results({**stated, where: rows[1:]}, result)
    assert compare_results({**stated, where: [*rows, rows[0]]}, result)
    assert compare_results({**stated, where: {}}, result)
    assert compare_results({**stated, where: None}, result)
    assert compare_results({**stated, where: [*rows, {}]}, result)
    if where in ("contributions", "gases"):
        assert compare_results({**stated, where: rows[::-1]}, result)


@pytest.mark.parametrize("key", ["total", "sums", "categories", "provenance", "contributions", "data_quality", "reasons", "boundary"])
def test_no_part_can_be_missing_and_none_can_be_added(result: Footprint, key: str) -> None:
    stated = json.loads(json.dumps(result.as_dict("en")))
    assert compare_results({name: value for name, value in stated.items() if name != key}, result)
    assert compare_results({**stated, "certified": True}, result)
    assert compare_results({**stated, key: "x"}, result)
    assert compare_results({**stated, key: []}, result)


def test_the_last_digits_may_be_those_of_another_machine(result: Footprint) -> None:
    stated = json.loads(json.dumps(result.as_dict("en")))
    noise = [1 + 3e-14, 1 - 3e-14]

    def shaken(value: Any, number: int) -> Any:
        return value * noise[number % 2] if isinstance(value, float) else value

    other = stated
    for number, (path, value) in enumerate(list(leaves(stated))):
        if path[0] in ("total", "sums", "categories", "of_which", "stages", "gases", "contributions", "cut_offs", "data_quality"):
            other = changed(other, path, shaken(value, number))
    assert other != stated
    assert compare_results(other, result) == ()
    assert compare_results({**other, "numerical_error": stated["numerical_error"] * 3}, result) == ()


def test_words_of_another_release_may_differ_but_not_what_they_are_about() -> None:
    result = pipeline.calculate_with(read(suite_folder() / "quality.yaml"), library())
    stated = json.loads(json.dumps(result.as_dict("en")))
    older = changed(stated, ("provenance", "engine", "footprint"), "0.0.9")
    key = next(iter(stated["reasons"]))
    for path, value in ((("findings", 0, "message"), "said otherwise"), (("reasons", key), "said otherwise"), (("findings",), [])):
        assert compare_results(changed(stated, path, value), result)
        assert compare_results(changed(older, path, value), result) == ()
    for path, value in ((("findings",), None), (("findings",), [1]), (("reasons", key), 1), (("reasons", "x"), "y"), (("reasons",), {})):
        assert compare_results(changed(older, path, value), result)


def test_a_field_that_was_added_later_may_be_missing(result: Footprint, monkeypatch: pytest.MonkeyPatch) -> None:
    stated = json.loads(json.dumps(result.as_dict("en")))
    for gas in stated["gases"]:
        del gas["amount"]
    del stated["allocations"]
    del stated["provenance"]["notices"]
    names = {difference.name for difference in compare_results(stated, result)}
    assert names >= {"allocations", "provenance/notices"}
    monkeypatch.setattr("footprint.verification.comparison.ADDED", {"allocations": "9", "gases/amount": "9", "provenance/notices": "9"})
    assert compare_results(stated, result) == ()


def test_other_versions_of_the_software_are_no_difference(result: Footprint) -> None:
    stated = json.loads(json.dumps(result.as_dict("en")))
    stated["provenance"]["engine"] = {"footprint": "9.9"}
    assert compare_results(stated, result) == ()


def test_a_gas_that_cancels_on_one_machine_only_is_no_difference(result: Footprint) -> None:
    stated = json.loads(json.dumps(result.as_dict("en")))
    trace = {"flow": "water vapour", "amount": 1e-18, "unit": "kg", "value": 0.0, "categories": {}}
    assert compare_results({**stated, "gases": [*stated["gases"], trace]}, result) == ()
    assert compare_results({**stated, "gases": [*stated["gases"], {**trace, "amount": 0.1}]}, result)


def test_every_number_of_the_suite_is_compared_within_the_tolerance() -> None:
    """Burdens may differ by the tolerance of the proof and by no more."""
    for path in sorted(suite_folder().glob("*.yaml")):
        result = pipeline.calculate_with(read(path), library())
        stated = json.loads(json.dumps(result.as_dict("en")))
        tolerance = tolerance_of(result)
        for name in ("sums", "categories"):
            for key, value in stated[name].items():
                if value is not None:
                    assert compare_results(changed(stated, (name, key), value + 0.9 * tolerance), result) == ()
                    assert compare_results(changed(stated, (name, key), value + 1.1 * tolerance + 2e-16 * abs(value)), result)


def test_a_zero_result_has_no_shares_and_compares(tmp_path: Path) -> None:
    """Emission and removal of the same size: the total is zero, and rounding is relative to what was added up."""
    text = """\
footprint: product-model/1
product: {name: {en: Zero, zh: 零}, flow: zero, declared_unit: 1 kg}
period: {start: 2024-01-01, end: 2024-12-31}
method: suite-gwp
processes:
  making:
    outputs: {zero: 1 kg}
    emissions: {co2: {flow: "carbon dioxide, fossil", amount: 2 kg}}
    removals: {stored: {flow: "carbon dioxide, removal", amount: 2 kg}}
"""
    result = pipeline.calculate_with(read(write_model(tmp_path, text)), library())
    stated = json.loads(json.dumps(result.as_dict("en")))
    assert result.value == 0
    assert compare_results(stated, result) == ()
    assert compare_results(changed(stated, ("total", "value"), 1e-6), result)
    assert compare_results(changed(stated, ("total", "value"), 1e-10), result) == ()


def test_differences_say_both_sides(result: Footprint) -> None:
    stated = json.loads(json.dumps(result.as_dict("en")))
    (difference,) = compare_results(changed(stated, ("sums", "excl_uptake"), 166.0), result)
    assert difference.as_dict() == {
        "name": "sums/excl_uptake",
        "stated": 166.0,
        "recomputed": result.value,
        "tolerance": tolerance_of(result),
    }
    assert replace(difference, stated=1.0) != difference
