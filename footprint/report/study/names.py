"""What things are called in a report: processes, exchanges, datasets, gases and stages, in both languages.

A name that the model gives in one language stands in both; what has no name is called by its id.
"""

from __future__ import annotations

from functools import cached_property
from pathlib import Path

from footprint.engine.result import Contribution, Footprint
from footprint.errors import FootprintError
from footprint.files import confined
from footprint.inventory import Library
from footprint.model import ProductModel, read
from footprint.model.schema import Name
from footprint.report.study.document import Text
from footprint.report.words import stage_name

__all__ = ["Names"]


class Names:
    """Names of the parts of a result.

    Parameters
    ----------
    result
        Of a calculation.
    library
        Where names of elementary flows are found.
    """

    def __init__(self, result: Footprint, library: Library) -> None:
        self._model, self._chain, self._library = result.model, result.calculation.chain, library
        self._providers = {leaf.exchange: leaf.provider for leaf in reversed(result.contributions)}
        self._others: dict[str, ProductModel | None] = {}

    @cached_property
    def _flows(self) -> dict[str, str]:
        return {name: flow.name_zh for name, flow in self._library.flows().items()}

    def stage(self, stage: str) -> Text:
        """Name a life cycle stage."""
        return Text(stage_name(stage, "en"), stage_name(stage, "zh"))

    def flow(self, name: str) -> Text:
        """Name an elementary flow."""
        return Text(name, self._flows.get(name) or name)

    def process(self, key: str) -> Text:
        """Name a process of the model, also where allocation made several of it (``chp@steam``), or one of another model (``FILE#key``)."""
        file, _, own = key.rpartition("#")
        process_id, _, product = own.partition("@")
        model = self._model if not file else self._other(file)
        process = model.processes.get(process_id) if model is not None else None
        found = _named(process.name if process is not None else None, process_id)
        return Text(f"{found.en} ({product})", f"{found.zh}（{product}）") if product else found

    def provider(self, key: str) -> Text:
        """Name a provider: a dataset, a process, a product of another model, a declared footprint, an elementary flow."""
        dataset = self._chain.datasets.get(key)
        if dataset is not None:
            return Text(dataset.name("en"), dataset.name("zh"))
        activity = self._chain.activities.get(key)
        if activity is None:
            return self.flow(key)
        if activity.origin == "declared":
            return Text("declared footprint", "声明的碳足迹")
        file, _, _ = key.rpartition("#")
        if not file:
            return self.process(key)
        model = self._other(file)
        if model is not None and model.product.flow == activity.product:
            return _named(model.product.name, activity.product)
        return self.process(key)

    def dataset(self, key: str) -> Text:
        """Name a dataset that need not be part of the result, such as a proxy."""
        if key in self._chain.datasets:
            return self.provider(key)
        package, _, code = key.partition("/")
        try:
            dataset = self._library.package(package).datasets.get(code)
        except FootprintError:
            dataset = None
        return Text(dataset.name("en"), dataset.name("zh")) if dataset is not None else Text(key, key)

    def leaf(self, leaf: Contribution) -> Text:
        """Name a contribution: the process and what it takes or emits."""
        return self._exchange(leaf.exchange, leaf.provider)

    def exchange(self, exchange: str) -> Text:
        """Name an exchange by its id."""
        return self._exchange(exchange, self._providers.get(exchange, ""))

    def _exchange(self, exchange: str, provider: str) -> Text:
        file, _, own = exchange.rpartition("#")
        parts = own.split("/", 2)
        if len(parts) < 3:
            return Text(exchange, exchange)
        process = self.process(f"{file}#{parts[0]}" if file else parts[0])
        what = self.provider(provider) if provider and not provider.startswith("declared:") else Text(parts[2], parts[2])
        return Text(f"{process.en}: {what.en}", f"{process.zh}：{what.zh}")

    def quantity(self, name: str) -> Text:
        """Name what a sensitivity or a distribution is of: a parameter, an amount, a property, or the footprint of a dataset."""
        if name.startswith("factor:"):
            what = self.provider(name.removeprefix("factor:"))
            return Text(f"footprint of: {what.en}", f"{what.zh}的碳足迹")
        if name in self._model.parameters or name.startswith(("flows/", "product/")):
            return Text(name, name)
        what = self.exchange(name)
        return Text(f"amount of: {what.en}", f"{what.zh}的用量") if what.en != name else what

    def _other(self, file: str) -> ProductModel | None:
        """Read another model that the result was made with; none where that is not possible any more."""
        if file not in self._others:
            try:
                self._others[file] = read(confined(Path(self._model.source.folder or "."), file, self._model.place("processes")))
            except FootprintError:
                self._others[file] = None
        return self._others[file]


def _named(name: Name | None, otherwise: str) -> Text:
    return Text(name.text("en"), name.text("zh")) if name is not None and name.text("en") else Text(otherwise, otherwise)
