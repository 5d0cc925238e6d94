"""What results show of themselves in a notebook."""

from __future__ import annotations

from html.parser import HTMLParser

import pandas
import pytest

import footprint as fp
from footprint.engine.notebook import framed, table
from footprint.model import evaluate
from footprint.report.notebook import Shown, show
from footprint.supply_chain import build_graph
from supply_chains import chinese_loop


class Balanced(HTMLParser):
    """Fails where elements are not closed in order."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.text: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.text.append(data)


def text_of(html: str) -> str:
    reader = Balanced()
    reader.feed(html)
    reader.close()
    assert not reader.open
    return " ".join(reader.text)


@pytest.fixture(scope="module")
def result() -> fp.Footprint:
    return fp.calculate("product_models/chp.yaml")


@pytest.fixture(scope="module")
def records(result: fp.Footprint) -> dict[str, object]:
    from footprint.pipeline.explaining import electricity, envelope

    found = fp.uncertainty(result, draws=100)
    return {
        "explanation": fp.explain(result),
        "uncertainty": found,
        "quality": fp.quality(result),
        "scenarios": fp.what_if(result),
        "levers": fp.levers(result),
        "electricity": electricity(result),
        "allocation": envelope(result),
        "change": fp.difference("product_models/cement.yaml", "product_models/chp.yaml"),
        "comparison": fp.compare(result, result, draws=100),
    }


def test_a_result_shows_its_number_its_sums_and_its_largest_contributions(result: fp.Footprint) -> None:
    text = text_of(result._repr_html_())
    assert f"{result.value:.6g} kg CO2e per {result.model.product.declared_unit}" in text
    assert result.contributions[0].exchange in text
    for name in (*result.sums, *result.categories):
        assert name in text
    assert "unknown" in text


def test_every_record_shows_a_table_with_a_headline(records: dict[str, object]) -> None:
    for name, record in records.items():
        text = text_of(record._repr_html_())  # type: ignore[attr-defined]
        assert len(text) > 40, name
        assert "kg CO2e" in text or name in ("quality", "levers"), name


def test_what_is_known_of_can_be_drawn(result: fp.Footprint, records: dict[str, object]) -> None:
    drawable = {name: record for name, record in records.items() if name != "comparison"}
    for lang in ("en", "zh"):
        for record in (result, fp.graph(result.model), *drawable.values()):
            shown = show(record, lang)  # type: ignore[arg-type]
            assert shown.figures
            bundle = shown._repr_mimebundle_()
            assert bundle["text/html"].count("<svg") == len(shown.figures)
            assert bundle["text/plain"] == "\n".join(figure.alt.text(lang) for figure in shown.figures)  # type: ignore[arg-type]


def test_a_footprint_is_drawn_with_its_own_number(result: fp.Footprint) -> None:
    assert f"{result.value:.4g}" in fp.show(result)._repr_html_()


def test_nothing_is_drawn_of_what_is_not_known() -> None:
    with pytest.raises(TypeError, match="no picture of a DataFrame"):
        show(pandas.DataFrame())
    assert "nothing to draw" in repr(Shown(()))


def test_a_supply_chain_draws_itself_and_is_a_graph_as_any_other(result: fp.Footprint) -> None:
    chain, plain = fp.graph(result.model), build_graph(evaluate(result.model))
    assert "<svg" in chain._repr_html_()
    assert list(chain.edges(keys=True)) == list(plain.edges(keys=True))
    assert list(chain.in_edges(keys=True)) == list(plain.in_edges(keys=True))
    assert dict(chain.nodes(data=True)) == dict(plain.nodes(data=True))
    assert chain.graph == plain.graph
    assert "<svg" in chain.copy()._repr_html_()
    assert show(chinese_loop(), "zh").figures


def test_contributions_are_a_plain_table(result: fp.Footprint) -> None:
    assert type(fp.contributions(result)) is pandas.DataFrame


def test_a_table_escapes_everything_and_counts_what_it_leaves_out() -> None:
    attack = "<script>alert(1)</script>&'\""
    frame = pandas.DataFrame({"name": [attack] * 5, "share": [0.5, -0.25, 0.0001, 0.0, None], attack: [1, 2.5, -3.0, None, True]})
    html = framed(attack, attack, frame, most=4)
    assert "<script" not in html
    text = text_of(html)
    assert text.count(attack) == 3 + 4
    for expected in ("50.0 %", "−25.0 %", "<0.1 %", "0.0 %", "unknown", "… and 1 more rows"):
        assert expected in text
    assert "nothing" in text_of(table("nothing", "", (), ()))
