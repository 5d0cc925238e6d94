"""Read SimaPro CSV: blocks of lines, separated and with decimal marks as the lines in braces at its head declare."""

from __future__ import annotations

import csv
import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from footprint.errors import Place
from footprint.formats.lca.container import Container
from footprint.formats.lca.errors import LcaNotReadable, WrongEncoding
from footprint.formats.lca.records import Direction, Role, SourceDatabase, SourceExchange, SourceProcess
from footprint.formats.lca.values import clean, days, decimal_of, uncertainty_text, visible

__all__ = ["read_simapro"]

_SEPARATORS = {"semicolon": ";", "comma": ",", "tab": "\t", ";": ";", ",": ",", "\t": "\t"}
_HEADER = re.compile(r"\{\s*([^:}]+?)\s*(?::\s*(.*?)\s*)?\}")
_LINES_LIMIT = 5_000_000


@dataclass(frozen=True, slots=True)
class _Section:
    """A section of a process block: what its lines are, and in which columns their parts stand."""

    role: Role
    direction: Direction = "input"
    unit: int = 1
    amount: int = 2
    compartment: str = ""


_SECTIONS: Mapping[str, _Section] = {
    "products": _Section("reference", "output"),
    "waste treatment": _Section("reference", "output"),
    "waste scenario": _Section("reference", "output"),
    "avoided products": _Section("avoided", "output"),
    "materials/fuels": _Section("input"),
    "electricity/heat": _Section("input"),
    "waste to treatment": _Section("waste", "output"),
    "separated waste": _Section("waste", "output"),
    "remaining waste": _Section("waste", "output"),
    "resources": _Section("elementary", "input", 2, 3, "resource"),
    "emissions to air": _Section("elementary", "output", 2, 3, "air"),
    "emissions to water": _Section("elementary", "output", 2, 3, "water"),
    "emissions to soil": _Section("elementary", "output", 2, 3, "soil"),
    "final waste flows": _Section("elementary", "output", 2, 3, "waste"),
    "non material emissions": _Section("elementary", "output", 2, 3, "non material"),
    "social issues": _Section("elementary", "output", 2, 3, "social"),
    "economic issues": _Section("elementary", "output", 2, 3, "economic"),
}
_UNCERTAINTY = {"lognormal": ("sd95",), "normal": ("sd95x2",), "triangle": ("min", "max"), "uniform": ("min", "max")}


def read_simapro(container: Container) -> SourceDatabase:
    """Read the process blocks of all CSV files.

    Raises
    ------
    LcaError
        A file is broken, or not in the encoding or with the separators that it declares.
    """
    database = SourceDatabase("simapro")
    for name in container.names:
        if len(container.names) > 1 and not name.lower().endswith((".csv", ".txt")):
            database.ignored.append(name)
            continue
        _File(container.read(name), name, container.place(name), database).read()
    return database


class _File:
    """One CSV file."""

    def __init__(self, content: bytes, name: str, place: Place, database: SourceDatabase) -> None:
        self.name, self.place, self.database = name, place, database
        self.repairs: Counter[str] = database.repairs
        text = _decoded(content, place)
        self.lines = text.splitlines()
        if len(self.lines) > _LINES_LIMIT:
            raise self._broken(0, f"it has more than {_LINES_LIMIT} lines", f"超过 {_LINES_LIMIT} 行")
        header = self._header()
        separator = header.get("csv separator", "semicolon")
        if separator.lower() not in _SEPARATORS:
            raise self._broken(1, f"its separator is not known ({clean(separator, limit=20)})", "分隔符未知")
        self.separator = _SEPARATORS[separator.lower()]
        self.decimal = header.get("decimal separator", ".")
        if self.decimal not in (".", ",") or self.decimal == self.separator:
            raise self._broken(1, "its decimal separator is neither a point nor a comma, or is the separator of cells", "小数分隔符无效")
        self.day_first = not header.get("short date format", "dd").lower().startswith("m")

    def read(self) -> None:
        """Add the processes of the file to the database."""
        for line, block in self._blocks():
            sections = dict(self._sections(block))
            self.database.processes.append(self._process(line, sections))

    def _header(self) -> dict[str, str]:
        found: dict[str, str] = {}
        for line in self.lines:
            stripped = line.strip().strip('"').rstrip(";,\t")
            if not stripped:
                continue
            match = _HEADER.fullmatch(stripped)
            if match is None:
                break
            found[match[1].lower()] = (match[2] or "").strip()
        if not any(key.startswith("simapro") for key in found):
            raise self._broken(1, "it does not begin with the lines in braces that SimaPro writes", "开头没有 SimaPro 的花括号行")
        return found

    def _blocks(self) -> Iterator[tuple[int, list[tuple[int, list[str]]]]]:
        """Yield the lines of each process block, cut into cells."""
        inside, start = False, 0
        block: list[tuple[int, list[str]]] = []
        for number, line in enumerate(self.lines, 1):
            cells = self._cells(number, line)
            first = cells[0].strip() if cells else ""
            if not inside:
                if first == "Process" and not any(cell.strip() for cell in cells[1:]):
                    inside, start, block = True, number, []
            elif first == "End":
                inside = False
                yield start, block
            else:
                block.append((number, cells))
        if inside:
            raise self._broken(start, "the process that begins here has no `End`", "此处开始的过程没有 `End`")

    def _cells(self, number: int, line: str) -> list[str]:
        if self.separator not in line and '"' not in line:
            return [line]
        try:
            # Comments hold line ends as DEL in some versions.
            return next(csv.reader([line.replace("\x7f", " ")], delimiter=self.separator), [])
        except csv.Error as error:
            raise self._broken(number, f"the line cannot be cut into cells ({error})", f"该行无法拆分（{error}）") from None

    def _sections(self, block: Sequence[tuple[int, list[str]]]) -> Iterator[tuple[str, list[tuple[int, list[str]]]]]:
        """Yield the sections of a block: a line with the name, lines of content, an empty line."""
        name = ""
        rows: list[tuple[int, list[str]]] = []
        for number, cells in block:
            if not any(cell.strip() for cell in cells):
                if name:
                    yield name.lower(), rows
                name, rows = "", []
            elif not name:
                name = cells[0].strip()
            else:
                rows.append((number, cells))
        if name:
            yield name.lower(), rows

    def _process(self, line: int, sections: Mapping[str, list[tuple[int, list[str]]]]) -> SourceProcess:
        def text(section: str) -> str:
            rows = sections.get(section, [])
            return clean(rows[0][1][0]) if rows and rows[0][1] else ""

        exchanges: list[SourceExchange] = []
        shares: list[tuple[str, Decimal]] = []
        for name, section in _SECTIONS.items():
            for number, cells in sections.get(name, []):
                exchange = self._exchange(section, number, cells)
                if section.role == "reference" and exchanges and exchanges[0].role == "reference":
                    exchange = _as_coproduct(exchange)
                exchanges.append(exchange)
                percent = self._number(cells[3]) if name == "products" and len(cells) > 3 else None
                if percent is not None:
                    shares.append((exchange.key, percent / 100))
        products = [exchange for exchange in exchanges if exchange.role in ("reference", "coproduct")]
        start, end = self._period(text("time period"))
        identifier = text("process identifier") or f"{self.name}:{line}"
        return SourceProcess(
            identifier=identifier,
            name=text("process name") or (products[0].name if products else identifier),
            file=self.name,
            exchanges=tuple(exchanges),
            location=_location(text("geography"), products),
            start=start,
            end=end,
            sources=clean("; ".join(clean(cells[0]) for _, cells in sections.get("literature references", []) if cells), limit=500),
            comment=clean(text("comment"), limit=800),
            shares=tuple(shares) if len(products) > 1 else (),
        )

    def _exchange(self, section: _Section, number: int, cells: list[str]) -> SourceExchange:
        if len(cells) <= section.amount:
            raise self._broken(number, f"{len(cells)} cells where {section.amount + 1} are needed", f"该行只有 {len(cells)} 格")
        # SimaPro links by the whole name; some libraries put process and place into it, behind bars.
        flow = clean(cells[0], self.repairs)
        name = flow.partition(" | ")[0].strip() if section.role != "elementary" else flow
        written = visible(cells[section.amount])
        compartment = tuple(part for part in (section.compartment, clean(cells[1], limit=60)) if part)
        after = section.amount + 1
        kind = visible(cells[after]) if section.role != "reference" and len(cells) > after else ""
        return SourceExchange(
            role=section.role,
            name=name or "?",
            amount=self._number(written),
            written=written,
            unit=clean(cells[section.unit], limit=60),
            key=str(number),
            flow=flow.lower() if section.role != "elementary" else "",
            direction=section.direction,
            compartment=compartment if section.role == "elementary" else (),
            uncertainty=self._uncertainty(kind, cells[after + 1 : after + 4]),
            comment=clean(cells[after + 4], self.repairs, limit=300) if section.role != "reference" and len(cells) > after + 4 else "",
        )

    def _number(self, text: str) -> Decimal | None:
        """Read a number with the decimal mark that the header declares, or with a point where that is not ambiguous."""
        written = text.strip()
        if self.decimal == ",":
            if "." in written and "," not in written:
                self.repairs["decimal_mark"] += 1
            elif "." in written:
                return None
            written = written.replace(",", ".", 1)
        return decimal_of(written)

    def _uncertainty(self, kind: str, cells: Sequence[str]) -> str:
        if not kind or kind.lower() in ("undefined", "not defined"):
            return ""
        values = [self._number(cell) for cell in cells]
        names = ("sd95", "min", "max")
        wanted = _UNCERTAINTY.get(kind.lower(), ())
        stated = {name: str(value) for name, value in zip(names, values, strict=False) if value and (name in wanted or kind == "Normal")}
        return uncertainty_text(kind.lower(), **stated)

    def _period(self, text: str) -> tuple[str, str]:
        """Read periods such as ``2005-2009``; anything else is no period."""
        match = re.fullmatch(r"([0-9]{4})\s*-\s*([0-9]{4})(?: and before)?", text)
        return days(match[1], match[2], self.repairs) if match else ("", "")

    def _broken(self, line: int, why_en: str, why_zh: str) -> LcaNotReadable:
        return LcaNotReadable(Place(self.place.file, line), file=self.place.file, why_en=why_en, why_zh=why_zh)


def _as_coproduct(exchange: SourceExchange) -> SourceExchange:
    from dataclasses import replace

    return replace(exchange, role="coproduct")


def _location(text: str, products: Sequence[SourceExchange]) -> str:
    if text and text.lower() not in ("unspecified", "unknown", "mixed data"):
        return text
    parts = products[0].flow.split(" | ") if products else []
    return parts[2].upper() if len(parts) == 3 and len(parts[2]) <= 6 else ""


def _decoded(content: bytes, place: Place) -> str:
    if content[:2] in (b"\xff\xfe", b"\xfe\xff"):
        encoding = "utf-16"
    else:
        encoding = "utf-8-sig"
    try:
        text = content.decode(encoding)
    except UnicodeDecodeError:
        if encoding == "utf-16":
            raise WrongEncoding(place, file=place.file, encoding="UTF-16") from None
        try:
            text = content.decode("cp1252")
        except UnicodeDecodeError:
            raise WrongEncoding(place, file=place.file, encoding="UTF-8 / Windows-1252") from None
    if "\x00" in text:
        raise LcaNotReadable(place, file=place.file, why_en="it holds binary data", why_zh="含有二进制数据")
    return text
