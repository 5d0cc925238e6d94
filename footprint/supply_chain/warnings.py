"""What to know about a supply chain that does not stop a calculation: one function per rule."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

from footprint.errors import Finding
from footprint.inventory.records import Dataset
from footprint.model import Evaluated
from footprint.supply_chain.chain import SupplyChain
from footprint.supply_chain.errors import (
    CapitalGoodsMixed,
    DemoData,
    FlowWithoutFactor,
    GwpSetDiffers,
    InputsWithoutProducer,
    SubstitutionUsed,
)

__all__ = ["GWP_SET", "chain_warnings"]

Rule = Callable[[SupplyChain, Evaluated, Mapping[str, Dataset]], Iterator[Finding]]

GWP_SET = "CO2e, GWP set "
"""What the names of aggregated flows begin with; the set follows."""


def chain_warnings(chain: SupplyChain, evaluated: Evaluated, used: Mapping[str, Dataset]) -> tuple[Finding, ...]:
    """Apply every rule.

    Parameters
    ----------
    chain
        The linked supply chain.
    evaluated
        The model.
    used
        The datasets that the model itself names, by key.
    """
    rules: tuple[Rule, ...] = (
        check_demo_data,
        check_gwp_set,
        check_flows_without_factor,
        check_capital_goods,
        check_substitution,
        check_producers,
        check_packages,
    )
    return tuple(sorted((found for rule in rules for found in rule(chain, evaluated, used)), key=lambda finding: finding.sort_key))


def check_demo_data(chain: SupplyChain, evaluated: Evaluated, used: Mapping[str, Dataset]) -> Iterator[Finding]:
    """Warn of demo records, once each: they never reach a certificate."""
    named: set[str] = set()
    for exchange, dataset in _named(evaluated, used):
        if dataset.status == "demo" and dataset.key not in named:
            named.add(dataset.key)
            yield DemoData(evaluated.model.place(f"processes/{exchange}/from"), dataset=dataset.key).finding


def check_gwp_set(chain: SupplyChain, evaluated: Evaluated, used: Mapping[str, Dataset]) -> Iterator[Finding]:
    """Name aggregated CO2e of another GWP set than the method's; it is counted all the same."""
    for entry in chain.elementary:
        set_name = entry.flow.removeprefix(GWP_SET)
        if entry.flow.startswith(GWP_SET) and set_name not in ("not stated", chain.method.gwp_set):
            place = evaluated.model.place("method")
            yield GwpSetDiffers(place, dataset=entry.activity, flow=entry.flow, method=chain.method.name).finding


def check_flows_without_factor(chain: SupplyChain, evaluated: Evaluated, used: Mapping[str, Dataset]) -> Iterator[Finding]:
    """Name a flow that counts nothing: at every exchange of the model, and once where only the background has it."""
    uncounted = [entry for entry in chain.elementary if entry.flow not in chain.method.factors]
    places = {(entry.flow, entry.exchange): f"processes/{entry.exchange}" for entry in uncounted if entry.exchange}
    own = {flow for flow, _ in places}
    places.update({(entry.flow, ""): "method" for entry in uncounted if entry.flow not in own})
    for (flow, _), path in places.items():
        yield FlowWithoutFactor(evaluated.model.place(path), flow=flow, method=chain.method.name).finding


def check_capital_goods(chain: SupplyChain, evaluated: Evaluated, used: Mapping[str, Dataset]) -> Iterator[Finding]:
    """Check that capital goods are in all datasets or in none; burning a fuel has none to include."""
    upstream = {dataset.key: dataset for _, dataset in _named(evaluated, used) if dataset.basis != "direct"}
    kinds = {kind: sorted(key for key, dataset in upstream.items() if dataset.capital_goods == kind) for kind in ("included", "excluded")}
    if all(kinds.values()):
        yield CapitalGoodsMixed(evaluated.model.place("inventories"), **kinds).finding


def check_substitution(chain: SupplyChain, evaluated: Evaluated, used: Mapping[str, Dataset]) -> Iterator[Finding]:
    """Name avoided burden, which is allowed only where a rule prescribes it."""
    for name, process in evaluated.model.processes.items():
        if process.allocation and process.allocation.key == "substitution":
            yield SubstitutionUsed(evaluated.model.place(f"processes/{name}/allocation"), process=name).finding


def check_producers(chain: SupplyChain, evaluated: Evaluated, used: Mapping[str, Dataset]) -> Iterator[Finding]:
    """Count inputs in the background without producer: they make the result a lower bound."""
    for name in chain.packages:
        counts = [count for key, count in chain.omitted.items() if chain.datasets[key].package == name]
        if counts:
            place = evaluated.model.place(f"inventories/{name}")
            yield InputsWithoutProducer(place, package=name, datasets=len(counts), count=sum(counts)).finding


def check_packages(chain: SupplyChain, evaluated: Evaluated, used: Mapping[str, Dataset]) -> Iterator[Finding]:
    """Pass on what a source of datasets found in those that were used."""
    for package in chain.packages.values():
        yield from package.findings


def _named(evaluated: Evaluated, used: Mapping[str, Dataset]) -> Iterator[tuple[str, Dataset]]:
    """Yield the exchanges that take from a dataset; a proxy of what is cut off adds nothing to the result."""
    for exchange, _, _, _, record in evaluated.model.exchanges():
        if record.source_dataset is not None and record.source_dataset.text in used:
            yield exchange, used[record.source_dataset.text]
