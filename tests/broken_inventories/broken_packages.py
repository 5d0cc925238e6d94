"""What is broken in each case, and what must be found."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from sound_package import EXCHANGES, METHOD, PROCESSES

Found = tuple[tuple[str, str, str | int], ...]
Edits = tuple[tuple[str, str, str], ...]

D, P, X, F, FP, M = "datapackage.json", "processes.csv", "exchanges.csv", "flows.csv", "flow_properties.csv", "factors.csv"

# Exchanges that a process leaves behind when its code changes.
ORPHANED: Found = (("I108", X, 7), ("I108", X, 8))
TWICE = "flow,unit\n" + '"carbon dioxide, fossil",kg\n' * 2


@dataclass(frozen=True)
class Case:
    """One edit of the sound package, or of the sound method.

    Parameters
    ----------
    found
        Code, file, and a mark that stands once in the line, or the line itself.
    edits
        File, text that stands there once, and what replaces it.
    whole
        Files that are replaced, added, or (None) left out.
    """

    name: str
    what: str
    found: Found = ()
    edits: Edits = ()
    whole: Mapping[str, str | bytes | None] = field(default_factory=dict)
    status: int = 1
    method: bool = False
    absent: bool = False


def fine(name: str, what: str, *edits: tuple[str, str, str], **whole: str | bytes) -> Case:
    """Give a package that is sound, odd as it looks."""
    return Case(name, what, edits=edits, whole={f"{key}.csv": value for key, value in whole.items()}, status=0)


def cell(name: str, what: str, code: str, new: str, old: str = "natural-gas,1100,MJ") -> Case:
    """Give a package with another first exchange."""
    return Case(name, what, ((code, X, 2),), ((X, old, new),))


def process(name: str, what: str, code: str, old: str, new: str) -> Case:
    """Give a package in which the row of the packaging differs."""
    row = PROCESSES.splitlines()[3]
    assert row.count(old) == 1, (name, row)
    return Case(name, what, ((code, P, 4),), ((P, row, row.replace(old, new)),))


def description(name: str, what: str, code: str, old: str, new: str, mark: str | int) -> Case:
    """Give a package with another description."""
    return Case(name, what, ((code, D, mark),), ((D, old, new),))


def method(name: str, what: str, code: str, mark: str | int, *edits: tuple[str, str, str]) -> Case:
    """Give a method with a defect."""
    return Case(name, what, ((code, edits[0][0], mark),), edits, method=True)


UNREADABLE = (
    Case("folder-missing", "no such folder", (("I110", "folder-missing", 0),), status=2, absent=True),
    Case("description-missing", "no datapackage.json", (("I110", D, 0),), whole={D: None}, status=2),
    Case("processes-missing", "no processes.csv", (("I110", P, 0),), whole={P: None}, status=2),
    Case("exchanges-missing", "no exchanges.csv", (("I110", X, 0),), whole={X: None}, status=2),
    Case("factors-missing", "a method without factors", (("I110", M, 0),), whole={M: None}, status=2, method=True),
    Case("gbk", "processes.csv saved by Chinese Excel", (("G006", P, 2),), whole={P: PROCESSES.encode("gb18030")}, status=2),
    Case("utf-16", "exchanges.csv in UTF-16", (("G006", X, 1),), whole={X: EXCHANGES.encode("utf-16")}, status=2),
    Case("nul-bytes", "NUL inside a cell", (("G005", X, 1),), ((X, "56.1", "56\x00.1"),), status=2),
    Case("workbook", "a workbook under the name of a table", (("G005", P, 1),), whole={P: b"PK\x03\x04" + b"\x00" * 60}, status=2),
    Case(
        "description-gbk",
        "datapackage.json in GBK",
        (("G006", D, 6),),
        whole={D: '{\n\n\n\n\n"title": "工厂"}'.encode("gb18030")},
        status=2,
    ),
)

DESCRIPTIONS = (
    description("json-broken", "a comma is missing", "I101", '"version": "1",', '"version": "1"', '"Plant'),
    Case("json-empty", "datapackage.json is empty", (("I101", D, 1),), whole={D: ""}),
    Case("json-nested", "20,000 brackets", (("I101", D, 0),), whole={D: "[" * 20_000}),
    Case("json-array", "a list in place of an object", (("I101", D, 1),), whole={D: "[]\n"}),
    Case("json-long-number", "a number of 5,000 digits", (("I101", D, 0),), whole={D: '{"version": ' + "9" * 5_000 + "}"}),
    description("json-key-twice", "two versions", "I101", '"version": "1",', '"version": "1", "version": "2",', 0),
    description("json-surrogate", "half a character", "I103", "Plant data", "Plant \\ud800 data", '"Plant'),
    description("json-escape", "a title that steers the terminal", "I103", "Plant data", "Plant \\u001b[2J data", '"Plant'),
    description("format-wrong", "the format of another tool", "I103", "footprint-inventory/1", "ecospold/2", '"format"'),
    description("name-missing", "no name", "I102", '  "name": "plant-data",\n', "", 1),
    description("name-with-slash", "a name that no reference can hold", "I103", "plant-data", "plant/data", '"name": "plant'),
    description("name-capitals", "a name with capitals and a space", "I103", '"plant-data"', '"Plant Data"', '"name": "Plant'),
    description("version-missing", "no version", "I102", '  "version": "1",\n', "", 1),
    description("version-number", "a version that is a number", "I103", '"version": "1"', '"version": 1.0', '"version"'),
    description("title-empty", "an empty title", "I102", '"Plant data"', '""', '"title": ""'),
    description("package-status-wrong", "a status of one's own", "I103", '"literature"', '"certain"', '"status"'),
    description("period-reversed", "ends before it starts", "I103", '"end": "2024-12-31"', '"end": "2023-12-31"', '"period"'),
    description("period-not-dates", "a year for a date", "I103", '"start": "2024-01-01"', '"start": 2024', '"period"'),
    description(
        "requires-list", "a list in place of an object", "I103", '{"cn-electricity": "2024.1"}', '["cn-electricity"]', '"requires"'
    ),
    description("requires-itself", "a package requires itself", "I103", '"2024.1"}', '"2024.1", "plant-data": "1"}', '"requires"'),
    description("requires-unknown", "a package that is nowhere", "I201", '"2024.1"}', '"2024.1", "ecoinvent": "3.11"}', '"requires"'),
    description("requires-other-version", "a version that is not at hand", "I202", '"2024.1"}', '"2019.9"}', '"requires"'),
)

TABLES = (
    Case("table-empty", "processes.csv is empty", (("I109", P, 1),), whole={P: ""}),
    Case("header-only", "no processes", (("I109", P, 1),), whole={P: PROCESSES.splitlines()[0] + "\n"}),
    Case("header-only-exchanges", "no exchanges", (("I109", X, 1),), whole={X: EXCHANGES.splitlines()[0] + "\n"}),
    Case("semicolons", "cells separated by semicolons", (("I101", X, 1),), whole={X: EXCHANGES.replace(",", ";")}),
    Case("tabs", "cells separated by tabs", (("I101", P, 1),), whole={P: PROCESSES.replace(",", "\t")}),
    Case(
        "quote-open", "a quote is never closed", (("I101", X, '"methane, biogenic'),), ((X, '"methane, biogenic"', '"methane, biogenic'),)
    ),
    Case("quote-inside", "a quote inside a quoted cell", (("I101", X, 'bio"gen'),), ((X, "methane, biogenic", 'methane, bio"genic'),)),
    Case(
        "cell-too-many", "a comma in a cell without quotes", (("I101", X, 3),), ((X, '"carbon dioxide, fossil"', "carbon dioxide, fossil"),)
    ),
    Case("cell-too-few", "a row that ends early", (("I101", P, 4),), ((P, "table 3,", "table 3"),)),
    Case("column-missing", "no column unit", (("I102", X, 1),), ((X, "amount,unit,", "amount,einheit,"),)),
    Case("column-misspelt", "capital_goods is misspelt", (("I111", P, 1),), ((P, "capital_goods", "capital_good"),)),
    Case("column-twice", "two columns of one name", (("I101", X, 1),), ((X, "source,comment", "amount,comment"),)),
    Case("cell-huge", "140,000 characters in a cell", (("I101", P, 4),), ((P, "table 3,", "table 3," + "x" * 140_000),)),
    Case("escape-sequence", "a cell that steers the terminal", (("I101", P, 3),), ((P, "Natural gas", "Natural \x1b[31mgas"),)),
    Case("right-to-left", "a cell that is shown backwards", (("I101", P, 4),), ((P, ",Packaging,", ",\u202egnigakcaP,"),)),
    Case(
        "line-break-in-cell",
        "lines count on after a cell of two lines",
        (("I104", X, 5),),
        ((X, "1100,MJ,,", '1100,MJ,,"two\nlines"'), (X, ",2,kWh", ",two,kWh")),
    ),
    Case(
        "two-defects",
        "both are found at once",
        (("I104", X, 3), ("I205", X, 2)),
        ((X, "56.1", "nan"), (X, ",natural-gas,1100", ",naturl-gas,1100")),
    ),
)

NUMBERS = (
    cell("nan", "not a number", "I104", "natural-gas,NaN,MJ"),
    cell("infinite", "infinity", "I104", "natural-gas,inf,MJ"),
    cell("minus-infinity", "minus infinity", "I104", "natural-gas,-Infinity,MJ"),
    cell("overflow", "1e400 is infinity to a computer", "I104", "natural-gas,1e400,MJ"),
    cell("underflow", "1e-400 is zero to a computer", "I104", "natural-gas,1e-400,MJ"),
    cell("amount-empty", "no amount", "I102", "natural-gas,,MJ"),
    cell("amount-word", "a word", "I104", "natural-gas,many,MJ"),
    cell("decimal-comma", "a decimal comma", "I104", 'natural-gas,"1100,5",MJ'),
    cell("thousands", "separators of thousands", "I104", 'natural-gas,"1,100.0",MJ'),
    cell("underscore", "1_100 as Python has it", "I104", "natural-gas,1_100,MJ"),
    cell("full-width-digits", "full-width digits", "I104", "natural-gas,１１００,MJ"),
    cell("typographic-minus", "a minus sign that is none", "I104", "natural-gas,−1100,MJ"),
    cell("unit-in-amount", "number and unit in one cell", "I104", "natural-gas,1100 MJ,MJ"),
    cell("hexadecimal", "a hexadecimal number", "I104", "natural-gas,0x44c,MJ"),
    cell("formula-amount", "a formula of a spreadsheet", "I104", "natural-gas,=1000*1.1,MJ"),
    cell("error-value", "the error of a spreadsheet", "I104", "natural-gas,#DIV/0!,MJ"),
    process("zero-reference", "nothing is made", "I107", ",1,kg", ",0,kg"),
    process("nan-reference", "the reference is not a number", "I104", ",1,kg", ",nan,kg"),
)

UNITS = (
    cell("unit-unknown", "no such unit", "I105", "natural-gas,1100,MJoule"),
    cell("unit-refused", "ton is read in three ways", "I105", "natural-gas,1100,ton"),
    cell("unit-case", "kwh in lower case", "I105", "natural-gas,1100,kwh"),
    cell("unit-empty", "no unit", "I102", "natural-gas,1100,"),
    cell("unit-two-divisions", "two ways to read it", "I105", "natural-gas,1100,MJ/kg/h"),
    cell("unit-formula", "a formula in place of a unit", "I105", "natural-gas,1100,=cmd|' /C calc'!A0"),
    cell("unit-gas-volume", "standard volumes without the reference", "I105", "natural-gas,30,标方"),
    process("unit-of-reference", "kg CO2 says the gas in the unit", "I105", ",1,kg,", ",1,kg CO2,"),
    Case("unit-against-flow", "energy of carbon dioxide", (("I208", X, 3),), ((X, "56.1,kg", "56.1,MJ"),)),
    Case("unit-against-provider", "kilograms of electricity", (("I207", X, 4),), ((X, "2,kWh", "2,kg"),)),
    Case("unit-without-bridge", "megajoules of gas without its heating value", (("I207", X, 2),), whole={FP: None}),
)

RECORDS = (
    Case("code-pattern", "capitals in a code", (("I103", P, 4), *ORPHANED), ((P, "\npackaging,", "\nPackaging,"),)),
    Case("code-empty", "no code", (("I102", P, 4), *ORPHANED), ((P, "\npackaging,", "\n,"),)),
    Case("code-twice", "two processes of one code", (("I106", P, 6),), whole={P: PROCESSES + PROCESSES.splitlines()[3] + "\n"}),
    process("kind-wrong", "no such kind", "I103", ",production,", ",producing,"),
    process("basis-wrong", "no such basis", "I103", ",footprint,", ",lifecycle,"),
    process("status-wrong", "no such status", "I103", ",literature,", ",sure,"),
    process("data-wrong", "neither primary nor secondary", "I103", ",secondary,", ",tertiary,"),
    process("capital-goods-wrong", "neither included nor excluded", "I103", ",excluded,", ",no,"),
    process("date-wrong", "the thirtieth of February", "I103", "2024-12-31", "2024-02-30"),
    process("date-format", "a date as spreadsheets show it", "I103", "2024-12-31", "31/12/2024"),
    process("dates-reversed", "ends before it starts", "I103", "2024-12-31", "2023-12-31"),
    process("source-missing", "nobody says where it is from", "I307", "table 3", ""),
    cell("exchange-kind-wrong", "no such kind of exchange", "I103", "input,,natural-gas,1100", "technosphere,,natural-gas,1100"),
    cell("flow-missing", "an input of nothing", "I102", "technosphere,,,1100", "technosphere,,natural-gas,1100"),
    cell(
        "process-missing",
        "an exchange of nothing",
        "I102",
        "\n,technosphere,,natural-gas,1100",
        "\nboiler/heat,technosphere,,natural-gas,1100",
    ),
    Case(
        "process-unknown",
        "an exchange of no process",
        (("I108", X, 7),),
        ((X, "packaging,technosphere,,boiler", "paking,technosphere,,boiler"),),
    ),
    Case("provider-unknown", "an input that nothing makes", (("I205", X, 2),), ((X, ",natural-gas,1100", ",biogas,1100"),)),
    Case("provider-unknown-elsewhere", "a dataset that the other package lacks", (("I205", X, 4),), ((X, "average-2024", "average-1999"),)),
    Case("requirement-missing", "a package that is used and not required", (("I204", X, 4),), ((D, '{"cn-electricity": "2024.1"}', "{}"),)),
    Case("flow-unknown", "an emission that nobody knows", (("I206", X, 3),), ((X, "carbon dioxide, fossil", "carbon dioxide, fossile"),)),
    Case(
        "property-twice",
        "two heating values",
        (("I106", FP, 3),),
        ((FP, "table 5\n", "table 5\nnatural gas,lower_heating_value,38.9,MJ/Nm3,a guess\n"),),
    ),
    Case("property-without-source", "a heating value from nowhere", (("I102", FP, 2),), ((FP, "table 5", ""),)),
    Case("property-zero", "a heating value of zero", (("I103", FP, 2),), ((FP, "35.6", "0"),)),
    Case("property-not-finite", "a heating value without end", (("I104", FP, 2),), ((FP, "35.6", "inf"),)),
    Case("flow-without-unit", "a flow of one's own without unit", (("I102", F, 2),), whole={F: "flow,unit\nodour,\n"}),
    Case("flow-listed-twice", "a flow stands twice", (("I106", F, 3),), whole={F: TWICE}),
    Case(
        "flow-other-dimension",
        "carbon dioxide by energy",
        (("I210", F, 2), ("I208", X, 3)),
        whole={F: 'flow,unit\n"carbon dioxide, fossil",MJ\n'},
    ),
)

SOUNDNESS = (
    cell("self-consumption", "heat made of more heat", "I301", "boiler/heat,1100,MJ"),
    Case(
        "self-consumption-of-treatment",
        "a landfill that makes all its waste anew",
        (("I301", X, 9),),
        ((X, 'elementary,,"methane, biogenic",30,g', "technosphere,,landfill,-1,kg"),),
    ),
    Case("loop-gains", "gas takes more heat than it gives", (("I303", P, 2),), ((X, "0.001,GJ", "0.1,GJ"),)),
    Case(
        "loop-just-gains",
        "a loop that gives back exactly what it takes",
        (("I303", P, 2),),
        ((X, "natural-gas,1100,MJ", "natural-gas,1,Nm3"), (X, "0.001,GJ", "1,GJ")),
    ),
    Case(
        "loop-nearly-gains",
        "a loop so near to gaining that no digits are left",
        (("I302", P, 2),),
        ((X, "natural-gas,1100,MJ", "natural-gas,1,Nm3"), (X, "0.001,GJ", "0.9999999999,GJ")),
    ),
    Case(
        "singular-by-credits",
        "two processes that only give each other",
        (("I302", P, 2),),
        ((X, "natural-gas,1100,MJ", "natural-gas,-1,Nm3"), (X, "0.001,GJ", "-1,GJ")),
    ),
    Case(
        "loop-through-treatment",
        "a landfill whose packaging makes more waste",
        (("I303", P, 4),),
        ((X, 'elementary,,"methane, biogenic",30,g', "technosphere,,packaging,20,kg"),),
    ),
    Case(
        "unlinked",
        "an input without producer",
        (("I304", P, 4),),
        ((X, "packaging,technosphere,,boiler/heat", "packaging,unlinked,,adhesive"),),
        status=0,
    ),
    Case("flow-orphan", "a flow that nothing emits", (("I305", F, 2),), whole={F: "flow,unit\nodour,item\n"}, status=0),
    Case(
        "flow-without-factor",
        "a flow that no method counts",
        (("I306", X, 9),),
        ((X, '"methane, biogenic",30,g', "odour,30,item"),),
        {F: "flow,unit\nodour,item\n"},
        status=0,
    ),
    Case(
        "process-without-exchanges",
        "a process that counts as zero",
        (("I308", P, 5),),
        ((X, 'landfill,elementary,,"methane, biogenic",30,g,,\n', ""),),
        status=0,
    ),
    Case(
        "property-misspelt",
        "a property of a product that is nearly made",
        (("I309", FP, 2), ("I207", X, 2)),
        ((FP, "natural gas", "naturalgas"),),
    ),
)

METHODS = (
    method("category-unknown", "a category that is not declared", "I103", 4, (M, "biogenic_non_co2", "biogenic")),
    method(
        "factor-twice",
        "two factors of one flow in one category",
        "I106",
        4,
        (M, '"methane, biogenic",biogenic_non_co2', '"methane, fossil",fossil'),
    ),
    method("factor-without-source", "a factor from nowhere", "I102", 2, (M, "by definition", "")),
    method("factor-nan", "a factor that is not a number", "I104", 3, (M, "29.8", "nan")),
    method("factor-unit-unknown", "kgCO2e in one word", "I105", 3, (M, "29.8,kg CO2e/kg", "29.8,kgCO2e/kg")),
    method("factor-unit-of-flow", "a factor per energy of a flow counted by mass", "I211", 3, (M, "29.8,kg CO2e/kg", "29.8,kg CO2e/MJ")),
    method("factor-unit-of-category", "a factor in kilograms of nothing", "I211", 3, (M, "29.8,kg CO2e/kg", "29.8,kg/kg")),
    method("factor-flow-unknown", "a factor of a flow that nobody knows", "I206", 3, (M, "methane, fossil", "methane, fosil")),
    method("categories-missing", "no categories", "I102", 1, (D, METHOD[METHOD.index(',\n  "categories"') : -3], "")),
    method("category-without-unit", "a category without unit", "I103", '"categories"', (D, '"fossil", "unit": "kg CO2e"', '"fossil"')),
    method(
        "category-twice",
        "two categories of one name",
        "I106",
        '"categories"',
        (D, '"categories": [', '"categories": [{"name": "fossil", "unit": "kg CO2e"},'),
    ),
    method(
        "category-unit-unknown",
        "a category in a unit that is none",
        "I105",
        '"categories"',
        (D, '"biogenic_non_co2", "unit": "kg CO2e"', '"biogenic_non_co2", "unit": "kg CO2eq"'),
    ),
    method(
        "method-as-package", "a method that says it is a package", "I103", '"format"', (D, "footprint-method/1", "footprint-inventory/1")
    ),
)

FINE = (
    fine("sound", "the package itself, with a treatment of −1"),
    Case("sound-method", "the method itself", method=True, status=0),
    Case("byte-order-mark", "a byte order mark, as Excel writes it", whole={P: "\ufeff" + PROCESSES, X: "\ufeff" + EXCHANGES}, status=0),
    Case(
        "carriage-returns",
        "CRLF at the ends of lines",
        whole={P: PROCESSES.replace("\n", "\r\n"), X: EXCHANGES.replace("\n", "\r\n")},
        status=0,
    ),
    Case("blank-lines", "empty rows at the end", whole={P: PROCESSES + "\n\n", X: EXCHANGES + ",,,,,,,\n"}, status=0),
    fine("columns-of-ones-own", "a further column", (X, "source,comment\n", "source,anmerkung\n")),
    fine("negative-amounts", "a credit", (X, "5,MJ", "-5,MJ")),
    fine("formula-in-comment", "what spreadsheets would execute is text", (P, "table 3,", "table 3,=cmd|' /C calc'!A0")),
    fine("path-outside", "resources are for other tools and not followed", (D, '"path": "processes.csv"', '"path": "../../secret.csv"')),
    fine(
        "number-forms", "exponents, signs, points at the ends", (X, "1100,MJ", "+1.1E3,MJ"), (X, "56.1,kg", "56.,kg"), (X, "0.2,g", ".2,g")
    ),
    fine("chinese-units", "度 and 公斤", (X, "2,kWh", "2,度"), (X, "56.1,kg", "56.1,公斤")),
    Case(
        "quoted",
        "every cell in quotes",
        whole={
            X: "\n".join(
                '"' + '","'.join(row.split(",")) + '"'
                for row in EXCHANGES.replace('"', "").replace("e, fossil", "e; fossil").replace("e, bio", "e; bio").splitlines()
            ).replace(";", ",")
            + "\n"
        },
        status=0,
    ),
)

CASES = (*UNREADABLE, *DESCRIPTIONS, *TABLES, *NUMBERS, *UNITS, *RECORDS, *SOUNDNESS, *METHODS, *FINE)
