"""Figures show the numbers of the result, all of them and nothing else, and can be read."""

from __future__ import annotations

import json
import math
import sys
import xml.etree.ElementTree as ElementTree
from collections.abc import Iterator, Mapping
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import footprint as fp
from figure_models import large_model, looped_model
from footprint.errors import Language
from footprint.model import read_text
from footprint.pipeline import explaining
from footprint.report import figures
from footprint.report.errors import ReportPackageMissing
from footprint.report.figures import drawing, theme
from footprint.report.figures.sankey.network import embodied
from footprint.report.lettering import text_width
from footprint.report.study.document import Figure
from footprint.report.svg import svg
from shared import REPOSITORY

SHIPPED = ("cement", "bearing", "pet", "refined-oil", "kelp", "vrfb")
SVG = "{http://www.w3.org/2000/svg}"
LANGUAGES: tuple[Language, ...] = ("en", "zh")

_RESULTS: dict[str, fp.Footprint] = {}


def shipped(name: str) -> fp.Footprint:
    if name not in _RESULTS:
        _RESULTS[name] = fp.calculate(REPOSITORY / "product_models" / f"{name}.yaml")
    return _RESULTS[name]


def all_figures(result: fp.Footprint) -> dict[str, Figure]:
    spread, quality = fp.uncertainty(result, draws=200), fp.quality(result)
    found = {
        "stages": figures.stages(result),
        "gases": figures.gases(result),
        "categories": figures.categories(result),
        "hotspots": figures.hotspots(result),
        "sankey": figures.sankey(result),
        "sensitivities": figures.tornado(fp.explain(result)),
        "influences": figures.influences(spread),
        "distribution": figures.distribution(spread),
        "quality-matrix": figures.quality_matrix(quality),
        "quality-radar": figures.quality_radar(quality),
        "supply-chain": figures.supply_chain(fp.graph(result.model)),
        "levers": figures.levers(explaining.levers(result)),
        "electricity": figures.electricity(explaining.electricity(result)),
    }
    return {name: figure for name, figure in found.items() if figure is not None}


def specs(figure: Figure) -> Iterator[tuple[Language, Mapping[str, Any]]]:
    assert figure.spec is not None
    assert figure.narrow is not None
    for lang in LANGUAGES:
        yield lang, figure.spec[lang]
        yield lang, figure.narrow[lang]


def rows(spec: Mapping[str, Any], name: str) -> list[dict[str, Any]]:
    return next(data["values"] for data in spec["data"] if data["name"] == name)


def boxes(spec: Mapping[str, Any]) -> list[tuple[float, float, float, float, str]]:
    """Give left, right, top and bottom of every text that is drawn from rows, by the widest of the usual fonts."""
    found = []
    for row in rows(spec, "texts"):
        width = text_width(row["text"], row["size"], row["weight"] == "bold")
        left = row["x"] - {"left": 0.0, "center": width / 2, "right": width}[row["align"]]
        found.append((left, left + width, row["y"] - row["size"] * 0.45, row["y"] + row["size"] * 0.45, row["text"]))
    return found


def no_text_covers_another(spec: Mapping[str, Any]) -> None:
    drawn = sorted(boxes(spec), key=lambda box: box[2])
    for number, one in enumerate(drawn):
        assert one[0] >= -0.5, one
        assert one[3] <= spec["height"], one
        for other in drawn[number + 1 :]:
            if other[2] >= one[3]:
                break
            assert one[1] <= other[0] + 0.5 or other[1] <= one[0] + 0.5, (one, other)


def balanced(spec: Mapping[str, Any], total: float, scale: float) -> None:
    """Every width is in proportion to its value, and what comes into a process goes out of it."""
    nodes = {row["id"]: row for row in rows(spec, "nodes")}
    links = rows(spec, "links")
    into, out = dict.fromkeys(nodes, 0.0), dict.fromkeys(nodes, 0.0)
    pixels = max(row["height"] / row["value"] for row in nodes.values() if row["value"])
    for link in links:
        assert link["value"] > 0
        assert link["width"] == pytest.approx(link["value"] * pixels, rel=1e-9)
        out[link["source"]] += link["value"]
        into[link["target"]] += link["value"]
    for key, row in nodes.items():
        assert row["height"] == pytest.approx(row["value"] * pixels, rel=1e-9)
        assert row["value"] == pytest.approx(max(into[key], out[key]), rel=1e-9)
        if into[key] and out[key]:
            assert into[key] == pytest.approx(out[key], abs=1e-9 * scale)
    sources = math.fsum(row["value"] for key, row in nodes.items() if not into[key] and key != "product")
    credits = math.fsum(row["value"] for key, row in nodes.items() if not out[key] and key != "product")
    assert sources - credits == pytest.approx(total, abs=1e-9 * scale)
    assert nodes["product"]["value"] == pytest.approx(abs(total), rel=1e-9, abs=1e-9 * scale)


@pytest.mark.parametrize("name", SHIPPED)
def test_the_flow_of_a_shipped_model_is_in_proportion_and_sums_to_its_footprint(name: str) -> None:
    result = shipped(name)
    figure = figures.sankey(result)
    assert figure is not None
    for _, spec in specs(figure):
        balanced(spec, result.value, result.calculation.proof.scale)
        no_text_covers_another(spec)


@settings(max_examples=25, deadline=None)
@given(
    back=st.floats(0, 1.5),
    co2=st.tuples(st.floats(1, 1e3), st.floats(1, 1e3)),
    credit=st.sampled_from([0.0, 10.0, 3000.0]),
    removal=st.sampled_from([0.0, 30.0, 5000.0]),
)
def test_the_flow_is_balanced_with_loops_and_credits_and_below_zero(
    back: float, co2: tuple[float, float], credit: float, removal: float
) -> None:
    result = fp.calculate(read_text(looped_model(back, co2, credit, removal)))
    figure = figures.sankey(result)
    assert figure is not None
    for _, spec in specs(figure):
        balanced(spec, result.value, result.calculation.proof.scale)
        no_text_covers_another(spec)
    network = embodied(result)
    leaves = {row["exchange"]: row["value"] for row in result.as_dict()["contributions"]}
    taken_off = math.fsum(-value for value in leaves.values() if value < 0)
    drawn = math.fsum(network.value(key) for key, node in network.nodes.items() if node.kind == "credit")
    assert drawn == pytest.approx(taken_off, abs=1e-9 * result.calculation.proof.scale)


def test_a_loop_is_drawn_as_one_that_goes_back() -> None:
    figure = figures.sankey(fp.calculate(read_text(looped_model(0.4, (100.0, 50.0)))))
    assert figure is not None
    assert figure.spec is not None
    links = rows(figure.spec["en"], "links")
    assert [(link["source"], link["target"]) for link in links if link["loop"]] == [("process:first", "process:second")]
    assert any("loop" in row["text"] for row in rows(figure.spec["en"], "texts"))


def test_every_supplier_of_the_flow_has_the_value_of_its_contributions() -> None:
    result = shipped("bearing")
    network = embodied(result)
    own = {leaf.provider for leaf in result.contributions if "#" not in leaf.provider}
    for provider in own:
        uses = [leaf.value for leaf in result.contributions if leaf.provider == provider]
        if f"dataset:{provider}" in network.nodes and provider not in {use.provider for use in _uses_of_other_models(result)}:
            assert network.value(f"dataset:{provider}") == pytest.approx(math.fsum(uses), rel=1e-9)


def _uses_of_other_models(result: fp.Footprint) -> list[Any]:
    chain = result.calculation.chain
    return [use for use in chain.uses if chain.activities[use.consumer].origin == "model"]


@pytest.mark.parametrize("spread", [1, 8, 100])
def test_three_hundred_processes_with_loops_and_credits_can_be_read(spread: int) -> None:
    result = fp.calculate(read_text(large_model(300, suppliers=60, loops=4, credits=6, spread=spread)))
    figure = figures.sankey(result)
    assert figure is not None
    assert figure.spec is not None
    for lang, spec in specs(figure):
        balanced(spec, result.value, result.calculation.proof.scale)
        no_text_covers_another(spec)
        columns: dict[float, int] = {}
        for row in rows(spec, "nodes"):
            columns[row["x"]] = columns.get(row["x"], 0) + 1
        assert len(columns) <= 6
        assert max(columns.values()) <= 18
        assert any("Remainder (" in row["text"] or "其余（" in row["text"] for row in rows(spec, "texts")), lang
    assert drawing.to_svg(figure.spec["en"]).startswith("<svg")


@pytest.mark.parametrize("name", ["cement", "kelp"])
def test_every_figure_of_a_model_can_be_read_and_drawn_in_both_languages(name: str) -> None:
    for key, figure in all_figures(shipped(name)).items():
        assert figure.name == key
        for text in (figure.caption, figure.alt):
            assert not set(text.en) & set("，。；："), text.en
            assert any("\u4e00" <= character <= "\u9fff" for character in text.zh)
        if figure.spec is None:
            assert figure.svg is not None
            continue
        for lang, spec in specs(figure):
            json.dumps(spec, allow_nan=False)
            assert spec["width"] in (theme.WIDE, theme.NARROW)
            assert spec["description"] == figure.alt.text(lang)
            if key != "distribution":
                no_text_covers_another(spec)
            no_loading(spec)
        for lang in LANGUAGES:
            root = ElementTree.fromstring(figures.figure_svg(figure, lang))
            assert root.tag == "{http://www.w3.org/2000/svg}svg"
            assert float(root.attrib["width"]) == theme.WIDE


def no_loading(spec: Mapping[str, Any]) -> None:
    """No specification names a place to load from."""
    assert all(set(data) == {"name", "values"} for data in spec["data"])
    text = json.dumps({key: value for key, value in spec.items() if key != "data"})
    assert "http" not in text
    assert "url" not in text


def test_bars_carry_the_numbers_of_the_result_exactly() -> None:
    result = shipped("bearing")
    stated = result.as_dict()
    expected = {
        "stages": {row["stage"]: row["value"] for row in stated["stages"]},
        "gases": {row["flow"]: row["value"] for row in stated["gases"]},
        "hotspots": {row["exchange"]: row["value"] for row in stated["contributions"]},
    }
    for name, values in expected.items():
        figure = getattr(figures, name)(result)
        for _, spec in specs(figure):
            drawn = rows(spec, "bars")
            for row in drawn:
                assert row["tip"]["kg CO2e"] == row["value"] == row["end"] - row["start"]
                if row["name"] not in ("rest", "total"):
                    assert row["value"] == values[row["name"]]
            parts = [row["value"] for row in drawn if row["name"] != "total"]
            assert math.fsum(parts) == pytest.approx(result.value, rel=1e-9)


def test_the_length_of_a_bar_on_the_picture_is_in_proportion_to_its_value() -> None:
    import vl_convert

    figure = figures.stages(shipped("bearing"))
    assert figure is not None
    assert figure.spec is not None
    drawn = vl_convert.vega_to_scenegraph(dict(figure.spec["en"]), allowed_base_urls=[])
    items = next(items for name, items in marks(drawn["scenegraph"]) if name == "bar")
    values = {row["name"]: row["value"] for row in rows(figure.spec["en"], "bars")}
    pixels = items[-1]["width"] / values["total"]
    assert [item["width"] for item in items] == pytest.approx([value * pixels for value in values.values()], rel=1e-6)


def marks(node: Any) -> Iterator[tuple[str, list[dict[str, Any]]]]:
    if isinstance(node, dict):
        if node.get("marktype") and node.get("name"):
            yield node["name"], node["items"]
        for part in node.values():
            yield from marks(part)
    elif isinstance(node, list):
        for part in node:
            yield from marks(part)


def test_unknown_categories_are_named_and_not_drawn_as_zero() -> None:
    figure = figures.categories(shipped("cement"))
    assert figure is not None
    assert figure.spec is not None
    assert "land use change" in figure.caption.en
    assert "土地利用变化" in figure.caption.zh
    assert {row["name"] for row in rows(figure.spec["en"], "bars")} == {"fossil", "excl_uptake", "incl_uptake", "iso_net"}


def test_what_is_taken_up_points_the_other_way() -> None:
    result = shipped("kelp")
    figure = figures.categories(result)
    assert figure is not None
    assert figure.spec is not None
    drawn = {row["name"]: row for row in rows(figure.spec["zh"], "bars")}
    assert drawn["uptake"]["end"] == result.categories["uptake"] < 0
    assert drawn["uptake"]["colour"] != drawn["fossil"]["colour"]
    assert any(row["text"].startswith("−") for row in rows(figure.spec["zh"], "texts"))


def test_the_spread_of_the_draws_is_that_of_the_statistics() -> None:
    found = fp.uncertainty(shipped("cement"), draws=500)
    stated = found.as_dict()["monte_carlo"]
    figure = figures.distribution(found)
    assert figure is not None
    for _, spec in specs(figure):
        bars = rows(spec, "bars")
        assert [row["value"] for row in bars] == stated["histogram"]["counts"]
        assert [row["start"] for row in bars] == stated["histogram"]["edges"][:-1]
        lines = {row["name"]: row["value"] for row in rows(spec, "rules")}
        percentiles = {entry["percent"]: entry["value"] for entry in stated["percentiles"]}
        assert lines == {"p2.5": percentiles[2.5], "p50": percentiles[50.0], "p97.5": percentiles[97.5], "stated": found.value}
        heights = [(box[2], box[3]) for box in boxes(spec)[1:]]
        assert all(one[1] <= other[0] for one, other in zip(sorted(heights), sorted(heights)[1:], strict=False))


def test_each_uncertain_input_reaches_from_its_lower_to_its_upper_result() -> None:
    found = fp.uncertainty(shipped("cement"), draws=200)
    stated = {row["name"]: row for row in found.as_dict()["inputs"]}
    figure = figures.influences(found)
    assert figure is not None
    for _, spec in specs(figure):
        below = {row["middle"]: row["start"] for row in rows(spec, "seconds")}
        for row in rows(spec, "bars"):
            ends = sorted((stated[row["name"]]["low"], stated[row["name"]]["high"]))
            assert [below[row["middle"]], row["end"]] == ends


def test_the_tornado_shows_what_can_be_changed_with_its_exact_elasticity() -> None:
    explained = fp.explain(shipped("cement"))
    stated = {row["name"]: row["elasticity"] for row in explained.as_dict()["sensitivities"]}
    figure = figures.tornado(explained)
    assert figure is not None
    assert figure.spec is not None
    drawn = rows(figure.spec["en"], "bars")
    assert all(row["value"] == stated[row["name"]] for row in drawn)
    assert not any("/outputs/" in row["name"] for row in drawn)
    assert [abs(row["value"]) for row in drawn] == sorted((abs(row["value"]) for row in drawn), reverse=True)


def test_the_matrix_has_every_rating_of_the_largest_contributions_and_all_means() -> None:
    found = fp.quality(shipped("bearing"))
    stated = {row["exchange"]: row["ratings"] for row in found.as_dict()["exchanges"]}
    figure = figures.quality_matrix(found)
    assert figure is not None
    for _, spec in specs(figure):
        for cell in rows(spec, "cells"):
            if cell["name"] == "mean":
                assert cell["value"] == found.means[cell["indicator"]]
            else:
                assert cell["value"] == stated[cell["name"]][cell["indicator"]]["value"]
        assert len(rows(spec, "cells")) == 4 * 13


def test_levers_scenarios_and_allocation_show_the_recalculated_results() -> None:
    result = shipped("pet")
    found = explaining.levers(result)
    figure = figures.levers(found)
    assert figure is not None
    assert figure.spec is not None
    deltas = {lever["id"]: lever["delta"] for lever in found.as_dict()["levers"]}
    for row in rows(figure.spec["zh"], "bars"):
        if row["name"] != "combined":
            assert row["value"] == deltas[row["name"]]
    assert figures.envelope(explaining.envelope(result)) is None, "its one process has one admissible key"
    envelope = explaining.envelope(shipped("px"))
    figure = figures.envelope(envelope)
    assert figure is not None
    assert figure.spec is not None
    values = [row["value"] for row in rows(figure.spec["en"], "bars")]
    assert envelope.low.value is not None
    assert envelope.high.value is not None
    assert min(values) == pytest.approx(envelope.low.value)
    assert max(values) == pytest.approx(envelope.high.value)


def test_scenarios_stand_beside_the_result_and_a_failed_one_is_named() -> None:
    from dataclasses import replace

    found = fp.what_if(shipped("cement"))
    assert found.outcomes
    spoilt = replace(
        found, outcomes=(*found.outcomes, replace(found.outcomes[0], id="lost", value=None, delta=None, share=None, result=None))
    )
    figure = figures.what_if(spoilt)
    assert figure is not None
    assert figure.spec is not None
    drawn = {row["name"]: row["value"] for row in rows(figure.spec["en"], "bars")}
    assert drawn == {"base": found.result.value, **{entry.id: entry.value for entry in found.outcomes}, "lost": 0.0}
    assert any(row["text"] == "not calculated" for row in rows(figure.spec["en"], "texts"))


@pytest.mark.parametrize("name", ["bearing", "refined-oil"])
def test_a_long_supply_chain_is_cut_into_parts_that_hold_everything_once(name: str) -> None:
    graph = fp.graph(shipped(name).model)
    figure = figures.supply_chain(graph)
    assert figure.svg is not None
    whole, cut = (ElementTree.fromstring(text) for text in (svg(graph, "en"), figure.svg["en"]))
    parts = list(cut.iter(f"{SVG}svg"))[1:]
    assert len(parts) > 1
    assert float(cut.attrib["width"]) < 0.7 * float(whole.attrib["width"])
    drawn = [node.attrib["data-node"] for node in cut.iter() if "data-node" in node.attrib]
    assert sorted(drawn) == sorted(node.attrib["data-node"] for node in whole.iter() if "data-node" in node.attrib)
    lines = {node.attrib["data-exchange"] for node in cut.iter() if "data-exchange" in node.attrib}
    assert lines == {node.attrib["data-exchange"] for node in whole.iter() if "data-exchange" in node.attrib}
    for part in parts:
        x, y, width, height = map(float, part.attrib["viewBox"].split())
        for node in part.iter(f"{SVG}g"):
            box = node.find(f"{SVG}rect") if "data-node" in node.attrib else None
            if box is not None:
                assert x <= float(box.attrib["x"]) <= x + width - float(box.attrib["width"])
                assert y <= float(box.attrib["y"]) <= y + height - float(box.attrib["height"])


HOSTILE = '<script>alert("&")</script> = 1+1 @x {{datum.y}} \u202eevil\u0000 ' + "very " * 30 + "long"


def test_names_are_shown_and_never_executed() -> None:
    text = looped_model(0.4, (100.0, 50.0), 300.0).replace("{en: Product A, zh: 产品甲}", json.dumps(HOSTILE))
    result = fp.calculate(read_text(text.replace("\\u0000", "")))
    for figure in (figures.sankey(result), figures.hotspots(result), figures.stages(result)):
        assert figure is not None
        assert figure.spec is not None
        drawn = figures.figure_svg(figure, "en")
        assert "<script" not in drawn
        assert "\u202e" not in drawn
        ElementTree.fromstring(drawn)
        assert json.dumps(figure.spec["en"]["marks"]).count("script") == 0


def test_the_same_figure_gives_the_same_bytes() -> None:
    result = shipped("cement")
    for name in ("sankey", "hotspots"):
        one, other = getattr(figures, name)(result), getattr(figures, name)(result)
        assert one.spec == other.spec
        assert figures.figure_svg(one, "zh") == figures.figure_svg(other, "zh")


def test_a_picture_has_as_many_dots_as_asked_for() -> None:
    figure = figures.stages(shipped("cement"))
    assert figure is not None
    assert figure.spec is not None
    picture = figures.figure_png(figure, "zh", scale=1.5)
    assert picture.startswith(b"\x89PNG\r\n\x1a\n")
    size = int.from_bytes(picture[16:20], "big"), int.from_bytes(picture[20:24], "big")
    assert size == pytest.approx((1.5 * figure.spec["zh"]["width"], 1.5 * figure.spec["zh"]["height"]), abs=1)


def test_without_the_converter_a_figure_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "vl_convert", None)
    drawing._converter.cache_clear()
    figure = figures.stages(shipped("cement"))
    assert figure is not None
    with pytest.raises(ReportPackageMissing):
        figures.figure_svg(figure, "en")
    drawing._converter.cache_clear()


def test_colours_stand_out_from_white_and_letters_from_their_ground() -> None:
    from footprint.report.figures.ratings import _GROUNDS
    from footprint.report.figures.sankey.drawing import _COLOURS

    for colour in (theme.BURDEN, theme.CREDIT, theme.DIRECT, theme.TOTAL, theme.REST, *_COLOURS.values()):
        assert contrast(colour, "#ffffff") >= 3, colour
    for ground, ink in _GROUNDS:
        assert contrast(ground, ink) >= 4.5, (ground, ink)


def contrast(one: str, other: str) -> float:
    """Give the ratio of luminances of WCAG 2."""

    def luminance(colour: str) -> float:
        parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
        linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
        return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]

    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def test_round_numbers_of_an_axis_lie_within_it() -> None:
    assert theme.ticks(0, 97) == [0.0, 20.0, 40.0, 60.0, 80.0]
    assert theme.ticks(-3, 8) == [-2.5, 0.0, 2.5, 5.0, 7.5]
    assert theme.ticks(0, 0.3) == [0.0, 0.1, 0.2, 0.3]
    assert theme.ticks(5, 5) == [5]


@given(low=st.floats(-1e9, 1e9), span=st.floats(1e-6, 1e9), count=st.integers(1, 9))
def test_there_are_few_ticks_and_they_are_distinct(low: float, span: float, count: int) -> None:
    found = theme.ticks(low, low + span, count)
    assert len(found) <= 2 * count + 2
    assert found == sorted(set(found))
