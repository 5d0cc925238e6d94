"""Write a page for every shipped product model: what it is, its supply chain, its result, its sources, and how it compares."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from footprint.report.rounding import number

if TYPE_CHECKING:
    from footprint.engine import Footprint
    from footprint.model import ProductModel

__all__ = ["model_pages"]

ROOT = Path(__file__).resolve().parent.parent
FOLDER = ROOT / "docs" / "models"
SHOWN = 12


def model_pages() -> dict[Path, str]:
    """Give the text of every page by its path, the index among them."""
    import footprint as fp

    results = {path.stem: fp.calculate(path) for path in sorted((ROOT / "product_models").glob("*.yaml"))}
    pages = {FOLDER / f"{name}.md": "".join(_page(name, result)) for name, result in results.items()}
    pages[FOLDER / "index.md"] = "".join(_index(results))
    return pages


def _index(results: dict[str, Footprint]) -> Iterator[str]:
    yield "# Product models that ship · 随附的产品模型\n\n"
    yield "Representative models to start from: copy one with `footprint new NAME --from MODEL`, and put your own data in.\n"
    yield "They stand for a kind of plant and use nobody's meters.\n\n"
    yield "| Model | Product | 产品 | Declared unit | kg CO2e | Assumed figures |\n|---|---|---|---|---:|---:|\n"
    for name, result in results.items():
        product, assumed = result.model.product, len(list(_assumed(result.model)))
        names = f"{product.name.text('en')} | {product.name.text('zh')}"
        yield f"| [{name}]({name}.md) | {names} | {product.declared_unit} | {number(result.value)} | {assumed} |\n"


def _page(name: str, result: Footprint) -> Iterator[str]:
    product = result.model.product
    yield f"# {product.name.text('en')} · {product.name.text('zh')}\n\n"
    yield f"This page is generated from [`{name}.yaml`](../../product_models/{name}.yaml) by `make docs`.\n"
    if product.description:
        yield f"{product.description}\n"
    yield f"\nRun it: `footprint run {name}`. Start your own from it: `footprint new my-{name} --from {name}`.\n\n"
    yield from _result(result)
    yield from _hotspots(result)
    yield from _left_out(result)
    yield from _comparison(name)
    yield from _graph(result.model)
    yield from _sources(result.model)


def _result(result: Footprint) -> Iterator[str]:
    model = result.model
    yield "## Result · 结果\n\n"
    yield f"**{number(result.value)} kg CO2e per {model.product.declared_unit}**, cradle to gate, without biogenic uptake "
    yield f"({model.method}; {model.period.start} to {model.period.end}; {model.status}).\n\n"
    yield "| Sum | kg CO2e |\n|---|---:|\n"
    labels = {"excl_uptake": "without biogenic uptake", "incl_uptake": "with biogenic uptake", "iso_net": "net, as ISO 14067"}
    for key, value in result.sums.items():
        yield f"| {labels[key]} | {'unknown' if value is None else number(value)} |\n"
    yield "\n| Stage | kg CO2e | Share |\n|---|---:|---:|\n"
    for stage in result.stages:
        yield f"| {stage.stage} | {number(stage.value)} | {_share(stage.share)} |\n"
    for allocation in result.allocations:
        shares = ", ".join(f"{flow} {_share(share)}" for flow, share in allocation["shares"].items())
        yield f"\nAllocation in `{allocation['process']}` by {allocation['by']}: {shares}. {allocation['why'].strip()}\n"


def _hotspots(result: Footprint) -> Iterator[str]:
    yield "\n## Hotspots · 热点\n\n| Exchange | Amount | kg CO2e | Share | Taken from |\n|---|---:|---:|---:|---|\n"
    for entry in result.contributions[:SHOWN]:
        amount = f"{number(entry.amount)} {entry.unit}"
        yield f"| `{entry.exchange}` | {amount} | {number(entry.value)} | {_share(entry.share)} | `{entry.provider}` |\n"
    rest = result.contributions[SHOWN:]
    if rest:
        value = sum(entry.value for entry in rest)
        yield f"| {len(rest)} others | | {number(value)} | {_share(value / result.value if result.value else None)} | |\n"


def _left_out(result: Footprint) -> Iterator[str]:
    if result.cut_offs:
        yield "\n## Left out · 取舍\n\n| Exchange | Amount | Would add about | Reason |\n|---|---:|---:|---|\n"
        for cut in result.cut_offs:
            bound = "unknown" if cut.value is None else f"{number(cut.value)} kg CO2e"
            yield f"| `{cut.exchange}` | {cut.amount} | {bound} | {_line(cut.why)} |\n"
    if result.secondary_materials:
        names = ", ".join(f"`{exchange}`" for exchange in result.secondary_materials)
        yield f"\nSecondary materials that enter free of primary burden: {names}.\n"


def _comparison(name: str) -> Iterator[str]:
    path = FOLDER / "comparisons" / f"{name}.md"
    if path.exists():
        yield f"\n## Comparison · 对比\n\n{path.read_text(encoding='utf-8').strip()}\n"


def _graph(model: ProductModel) -> Iterator[str]:
    import footprint as fp
    from footprint.report.drawing import draw

    yield f"\n## Supply chain · 供应链\n\n```mermaid\n{draw(fp.graph(model), 'mermaid').strip()}\n```\n"


def _sources(model: ProductModel) -> Iterator[str]:
    cited: dict[str, list[str]] = {}
    for name, parameter in model.parameters.items():
        if parameter.source:
            cited.setdefault(_line(parameter.source), []).append(name)
    for exchange, _, _, _, record in model.exchanges():
        if record.source:
            cited.setdefault(_line(record.source), []).append(exchange)
    for flow, properties in model.flows.items():
        if properties.source:
            cited.setdefault(_line(properties.source), []).append(f"flows/{flow}")
    yield "\n## Sources · 来源\n\n| Source | Figures |\n|---|---|\n"
    for source, figures in cited.items():
        yield f"| {source} | {', '.join(f'`{figure}`' for figure in figures)} |\n"
    assumed = list(_assumed(model))
    if assumed:
        yield f"\nAssumed, because no source was read ({len(assumed)}): {', '.join(f'`{figure}`' for figure in assumed)}.\n"


def _assumed(model: ProductModel) -> Iterator[str]:
    yield from (name for name, parameter in model.parameters.items() if parameter.data == "assumed")
    yield from (exchange for exchange, _, _, _, record in model.exchanges() if record.data == "assumed")


def _line(text: str) -> str:
    return " ".join(text.split()).replace("|", "\\|")


def _share(share: float | None) -> str:
    return "unknown" if share is None else f"{100 * share:.1f} %"
