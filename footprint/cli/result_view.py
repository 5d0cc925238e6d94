"""The result of a calculation as people read it: one footprint in full, or several side by side.

Everything is drawn from the result as published (design section 7), so a table never knows more than the JSON.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from footprint.cli.tables import columns, facts
from footprint.cli.texts import TEXTS, say
from footprint.errors import Language
from footprint.report.rounding import number, percent
from footprint.report.words import stage_name

__all__ = ["changed_in_words", "in_full", "name_of", "overview"]

Result = Mapping[str, Any]

# Categories of emissions, which a factor that does not tell gases apart may hold more of.
HIDDEN_IN_AGGREGATES = ("biogenic_co2", "biogenic_non_co2", "land_use_change", "land_management")
# Elementary flows that count less than this share of the total are shown as one line.
SMALL_GAS = 1e-4
LONGEST_SOURCE = 48
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
    table = columns(texts, [headline, *(f"\n{say(f'{name}_short', lang)}" for name in rest)], [f"\n{say('unit', lang)}"], texts[1:2])
    table.add_column(f"\n{say('warnings', lang)}", justify="right", no_wrap=True)
    unknown = say("unknown", lang)
    for path, result in results:
        table.add_row(
            Path(path).stem,
            name_of(result["product"]["name"], lang),
            result["declared_unit"],
            Text(number(result["total"]["value"], unknown), style="bold"),
            *(number(result["sums"].get(name), unknown) for name in rest),
            result["total"]["unit"],
            str(len({(row["code"], row["message"]) for row in _warnings(result)})),
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
        _allocations(result, lang),
        _quality(result, lang),
        _provenance(result, lang),
        _warning_list(result, lang),
    )
    shown: list[RenderableType] = []
    for part in parts:
        if part is not None:
            shown.extend([Text(), part] if shown else [part])
    return Group(*shown)


def changed_in_words(result: Result, lang: Language) -> str:
    """Say what a result was calculated with in place of what the file says; nothing where it is the file alone."""
    said = [f"{name} = {value}" for name, value in result.get("overrides", {}).items()]
    for kind, parts in result.get("changes", {}).items():
        said.extend(say(f"changed_{kind}", lang, name=name, value=value) for name, value in parts.items())
    return say("comma", lang).join(said)


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
            (say("status", lang), _known("status", result["model"].get("status"), lang)),
            (say("method", lang), result["method"]),
            (say("scenario", lang), result.get("scenario")),
            (say("set_to", lang), changed_in_words(result, lang)),
            (say("total", lang), total_text),
        ]
    )


def _sums(result: Result, lang: Language) -> RenderableType:
    unknown = say("unknown", lang)
    table = columns([say("sums", lang)], [say(name, lang) for name in SUMS])
    table.add_row(result["total"]["unit"], *(number(result["sums"][name], unknown) for name in SUMS))
    content = result["biogenic_carbon_content"]
    shown = f"{number(content)} kg C" if content is not None else unknown + _why(result, "biogenic_carbon_content", content)
    return Group(table, *_reasons(result, "sums", lang), facts([(say("biogenic_carbon_content", lang), shown)]))


def _categories(result: Result, lang: Language) -> RenderableType:
    unit = result["total"]["unit"]
    unknown = say("unknown", lang)
    table = columns([say("category", lang)], [unit])
    aggregated = (result.get("of_which") or {}).get("unsplit") or 0.0
    for name, value in result["categories"].items():
        shown = number(value, unknown)
        if value is not None and aggregated > 0 and name in HIDDEN_IN_AGGREGATES:
            shown = say("at_least", lang, value=shown)
        table.add_row(_label(name, lang), shown)
    for name, value in (result.get("of_which") or {}).items():
        if value != 0:
            table.add_row(f"  {say('of_which', lang)} {_label(name, lang)}", number(value, unknown), style="dim")
    return Group(table, *_reasons(result, "categories", lang))


def _stages(result: Result, lang: Language) -> RenderableType | None:
    total = result["total"]["value"]
    table = columns([say("stage", lang)], [result["total"]["unit"], say("share", lang)])
    for row in result.get("stages", ()):
        share = row["share"] if "share" in row else row["value"] / total if total and row["value"] is not None else None
        unknown = say("unknown", lang)
        table.add_row(
            stage_name(_text(row["stage"]), lang) or say("not_stated", lang), number(row["value"], unknown), percent(share, unknown)
        )
    return table if table.row_count else None


def _contributions(result: Result, lang: Language, top: int) -> RenderableType | None:
    rows = sorted(result["contributions"], key=lambda row: -abs(row["value"]))
    if not rows or top == 0:
        return None
    unknown = say("unknown", lang)
    unit = result["total"]["unit"]
    headings = [say("amount", lang), say("factor", lang, unit=unit), unit, say("share", lang)]
    table = columns([say("contributions", lang)], headings, [say("provider", lang)])
    for row in rows[:top]:
        amount = f"{number(row['amount'])} {row['unit']}"
        factor = number(row["value"] / row["amount"]) if row["amount"] else ""
        table.add_row(row["exchange"], amount, factor, number(row["value"]), percent(row["share"], unknown), _provider(row, lang))
    rest = rows[top:]
    if rest:
        others = say("rest_one" if len(rest) == 1 else "rest", lang, count=len(rest))
        shares = [row["share"] for row in rest]
        share = None if None in shares else sum(shares)
        table.add_row(others, "", "", number(sum(row["value"] for row in rest)), percent(share, unknown), style="dim")
    return table


def _provider(row: Mapping[str, Any], lang: Language) -> str:
    """Name what an exchange is taken from; a declared footprint by its source."""
    if not row["provider"].startswith("declared:"):
        return str(row["provider"])
    source = " ".join((row.get("source") or "").split())
    cut = source if len(source) <= LONGEST_SOURCE else source[: LONGEST_SOURCE - 1].rstrip() + "…"
    return say("declared_by", lang, source=cut) if cut else say("declared", lang)


def _gases(result: Result, lang: Language) -> RenderableType | None:
    unknown = say("unknown", lang)
    unit = result["total"]["unit"]
    table = columns([say("gas", lang)], [say("amount", lang), unit])
    rows = sorted(result.get("gases", ()), key=lambda row: -abs(row["value"] or 0.0))
    least = SMALL_GAS * abs(result["total"]["value"] or 0.0)
    # What counts nothing because the method does not know it is no small gas: it stays in sight.
    small = [row for row in rows if row["value"] and abs(row["value"]) < least]
    folded = small if len(small) > 1 else []
    for row in rows:
        if row not in folded:
            table.add_row(row["flow"], f"{number(row['amount'], unknown)} {row['unit']}", number(row["value"], unknown))
    if folded:
        rest = say("rest_small", lang, count=len(folded), share=percent(SMALL_GAS, decimals=2))
        table.add_row(rest, "", number(sum(row["value"] for row in folded)), style="dim")
    return table if table.row_count else None


def _cut_offs(result: Result, lang: Language) -> RenderableType | None:
    unknown = say("unknown", lang)
    why = say("why", lang)
    table = columns([say("cut_offs", lang), why], [say("amount", lang), say("bound", lang)], [say("proxy", lang)], [why])
    for row in result["cut_offs"]:
        bound = unknown if row["value"] is None else f"{number(row['value'])} {result['total']['unit']}"
        table.add_row(row["exchange"], row["why"], _rounded(row["amount"]), bound, _text(row["proxy"]))
    return table if table.row_count else None


def _allocations(result: Result, lang: Language) -> RenderableType | None:
    """Show how processes with several products were shared, whatever the key needed."""
    rows = [_flat(row) for row in result.get("allocations", ())]
    names = list(dict.fromkeys(name for row in rows for name in row))
    if not names:
        return None
    headings = [_label(name, lang) for name in names]
    table = columns(headings, [], prose=headings[1:])
    for row in rows:
        table.add_row(*(_text(row.get(name)) for name in names))
    return Group(Text(say("allocation", lang), style="bold"), table)


def _quality(result: Result, lang: Language) -> RenderableType:
    unknown = say("unknown", lang)
    ratings = dict(result["data_quality"])
    rated = ratings.pop("rated_share", None)
    shown = [f"{_label(name, lang)} {number(value)}" for name, value in ratings.items() if value is not None]
    quality = say("comma", lang).join(shown) + say("rated", lang, share=percent(rated, unknown)) if shown else unknown
    error = say("numerical_error_of", lang, value=number(result["numerical_error"], unknown), unit=result["total"]["unit"])
    return facts(
        [
            (say("primary_data_share", lang), _primary(result, lang)),
            (say("data_quality", lang), quality + ("" if shown else _why(result, "data_quality", None))),
            (say("numerical_error", lang), error),
        ]
    )


def _primary(result: Result, lang: Language) -> str:
    share = result["primary_data_share"]
    meaning = "" if share is None else say("primary_means", lang)
    return percent(share, say("unknown", lang)) + meaning + _why(result, "primary_data_share", share)


def _provenance(result: Result, lang: Language) -> RenderableType:
    provenance = result["provenance"]
    table = columns([say("provenance", lang), say("version", lang), say("digest", lang)], [])
    versions = provenance.get("versions") or {}
    for name, entry in provenance["inventories"].items():
        table.add_row(name, *_version_and_digest(entry, versions.get(name)))
    table.add_row(result["method"], *_version_and_digest(provenance["method"], versions.get(result["method"])))
    engine = say("comma", lang).join(f"{name} {version}" for name, version in provenance.get("engine", {}).items())
    omitted = provenance.get("inputs_without_producer") or {}
    gaps = say("omitted_of", lang, count=sum(omitted.values()), datasets=len(omitted)) if omitted else None
    notices = say("notices_of", lang) if provenance.get("notices") else None
    return Group(table, facts([(say("engine", lang), engine), (say("omitted", lang), gaps), (say("notice", lang), notices)]))


def _warning_list(result: Result, lang: Language) -> RenderableType | None:
    rows = _warnings(result)
    if not rows:
        return None
    table = Table.grid(padding=(0, 2, 0, 0))
    table.add_column(style="yellow", no_wrap=True)
    table.add_column(overflow="fold")
    for code, message in dict.fromkeys((row["code"], row["message"]) for row in rows):
        table.add_row(code, message)
    return Group(Text(say("warnings", lang), style="bold"), table)


def _warnings(result: Result) -> list[Mapping[str, Any]]:
    return [row for row in result["findings"] if row["severity"] != "note"]


def _reasons(result: Result, group: str, lang: Language) -> list[RenderableType]:
    """Say why parts of a group are unknown, each reason once."""
    because: dict[str, list[str]] = {}
    for name, value in result[group].items():
        if value is None:
            because.setdefault(_why(result, f"{group}/{name}", None).strip(), []).append(_label(name, lang))
    comma = "、" if lang == "zh" else ", "
    return [facts([(say("unknown", lang), f"{comma.join(names)} {why}".strip())]) for why, names in because.items()]


def _why(result: Result, field: str, value: Any) -> str:
    reason = (result.get("reasons") or {}).get(field, "")
    return f" ({reason})" if value is None and reason else ""


def _version_and_digest(entry: Any, version: Any) -> Iterator[str]:
    if isinstance(entry, Mapping):
        version, entry = entry.get("version"), entry.get("sha256", "")
    yield _text(version)
    yield str(entry)[:12]


def _flat(row: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in row.items() if value not in (None, "", {}, [])}


def _rounded(amount: str) -> str:
    """Round the number of a quantity that is given as text."""
    value, _, unit = amount.partition(" ")
    return f"{number(float(value))} {unit}"


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
