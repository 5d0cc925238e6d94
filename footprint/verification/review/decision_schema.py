"""The records of a decision, as the reviewer writes them: the one table of the format ``footprint: decision/1``.

Everything but the bundle may be missing while the work goes on; what must be there before a statement is issued is the business of
`footprint certify`.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, ClassVar, Literal

from pydantic import Field, PrivateAttr

from footprint.errors import Place
from footprint.model.fields import JUDGEMENT, AmountText, DateText, PlainText, Record, WholeNumber, short_form
from footprint.units import Amount

__all__ = [
    "CONCLUSIONS",
    "Change",
    "ConservativeValue",
    "CrossCheck",
    "Decision",
    "EvidenceSeen",
    "Floors",
    "RecordedNonconformity",
    "SiteVisit",
    "Validity",
    "Verifier",
    "Wording",
]

CategoryName = Literal["basic facts", "boundary", "method", "data", "quality assurance", "control plan", "site findings", "other"]
Conclusion = Annotated[Literal["open", "closed", "closed, not satisfied"], JUDGEMENT]
Opinion = Annotated[Literal["unmodified", "modified", "adverse", "disclaimed"] | None, JUDGEMENT]

CONCLUSIONS: Mapping[str, tuple[str, str]] = {
    "open": ("open", "未关闭"),
    "closed": ("closed", "已关闭"),
    "closed, not satisfied": ("closed, not satisfied", "已关闭（未满足）"),
}


@short_form("en")
class Wording(Record):
    """A text in English, Chinese or both; the short form is one text for both."""

    en: PlainText | None = Field(None, description="Text in English.")
    zh: PlainText | None = Field(None, description="Text in Chinese.")

    def text(self, lang: str = "en") -> str:
        """Give the text in a language, or in the other one where that is missing."""
        first, second = (self.zh, self.en) if lang == "zh" else (self.en, self.zh)
        return first or second or ""


class Verifier(Record):
    """Who verifies."""

    organisation: Wording | None = Field(None, description="The verification body.")
    accreditation: PlainText | None = Field(None, description="Its accreditation, where it has one.")
    reviewer: PlainText | None = Field(None, description="Who carries out the verification.")
    independent_reviewer: PlainText | None = Field(None, description="Who examines the verification before it is issued; somebody else.")


class Validity(Record):
    """From when and until when the statement is to be valid; both days are included."""

    start: DateText | None = Field(None, alias="from", description="First day; the day of issue where it is not given.")
    until: DateText | None = Field(None, description="Last day.")


class Floors(Record):
    """Smallest ranges that the sampling plan assumes, as shares around the value, so that narrow ranges do not shrink the sample."""

    primary: AmountText | None = Field(None, description="Primary data, such as 5 %.")
    secondary: AmountText | None = Field(None, description="Secondary data.")
    proxy: AmountText | None = Field(None, description="Proxy data.")
    assumed: AmountText | None = Field(None, description="Assumptions.")
    unstated: AmountText | None = Field(None, description="Amounts whose kind of data is not stated.")
    factor: AmountText | None = Field(None, description="Emission factors and datasets.")

    def stated(self) -> dict[str, Amount]:
        """Give the floors that the verifier set, by kind of data."""
        values = {name: getattr(self, name) for name in type(self).model_fields}
        return {name: value for name, value in values.items() if value is not None}


class RecordedNonconformity(Record):
    """A line of the nonconformity list, with what the reviewer and the enterprise have to say of it."""

    number: WholeNumber = Field(description="Number, from 1; it never changes.")
    rule: PlainText | None = Field(None, description="Rule that found it; none for what the reviewer found.")
    exchange: PlainText | None = Field(None, description="Exchange of the model that it is about.")
    parameter: PlainText | None = Field(None, description="Parameter that it is about.")
    category: CategoryName | None = Field(None, description="Category of the nonconformity list; that of the rule by default.")
    description: Wording | None = Field(None, description="What does not conform; what the rule says by default.")
    cause: PlainText | None = Field(None, description="How it came about.")
    corrective_action: PlainText | None = Field(None, description="What the enterprise did about it.")
    conclusion: Conclusion = Field("open", description="State of the line.")
    reason: PlainText | None = Field(None, description="Why it is concluded so.")
    before: PlainText | None = Field(None, description="Value in the bundle in which it was found.")
    after: PlainText | None = Field(None, description="Value in the bundle in which it was corrected.")
    first_bundle: PlainText | None = Field(None, description="SHA-256 of the bundle in which it was found.")
    remark: PlainText | None = Field(None, description="Remark; earlier conclusions of a line that was opened again are kept here.")

    @property
    def key(self) -> tuple[str, str, str]:
        """What it is about: rule, exchange and parameter."""
        return (self.rule or "", self.exchange or "", self.parameter or "")


class Change(Record):
    """Why a stated value differs from that of the bundle before."""

    parameter: PlainText = Field(description="Path in the model, such as processes/kiln/inputs/coal/amount.")
    before: PlainText | None = Field(None, description="Value before; none for what is new.")
    after: PlainText | None = Field(None, description="Value now; none for what was taken out.")
    reason: PlainText | None = Field(None, description="Why it was changed from this value to that one.")
    remark: PlainText | None = Field(None, description="Remark; reasons of earlier changes of the value are kept here.")


class ConservativeValue(Record):
    """A value that was not rectified, and is therefore set so that the footprint is not underestimated."""

    parameter: PlainText = Field(description="Path in the model, such as parameters/moisture/value.")
    stated: PlainText | None = Field(None, description="Value that the enterprise stated.")
    value: PlainText = Field(description="Conservative value, as the model must now state it.")
    reason: PlainText = Field(description="Why it is conservative.")


class CrossCheck(Record):
    """A parameter compared with another source than the one it is from."""

    parameter: PlainText = Field(description="Exchange or parameter that was checked.")
    source: PlainText = Field(description="Source of the value in the model, such as coal scales.")
    against: PlainText = Field(description="The different source, such as purchase invoices.")
    difference: AmountText | None = Field(None, description="How far the two are apart, such as 0.8 %.")
    remark: PlainText | None = Field(None, description="How a difference is explained.")


class EvidenceSeen(Record):
    """Evidence that the reviewer saw for one input of the sampling plan."""

    input: PlainText = Field(description="Exchange or parameter, as the sampling plan names it.")
    stated: PlainText | None = Field(None, description="Value for which it was seen; another value is to be seen anew.")
    document: PlainText | None = Field(None, description="The document or record; none while it has not been seen.")
    place: PlainText | None = Field(None, description="Where it was seen.")
    remark: PlainText | None = Field(None, description="Remark.")


class SiteVisit(Record):
    """A visit to a site: 查、问、看、验."""

    place: PlainText = Field(description="The site.")
    date: DateText = Field(description="Day of the visit.")
    people: PlainText | None = Field(None, description="Functions that were interviewed.")
    seen: PlainText | None = Field(None, description="What was looked at and tested.")


class Decision(Record):
    """What a reviewer decided on a bundle, as far as the work has gone."""

    called: ClassVar[tuple[str, str]] = ("the decision", "核查决定")

    footprint: Literal["decision/1"] = Field(description="Name and version of the format.")
    bundle: PlainText = Field(description="SHA-256 of the bundle that the decision is about.")
    predecessors: tuple[PlainText, ...] = Field((), description="SHA-256 of the bundles that went before, oldest first.")
    date: DateText | None = Field(None, description="Day of the decision.")
    verifier: Verifier = Field(default_factory=Verifier, description="Who verifies.")
    level_of_assurance: Literal["reasonable", "limited"] | None = Field(None, description="How far the assurance goes.")
    materiality: AmountText | None = Field(None, description="Threshold above which a deviation is material, such as 5 %.")
    opinion: Opinion = Field(None, description="The opinion.")
    qualifications: tuple[Wording, ...] = Field((), description="What the opinion excepts.")
    validity: Validity | None = Field(None, description="Validity of the statement.")
    supersedes: PlainText | None = Field(None, description="Number of the statement that the new one replaces.")
    floors: Floors = Field(default_factory=Floors, description="Smallest ranges that the sampling plan assumes.")
    nonconformities: tuple[RecordedNonconformity, ...] = Field((), description="The nonconformity list.")
    changes: tuple[Change, ...] = Field((), description="Why stated values differ from those of the bundle before.")
    conservative: tuple[ConservativeValue, ...] = Field((), description="Unrectified data that are set conservatively.")
    cross_checks: tuple[CrossCheck, ...] = Field((), description="Parameters compared with a different source.")
    evidence: tuple[EvidenceSeen, ...] = Field((), description="Evidence seen for the inputs of the sampling plan.")
    site_visits: tuple[SiteVisit, ...] = Field((), description="Visits to the sites.")
    remark: PlainText | None = Field(None, description="Remark.")

    _file: str = PrivateAttr(default="<decision>")
    _places: Mapping[str, tuple[int, int]] = PrivateAttr(default_factory=dict)

    @property
    def file(self) -> str:
        """The file it was read from."""
        return self._file

    def place(self, path: str) -> Place:
        """Tell where a part stands; a part that is not written out has the place of what holds it."""
        known = path
        while known and known not in self._places:
            known = known.rpartition("/")[0]
        line, column = self._places.get(known, (1, 1))
        return Place(self._file, line, column, path)

    @property
    def materiality_share(self) -> float | None:
        """The materiality threshold as a fraction."""
        return None if self.materiality is None else self.materiality.base

    @property
    def floor_shares(self) -> dict[str, float]:
        """The floors of the sampling plan as fractions."""
        return {kind: floor.base for kind, floor in self.floors.stated().items()}
