"""From a statement to what stands on the pages: every text in its language, every number as it is read.

The result is plain data for the template ``document.typ``. A text is a list of parts, ``{"l": "zh", "t": "…"}`` each: one for every
language of the document, or one for what has a single form.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from footprint.errors import Language
from footprint.verification.certificate.figures import UNKNOWN, decimals_for, figure, percent, scientific
from footprint.verification.certificate.words import ASSURANCE, OPINIONS, WORDS
from footprint.verification.statement import Statement

__all__ = ["Text", "content"]

Text = list[dict[str, str]]

_HAN = re.compile("[\u2e80-\u9fff\uf900-\ufaff\uff00-\uffef\U00020000-\U0003ffff]")
_UNBROKEN = re.compile(r"[^\s\u2e80-\u9fff\uff00-\uffef]{25,}")
_CATEGORIES = ("fossil", "biogenic_co2", "biogenic_non_co2", "uptake", "land_use_change", "land_management", "removals")
_STAGES = 12
_LEAST = 5
_REASONS = 3
LONGEST_NAME = 100
LONGEST_TITLE = 50
LONGEST_PERSON = 40
LONGEST_REASON = 90


def content(statement: Statement, languages: Sequence[Language], most: int, fewer: int) -> dict[str, Any]:
    """Lay out a statement for the template.

    Parameters
    ----------
    statement
        Whose texts the fonts can show.
    languages
        One or both; the first one leads.
    most
        How many contributions are listed; the rest is counted.
    fewer
        How many cut-offs and lifted grounds are.
    """
    page = _Page(statement, tuple(languages), most, fewer)
    return {
        "languages": list(languages),
        "demonstration": statement["demonstration"],
        "number": statement["number"],
        "words": {key: page.says(key) for key in WORDS if "{" not in WORDS[key]["en"]},
        "page_of": [{"l": lang, "t": WORDS["page"][lang]} for lang in languages],
        "front": page.front(),
        "facts": page.facts(),
        "opinion": page.opinion(),
        "signatures": page.signatures(),
        "result": page.result(),
        "quality": page.quality(),
        "procedures": page.procedures(),
        "qualifications": [page.own(text) for text in statement["qualifications"]],
        "nonconformities": page.nonconformities(),
        "cut_offs": page.cut_offs(),
        "lifted": page.lifted(),
        "evidence": page.evidence(),
    }


class _Page:
    """One statement in the languages of one document."""

    def __init__(self, statement: Statement, languages: tuple[Language, ...], most: int, fewer: int) -> None:
        self.statement, self.languages, self.most, self.fewer = statement, languages, most, fewer
        self.outcome: dict[str, Any] = statement["result"]
        self.unit = _short(statement["product"]["declared_unit"], 30)
        result = self.outcome
        values = [result["headline"]["value"], *result["sums"].values(), *result["categories"].values()]
        self.decimals = decimals_for([result["headline"]["value"]]) if result["headline"]["value"] else decimals_for(values)

    def says(self, key: str, **values: Any) -> Text:
        """Give a text of ours; a value may itself differ by language."""
        parts: Text = []
        for lang in self.languages:
            filled = {name: value[lang] if isinstance(value, Mapping) else value for name, value in values.items()}
            parts.append({"l": lang, "t": WORDS[key][lang].format(**filled)})
        return parts

    def own(self, text: Mapping[str, str | None], longest: int | None = None) -> Text:
        """Give a text of the user's in the languages of the document, or in the one there is."""
        written = [text.get(lang) for lang in self.languages]
        known = dict.fromkeys(value for value in (written if any(written) else text.values()) if value)
        return [plain(value if longest is None else _short(value, longest)) for value in known]

    def value(self, value: float | None) -> str:
        return figure(value, self.decimals)

    def front(self) -> dict[str, Any]:
        headline = self.outcome["headline"]
        party = self.statement["responsible_party"]
        return {
            "organisation": self.own(self.statement["verifier"]["organisation"], LONGEST_TITLE),
            "product": self.own(self.statement["product"]["name"], LONGEST_TITLE),
            "producer": self.says("unknown_party") if party is None else self.own(party["name"], LONGEST_TITLE),
            "value": self.value(headline["value"]),
            "unit": "kg CO₂e",
            "per": self.says("per", unit=self.unit),
            "sum": self.says(headline["sum"]),
            "supersedes": self.says("supersedes", number=self.statement["supersedes"]) if self.statement["supersedes"] else [],
        }

    def facts(self) -> list[dict[str, Any]]:
        statement, product = self.statement, self.statement["product"]
        rows: list[tuple[str, list[Text]]] = [
            ("product", [self.own(product["name"], LONGEST_NAME)]),
            ("producer", [*self._party()]),
            ("declared_unit", [[plain(self.unit)]]),
            ("period", [self.says("period_value", **statement["period"])]),
            ("boundary", [self.says(statement["boundary"])]),
            ("criteria", [line for criterion in statement["criteria"] for line in self._criterion(criterion)]),
            ("method", [[plain(_short(statement["method"]["name"]))]]),
            ("identifiers", [self._identifiers(product["identifiers"])]),
            ("model", [self.says("model_value", version=product["version"], status=WORDS[statement["model"]["status"]])]),
            ("assurance", [self._of(ASSURANCE[statement["level_of_assurance"]])]),
            ("materiality", [self.says("materiality_value", share=percent(statement["materiality"]))]),
            ("validity", [self.says("validity_value", start=statement["valid_from"][:10], end=statement["valid_until"][:10])]),
        ]
        return [{"label": self.says(key), "lines": lines} for key, lines in rows if any(lines)]

    def _of(self, text: Mapping[Language, str]) -> Text:
        return [{"l": lang, "t": text[lang]} for lang in self.languages]

    def _party(self) -> Iterable[Text]:
        party = self.statement["responsible_party"]
        if party is None:
            yield self.says("unknown_party")
            return
        yield self.own(party["name"], LONGEST_NAME)
        if party["uscc"]:
            yield self.says("uscc", code=_short(party["uscc"]))
        if party["site"]:
            yield [plain(_short(party["site"]))]

    def _criterion(self, criterion: Mapping[str, Any]) -> Iterable[Text]:
        yield self.own(criterion["title"], LONGEST_NAME)
        yield self.says("edition", id=_short(criterion["id"]), version=_short(criterion["version"]))

    def _identifiers(self, codes: Mapping[str, str]) -> Text:
        shown = [f"{_short(key, 15)} {_short(code, 20)}" for key, code in list(codes.items())[:6]]
        return [plain("   ".join(shown))] if shown else []

    def opinion(self) -> dict[str, Any]:
        opinion, level = self.statement["opinion"], self.statement["level_of_assurance"]
        text = OPINIONS.get((opinion, level), OPINIONS[opinion, "reasonable"])
        return {"text": self._of(text)}

    def signatures(self) -> list[dict[str, Any]]:
        verifier = self.statement["verifier"]
        accredited = (
            [self.says("accreditation", code=_short(verifier["accreditation"], LONGEST_PERSON))] if verifier["accreditation"] else []
        )
        independent = verifier["independent_reviewer"]
        issued = self.statement["issued"]
        return [
            {"label": self.says("verifier"), "lines": [self.own(verifier["organisation"], LONGEST_PERSON), *accredited]},
            {"label": self.says("reviewer"), "lines": [[plain(_short(verifier["reviewer"], LONGEST_PERSON))]]},
            {
                "label": self.says("independent_reviewer"),
                "lines": [[plain(_short(independent, LONGEST_PERSON))] if independent else self.says("none")],
            },
            {
                "label": self.says("issued"),
                "lines": [[plain(f"{issued[:10]} {issued[11:16]} UTC")], [plain(_short(self.statement["issuer"]["name"], LONGEST_PERSON))]],
            },
        ]

    def result(self) -> dict[str, Any]:
        result = self.outcome
        categories = sorted(result["categories"].items(), key=lambda item: _CATEGORIES.index(item[0]))
        rows = [(self.says(name), value, False) for name, value in categories]
        # What is told apart of fossil emissions stands below them.
        after = 1 if "fossil" in result["categories"] else 0
        rows[after:after] = [(self.says(name), value, True) for name, value in result["of_which"].items()]
        carbon = result["biogenic_carbon_content"]
        return {
            "note": self.says("rounded", unit=self.unit),
            "sums": [
                {"label": self.says(name), "value": self.value(value), "leads": name == result["headline"]["sum"]}
                for name, value in sorted(result["sums"].items())
            ],
            "categories": [{"label": label, "value": self.value(value), "part": part} for label, value, part in rows],
            "carbon": {
                "label": self.says("biogenic_carbon_content"),
                "value": figure(carbon, max(self.decimals, decimals_for([carbon], 3)) if carbon else 0),
            },
            "unknown": self._unknown(),
            "stages": self._stages(),
            "contributions": self._contributions(),
            "parts_of": self.says("total", sum=WORDS[result["parts_of"]]),
            "total": self.value(result["sums"][result["parts_of"]]),
        }

    def _unknown(self) -> list[Text]:
        """Say why sums and categories are not known; the attached statement says it of each."""
        result, reasons = self.outcome, self.outcome["reasons"]
        paths = [f"{table}/{name}" for table in ("sums", "categories") for name, value in sorted(result[table].items()) if value is None]
        texts: list[Text] = []
        for why in (reasons[path] for path in paths if path in reasons):
            text = [{"l": part["l"], "t": f"{UNKNOWN} {part['t']}"} for part in self.own(why, LONGEST_REASON)]
            if text not in texts:
                texts.append(text)
        return texts[:_REASONS]

    def _stages(self) -> list[dict[str, Any]]:
        listed = self.outcome["stages"]
        shown = listed if len(listed) <= _STAGES else listed[: _STAGES - 1]
        rows = [self._row([plain(_short(stage["stage"], 30))], [], stage, listed) for stage in shown]
        left = listed[len(shown) :]
        if left:
            rows.append(self._rest(len(left), sum(stage["value"] for stage in left)))
        return rows

    def _contributions(self) -> list[dict[str, Any]]:
        listed, remaining = self.outcome["contributions"], self.outcome["remaining"]
        # What would be shown as less than the last digit is counted and not listed, past the first few.
        seen = [place for place, entry in enumerate(listed) if entry["value"] and self.value(entry["value"])[0] not in "<>"]
        shown = listed[: min(self.most, max([_LEAST, *(place + 1 for place in seen)]))]
        rows = [self._row([plain(_short(entry["exchange"]))], [plain(_short(entry["provider"]))], entry, listed) for entry in shown]
        left = listed[len(shown) :]
        if remaining["count"] + len(left):
            rows.append(self._rest(remaining["count"] + len(left), remaining["value"] + sum(entry["value"] for entry in left)))
        return rows

    def _row(self, label: Text, source: Text, entry: Mapping[str, Any], among: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
        largest = max(abs(other["value"]) for other in among)
        return {
            "label": label,
            "source": source,
            "value": self.value(entry["value"]),
            "share": percent(entry["share"]),
            "bar": abs(entry["value"]) / largest if largest else 0.0,
            "negative": entry["value"] < 0,
        }

    def _rest(self, count: int, value: float) -> dict[str, Any]:
        total = self.outcome["sums"][self.outcome["parts_of"]]
        label, share = self.says("remaining", count=count), percent(value / total if total else None)
        return {"label": label, "source": [], "value": self.value(value), "share": share, "bar": 0.0, "negative": False}

    def quality(self) -> list[dict[str, Any]]:
        result = self.outcome
        error = scientific(result["numerical_error"])
        rows = [
            ("numerical_error", [self.says("numerical_error_says", error=error)]),
            ("uncertainty", self._uncertainty()),
            ("primary_data_share", self._primary()),
            ("data_quality", self._data_quality()),
        ]
        return [{"label": self.says(key), "lines": lines} for key, lines in rows]

    def _uncertainty(self) -> list[Text]:
        assessed = self.outcome["uncertainty"]
        if assessed is None:
            return [self._missing("not_assessed", "uncertainty")]
        low, high = self.value(assessed["low"]), self.value(assessed["high"])
        return [
            self.says("uncertainty_value", low=low, high=high, level=percent(assessed["level"])),
            self.own(assessed["how"], LONGEST_REASON),
        ]

    def _missing(self, key: str, path: str) -> Text:
        """Say that a value is not known, and why."""
        why = self.outcome["reasons"].get(path)
        if not why:
            return self.says(key)
        parts: Text = []
        for lang in self.languages:
            reason = _short(why.get(lang) or why.get("en") or why.get("zh") or "", LONGEST_REASON)
            parts.append({"l": lang, "t": f"{WORDS[key][lang]}{WORDS['because'][lang]}{reason}"})
        return parts

    def _primary(self) -> list[Text]:
        share = self.outcome["primary_data_share"]
        if share is None:
            return [self._missing("unknown", "primary_data_share")]
        return [self.says("primary_data_share_value", share=percent(share))]

    def _data_quality(self) -> list[Text]:
        quality = self.outcome["data_quality"]
        names = ("technology", "geography", "time", "precision")
        if all(quality[name] is None for name in names):
            return [self._missing("unknown", "data_quality")]
        ratings = {
            lang: WORDS["comma"][lang].join(f"{WORDS[name][lang]} {figure(quality[name], 1)}" for name in names) for lang in self.languages
        }
        return [self.says("data_quality_value", ratings=ratings, rated=percent(quality["rated_share"]))]

    def procedures(self) -> list[dict[str, Any]]:
        """Disclose sampling, single sources and visits; that there was no visit is said, too."""
        done = self.statement["procedures"]
        sample, single, visits = done["sample"], done["single_sources"], done["site_visits"]
        numbers = {
            "seen": sample["seen"],
            "planned": sample["planned"],
            "others": sample["inputs"] - sample["planned"],
            "bound": self.value(sample["bound"]),
            "threshold": self.value(sample["threshold"]),
        }
        rows: list[tuple[str, Text]] = [("sample", self.says("sample_value", **numbers))]
        if single:
            rows.append(("single_sources", self.says("single_sources_value", count=len(single), names=self._names(single))))
        apart = [name for name in single if " ≠ " in name]
        if apart:
            rows.append(("sources_apart", [plain(self._names(apart, LONGEST_REASON))]))
        seen = [plain(self._names([f"{visit['place']} {visit['date']}" for visit in visits]))] if visits else self.says("no_site_visit")
        rows.append(("site_visits", seen))
        for key in ("conservative", "not_assessable"):
            if done[key]:
                rows.append((key, [plain(self._names(done[key]))]))
        return [{"label": self.says(key), "lines": [line]} for key, line in rows]

    def _names(self, names: Sequence[str], longest: int = 30) -> str:
        shown = [_breakable_text(_short(name, longest)) for name in names[: max(2, self.fewer // 2)]]
        return ", ".join([*shown, *(["…"] if names[len(shown) :] else [])])

    def nonconformities(self) -> Text:
        counts = self.statement["nonconformities"]
        text = self.says("nonconformities_value", closed=counts["closed"], closed_not_satisfied=counts["closed_not_satisfied"])
        if counts["open"]:
            rest = self.says("nonconformities_open", open=counts["open"])
            text = [{"l": part["l"], "t": part["t"] + more["t"]} for part, more in zip(text, rest, strict=True)]
        return text

    def cut_offs(self) -> dict[str, Any]:
        listed = self.outcome["cut_offs"]
        rows = []
        for cut in listed[: self.fewer]:
            bound = self.says("cut_off_unbounded") if cut["value"] is None else self.says("cut_off_bound", value=self.value(cut["value"]))
            rows.append({"label": [plain(_short(cut["exchange"]))], "why": [plain(_short(cut["why"], LONGEST_REASON))], "bound": bound})
        return {"rows": rows, "more": self._more(len(listed) - len(rows))}

    def lifted(self) -> dict[str, Any]:
        listed = self.statement["lifted"]
        messages = [{lang: text.replace("`", "") for lang, text in entry["message"].items() if text} for entry in listed]
        rows = [self.own(message, LONGEST_REASON) for message in messages[: self.fewer]]
        return {"rows": rows, "more": self._more(len(listed) - len(rows))}

    def _more(self, count: int) -> Text:
        return self.says("more", count=count) if count > 0 else []

    def evidence(self) -> dict[str, Any]:
        statement, bundle = self.statement, self.statement["bundle"]
        digests = [
            ("bundle_digest", bundle["file_sha256"]),
            ("model_digest", statement["model"]["sha256"]),
            ("fingerprint", statement["algorithm_fingerprint"]),
        ]
        software = ", ".join(f"{_short(name, 15)} {_short(version, 10)}" for name, version in sorted(statement["software"].items())[:8])
        return {
            "digests": [{"label": self.says(key), "value": digest} for key, digest in digests],
            "software": [plain(software)],
            "committed": self.says("committed") if bundle["disclosure"] == "committed" else [],
        }


def plain(text: str) -> dict[str, str]:
    """Give a text that has one form, in the language that its characters show, with places where a long word may break."""
    return {"l": "zh" if _HAN.search(text) else "en", "t": _breakable_text(text)}


def _breakable_text(text: str) -> str:
    return _UNBROKEN.sub(_breakable, text)


def _breakable(match: re.Match[str]) -> str:
    """Let a long word break after its signs, and else wherever it must."""
    word = re.sub(r"([/_.:#-])", "\\1\u200b", match[0])
    return re.sub("([^\u200b]{20})(?=[^\u200b])", "\\1\u200b", word)


def _short(text: str, longest: int = 60) -> str:
    """Cut a text that would fill the page; the attached statement has all of it. Without Chinese characters it may be twice as long."""
    if not _HAN.search(text):
        longest *= 2
    return text if len(text) <= longest else text[: longest - 1].rstrip() + "…"
