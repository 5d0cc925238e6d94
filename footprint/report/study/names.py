"""What the parts of one result are called in its report: as in the figures, and what only tables and sentences name."""

from __future__ import annotations

from collections.abc import Mapping

from footprint.engine.result import Contribution, Footprint
from footprint.errors import FootprintError
from footprint.inventory import Library
from footprint.report.naming import (
    activity_name,
    dataset_name,
    exchange_name,
    flow_name,
    parameter_name,
    process_name,
    stage_text,
    taken_name,
)
from footprint.report.study.document import Text

__all__ = ["Names", "short"]


class Names:
    """Names of the parts of a result.

    Parameters
    ----------
    result
        Of a calculation.
    library
        Where datasets are found that are not part of the result, such as proxies.
    """

    def __init__(self, result: Footprint, library: Library) -> None:
        self._result, self._library = result, library
        self._providers: Mapping[str, str] = {leaf.exchange: leaf.provider for leaf in reversed(result.contributions)}

    def stage(self, stage: str) -> Text:
        """Name a life cycle stage."""
        return stage_text(stage)

    def flow(self, name: str) -> Text:
        """Name an elementary flow."""
        return flow_name(name)

    def process(self, key: str) -> Text:
        """Name a process."""
        return process_name(self._result, key)

    def provider(self, key: str) -> Text:
        """Name a dataset, a process, a product of another model, a declared footprint, or an elementary flow."""
        return activity_name(self._result, key) if key in self._result.calculation.chain.activities else flow_name(key)

    def dataset(self, key: str) -> Text:
        """Name a dataset that need not be part of the result."""
        if key in self._result.calculation.chain.datasets:
            return self.provider(key)
        package, _, code = key.partition("/")
        try:
            dataset = self._library.package(package).datasets.get(code)
        except FootprintError:
            dataset = None
        return dataset_name(dataset) if dataset is not None else Text(key, key)

    def leaf(self, leaf: Contribution) -> Text:
        """Name a contribution: what is taken or emitted, and by which process."""
        return exchange_name(self._result, leaf.exchange, leaf.provider)

    def taken(self, leaf: Contribution) -> Text:
        """Name what a contribution takes or emits, without the process; a dataset in few words."""
        name = taken_name(self._result, leaf.exchange, leaf.provider)
        return short(name) if leaf.provider in self._result.calculation.chain.activities else name

    def exchange(self, exchange: str) -> Text:
        """Name an exchange by its id."""
        return exchange_name(self._result, exchange, self._providers.get(exchange, ""))

    def quantity(self, name: str) -> Text:
        """Name what a sensitivity or a distribution is of: a parameter, an amount, a property, or the factor of a provider."""
        if name.startswith("factor:"):
            what = self.provider(name.removeprefix("factor:"))
            return Text(f"factor of “{what.en}”", f"“{what.zh}”的因子")
        if name in self._result.model.parameters:
            return parameter_name(self._result, name)
        if name.startswith(("flows/", "product/")):
            return Text(name, name)
        what = self.exchange(name)
        return Text(f"amount of “{what.en}”", f"“{what.zh}”的用量")


def short(name: Text) -> Text:
    """Give a name of a dataset without what follows its first comma outside brackets: for sentences."""
    return Text(_before_comma(name.en), _before_comma(name.zh))


def _before_comma(name: str) -> str:
    depth = 0
    for place, character in enumerate(name):
        depth += (character in "(（") - (character in ")）")
        if depth == 0 and (character == "，" or name.startswith(", ", place)):
            return name[:place]
    return name
