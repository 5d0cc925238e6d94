"""Write a system as a Brightway datapackage, byte for byte the same on every machine.

`bw_processing` makes the content; this module fixes what it leaves to chance: names, ids, the time of creation, the
order and dates of the zip's members. ``add_persistent_vector`` keeps float64 where ``add_entries`` would store float32,
and all entries of a matrix go into one vector, because duplicates add up within a vector but replace each other
between vectors.
"""

from __future__ import annotations

import io
import json
import os
import zipfile
from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from footprint.engine.system import System
from footprint.files import write_atomically

__all__ = ["FIRST_FLOW_ID", "activity_id", "datapackage", "datapackage_bytes", "method_datapackage", "write_datapackage"]

FIRST_FLOW_ID = 1_000_000_001
CREATED = "1980-01-01T00:00:00Z"
LICENCE = [{"name": "other", "title": "The licences of the inventories used; see the provenance of the result"}]


def activity_id(column: int) -> int:
    """Give the Brightway id of a column of A, which is also that of its product: counted from 1."""
    return column + 1


def datapackage(system: System, parts: Sequence[str] | None = None, columns: NDArray[np.bool_] | None = None) -> Any:
    """Build the datapackage of a system in memory.

    Parameters
    ----------
    system
        The matrices.
    parts
        Categories whose sum is the characterisation; the headline sum where none are given.
    columns
        Which activities to write, shape (n,); all where none are given. What is left out is needed beside it to solve the system.

    Returns
    -------
    bw_processing.Datapackage
        Technosphere, biosphere and characterisation, one vector each. Inputs are stored positive with the flip flag, as Brightway
        does, and labels stand in the metadata under ``footprint``.
    """
    package = _empty("footprint-system")
    written = np.ones(system.size, dtype=bool) if columns is None else columns
    rows, users, values = system.technosphere
    is_use = np.arange(len(values)) >= system.size
    kept = written[users]
    inputs = np.where(is_use, -values, values)
    _add_vector(package, "technosphere_matrix", "technosphere", rows[kept] + 1, users[kept] + 1, inputs[kept], is_use[kept])
    named = np.flatnonzero(np.isin(np.arange(system.size), rows[kept])).tolist()
    flow_rows, emitters, flow_values = system.biosphere
    kept = written[emitters]
    _add_vector(package, "biosphere_matrix", "biosphere", flow_rows[kept] + FIRST_FLOW_ID, emitters[kept] + 1, flow_values[kept])
    _add_characterisation(package, system, parts or system.headline)
    package.metadata["footprint"] = {
        "activities": {str(activity_id(number)): system.activities[number] for number in named},
        "units": {str(activity_id(number)): system.units[number] for number in named},
        "flows": {str(number + FIRST_FLOW_ID): name for number, name in enumerate(system.flows)},
        "demand": {str(activity_id(system.demand[0])): system.demand[1]},
        "method": system.method,
        "characterisation": list(parts or system.headline),
    }
    return package


def method_datapackage(system: System, parts: Sequence[str]) -> Any:
    """Build a datapackage with the characterisation of a sum of categories only."""
    package = _empty("footprint-method")
    _add_characterisation(package, system, parts)
    return package


def datapackage_bytes(system: System, columns: NDArray[np.bool_] | None = None) -> bytes:
    """Give the datapackage of a system, or of some of its columns, as the bytes of a zip file.

    Members are sorted and stored, dated 1980-01-01; JSON keys are sorted. The same system gives the same bytes.
    """
    package = datapackage(system, columns=columns)
    members = {resource["path"]: _npy(array) for resource, array in zip(package.metadata["resources"], package.data, strict=True)}
    metadata = {**package.metadata, "created": CREATED, "licenses": LICENCE}
    members["datapackage.json"] = json.dumps(metadata, sort_keys=True, ensure_ascii=False, indent=1).encode()
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_STORED) as archive:
        for name in sorted(members):
            about = zipfile.ZipInfo(name, date_time=(1980, 1, 1, 0, 0, 0))
            about.create_system = 3  # zipfile would name the system it runs on
            archive.writestr(about, members[name])
    return target.getvalue()


def write_datapackage(system: System, path: str | os.PathLike[str]) -> None:
    """Write the datapackage of a system; stock bw2calc opens it without footprint."""
    write_atomically(path, datapackage_bytes(system))


def _npy(array: NDArray[Any]) -> bytes:
    target = io.BytesIO()
    np.lib.format.write_array(target, array, version=(1, 0), allow_pickle=False)
    return target.getvalue()


def _empty(name: str) -> Any:
    import bw_processing

    return bw_processing.create_datapackage(name=name, id_=name, metadata={"created": CREATED, "licenses": LICENCE})


def _add_characterisation(package: Any, system: System, parts: Sequence[str]) -> None:
    factors = system.characterisation(parts)
    rows = np.arange(len(factors), dtype=np.int64) + FIRST_FLOW_ID
    _add_vector(package, "characterization_matrix", "characterisation", rows, np.zeros_like(rows), factors, global_index=0)


def _add_vector(
    package: Any,
    matrix: str,
    name: str,
    rows: NDArray[np.int64],
    columns: NDArray[np.int64],
    values: NDArray[np.float64],
    flip: NDArray[np.bool_] | None = None,
    **metadata: Any,
) -> None:
    import bw_processing

    indices = np.empty(len(values), dtype=bw_processing.INDICES_DTYPE)
    indices["row"], indices["col"] = rows, columns
    package.add_persistent_vector(
        matrix=matrix, name=name, indices_array=indices, data_array=np.ascontiguousarray(values), flip_array=flip, **metadata
    )
