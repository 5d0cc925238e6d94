"""The files of a product model: itself, the other models it takes inputs from, and their activity tables."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from footprint.errors import Place
from footprint.files import confined, read_bytes
from footprint.model import ProductModel, read
from footprint.model.fields import DatasetReference
from footprint.supply_chain import SupplyChain
from footprint.verification.bundle.archive import SIZE_LIMIT
from footprint.verification.bundle.errors import ModelNotFromFile

__all__ = ["MODEL_FOLDER", "ModelFiles", "collect_model_files", "references"]

MODEL_FOLDER = "model"


@dataclass(frozen=True, slots=True)
class ModelFiles:
    """The files of a model.

    Parameters
    ----------
    model
        Name of the member that is the model.
    members
        Content by name; paths are those by which the files name each other.
    models
        The model and the others, as read.
    """

    model: str
    members: dict[str, bytes]
    models: tuple[ProductModel, ...]


def collect_model_files(model: ProductModel, chain: SupplyChain) -> ModelFiles:
    """Collect the files that a supply chain was built from.

    Every file lies in the folder of the file that names it, or below: what is not confined was refused when the chain was built.

    Raises
    ------
    ModelNotFromFile
        The model has no file.
    UnreadableFile, OutsideFolder
        A file is not there any more.
    """
    if model.source.folder is None:
        raise ModelNotFromFile(Place(model.source.file))
    root = Path(model.source.folder)
    top = f"{MODEL_FOLDER}/{Path(model.source.file).name}"
    members = {top: read_bytes(model.source.file)}
    models = {top: model}
    # Keys of other models are their files as written, from model to model: `a.yaml#parts/b.yaml`.
    for key in sorted(chain.models):
        folder, place = root, MODEL_FOLDER
        for file in key.split("#"):
            path = confined(folder, file)
            name = posixpath.normpath(posixpath.join(place, file))
            if name not in models:
                members[name] = read_bytes(path)
                models[name] = read(path)
            folder, place = path.parent, posixpath.dirname(name)
    for name, other in models.items():
        for activity in other.source.activities.values():
            table = posixpath.normpath(posixpath.join(posixpath.dirname(name), activity.file))
            members[table] = read_bytes(confined(other.source.folder or root, activity.file), SIZE_LIMIT)
    return ModelFiles(top, members, tuple(models.values()))


def references(model: ProductModel) -> Iterator[DatasetReference]:
    """Yield every dataset or model that a model names: sources of inputs, proxies of cut-offs, what co-products replace."""
    for _, _, _, _, record in model.exchanges():
        if record.source_dataset is not None:
            yield record.source_dataset
        if record.cut_off is not None and record.cut_off.proxy is not None:
            yield record.cut_off.proxy
    for process in model.processes.values():
        avoided = process.allocation.avoided if process.allocation is not None else None
        yield from (product.source_dataset for product in (avoided or {}).values())
