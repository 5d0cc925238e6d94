"""Starts of new product models: a small one made of a few answers, or a copy of a model with all that it refers to."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from footprint.errors import FootprintError, Place
from footprint.files import confined, read_bytes
from footprint.model.reader import read
from footprint.units import Amount

__all__ = ["Answers", "files_of", "new_model_text"]

_TEXT = """footprint: product-model/1

product:
  name: {names}
  flow: product                  # the output of a process below
  declared_unit: {declared_unit}             # what the footprint is stated for
producer: {{name: {producer}, site: {{country: CN, place: {place}}}}}
period: {{start: {year}-01-01, end: {year}-12-31}}
status: {status}           # primary: an enterprise's own data; representative: a kind of plant
method: ipcc-ar6-gwp100
inventories:                     # each package used, pinned to a version; `footprint inventories list` shows them
  cn-electricity: "{electricity_version}"

# flows:                         # carbon of plants in the product; 0 kg/kg where there is none
#   product: {{biogenic_carbon_content: 0 kg/kg, source: ...}}

processes:
  production:
    stage: manufacturing
    outputs:
      product: {declared_unit}
    inputs:
      electricity: {{amount: {electricity}, from: cn-electricity/{electricity_code}, data: {data}, source: {source}}}
      # Next: materials, fuels, transport. `footprint inventories search WORDS` finds datasets.
    # wastes:
    #   sludge: {{amount: 1 kg, from: cn-waste/landfill}}
    # emissions:
    #   co2: {{flow: "carbon dioxide, fossil", amount: 1 kg}}
"""


@dataclass(frozen=True, slots=True)
class Answers:
    """The few things that a new model needs.

    Parameters
    ----------
    names
        Name of the product by language.
    declared_unit
        Quantity of product the footprint is stated for.
    producer, place
        Who makes it, and where.
    year
        Calendar year of the data.
    electricity
        Electricity used per declared unit.
    primary
        Whether the data are an enterprise's own.
    """

    names: Mapping[str, str]
    declared_unit: Amount
    producer: str
    place: str
    year: int
    electricity: Amount
    primary: bool = False


def new_model_text(answers: Answers, electricity_version: str, electricity_code: str) -> str:
    """Write a model that can be checked and run as it is, with remarks on how to go on.

    Parameters
    ----------
    answers
        What the user said.
    electricity_version, electricity_code
        Package version and dataset for the electricity of the year.
    """
    names = ", ".join(f"{language}: {_quoted(name)}" for language, name in answers.names.items())
    return _TEXT.format(
        names=f"{{{names}}}",
        declared_unit=answers.declared_unit,
        producer=_quoted(answers.producer),
        place=_quoted(answers.place),
        year=answers.year,
        status="primary" if answers.primary else "representative",
        data="primary" if answers.primary else "assumed",
        source=_quoted("meters" if answers.primary else "first guess"),
        electricity=answers.electricity,
        electricity_version=electricity_version,
        electricity_code=electricity_code,
    )


def files_of(path: Path, name: str) -> dict[str, bytes]:
    """Give a model's file under a new name, and all files it refers to under their own.

    Parameters
    ----------
    path
        The model to start from.
    name
        Name of the new model.

    Returns
    -------
    dict
        Bytes by path relative to the folder of the new model. The models and activity tables that the model uses come
        along, theirs too, so that the copy stands on its own.
    """
    files = {f"{name}.yaml": read_bytes(path)}
    waiting = [path]
    while waiting:
        for relative, place in _referred(waiting.pop()):
            target = confined(path.parent, relative, place)
            if relative not in files and target != path:
                files[relative] = read_bytes(target)
                if target.suffix in (".yaml", ".yml"):
                    waiting.append(target)
    return files


def _referred(path: Path) -> list[tuple[str, Place]]:
    try:
        model = read(path)
    except FootprintError:
        return []  # what is wrong with the model is for `footprint check` to say; its text is copied all the same
    found = []
    for exchange, _, _, _, record in model.exchanges():
        for reference in (record.source_dataset, record.cut_off.proxy if record.cut_off else None):
            if reference is not None and reference.kind == "model":
                found.append((reference.file, model.place(f"processes/{exchange}/from")))
    for process, record_of_process in model.processes.items():
        if record_of_process.activity:
            found.append((record_of_process.activity, model.place(f"processes/{process}/activity")))
    return found


def _quoted(text: str) -> str:
    """Write a text as a double-quoted YAML scalar, which JSON strings are."""
    return json.dumps(text, ensure_ascii=False)
