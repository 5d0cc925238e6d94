"""What ``footprint diff`` compares: models, evidence bundles and results, alone or in folders, paired product by product."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from footprint.errors import Place, UnreadableFile
from footprint.files import decode_utf8, read_bytes
from footprint.insight.change import Change, change, change_of_results
from footprint.insight.change.errors import NotComparable, NothingToCompare

if TYPE_CHECKING:
    from footprint.engine import Footprint
    from footprint.errors import Language

__all__ = ["Comparand", "Pair", "compare", "pair_up"]

RESULT = "footprint/result/1"
MODELS, RESULTS, BUNDLES = (".yaml", ".yml"), (".json", ".jsonl", ".ndjson"), (".zip",)

CalculateFile = Callable[[Path], "Footprint"]
"""Calculates a model file, or recomputes a bundle."""


@dataclass(frozen=True, slots=True)
class Comparand:
    """One product on one side.

    Parameters
    ----------
    name
        By which it is paired: the stem of its file, or of the model that a result names.
    path
        Its file.
    result
        The result itself, where the file states it; otherwise it is calculated.
    """

    name: str
    path: Path
    result: Mapping[str, Any] | None = None


@dataclass(frozen=True, slots=True)
class Pair:
    """A product on both sides; one of them is missing where it was added or removed."""

    name: str
    old: Comparand | None
    new: Comparand | None


def pair_up(old: Path, new: Path) -> tuple[Pair, ...]:
    """Find the products on both sides and pair them.

    Parameters
    ----------
    old, new
        A model, a bundle, a file of results, or a folder of them.

    Returns
    -------
    tuple of Pair
        By name. A single product on each side makes a pair whatever it is called.

    Raises
    ------
    NotComparable
        A file holds nothing that can be compared.
    NothingToCompare
        There is no pair.
    """
    sides = [{comparand.name: comparand for comparand in _comparands(path)} for path in (old, new)]
    if len(sides[0]) == len(sides[1]) == 1:
        (first,), (second,) = (tuple(side.values()) for side in sides)
        return (Pair(second.name, first, second),)
    pairs = tuple(Pair(name, sides[0].get(name), sides[1].get(name)) for name in sorted(sides[0].keys() | sides[1].keys()))
    if not any(pair.old and pair.new for pair in pairs):
        names = [sorted(side)[:5] for side in sides]
        raise NothingToCompare(old=str(old), new=str(new), names_old=names[0], names_new=names[1])
    return pairs


def compare(pair: Pair, calculate_old: CalculateFile, calculate_new: CalculateFile, lang: Language = "en") -> Change:
    """Attribute the difference of a pair; exactly down to datasets and methods where both sides can be calculated.

    Parameters
    ----------
    pair
        With both sides.
    calculate_old, calculate_new
        Calculate a model or recompute a bundle, each with the inventories of its side.
    lang
        Language of the product's name.
    """
    if pair.old is None or pair.new is None:
        raise NothingToCompare(old=pair.name, new=pair.name, names_old=[], names_new=[])
    if pair.old.result is None and pair.new.result is None:
        before, after = calculate_old(pair.old.path), calculate_new(pair.new.path)
        return change(before, after, after.model.product.name.text(lang))
    stated = [
        side.result if side.result is not None else calculate(side.path).as_dict(lang)
        for side, calculate in ((pair.old, calculate_old), (pair.new, calculate_new))
    ]
    names = stated[1]["product"]["name"]
    return change_of_results(stated[0], stated[1], names.get(lang) or next(iter(names.values()), pair.name))


def _comparands(path: Path) -> Iterator[Comparand]:
    if not path.is_dir():
        yield from _of_file(path)
        return
    files = sorted(file for file in path.iterdir() if file.suffix.lower() in (*MODELS, *RESULTS, *BUNDLES) and file.is_file())
    if not files:
        raise NotComparable(
            Place(str(path)), file=str(path), why_en="the folder holds no model, bundle or result", why_zh="文件夹中没有模型、证据包或结果"
        )
    for file in files:
        yield from _of_file(file)


def _of_file(path: Path) -> Iterator[Comparand]:
    suffix = path.suffix.lower()
    if suffix in MODELS or suffix in BUNDLES:
        if not path.is_file():
            raise UnreadableFile(file=str(path), why="there is no such file")
        yield Comparand(path.name.split(".")[0], path)
    elif suffix in RESULTS:
        yield from _results(path)
    else:
        endings = ", ".join((*MODELS, *BUNDLES, *RESULTS))
        raise NotComparable(
            Place(str(path)), file=str(path), why_en=f"its name ends in none of {endings}", why_zh=f"文件名后缀不是 {endings} 之一"
        )


def _results(path: Path) -> Iterator[Comparand]:
    """Read a result, or one on each line."""
    text = decode_utf8(read_bytes(path), str(path))
    try:
        found = [json.loads(text)]
    except ValueError:
        found = []
        for number, line in enumerate(text.splitlines(), start=1):
            if line.strip():
                found.append(_line(path, number, line))
    except RecursionError:
        raise _not_results(path, 1) from None
    if not found:
        raise _not_results(path, 1)
    seen: set[str] = set()
    for number, result in enumerate(found, start=1):
        if not _is_result(result):
            raise _not_results(path, number)
        name = Path(str(result["model"]["path"])).stem
        if name in seen:
            raise NotComparable(
                Place(str(path), number),
                file=str(path),
                why_en=f"it has two results of `{name}`",
                why_zh=f"其中 `{name}` 有两个结果",
            )
        seen.add(name)
        yield Comparand(name, path, result)


def _line(path: Path, number: int, line: str) -> Any:
    try:
        return json.loads(line)
    except (ValueError, RecursionError):
        raise _not_results(path, number) from None


def _is_result(data: Any) -> bool:
    """Tell whether what a comparison needs is there; everything else in a result may be missing or stranger."""
    try:
        numbers = [data["total"]["value"], *(entry[key] for entry in data["contributions"] for key in ("value", "amount"))]
        texts = [data["model"]["path"], data["method"], data["declared_unit"]]
        texts += [entry[key] for entry in data["contributions"] for key in ("exchange", "provider", "unit")]
        names = data["product"]["name"]
        known = data["schema"] == RESULT and isinstance(names, dict) and isinstance(data["provenance"], dict)
    except (KeyError, TypeError, IndexError):
        return False
    finite = all(isinstance(number, int | float) and not isinstance(number, bool) and abs(number) < 1e300 for number in numbers)
    return known and finite and all(isinstance(text, str) for text in (*texts, *names.values()))


def _not_results(path: Path, line: int) -> NotComparable:
    values = {"why_en": f"it is no result of the schema {RESULT}", "why_zh": f"不符合结果格式 {RESULT}"}
    return NotComparable(Place(str(path), line), file=str(path), **values)
