"""The one record that every format is read into: what the source says, before anything is linked, mapped or allocated."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Literal

__all__ = ["FORMATS", "Direction", "Format", "Role", "Share", "SourceDatabase", "SourceExchange", "SourceProcess"]

Format = Literal["ecospold1", "ecospold2", "simapro", "ilcd", "openlca", "openlca-xlsx"]

FORMATS: Mapping[Format, str] = {
    "ecospold1": "EcoSpold 1",
    "ecospold2": "EcoSpold 2",
    "simapro": "SimaPro CSV",
    "ilcd": "ILCD",
    "openlca": "openLCA JSON-LD",
    "openlca-xlsx": "openLCA process workbook",
}

Role = Literal["reference", "coproduct", "input", "waste", "avoided", "elementary"]
Direction = Literal["input", "output"]
Share = tuple[str, Decimal]


@dataclass(frozen=True, slots=True)
class SourceExchange:
    """One exchange of a dataset, in the words and the sign of its source.

    Parameters
    ----------
    role
        ``reference``: the product the dataset is about, negative for a treatment that takes its waste in. ``coproduct``: a
        further product. ``input``: from another process. ``waste``: an output that another process treats. ``avoided``: an
        output that replaces the product of another process. ``elementary``: from or to nature.
    amount
        Exact decimal number, or None where the source gives no finite number.
    written
        The amount as the source writes it.
    key
        What the dataset's allocation calls this exchange by.
    flow
        Identifier of the flow in the file; empty where the format knows flows by name only.
    provider
        Identifier of the process that the source links to; empty where it names none.
    compartment
        From the general to the special, such as ``("air", "urban")``.
    uncertainty
        In the stated form ``lognormal; sd95 = 1.2``; empty where the source has none.
    shares
        Shares of this exchange by key of the product, where the source states them for each exchange.
    """

    role: Role
    name: str
    amount: Decimal | None
    written: str
    unit: str
    key: str = ""
    flow: str = ""
    location: str = ""
    provider: str = ""
    direction: Direction = "input"
    compartment: tuple[str, ...] = ()
    cas: str = ""
    uncertainty: str = ""
    comment: str = ""
    shares: tuple[Share, ...] = ()


@dataclass(frozen=True, slots=True)
class SourceProcess:
    """One dataset of the source.

    Parameters
    ----------
    identifier
        Its number or UUID.
    start, end
        Days, or empty.
    shares
        Shares of the dataset by key of the product, as the source states them; empty where it states none.
    defect
        Why it is not to be imported, where the reader can tell: a key of `footprint.formats.lca.fates.REASONS`.
    """

    identifier: str
    name: str
    file: str
    exchanges: tuple[SourceExchange, ...]
    name_zh: str = ""
    location: str = ""
    start: str = ""
    end: str = ""
    sources: str = ""
    comment: str = ""
    shares: tuple[Share, ...] = ()
    defect: str = ""


@dataclass(slots=True)
class SourceDatabase:
    """All datasets of a file, folder or archive, with what had to be repaired to read them.

    Parameters
    ----------
    repairs
        Number of repairs by kind, a key of `footprint.formats.lca.fates.REPAIRS`.
    ignored
        Files that hold no datasets of processes.
    """

    format: Format
    processes: list[SourceProcess] = field(default_factory=list)
    repairs: Counter[str] = field(default_factory=Counter)
    ignored: list[str] = field(default_factory=list)
