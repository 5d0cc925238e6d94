"""The result of a calculation as people read it: one footprint in full, or several side by side.

Everything is drawn from the result as published (design section 7), so a table never knows more than the JSON.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from rich.box import Box
from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from footprint.cli.rounding import number, percent
from footprint.cli.texts import TEXTS, say
from footprint.errors import Language

__all__ = ["columns", "facts", "in_full", "name_of", "overview"]

Result = Mapping[str, Any]

# A line below the headings and no other: what is copied into a text stays readable.
HEAD_LINE = Box("    \n    \n ── \n    \n    \n    \n    \n    \n")
SUMS = ("excl_uptake", "incl_uptake", "iso_net")


def overview(results: Sequence[tuple[str, Result]], lang: Language) -> Table:
    """Put several footprints side by side, one row for each.

    Parameters
    ----------
    results
        What the user named, and the result for it.
    lang
        Language of headings and names.
    """
    headlines = {result["total"]["sum"] for _, result in results}
    rest = [name for name in SUMS if {name} != headlines]
    shared = "".join(headlines) if len(rest) < len(SUMS) else ""
    headline = say("total", lang) + (f"\n{say(f'{shared}_short', lang)}" if shared else "")
    texts = [f"\n{say(key, lang)}" for key in ("model", "product", "declared_unit")]
    table = columns(texts, [headline, *(f"\n{say(f'{name}_short', lang)}" for name in rest)], [f"\n{say('unit', lang)}"])
    table.add_column(f"\n{say('warnings', lang)}", justify="right")
    unknown = say("unknown", lang)
    for path, result in results:
        table.add_row(
            Path(path).stem,
            name_of(result["product"]["name"], lang),
            result["declared_unit"],
            Text(number(result["total"]["value"], unknown), style="bold"),
            *(number(result["sums"].get(name), unknown) for name in rest),
            result["total"]["unit"],
            str(len(_warnings(result))),
        )
    return table


def in_full(result: Result, lang: Language, top: int) -> Group:
    """Show one footprint with everything that a reader needs to judge it.

    Parameters
    ----------
    result
        The result as published.
    lang
        Language of headings and names.
    top
        How many contributions to show.
    """
    parts = (
        _head(result, lang),
        _sums(result, lang),
        _categories(result, lang),
        _stages(result, lang),
        _contributions(result, lang, top),
        _gases(result, lang),
        _cut_offs(result, lang),
        _statements(result, "allocation", lang),
        _statements(result, "electricity", lang),
        _quality(result, lang),
        _provenance(result, lang),
        _warning_list(result, lang),
    )
    shown: list[RenderableType] = []
    for part in parts:
        if part is not None:
            shown.extend([Text(), part] if shown else [part])
    return Group(*shown)


def columns(left: Sequence[str], right: Sequence[str], last: Sequence[str] = ()) -> Table:
    """Give an empty table: texts on the left, numbers aligned to the right, texts again."""
    table = Table(box=HEAD_LINE, show_edge=False, pad_edge=False, padding=(0, 1), header_style="bold")
    for heading in left:
        table.add_column(heading, overflow="fold")
    for heading in right:
        table.add_column(heading, justify="right", no_wrap=True)
    for heading in last:
        table.add_column(heading, overflow="fold")
    return table


def facts(pairs: Sequence[tuple[str, RenderableType | None]]) -> Table:
    """Give a list of facts: what it is on the left, what is known on the right; None leaves the line out."""
    table = Table.grid(padding=(0, 2, 0, 0))
    table.add_column(style="dim", no_wrap=True)
    table.add_column(overflow="fold")
    for heading, fact in pairs:
        if fact is not None and fact != "":
            table.add_row(heading, fact)
    return table


def name_of(name: Any, lang: Language) -> str:
    """Give a name in a language, or in the other one where that is missing."""
    if isinstance(name, Mapping):
        other = "en" if lang == "zh" else "zh"
        return str(name.get(lang) or name.get(other) or "")
    return str(name or "")


def _head(result: Result, lang: Language) -> RenderableType:
    total = result["total"]
    producer = result.get("producer") or {}
    period = result.get("period") or {}
    site = producer.get("site") or {}
    place = " ".join(str(site[key]) for key in ("country", "subdivision", "place") if site.get(key))
    headline = say(
        "total_of", lang, value=number(total["value"], say("unknown", lang)), unit=total["unit"], declared_unit=result["declared_unit"]
    )
    total_text = Text(headline, style="bold green")
    total_text.append(f"  ({say(total['sum'], lang) if total['sum'] in TEXTS else total['sum']})", style="not bold default")
    return facts(
        [
            (say("product", lang), Text(name_of(result["product"]["name"], lang), style="bold")),
            (say("declared_unit", lang), result["declared_unit"]),
            (say("producer", lang), name_of(producer.get("name"), lang)),
            (say("site", lang), place),
            (say("period", lang), say("period_of", lang, **period) if period else None),
            (say("boundary", lang), _known("boundary", result.get("boundary"), lang)),
            (say("status", lang), _known("status", result.get("status"), lang)),
            (say("method", lang), result["method"]),
            (say("total", lang), total_text),
        ]
    )


def _sums(result: Result, lang: Language) -> RenderableType:
    unit = result["total"]["unit"]
    table = columns([say("sums", lang)], [say(name, lang) for name in SUMS])
    table.add_row(unit, *[number(result["sums"].get(name), say("unknown", lang)) for name in SUMS])
    reasons = _reasons(result, "sums", SUMS, lang)
    content = result.get("biogenic_carbon_content")
    if content is not None:
        shown = number(content, say("unknown", lang)) if isinstance(content, int | float) else _value_with_unit(content, lang)
        reasons.append(facts([(say("biogenic_carbon_content", lang), shown)]))
    return Group(table, *reasons)


def _categories(result: Result, lang: Language) -> RenderableType:
    unit = result["total"]["unit"]
    unknown = say("unknown", lang)
    table = columns([say("category", lang)], [unit])
    for name, value in result["categories"].items():
        table.add_row(_label(name, lang), number(value, unknown))
    for name, value in (result.get("of_which") or {}).items():
        if value != 0:
            table.add_row(f"  {say('of_which', lang)} {_label(name, lang)}", number(value, unknown), style="dim")
    return Group(table, *_reasons(result, "categories", tuple(result["categories"]), lang))


def _stages(result: Result, lang: Language) -> RenderableType | None:
    total = result["total"]["value"]
    table = columns([say("stage", lang)], [result["total"]["unit"], say("share", lang)])
    for row in result.get("stages", ()):
        share = row["share"] if "share" in row else row["value"] / total if total and row["value"] is not None else None
        unknown = say("unknown", lang)
        table.add_row(_text(row["stage"]) or say("not_stated", lang), number(row["value"], unknown), percent(share, unknown))
    return table if table.row_count else None


def _contributions(result: Result, lang: Language, top: int) -> RenderableType | None:
    rows = sorted(result.get("contributions", ()), key=lambda row: -abs(row["value"] or 0.0))
    if not rows or top == 0:
        return None
    unknown = say("unknown", lang)
    with_amounts = any("amount" in row for row in rows)
    headings = [say("amount", lang)] if with_amounts else []
    last = [say("dataset", lang)] if any(row.get("dataset") for row in rows) else []
    table = columns([say("contributions", lang)], [*headings, result["total"]["unit"], say("share", lang)], last)
    for row in rows[:top]:
        amount = [_value_with_unit(row, lang, "amount")] if with_amounts else []
        dataset = [_text(row.get("dataset"))] if last else []
        table.add_row(row["exchange"], *amount, number(row["value"], unknown), percent(row.get("share"), unknown), *dataset)
    rest = rows[top:]
    if rest:
        value = sum(row["value"] or 0.0 for row in rest)
        share = sum(row.get("share") or 0.0 for row in rest)
        blanks = [""] if with_amounts else []
        others = say("rest_one" if len(rest) == 1 else "rest", lang, count=len(rest))
        table.add_row(others, *blanks, number(value), percent(share), style="dim")
    return table


def _gases(result: Result, lang: Language) -> RenderableType | None:
    unknown = say("unknown", lang)
    table = columns([say("gas", lang)], [say("amount", lang), result["total"]["unit"]])
    for row in sorted(result.get("gases", ()), key=lambda row: -abs(row["value"] or 0.0)):
        table.add_row(row["flow"], f"{number(row['amount'], unknown)} {row['unit']}", number(row["value"], unknown))
    return table if table.row_count else None


def _cut_offs(result: Result, lang: Language) -> RenderableType | None:
    unit = result["total"]["unit"]
    table = columns([say("cut_offs", lang), say("why", lang)], [say("bound", lang)])
    for row in result.get("cut_offs", ()):
        bound = row.get("bound", row.get("value"))
        if isinstance(bound, Mapping):
            bound = bound.get("value")
        unknown = say("unknown", lang)
        table.add_row(_text(row.get("exchange")), _text(row.get("why")), unknown if bound is None else f"{number(bound)} {unit}")
    return table if table.row_count else None


def _statements(result: Result, key: str, lang: Language) -> RenderableType | None:
    """Show what the result says about allocation or electricity, whatever fields it has."""
    rows = result.get(key)
    if not rows:
        return None
    if isinstance(rows, Mapping):
        rows = [{"process": name, **row} if isinstance(row, Mapping) else {"process": name, key: row} for name, row in rows.items()]
    if not all(isinstance(row, Mapping) for row in rows):
        return facts([(say(key, lang), _text(rows))])
    names: dict[str, None] = {}
    for row in rows:
        names.update(dict.fromkeys(row))
    table = columns([_label(name, lang) for name in names], [])
    for row in rows:
        table.add_row(*(_text(row.get(name)) for name in names))
    return Group(Text(say(key, lang), style="bold"), table)


def _quality(result: Result, lang: Language) -> RenderableType:
    unknown = say("unknown", lang)
    share = result.get("primary_data_share")
    if isinstance(share, Mapping):
        share = share.get("value")
    shown = percent(share, unknown) + _why(result, "primary_data_share", lang)
    ratings = result.get("data_quality") or {}
    quality = say("comma", lang).join(
        f"{_label(name, lang)} {number(value, unknown)}" for name, value in ratings.items() if not isinstance(value, Mapping | str)
    )
    error = say("numerical_error_of", lang, value=number(result["numerical_error"], unknown), unit=result["total"]["unit"])
    return facts(
        [
            (say("primary_data_share", lang), shown),
            (say("data_quality", lang), quality or unknown),
            (say("numerical_error", lang), error),
        ]
    )


def _provenance(result: Result, lang: Language) -> RenderableType:
    provenance = result["provenance"]
    table = columns([say("provenance", lang), say("version", lang), say("digest", lang)], [])
    versions = provenance.get("versions") or {}
    for name, entry in provenance["inventories"].items():
        table.add_row(name, *_version_and_digest(entry, versions.get(name)))
    table.add_row(result["method"], *_version_and_digest(provenance["method"], versions.get(result["method"])))
    engine = say("comma", lang).join(f"{name} {version}" for name, version in provenance.get("engine", {}).items())
    return Group(table, facts([(say("engine", lang), engine)]))


def _warning_list(result: Result, lang: Language) -> RenderableType | None:
    warnings = _warnings(result)
    if not warnings:
        return None
    table = Table.grid(padding=(0, 2, 0, 0))
    table.add_column(style="yellow", no_wrap=True)
    table.add_column(overflow="fold")
    for row in warnings:
        if isinstance(row, Mapping):
            table.add_row(_text(row.get("code")), name_of(row.get("message"), lang))
        else:
            table.add_row("", _text(row))
    return Group(Text(say("warnings", lang), style="bold"), table)


def _warnings(result: Result) -> list[Any]:
    rows = result.get("warnings") or result.get("findings") or []
    return [row for row in rows if not isinstance(row, Mapping) or row.get("severity", "warning") != "note"]


def _reasons(result: Result, group: str, names: Sequence[str], lang: Language) -> list[RenderableType]:
    unknown = [name for name in names if result[group].get(name) is None]
    shown = [(f"{_label(name, lang)} {say('unknown', lang)}", _why(result, f"{group}.{name}", lang).strip(" ()")) for name in unknown]
    return [facts(shown)] if any(why for _, why in shown) else []


def _why(result: Result, field: str, lang: Language) -> str:
    reasons = result.get("reasons") or {}
    reason = reasons.get(field, reasons.get(field.rpartition(".")[2]))
    return f" ({name_of(reason, lang)})" if reason else ""


def _version_and_digest(entry: Any, version: Any) -> Iterator[str]:
    if isinstance(entry, Mapping):
        version, entry = entry.get("version"), entry.get("sha256", "")
    yield _text(version)
    yield str(entry)[:12]


def _value_with_unit(row: Any, lang: Language, key: str = "value") -> str:
    value = row.get(key)
    if isinstance(value, Mapping):
        row, value = value, value.get("value")
    if isinstance(value, str):
        return value
    return f"{number(value, say('unknown', lang))} {row.get('unit', '')}".strip()


def _known(prefix: str, value: Any, lang: Language) -> str | None:
    return _label(f"{prefix}_{value}", lang, str(value)) if value else None


def _label(name: str, lang: Language, otherwise: str | None = None) -> str:
    return say(name, lang) if name in TEXTS else (otherwise or name.replace("_", " "))


def _text(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, float):
        return number(value)
    if isinstance(value, Mapping):
        return ", ".join(f"{key} {_text(item)}" for key, item in value.items())
    if isinstance(value, list | tuple):
        return ", ".join(_text(item) for item in value)
    return str(value)
