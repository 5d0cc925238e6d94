"""The records of a product model, as the user writes them.

This module is the one table of the format ``footprint: product-model/1``: the reader validates with it, the
JSON Schema and the reference in the documentation are generated from it. The records carry data only; they are
frozen, and `ProductModel.place` tells where each part stood in the file.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Annotated, Any, ClassVar, Literal, TypeVar

from pydantic import Discriminator, Field, PrivateAttr, Tag

from footprint.errors import Place
from footprint.model.fields import (
    AmountText,
    DateText,
    ExpressionText,
    FromText,
    NumberText,
    PlainText,
    Record,
    TrueFalse,
    WholeNumber,
    short_form,
)
from footprint.model.origin import Activity, Changes, Source

__all__ = [
    "Activity",
    "Allocation",
    "AvoidedProduct",
    "Changes",
    "Correlation",
    "CrossCheck",
    "CutOff",
    "DataQualityRating",
    "Exchange",
    "FlowProperties",
    "Name",
    "Parameter",
    "Period",
    "Process",
    "Producer",
    "Product",
    "ProductModel",
    "Scenario",
    "Section",
    "Site",
    "Source",
    "Uncertainty",
]

_Made = TypeVar("_Made")

Section = Literal["inputs", "outputs", "wastes", "emissions", "removals"]


@short_form("en")
class Name(Record):
    """A name in English, Chinese or both; the short form is one text for both."""

    en: PlainText | None = Field(None, description="Name in English.")
    zh: PlainText | None = Field(None, description="Name in Chinese.")

    def text(self, lang: str = "en") -> str:
        """Give the name in a language, or in the other one where that is missing."""
        first, second = (self.zh, self.en) if lang == "zh" else (self.en, self.zh)
        return first or second or ""


class Product(Record):
    """The product whose footprint is asked for, and its declared unit."""

    name: Name = Field(description="Name of the product.")
    flow: PlainText = Field(description="The output of a process of this model that is the product.")
    declared_unit: AmountText = Field(description="Quantity of product the footprint is stated for.")
    mass_per_declared_unit: AmountText | None = Field(
        None, description="Mass of one declared unit; needed when the declared unit is not a mass."
    )
    identifiers: Mapping[str, PlainText] = Field(default_factory=dict, description="Codes of the product: model, hs, cpc, gtin ...")
    version: WholeNumber = Field(1, description="Version of this model of the product.")
    supersedes: WholeNumber | None = Field(None, description="Version that this one replaces.")
    description: PlainText | None = Field(None, description="What the product is, in a sentence.")


class Site(Record):
    """Where the product is made."""

    country: PlainText | None = Field(None, description="Country, ISO 3166-1 alpha-2.")
    subdivision: PlainText | None = Field(None, description="Province, ISO 3166-2, such as CN-21 for Liaoning.")
    place: PlainText | None = Field(None, description="City or plant.")


class Producer(Record):
    """Who makes the product."""

    name: Name = Field(description="Name of the enterprise.")
    uscc: PlainText | None = Field(None, description="Unified social credit code (统一社会信用代码).")
    site: Site | None = Field(None, description="Where the product is made.")


class Period(Record):
    """The period the data stand for; both days are included."""

    start: DateText = Field(description="First day, YYYY-MM-DD.")
    end: DateText = Field(description="Last day, YYYY-MM-DD, included.")

    @property
    def days(self) -> int:
        """Length in days."""
        return int((self.end - self.start).days) + 1


class FlowProperties(Record):
    """Properties of a flow of this model, each per amount of flow: the only bridges between dimensions."""

    lower_heating_value: AmountText | None = Field(None, description="Energy per mass or volume of flow, such as 38.9 MJ/Nm3.")
    density: AmountText | None = Field(None, description="Mass per volume of flow.")
    mass: AmountText | None = Field(None, description="Mass per item, length or area of flow, such as 2.3 kg/item.")
    enthalpy: AmountText | None = Field(None, description="Heat per mass of flow, such as 2.76 GJ/t of steam.")
    exergy: AmountText | None = Field(None, description="Exergy per amount of flow, such as 0.35 MJ/MJ of heat.")
    carbon_content: AmountText | None = Field(None, description="All carbon, fossil and biogenic, per amount of flow.")
    biogenic_carbon_content: AmountText | None = Field(None, description="Biogenic carbon per amount of flow; 0 where there is none.")
    normal_volume: AmountText | None = Field(None, description="Nm3 per Sm3 of a gas: the bridge between reference conditions.")
    ash_content: AmountText | None = Field(None, description="Ash per mass of a solid fuel, as received.")
    moisture_content: AmountText | None = Field(None, description="Moisture per mass of a solid fuel, as received.")
    other: Mapping[str, AmountText] = Field(default_factory=dict, description="Further named properties, usable as allocation keys.")
    source: PlainText | None = Field(None, description="Where the figures are from.")

    def amounts(self) -> dict[str, Any]:
        """Give the properties that are stated, by name, as `footprint.units.Amount`."""
        named = {name: getattr(self, name) for name in type(self).model_fields if name not in ("other", "source")}
        return {name: value for name, value in {**named, **self.other}.items() if value is not None}


class Uncertainty(Record):
    """How a value may vary around what is stated."""

    kind: Literal["lognormal", "normal", "triangular", "uniform", "pert"] = Field(description="Distribution.")
    gsd: NumberText | None = Field(None, description="Geometric standard deviation (lognormal).")
    gsd2: NumberText | None = Field(None, description="Square of the geometric standard deviation (lognormal).")
    sd: AmountText | None = Field(None, description="Standard deviation, with a unit (normal).")
    min: AmountText | None = Field(None, description="Smallest value, with a unit (triangular, uniform, PERT).")
    max: AmountText | None = Field(None, description="Largest value, with a unit (triangular, uniform, PERT).")


class Correlation(Record):
    """Two uncertain values that vary together."""

    between: tuple[PlainText, ...] = Field(description="Names of two parameters or exchanges (PROCESS/SECTION/NAME).")
    coefficient: Annotated[NumberText, Field(ge=-1, le=1)] = Field(
        description="Correlation of their normal scores, -1 to 1: of normal values themselves, of the logarithms of lognormal ones."
    )
    source: PlainText | None = Field(None, description="Where the coefficient is from.")
    comment: PlainText | None = Field(None, description="Remark.")


@short_form("source")
class CrossCheck(Record):
    """A second, different source of a figure; the short form is the source alone."""

    source: PlainText = Field(description="Document or record that the figure was compared with.")
    amount: AmountText | None = Field(None, description="What that source says.")


@short_form("value")
class Parameter(Record):
    """A named value or formula; the short form is the value alone."""

    name: Name | None = Field(None, description="What people call it, for reports; formulas use its key.")
    value: ExpressionText | None = Field(
        None, description="Quantity, or formula when it starts with =; left out where an activity table gives it."
    )
    uncertainty: Uncertainty | None = Field(None, description="How the value may vary.")
    min: AmountText | None = Field(None, description="Smallest plausible value.")
    max: AmountText | None = Field(None, description="Largest plausible value.")
    source: PlainText | None = Field(None, description="Where the figure is from.")
    data: Literal["primary", "secondary", "proxy", "assumed"] | None = Field(None, description="Kind of data.")
    comment: PlainText | None = Field(None, description="Remark.")
    evidence: PlainText | None = Field(None, description="File or record that proves the value.")
    cross_check: CrossCheck | None = Field(None, description="Second source that the value was compared with.")
    better_source: PlainText | None = Field(None, description="Source of higher priority that exists and was not used, and why.")


class DataQualityRating(Record):
    """Ratings from 1 (best) to 5 (worst)."""

    technology: Annotated[NumberText, Field(ge=1, le=5)] | None = Field(None, description="Technological representativeness (TeR).")
    geography: Annotated[NumberText, Field(ge=1, le=5)] | None = Field(None, description="Geographical representativeness (GeR).")
    time: Annotated[NumberText, Field(ge=1, le=5)] | None = Field(None, description="Temporal representativeness (TiR).")
    precision: Annotated[NumberText, Field(ge=1, le=5)] | None = Field(None, description="Precision (P).")


class CutOff(Record):
    """Why an input is left out, and a dataset that bounds what it would have added."""

    why: PlainText = Field(description="Reason for leaving the input out.")
    proxy: FromText | None = Field(None, description="Dataset that bounds what is left out.")


@short_form("amount")
class Exchange(Record):
    """One input, output, waste, emission or removal of a process; the short form is the amount alone."""

    amount: ExpressionText | None = Field(
        None, description="Quantity, or formula when it starts with =; left out where the activity table gives it."
    )
    source_dataset: FromText | None = Field(
        None,
        alias="from",
        description="Dataset: PACKAGE/CODE, model:FILE#FLOW, supplier:FILE or brightway:DATABASE/CODE.",
    )
    product: PlainText | None = Field(None, description="Product of this model or flow of another one, where the id is not its name.")
    declared: AmountText | None = Field(None, description="Declared footprint per amount, in place of a dataset, such as 12.1 kg CO2e/kg.")
    flow: PlainText | None = Field(None, description="Elementary flow of an emission or a removal.")
    cut_off: CutOff | None = Field(None, description="The input is left out, with reason and proxy.")
    secondary: TrueFalse | None = Field(
        None, description="true: secondary material that enters free of primary burden (cut-off of recycled content)."
    )
    data: Literal["primary", "secondary", "proxy", "assumed"] | None = Field(None, description="Kind of data of the amount.")
    dqr: DataQualityRating | None = Field(None, description="Data quality ratings.")
    uncertainty: Uncertainty | None = Field(None, description="How the amount may vary.")
    evidence: PlainText | None = Field(None, description="File or record that proves the amount.")
    contract: Mapping[str, PlainText] | None = Field(None, description="Contractual instrument: certificate, retired, ...")
    source: PlainText | None = Field(None, description="Where the figure is from.")
    comment: PlainText | None = Field(None, description="Remark.")
    stage: PlainText | None = Field(None, description="Life cycle stage, where it is not that of the process.")
    capital_good: TrueFalse | None = Field(None, description="The input is a capital good.")
    packaging: TrueFalse | None = Field(None, description="The input is packaging.")
    on_site: TrueFalse | None = Field(None, description="true: made on the site, such as power of one's own; no grid delivers it.")
    cross_check: CrossCheck | None = Field(None, description="Second source that the amount was compared with.")
    better_source: PlainText | None = Field(None, description="Source of higher priority that exists and was not used, and why.")


def _kind_of_key(value: Any) -> str:
    return "<property>" if isinstance(value, Mapping) else "<key>"


AllocationKey = Annotated[
    Annotated[Literal["mass", "energy", "exergy", "heat_ratio", "economic", "shares", "substitution"], Tag("<key>")]
    | Annotated[Mapping[Literal["property"], PlainText], Field(min_length=1), Tag("<property>")],
    Discriminator(_kind_of_key),
]


class AvoidedProduct(Record):
    """What a co-product replaces elsewhere: a positive amount is a credit."""

    amount: ExpressionText = Field(description="Amount replaced.")
    source_dataset: FromText = Field(alias="from", description="Dataset of what is replaced.")


class Allocation(Record):
    """How a process with several products is shared among them."""

    by: AllocationKey = Field(description="Key: mass, energy, exergy, heat_ratio, economic, shares, substitution or {property: NAME}.")
    why: PlainText = Field(description="Reason for this key.")
    prices: Mapping[str, ExpressionText] | None = Field(None, description="Price per amount of each product (economic).")
    shares: Mapping[str, ExpressionText] | None = Field(None, description="Share of each product (shares); they sum to 1.")
    heat: PlainText | None = Field(None, description="Output that is the heat supplied (heat_ratio).")
    ratio: ExpressionText | None = Field(None, description="Heat supply ratio (供热比): the share of heat (heat_ratio).")
    boiler_heat: ExpressionText | None = Field(
        None, description="All heat produced by the boilers, from which the ratio follows (heat_ratio)."
    )
    main: PlainText | None = Field(None, description="The product that keeps the burden (substitution).")
    avoided: Mapping[str, AvoidedProduct] | None = Field(None, description="What each other product replaces (substitution).")
    source: PlainText | None = Field(None, description="Where prices, shares or the ratio are from.")

    @property
    def key(self) -> str:
        """Name of the key; ``property:NAME`` for a flow property."""
        return self.by if isinstance(self.by, str) else f"property:{self.by['property']}"


class Process(Record):
    """A process of the foreground."""

    name: Name | None = Field(None, description="Name of the process.")
    stage: PlainText | None = Field(None, description="Life cycle stage.")
    kind: Literal["process", "mix"] = Field("process", description="mix: several suppliers or sites of one product; shares sum to 1.")
    outputs: Mapping[str, Exchange] = Field(default_factory=dict, description="Products.")
    inputs: Mapping[str, Exchange] = Field(default_factory=dict, description="Inputs from datasets or from other processes.")
    wastes: Mapping[str, Exchange] = Field(default_factory=dict, description="What leaves for treatment; amounts are positive.")
    emissions: Mapping[str, Exchange] = Field(default_factory=dict, description="Elementary flows to the environment.")
    removals: Mapping[str, Exchange] = Field(
        default_factory=dict, description="Elementary flows from the environment, such as CO2 taken up."
    )
    allocation: Allocation | None = Field(None, description="Needed where there is more than one product.")
    activity: PlainText | None = Field(None, description="CSV table of monthly activity data.")
    comment: PlainText | None = Field(None, description="Remark.")

    def exchanges(self) -> Iterator[tuple[Section, str, Exchange]]:
        """Yield section, name and record of every exchange, in the order of the file."""
        sections: tuple[Section, ...] = ("outputs", "inputs", "wastes", "emissions", "removals")
        for section in sections:
            for name, exchange in getattr(self, section).items():
                yield section, name, exchange


class Scenario(Record):
    """A named what-if: other values, other datasets, other allocations; the model itself stays as it is."""

    name: Name | None = Field(None, description="Name of the scenario.")
    why: PlainText | None = Field(None, description="What it asks, or why it is likely.")
    amounts: Mapping[str, AmountText] = Field(
        default_factory=dict,
        alias="set",
        description="Other values, by name of a parameter, by exchange (PROCESS/SECTION/NAME) or by what an allocation states.",
    )
    sources: Mapping[str, FromText] = Field(
        default_factory=dict,
        alias="from",
        description="Other datasets, by exchange (PROCESS/inputs/NAME or PROCESS/wastes/NAME).",
    )
    added: Mapping[str, Exchange] = Field(
        default_factory=dict,
        alias="add",
        description="Further exchanges, by the id they get (PROCESS/SECTION/NAME), such as the delivery of electricity.",
    )
    allocations: Mapping[str, Allocation] = Field(
        default_factory=dict, alias="allocation", description="Other allocations, by process; each takes the place of the whole one."
    )
    inventories: Mapping[str, PlainText] = Field(
        default_factory=dict, description="Other versions of data packages, and further packages, each pinned."
    )
    data: Literal["primary", "secondary", "proxy", "assumed"] | None = Field(None, description="Kind of data of what it changes.")
    source: PlainText | None = Field(None, description="Where its figures are from.")
    comment: PlainText | None = Field(None, description="Remark.")


class ProductModel(Record):
    """A model of a product's supply chain."""

    called: ClassVar[tuple[str, str]] = ("the model", "模型")

    footprint: Literal["product-model/1"] = Field(description="Name and version of the format.")
    product: Product = Field(description="The product and its declared unit.")
    producer: Producer | None = Field(None, description="Who makes it, and where.")
    period: Period = Field(description="The period the data stand for.")
    boundary: Literal["cradle-to-gate"] = Field("cradle-to-gate", description="System boundary.")
    status: Literal["representative", "primary"] = Field("representative", description="Only a primary model can be verified for real.")
    method: PlainText = Field("ipcc-ar6-gwp100", description="Characterisation method.")
    inventories: Mapping[str, PlainText] = Field(default_factory=dict, description="Data packages used, each pinned to a version.")
    flows: Mapping[str, FlowProperties] = Field(default_factory=dict, description="Properties of flows of this model.")
    parameters: Mapping[str, Parameter] = Field(default_factory=dict, description="Named values and formulas.")
    correlations: tuple[Correlation, ...] = Field((), description="Which uncertain values vary together.")
    processes: Mapping[str, Process] = Field(description="The foreground, by id.")
    scenarios: Mapping[str, Scenario] = Field(
        default_factory=dict, description="Named what-ifs; they change no number unless one is asked for."
    )
    sources: Mapping[str, PlainText] = Field(default_factory=dict, description="Sources cited in the model, by short key.")
    climate_contribution: Mapping[str, PlainText] = Field(
        default_factory=dict, description="Offsets, allowances and sinks that are bought or kept, by name; they change no number."
    )
    comment: PlainText | None = Field(None, description="Remark.")

    _source: Source = PrivateAttr(default_factory=Source)
    # What follows from the model and is asked for often, by name, each with the parts it was made of.
    _known: dict[str, tuple[tuple[Any, ...], Any]] = PrivateAttr(default_factory=dict)

    @property
    def source(self) -> Source:
        """The file the model was read from."""
        # pydantic finds a private attribute in a roundabout way, and this is asked for every exchange.
        private = self.__pydantic_private__
        assert private is not None, "pydantic makes the private attributes with the model"
        source: Source = private["_source"]
        return source

    def place(self, path: str) -> Place:
        """Tell where a part stands; a part that is not written out has the place of what holds it.

        Parameters
        ----------
        path
            Keys from the root joined by ``/``, such as ``processes/oxidation/inputs/px/amount``.
        """
        return self._found(self.source.places, path)

    def key_place(self, path: str) -> Place:
        """Tell where the key of a part stands, as `place` does for its value."""
        return self._found(self.source.keys, path)

    def _found(self, places: Mapping[str, tuple[int, int]], path: str) -> Place:
        known = path
        while known and known not in places:
            known = known.rpartition("/")[0]
        line, column = places.get(known, (1, 1))
        return Place(self.source.file, line, column, path)

    def exchanges(self) -> Iterator[tuple[str, str, Section, str, Exchange]]:
        """Yield exchange id, process, section, name and record of every exchange, in the order of the file."""
        return iter(self.once("exchanges", (self.processes,), self._list_exchanges))

    def once(self, name: str, made_of: tuple[Any, ...], make: Callable[[], _Made]) -> _Made:
        """Give what follows from parts of the model, made when it is first asked for.

        Parameters
        ----------
        name
            What it is.
        made_of
            The very parts it follows from; a copy of the model with other ones has its own.
        make
            Makes it.
        """
        known = self._known.get(name)
        if known is None or any(old is not new for old, new in zip(known[0], made_of, strict=True)):
            known = self._known[name] = made_of, make()
        made: _Made = known[1]
        return made

    def _list_exchanges(self) -> tuple[tuple[str, str, Section, str, Exchange], ...]:
        return tuple(
            (f"{process_name}/{section}/{name}", process_name, section, name, exchange)
            for process_name, process in self.processes.items()
            for section, name, exchange in process.exchanges()
        )
