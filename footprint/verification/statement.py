"""The verification statement: what a verifier says about a product's footprint, as data.

The statement is plain JSON, ``footprint/statement/1``. What is signed, attached and digested is its canonical form
(RFC 8785), so that two statements are the same exactly where their bytes are. The records below say what stands in it; the
published JSON Schema is made from them. Numbers are JSON numbers at full precision; ``null`` is unknown, never zero.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from footprint.files import sha256
from footprint.verification.statement_errors import NotAStatement

__all__ = [
    "SCHEMA",
    "Statement",
    "StatementRecord",
    "canonical_bytes",
    "read_statement",
    "statement_digest",
    "statement_schema",
    "statement_schema_text",
]

SCHEMA = "footprint/statement/1"

Statement = dict[str, Any]
"""A verification statement as plain JSON data; `read_statement` makes sure that it is one."""

Line = Annotated[str, Field(min_length=1, max_length=4000)]
LongText = Annotated[str, Field(min_length=1, max_length=20_000)]
Digest = Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]
Thumbprint = Annotated[str, Field(pattern=r"^[A-Za-z0-9_-]{43}$")]
Time = Annotated[str, Field(pattern=r"^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}Z$")]
Day = Annotated[str, Field(pattern=r"^[0-9]{4}-[0-9]{2}-[0-9]{2}$")]
Number = Annotated[str, Field(pattern=r"^[A-Z0-9]+(-[A-Z0-9]+)*$", max_length=40)]
Value = Annotated[float, Field(allow_inf_nan=False)]
Share = Annotated[float, Field(allow_inf_nan=False, ge=0, le=1)]
Count = Annotated[int, Field(ge=0)]
Sum = Literal["excl_uptake", "incl_uptake", "iso_net"]
Category = Literal["fossil", "biogenic_co2", "biogenic_non_co2", "uptake", "land_use_change", "land_management", "removals"]


class _Record(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)


class Bilingual(_Record):
    """A text in English, Chinese or both."""

    en: LongText | None = Field(None, description="Text in English.")
    zh: LongText | None = Field(None, description="Text in Chinese.")

    @model_validator(mode="after")
    def _says_something(self) -> Bilingual:
        if self.en is None and self.zh is None:
            raise ValueError("neither en nor zh")
        return self


class Keys(_Record):
    """The two public keys of an issuer, by their thumbprints (RFC 7638, SHA-256)."""

    ed25519: Thumbprint = Field(description="Signs credentials.")
    p256: Thumbprint = Field(description="Signs PDF documents.")


class Issuer(_Record):
    """Who signs the statement."""

    id: Line = Field(description="Identifier of the issuer, as in its public file issuer.json.")
    name: Line = Field(description="Name of the issuer.")
    accreditation: Line | None = Field(description="Accreditation, where there is one.")
    keys: Keys = Field(description="Thumbprints of the keys it signs with.")


class Verifier(_Record):
    """Who verified, and who reviewed the verification independently before the issue."""

    organisation: Bilingual = Field(description="The verification body.")
    accreditation: Line | None = Field(description="Its accreditation, as the decision states it.")
    reviewer: Line = Field(description="Who carried out the verification.")
    independent_reviewer: Line | None = Field(description="Who reviewed it before issue; null only in demonstrations.")


class ResponsibleParty(_Record):
    """Who is responsible for the footprint that was verified: the producer."""

    name: Bilingual = Field(description="Name of the enterprise.")
    uscc: Line | None = Field(description="Unified social credit code (统一社会信用代码).")
    site: Line | None = Field(description="Where the product is made: place, subdivision, country.")


class Product(_Record):
    """The product that the footprint is of."""

    name: Bilingual = Field(description="Name of the product.")
    declared_unit: Line = Field(description="Quantity of product that the footprint is stated for.")
    identifiers: Annotated[Mapping[Line, Line], Field(max_length=50)] = Field(description="Codes of the product: hs, cpc, gtin ...")
    version: int = Field(description="Version of the model of the product.")


class Model(_Record):
    """The product model that was calculated."""

    sha256: Digest = Field(description="Digest of the bytes of the model file.")
    status: Literal["primary", "representative"] = Field(description="Only a primary model is verified other than for demonstration.")


class Period(_Record):
    """The period that the data stand for; both days are included."""

    start: Day = Field(description="First day.")
    end: Day = Field(description="Last day.")


class Method(_Record):
    """How emissions are turned into CO2 equivalents."""

    name: Line = Field(description="Name of the characterisation method.")
    sha256: Digest = Field(description="Digest of its table of factors.")


class Criterion(_Record):
    """A rule profile that the footprint was verified against."""

    id: Line = Field(description="Name of the profile.")
    title: Bilingual = Field(description="The standard or rules that it stands for.")
    version: Line = Field(description="Version of the profile.")
    sha256: Digest = Field(description="Digest of the profile.")


class Headline(_Record):
    """The number that the statement is about, per declared unit."""

    sum: Sum = Field(description="Which of the three sums it is.")
    value: Value = Field(description="Value per declared unit.")
    unit: Literal["kg CO2e"] = Field(description="Unit of this and of every value of the result.")


class Sums(_Record):
    """The three sums, side by side; null is unknown."""

    excl_uptake: Value | None = Field(description="Biogenic CO2 neither taken up nor emitted counts.")
    incl_uptake: Value | None = Field(description="Less the CO2 of the biogenic carbon in the product.")
    iso_net: Value | None = Field(description="Biogenic CO2 -1 taken up and +1 emitted.")


class OfWhich(_Record):
    """Parts of fossil emissions that are told apart, and never added."""

    aircraft: Value | None = Field(description="Emissions of aircraft.")
    unsplit: Value | None = Field(description="CO2e of datasets whose split into gases is not known.")


class StageValue(_Record):
    """A life cycle stage and its part of the sum that `parts_of` names."""

    stage: Line = Field(description="Name of the stage, as in the model.")
    value: Value = Field(description="kg CO2e per declared unit.")
    share: Value | None = Field(description="Part of the total; null where the total is zero.")


class Contribution(_Record):
    """One input or emission and what it adds to the sum that `parts_of` names."""

    exchange: Line = Field(description="Exchange id in the model.")
    provider: Line = Field(description="Dataset, other model, declared footprint or elementary flow.")
    value: Value = Field(description="kg CO2e per declared unit.")
    share: Value | None = Field(description="Part of the total; null where the total is zero.")


class Remaining(_Record):
    """Contributions that are not listed one by one."""

    count: Count = Field(description="How many.")
    value: Value = Field(description="Their sum in kg CO2e per declared unit.")


class Uncertainty(_Record):
    """How far the result may be from the truth, at a level of confidence; the numerical error is no part of it."""

    low: Value = Field(description="Lower bound in kg CO2e per declared unit.")
    high: Value = Field(description="Upper bound in kg CO2e per declared unit.")
    level: Share = Field(description="Level of confidence, such as 0.95.")
    how: Bilingual = Field(description="How it was assessed.")


class DataQuality(_Record):
    """Mean ratings from 1 (best) to 5 (worst), weighted by contribution; null is not rated."""

    technology: Value | None = Field(description="Technological representativeness.")
    geography: Value | None = Field(description="Geographical representativeness.")
    time: Value | None = Field(description="Temporal representativeness.")
    precision: Value | None = Field(description="Precision.")
    rated_share: Value | None = Field(description="Share of the footprint that is rated.")


class CutOff(_Record):
    """An input left out of the footprint, with its bound."""

    exchange: Line = Field(description="Exchange id in the model.")
    why: LongText = Field(description="Reason, as the model gives it.")
    value: Value | None = Field(description="What its proxy would have added, in kg CO2e; null without a proxy.")


class Result(_Record):
    """The footprint that was verified, per declared unit."""

    headline: Headline = Field(description="The number that the statement is about.")
    sums: Sums = Field(description="The three sums.")
    categories: Mapping[Category, Value | None] = Field(description="Value by category; they are what the sums are made of.")
    of_which: OfWhich = Field(description="Parts told apart.")
    parts_of: Sum = Field(description="The sum that stages and contributions are parts of.")
    stages: Annotated[list[StageValue], Field(max_length=1000)] = Field(description="Value by life cycle stage.")
    biogenic_carbon_content: Value | None = Field(description="Biogenic carbon in a declared unit, in kg of carbon.")
    contributions: Annotated[list[Contribution], Field(max_length=200)] = Field(description="The largest contributions, largest first.")
    remaining: Remaining = Field(description="All other contributions, summed.")
    cut_offs: Annotated[list[CutOff], Field(max_length=1000)] = Field(description="Inputs left out.")
    numerical_error: Annotated[Value, Field(ge=0)] = Field(description="How far rounding can have moved the total; no uncertainty.")
    uncertainty: Uncertainty | None = Field(description="null: not assessed; `reasons` says why.")
    data_quality: DataQuality = Field(description="Ratings of the data.")
    primary_data_share: Share | None = Field(description="Share of the footprint whose amount and factor are both primary data.")
    reasons: Mapping[Line, Bilingual] = Field(description="Why a value is null, by its path within the result.")


class Sample(_Record):
    """The inputs whose evidence had to be seen, so that all others together cannot move the result by more than the threshold."""

    inputs: Count = Field(description="Inputs that may move the result.")
    planned: Count = Field(description="Inputs whose evidence had to be seen.")
    seen: Count = Field(description="Those whose evidence was seen.")
    threshold: Value = Field(description="Materiality threshold in kg CO2e per declared unit.")
    bound: Value | None = Field(description="What all inputs not planned can move the result by, in kg CO2e; null: not bounded.")


class SiteVisit(_Record):
    """A visit to a site."""

    place: Line = Field(description="The site.")
    date: Day = Field(description="Day of the visit.")


class Procedures(_Record):
    """What was done to reach the opinion, as far as it must be disclosed."""

    sample: Sample = Field(description="The sampling plan. Sources left out of the model are not bounded by it.")
    single_sources: Annotated[list[Line], Field(max_length=2000)] = Field(
        description="Inputs of the sampling plan that were not compared with a second source."
    )
    site_visits: Annotated[list[SiteVisit], Field(max_length=200)] = Field(description="Visits to the sites.")
    conservative: Annotated[list[Line], Field(max_length=2000)] = Field(
        description="Values that were not rectified and are set conservatively."
    )
    not_assessable: Annotated[list[Line], Field(max_length=500)] = Field(description="Rules that could not be assessed, by their ids.")


class Nonconformities(_Record):
    """How many nonconformities the verification found, by how they ended."""

    closed: Count = Field(description="Corrected.")
    closed_not_satisfied: Count = Field(description="Not corrected; the opinion is then modified.")
    open: Count = Field(description="Neither; possible only in demonstrations.")
    not_satisfied_rules: Annotated[list[Line], Field(max_length=500)] = Field(
        description="Rules that still fail although a nonconformity is closed, by their ids; a modified opinion excepts them."
    )


class Bundle(_Record):
    """The evidence bundle from which the number can be calculated anew."""

    manifest_sha256: Digest = Field(description="Digest of its manifest.json.")
    file_sha256: Digest = Field(description="Digest of the bundle as a file.")
    disclosure: Literal["full", "committed"] = Field(description="committed: licensed records are given by salted digests only.")


class Lifted(_Record):
    """A ground for refusing the statement that counts for nothing because it is a demonstration."""

    code: Line = Field(description="Code of the ground, as in the reference of errors.")
    message: Bilingual = Field(description="What it says.")


class StatementRecord(_Record):
    """A verification statement on the carbon footprint of a product."""

    schema_: Literal["footprint/statement/1"] = Field(alias="schema", description="Name and version of this format.")
    number: Number = Field(description="Number in the register of the issuer.")
    demonstration: bool = Field(description="true: made to show how it works, and of no value as a statement.")
    lifted: Annotated[list[Lifted], Field(max_length=500)] = Field(description="What would have been refused but for the demonstration.")
    issued: Time = Field(description="Time of issue, UTC.")
    valid_from: Time = Field(description="Start of validity, UTC.")
    valid_until: Time = Field(description="End of validity, UTC.")
    issuer: Issuer = Field(description="Who signs.")
    verifier: Verifier = Field(description="Who verified.")
    responsible_party: ResponsibleParty | None = Field(description="Whose footprint it is; null only in demonstrations.")
    product: Product = Field(description="The product.")
    model: Model = Field(description="The model of the product.")
    period: Period = Field(description="The period of the data.")
    boundary: Literal["cradle-to-gate"] = Field(description="System boundary.")
    method: Method = Field(description="Characterisation method.")
    criteria: Annotated[list[Criterion], Field(min_length=1, max_length=20)] = Field(description="What was verified against.")
    result: Result = Field(description="The footprint.")
    level_of_assurance: Literal["reasonable", "limited"] = Field(description="How far the assurance goes.")
    materiality: Share = Field(description="Threshold above which a deviation is material, as a share of the total.")
    opinion: Literal["unmodified", "modified", "adverse", "disclaimed"] = Field(
        description="The verifier's opinion; adverse and disclaimed only in demonstrations."
    )
    qualifications: Annotated[list[Bilingual], Field(max_length=100)] = Field(description="What a modified opinion excepts.")
    procedures: Procedures = Field(description="What was done to reach the opinion.")
    nonconformities: Nonconformities = Field(description="How many, by how they ended.")
    bundle: Bundle = Field(description="The evidence.")
    algorithm_fingerprint: Digest = Field(description="Digest of what the calculation gives for a fixed suite of models.")
    software: Annotated[Mapping[Line, Line], Field(max_length=50)] = Field(description="Versions of the programs that calculated.")
    supersedes: Number | None = Field(description="Number of the statement that this one replaces.")

    @model_validator(mode="after")
    def _holds_together(self) -> StatementRecord:
        if not self.valid_from < self.valid_until:
            raise ValueError("valid_until is not after valid_from")
        if self.opinion == "unmodified" and self.nonconformities.closed_not_satisfied and not self.demonstration:
            raise ValueError("nonconformities closed, not satisfied, allow only a modified opinion")
        if self.opinion == "modified" and not self.qualifications:
            raise ValueError("a modified opinion needs qualifications")
        if not self.demonstration and (self.nonconformities.open or self.model.status != "primary" or self.responsible_party is None):
            raise ValueError("open nonconformities, a model that is not primary, or no responsible party")
        if not self.demonstration and self.verifier.independent_reviewer is None:
            raise ValueError("no independent review")
        if self.opinion in ("adverse", "disclaimed") and not self.demonstration:
            raise ValueError("an adverse or disclaimed opinion gives no statement")
        if self.lifted and not self.demonstration:
            raise ValueError("only a demonstration lifts grounds for refusal")
        stated = getattr(self.result.sums, self.result.headline.sum)
        if stated != self.result.headline.value:
            raise ValueError("the headline is not the sum that it names")
        return self


def read_statement(data: object) -> Statement:
    """Make sure that data is a verification statement.

    Parameters
    ----------
    data
        Plain JSON data from anywhere.

    Returns
    -------
    Statement
        The same data, unchanged.

    Raises
    ------
    NotAStatement
        A field is missing, unknown, or not what it must be; only the first one is named.
    """
    try:
        StatementRecord.model_validate(data)
    except ValidationError as error:
        first = error.errors(include_url=False, include_context=False, include_input=False)[0]
        where = "/".join(map(str, first["loc"])) or "statement"
        raise NotAStatement(where=where[:200], why=first["msg"].removeprefix("Value error, ")[:300].rstrip(".")) from None
    except RecursionError:
        raise NotAStatement(where="statement", why="nested too deeply") from None
    assert isinstance(data, dict)
    return data


def canonical_bytes(statement: Mapping[str, Any]) -> bytes:
    """Give the statement as canonical JSON (RFC 8785): what is signed, attached and digested.

    Raises
    ------
    NotAStatement
        A value has no canonical form, such as a number that is not finite.
    """
    import rfc8785

    try:
        return rfc8785.dumps(dict(statement))
    except (rfc8785.CanonicalizationError, UnicodeEncodeError, RecursionError) as error:
        raise NotAStatement(where="statement", why=str(error) or type(error).__name__) from None


def statement_digest(statement: Mapping[str, Any]) -> str:
    """Give the SHA-256 of the canonical statement in lower-case hexadecimal."""
    return sha256(canonical_bytes(statement))


def statement_schema() -> dict[str, Any]:
    """Give the JSON Schema of ``footprint/statement/1`` as plain data."""
    generated = StatementRecord.model_json_schema(by_alias=True)
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": SCHEMA,
        **generated,
        "title": "Verification statement of footprint, footprint/statement/1",
    }


def statement_schema_text() -> str:
    """Give the JSON Schema as the text that is published under ``docs/reference``."""
    return json.dumps(statement_schema(), indent=2, ensure_ascii=False, sort_keys=True) + "\n"
