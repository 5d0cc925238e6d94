"""The site-visit list: for every input to see, the document, its function in the plant, the place, and what to check (查、问、看、验)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from footprint.engine.result import Calculation
from footprint.errors import Language
from footprint.insight.dependence import Foreground, Input
from footprint.model.schema import ProductModel
from footprint.verification.sampling.wording import CHECKS, SECTIONS

__all__ = ["Visit", "visit_of"]

Text = Mapping[Language, str]


@dataclass(frozen=True, slots=True)
class Visit:
    """What a verifier looks at for one input.

    Parameters
    ----------
    documents
        Evidence, activity tables and sources that the model names; empty where it names none, which is a finding in itself.
    function
        What it is in the plant.
    place
        Where: the producer's site, or the data package.
    used_in
        Processes whose amounts follow from it.
    checks
        What to read (查), to ask (问), to look at (看) and to test (验).
    """

    documents: tuple[str, ...]
    function: Text
    place: Text
    used_in: tuple[str, ...]
    checks: Mapping[str, Text]

    def as_dict(self, lang: Language | None = None) -> dict[str, Any]:
        """Give plain data, in one language or in both."""
        return {
            "documents": list(self.documents),
            "function": _text(self.function, lang),
            "place": _text(self.place, lang),
            "used_in": list(self.used_in),
            "checks": {name: _text(text, lang) for name, text in self.checks.items()},
        }


def visit_of(given: Input, foreground: Foreground, model: ProductModel, calculation: Calculation) -> Visit:
    """Say what to look at for an input.

    Parameters
    ----------
    given
        The input.
    foreground
        It belongs to.
    model
        Names documents, processes and the site.
    calculation
        Knows the datasets.
    """
    name = given.name.removeprefix("formula:")
    sort = _sort(given, foreground, calculation)
    if given.kind == "factor":
        return _factor(foreground.providers[given.name], sort, model, calculation)
    used = _used_in(given, foreground, model)
    processes = [name.partition("/")[0]] if name.partition("/")[0] in model.processes and "/" in name else list(used)
    titles = {lang: "、".join(_name(model, process, lang) for process in processes) for lang in ("en", "zh")}
    titles["en"] = titles["en"].replace("、", ", ")
    what: dict[Language, str] = {lang: SECTIONS[sort][lang].format(name=name.rpartition("/")[2], where=titles[lang]) for lang in _LANGUAGES}
    return Visit(_documents(name, model), what, _site(model), tuple(used), CHECKS[sort])


_LANGUAGES: tuple[Language, Language] = ("en", "zh")


def _sort(given: Input, foreground: Foreground, calculation: Calculation) -> str:
    """Sort an input by what evidence of it looks like."""
    if given.kind == "factor":
        provider = foreground.providers[given.name]
        origin = calculation.chain.activities[provider].origin
        return {"declared": "declared", "model": "other model"}.get(origin, "dataset")
    if given.kind in ("formula", "property"):
        return given.kind
    name = given.name
    if "/" not in name:
        return "parameter"
    section = name.split("/", 2)[1]
    if section != "allocation":
        return section
    return "avoided" if "/avoided/" in name else "prices" if "/prices/" in name else "shares"


def _documents(name: str, model: ProductModel) -> tuple[str, ...]:
    found: list[str] = []
    records = {exchange: record for exchange, _, _, _, record in model.exchanges()}
    process, _, path = name.partition("/")
    if name in records:
        record = records[name]
        found += [part for part in (record.evidence, _source(record.source, model)) if part]
        table = model.source.activities.get(process)
        if table is not None and path in table.amounts:
            found.append(table.file)
        if record.contract:
            found += [f"{key}: {value}" for key, value in record.contract.items()]
    elif name in model.parameters or "/" not in name:
        stated = model.parameters.get(name)
        found += [part for part in (_source(stated.source, model) if stated else None,) if part]
        found += [table.file for table in model.source.activities.values() if name in table.parameters]
    elif name.startswith("flows/"):
        properties = model.flows.get(name.split("/", 2)[1])
        found += [part for part in (_source(properties.source, model) if properties else None,) if part]
    elif path.startswith("allocation/"):
        allocation = model.processes[process].allocation
        found += [part for part in (_source(allocation.source, model) if allocation else None,) if part]
    return tuple(dict.fromkeys(found))


def _source(source: str | None, model: ProductModel) -> str | None:
    return None if source is None else model.sources.get(source, source)


def _factor(provider: str, sort: str, model: ProductModel, calculation: Calculation) -> Visit:
    chain = calculation.chain
    activity, dataset = chain.activities[provider], chain.datasets.get(provider)
    users = tuple(dict.fromkeys(use.exchange for use in chain.uses if use.provider == provider and use.exchange))
    documents: tuple[str, ...] = ()
    place: dict[Language, str] = {"en": provider.partition("#")[0], "zh": provider.partition("#")[0]}
    if dataset is not None:
        package = chain.packages[dataset.package]
        documents = (f"{provider} ({package.version}; {dataset.source})" if dataset.source else f"{provider} ({package.version})",)
        place = {"en": f"data package {dataset.package}", "zh": f"数据包 {dataset.package}"}
    elif sort == "declared":
        exchange = provider.removeprefix("declared:")
        documents = _documents(exchange, model)
        place = {"en": "the supplier", "zh": "供应商"}
    else:
        documents = (provider.partition("#")[0],)
    title = dataset.name if dataset is not None else None
    names: dict[Language, str] = {lang: title(lang) if title else activity.name for lang in _LANGUAGES}
    function: dict[Language, str] = {lang: SECTIONS[sort][lang].format(name=names[lang], where=", ".join(users)) for lang in _LANGUAGES}
    return Visit(documents, function, place, users, CHECKS[sort])


def _text(text: Text, lang: Language | None) -> Any:
    return dict(text) if lang is None else text[lang]


def _site(model: ProductModel) -> Text:
    producer = model.producer
    if producer is None or producer.site is None:
        return {"en": "site not stated", "zh": "未说明厂址"}
    site = producer.site
    parts = [part for part in (site.place, site.subdivision, site.country) if part]
    return {lang: f"{producer.name.text(lang)}, {', '.join(parts)}" for lang in _LANGUAGES}


def _name(model: ProductModel, process: str, lang: Language) -> str:
    name = model.processes[process].name
    return name.text(lang) if name is not None else process


def _used_in(given: Input, foreground: Foreground, model: ProductModel) -> list[str]:
    """Follow the program from an input to the processes whose entries depend on it."""
    reached = {given.node}
    for number, node in enumerate(foreground.program.nodes):
        if reached.intersection(node.arguments):
            reached.add(number)
    exchanges = [link.exchange for link in foreground.links if link.amount in reached]
    exchanges += [emission.exchange for emission in foreground.emissions if emission.amount in reached]
    outputs = {node: key for key, node in zip(foreground.activities, foreground.references, strict=True)}
    processes = [exchange.partition("/")[0] for exchange in exchanges] + [
        outputs[node].partition("@")[0] for node in reached if node in outputs
    ]
    return [process for process in model.processes if process in set(processes)]
