"""What of a model is uncertain, and how: stated by the model, or derived from its data quality where nothing is stated."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Literal

from footprint.engine.result import Footprint
from footprint.engine.scenarios.template import Template
from footprint.errors import Language
from footprint.insight.quality import INDICATORS, Rated, Rating, rate
from footprint.insight.uncertainty.distributions import Distribution, lognormal, triangular
from footprint.insight.uncertainty.pedigree import BASIC, TRANSPORT, gsd_of
from footprint.model.schema import Parameter
from footprint.units import Amount, Formula, parse_unit

__all__ = ["FACTOR", "UncertainInput", "uncertain_inputs"]

FACTOR = "factor:"
"""Before the key of a provider whose footprint per unit is uncertain."""

Origin = Literal["stated", "range", "pedigree"]

_ORIGINS: Mapping[str, Mapping[Language, str]] = {
    "stated": {"en": "stated in the model", "zh": "模型中给出"},
    "range": {"en": "derived: triangular over the plausible range that the model states", "zh": "推导：在模型给出的合理范围内取三角分布"},
    "pedigree": {"en": "derived from data quality ({ratings})", "zh": "由数据质量推导（{ratings}）"},
}


@dataclass(frozen=True)
class UncertainInput:
    """One value that is uncertain.

    Parameters
    ----------
    name
        Name of a parameter, exchange id, or ``factor:PROVIDER``. Draws are keyed by it.
    kind
        What it is; the distribution of a ``factor`` is that of a multiplier with median 1.
    distribution
        In base units.
    origin
        ``stated``; ``range`` or ``pedigree`` are derived.
    ratings
        What a derived one follows from, by indicator.
    """

    name: str
    kind: Literal["parameter", "amount", "factor"]
    distribution: Distribution
    origin: Origin
    ratings: Mapping[str, Rating]

    @property
    def derived(self) -> bool:
        """Whether the model does not state it."""
        return self.origin != "stated"

    def why(self, lang: Language = "en") -> str:
        """Say where the distribution comes from."""
        shown = ", ".join(f"{name} {self.ratings[name].value:g}" for name in INDICATORS if name in self.ratings)
        return _ORIGINS[self.origin][lang].format(ratings=shown)

    def as_dict(self, lang: Language = "en") -> dict[str, Any]:
        """Give the input as plain data."""
        return {
            "name": self.name,
            "kind": self.kind,
            "unit": self.distribution.unit.text,
            "origin": self.origin,
            "derived": self.derived,
            "why": self.why(lang),
            "distribution": self.distribution.as_dict(),
        }


def uncertain_inputs(result: Footprint, template: Template, *, derived: bool = True) -> tuple[UncertainInput, ...]:
    """Find everything that is uncertain.

    Parameters
    ----------
    result
        Of a calculation.
    template
        Of its model, with its overrides: what was set is certain.
    derived
        Whether to derive distributions where none is stated.

    Returns
    -------
    tuple of UncertainInput
        Parameters, amounts, then factors of providers. Those without width are left out.
    """
    found = [*_parameters(result, template, derived), *_amounts(result, template, derived)]
    if derived:
        found += _factors(result, template)
    return tuple(entry for entry in found if not entry.distribution.certain)


def _parameters(result: Footprint, template: Template, derived: bool) -> Iterator[UncertainInput]:
    for name, parameter in result.model.parameters.items():
        amount = template.evaluated.parameters[name]
        if name in template.overrides:
            continue
        if parameter.uncertainty is not None:
            distribution = Distribution(parameter.uncertainty.kind, amount.base, parameter.uncertainty, amount.unit)
            yield UncertainInput(name, "parameter", distribution, "stated", {})
        elif derived and not isinstance(parameter.value, Formula):
            entry = _of_parameter(name, parameter, amount)
            if entry is not None:
                yield entry


def _of_parameter(name: str, parameter: Parameter, amount: Amount) -> UncertainInput | None:
    low, high = parameter.min, parameter.max
    if low is not None and high is not None and low.base <= amount.base <= high.base:
        return UncertainInput(name, "parameter", triangular(amount.base, low, high, amount.unit), "range", {})
    unstated = 3.0 if parameter.data is None and parameter.source else 5.0
    score = {"primary": 1.0 if parameter.evidence else 2.0, "secondary": 3.0, "proxy": 4.0}.get(parameter.data or "", unstated)
    ratings = {"precision": Rating(score, "derived", "amount", "kind", {"kind": parameter.data or "unstated"})}
    return _pedigree(name, "parameter", amount, ratings, BASIC)


def _amounts(result: Footprint, template: Template, derived: bool) -> Iterator[UncertainInput]:
    leaves = {leaf.exchange: leaf for leaf in result.contributions}
    for exchange, process, section, _, record in result.model.exchanges():
        amount = template.evaluated.amounts.get(exchange)
        if amount is None or exchange in template.overrides:
            continue
        if record.uncertainty is not None:
            distribution = Distribution(record.uncertainty.kind, amount.base, record.uncertainty, amount.unit)
            yield UncertainInput(exchange, "amount", distribution, "stated", {})
            continue
        # Outputs are what the rest is related to, the parts of a mix sum to one, and what one process of the model passes to the next
        # follows from balances: only what crosses the border of the model is given a distribution that nobody stated.
        crosses = section != "outputs" and result.model.processes[process].kind != "mix" and exchange in leaves
        if not derived or not crosses or isinstance(record.amount, Formula):
            continue
        ratings = rate(result.calculation, result.model, exchange, leaves[exchange].provider).amount
        transport = amount.unit.dimension == parse_unit("t km").dimension
        entry = _pedigree(exchange, "amount", amount, ratings, TRANSPORT if transport else BASIC)
        if entry is not None:
            yield entry


def _pedigree(
    name: str, kind: Literal["parameter", "amount"], amount: Amount, ratings: Mapping[str, Rating], basic: float
) -> UncertainInput | None:
    if amount.base <= 0:
        return None
    gsd = gsd_of(ratings, basic)
    # Of a percentage neither it nor what is left of the whole may fall below zero.
    share = amount.unit.text == "%" and amount.base <= 1
    if share and amount.base == 1:
        return None
    return UncertainInput(name, kind, lognormal(amount.base, gsd, amount.unit, "odds" if share else "lognormal"), "pedigree", ratings)


def _factors(result: Footprint, template: Template) -> Iterator[UncertainInput]:
    """Derive one distribution for each provider, from the ratings of its exchanges by |contribution|."""
    used: dict[str, list[tuple[float, Rated]]] = {}
    for leaf in result.contributions:
        activity = result.calculation.chain.activities.get(leaf.provider)
        if activity is not None and activity.origin != "foreground":
            rated = rate(result.calculation, result.model, leaf.exchange, leaf.provider)
            used.setdefault(leaf.provider, []).append((abs(leaf.value), rated))
    one = parse_unit("kg/kg")
    for provider, rated_parts in sorted(used.items()):
        ratings = {name: _mean(name, rated_parts) for name in sorted(rated_parts[0][1].factor)}
        yield UncertainInput(f"{FACTOR}{provider}", "factor", lognormal(1.0, gsd_of(ratings), one), "pedigree", ratings)


def _mean(indicator: str, parts: Sequence[tuple[float, Rated]]) -> Rating:
    """Average one indicator of a provider's factor; where nothing contributes all exchanges count alike."""
    whole = math.fsum(weight for weight, _ in parts)
    scores = [(weight / whole if whole else 1 / len(parts), rated.factor[indicator]) for weight, rated in parts]
    value = math.fsum(weight * rating.value for weight, rating in scores)
    return replace(max(scores, key=lambda entry: entry[0])[1], value=value)
