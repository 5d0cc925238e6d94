"""Rules about names."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterator

from footprint.errors import Finding, FootprintError
from footprint.model.errors import BadName
from footprint.model.evaluation.amounts import Evaluation
from footprint.model.schema import ProductModel
from footprint.units import check_parameter_name

__all__ = ["RULES", "check_names", "check_parameter_names"]

LONGEST_NAME = 100


def check_names(model: ProductModel, numbers: Evaluation) -> Iterator[Finding]:
    """Check that names can be parts of an exchange id."""
    yield from _bad(model, "inventories", model.inventories)
    yield from _bad(model, "flows", model.flows)
    yield from _bad(model, "processes", model.processes)
    yield from _bad(model, "scenarios", model.scenarios)
    for process, record in model.processes.items():
        for section in ("outputs", "inputs", "wastes", "emissions", "removals"):
            yield from _bad(model, f"processes/{process}/{section}", getattr(record, section))


def check_parameter_names(model: ProductModel, numbers: Evaluation) -> Iterator[Finding]:
    """Check that a parameter's name can stand in a formula and is neither a unit's nor a function's."""
    for name in model.parameters:
        place = model.key_place(f"parameters/{name}")
        try:
            check_parameter_name(name)
        except FootprintError as error:
            yield Finding(type(error), place, error.values)


def _bad(model: ProductModel, path: str, names: object) -> Iterator[Finding]:
    for name in names if isinstance(names, dict) else ():
        problem = _problem(name)
        if problem:
            # The path of a name with `/` in it cannot be told from that of its parts, so the key may have no place of its own.
            place = model.key_place(f"{path}/{name}")
            yield BadName(place, name=name[:LONGEST_NAME], why=problem[0], why_zh=problem[1]).finding


def _problem(name: str) -> tuple[str, str] | None:
    if not name.strip():
        return "it is empty", "名称为空"
    if name != name.strip():
        return "it starts or ends with a space", "以空格开头或结尾"
    if len(name) > LONGEST_NAME:
        return f"it has more than {LONGEST_NAME} characters", f"超过 {LONGEST_NAME} 个字符"
    for character in name:
        if character in "/#@":
            return f"it holds `{character}`", f"含有 `{character}`"
        if unicodedata.category(character) in ("Cc", "Cf", "Cs", "Zl", "Zp"):
            return f"it holds the invisible character U+{ord(character):04X}", f"含有不可见字符 U+{ord(character):04X}"
    return None


RULES: tuple[Callable[[ProductModel, Evaluation], Iterator[Finding]], ...] = (check_names, check_parameter_names)
