"""Read the files of a Brightway project, and never write one.

bw2data is not used here on purpose: importing it creates folders and writes to standard output, selecting a project creates what is
missing and may migrate the rest. Its data lie in two SQLite files: ``projects.db`` names the projects, ``lci/databases.db`` in the
folder of a project holds nodes and edges, each with a pickled dictionary. They are opened read-only. The pickles are read
by an unpickler that knows plain values only, since a pickle may call anything: what is of another type becomes a blank.
"""

from __future__ import annotations

import datetime
import hashlib
import io
import json
import os
import pickle
import re
import sqlite3
import sys
import unicodedata
from collections import OrderedDict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from footprint.errors import Place, nearest
from footprint.inventory.brightway_errors import BrightwayFolderNotFound, BrightwayProjectNotFound, BrightwayUnreadable

__all__ = [
    "Edge",
    "Key",
    "Node",
    "Storage",
    "brightway_folder",
    "project_folder",
]

Key = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Node:
    """A node of Brightway's graph: a process, a product or an elementary flow.

    Parameters
    ----------
    key
        Database and code.
    kind
        Type of the node, such as ``process`` or ``emission``.
    data
        Everything that the database states of it.
    """

    key: Key
    kind: str
    data: dict[str, Any]

    def text(self, *names: str) -> str:
        """Give the first of these fields that is a text."""
        return next((value for name in names if isinstance(value := self.data.get(name), str) and value), "")


@dataclass(frozen=True, eq=False)
class Edge:
    """An edge of Brightway's graph, as stored: its data are unpickled only when needed."""

    kind: str
    input: Key
    output: Key
    pickled: bytes

    @cached_property
    def data(self) -> dict[str, Any]:
        """What the database states of the exchange: amount, unit and more."""
        return _unpickled(self.pickled)

    @property
    def functional(self) -> bool:
        """Whether the exchange is what its process is for."""
        return b"functional" in self.pickled and bool(self.data.get("functional"))


def brightway_folder(folder: str | os.PathLike[str] | None = None) -> Path:
    """Give the folder of all Brightway projects: as named, or that of ``BRIGHTWAY2_DIR``, or Brightway's usual one."""
    named = folder or os.environ.get("BRIGHTWAY2_DIR")
    if named:
        return Path(named)
    home = Path.home()
    if sys.platform == "darwin":
        return home / "Library" / "Application Support" / "Brightway3"
    if os.name == "nt":
        return Path(os.environ.get("LOCALAPPDATA", home / "AppData" / "Local")) / "pylca" / "Brightway3"
    return Path(os.environ.get("XDG_DATA_HOME") or home / ".local" / "share") / "Brightway3"


def project_folder(project: str, folder: Path) -> Path:
    """Find the folder of a project.

    Raises
    ------
    BrightwayFolderNotFound
        Where there are no projects.
    BrightwayProjectNotFound
        With the projects most like it.
    """
    path = folder / "projects.db"
    if not path.is_file():
        raise BrightwayFolderNotFound(folder=str(folder))
    with _errors(path):
        connection = _open(path)
        names = [str(name) for (name,) in connection.execute("SELECT name FROM projectdataset")]
        connection.close()
    candidates = [folder / _folder_name(project, digits) for digits in (8, 32)]
    found = next((candidate for candidate in candidates if candidate.is_dir()), None)
    if project not in names or found is None:
        known = sorted(names)
        raise BrightwayProjectNotFound(project=project, folder=str(folder), known=known, suggestions=nearest(project, known))
    return found


class Storage:
    """Nodes and edges of one Brightway project.

    Parameters
    ----------
    folder
        Folder of the project.

    Raises
    ------
    BrightwayUnreadable
        By every method, where the files are damaged or in use.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.path = folder / "lci" / "databases.db"

    @cached_property
    def databases(self) -> dict[str, dict[str, Any]]:
        """What the project states of its databases, by name."""
        path = self.folder / "databases.json"
        with _errors(path):
            stated = json.loads(path.read_text(encoding="utf-8"))
        return {name: about for name, about in stated.items() if isinstance(about, dict)} if isinstance(stated, dict) else {}

    @cached_property
    def _connection(self) -> sqlite3.Connection:
        with _errors(self.path):
            return _open(self.path)

    def node(self, key: Key) -> Node | None:
        """Give a node by database and code."""
        rows = self._rows("SELECT type, data FROM activitydataset WHERE database = ? AND code = ?", key)
        return next((Node(key, kind or "", _unpickled(data)) for kind, data in rows), None)

    def edges_into(self, key: Key) -> list[Edge]:
        """Give the edges that belong to a process, in the order they were stored."""
        where = "output_database = ? AND output_code = ? ORDER BY id"
        return [
            Edge(kind, (database, code), key, data)
            for kind, database, code, data in self._rows(
                f"SELECT type, input_database, input_code, data FROM exchangedataset WHERE {where}", key
            )
        ]

    def edges_out_of(self, key: Key, kinds: Sequence[str]) -> list[Edge]:
        """Give the edges of some kinds that take from a node, or that make a product."""
        marks = ", ".join("?" * len(kinds))
        where = f"input_database = ? AND input_code = ? AND type IN ({marks}) ORDER BY id"
        rows = self._rows(f"SELECT type, output_database, output_code, data FROM exchangedataset WHERE {where}", (*key, *kinds))
        return [Edge(kind, key, (database, code), data) for kind, database, code, data in rows]

    def codes(self, database: str, kinds: Sequence[str]) -> list[str]:
        """Give the codes of all nodes of some kinds in a database."""
        marks = ", ".join("?" * len(kinds))
        query = f"SELECT code FROM activitydataset WHERE database = ? AND type IN ({marks}) ORDER BY code"
        return [code for (code,) in self._rows(query, (database, *kinds))]

    def named_like(self, database: str, words: str, limit: int = 5) -> list[str]:
        """Give the codes of nodes whose name holds a text."""
        escaped = re.sub(r"([\\%_])", r"\\\1", words)
        query = "SELECT code FROM activitydataset WHERE database = ? AND name LIKE ? ESCAPE '\\' ORDER BY length(name), code LIMIT ?"
        return [code for (code,) in self._rows(query, (database, f"%{escaped}%", limit))]

    def _rows(self, query: str, values: Sequence[Any]) -> list[Any]:
        with _errors(self.path):
            return self._connection.execute(query, values).fetchall()


def _open(path: Path) -> sqlite3.Connection:
    """Open an SQLite file so that nothing is written, not even beside it."""
    if not path.is_file():
        raise FileNotFoundError("there is no such file")
    with path.open("rb") as file:
        head = file.read(20)
    # Byte 18 is 2 where changes are kept in a file of their own: reading would create one more, unless the file is said not to change.
    in_wal_mode = len(head) == 20 and head[18] == 2
    if in_wal_mode and _size(path.with_name(path.name + "-wal")):
        raise OSError("another program is writing to it")
    return sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro{'&immutable=1' if in_wal_mode else ''}", uri=True)


def _size(path: Path) -> int:
    return path.stat().st_size if path.exists() else 0


class _errors:
    """Turns what Python raises about a file into a problem that names it."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def __enter__(self) -> None:
        return None

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: object) -> None:
        if isinstance(error, OSError | sqlite3.Error | ValueError):
            why = " ".join(str(error.strerror if isinstance(error, OSError) and error.strerror else error).split()).rstrip(".")
            raise BrightwayUnreadable(Place(str(self.path)), file=str(self.path), why=why) from error


def _folder_name(project: str, digits: int) -> str:
    """Name the folder of a project as Brightway does: its letters and digits, and the start of an MD5 so that no two are alike."""
    plain = re.sub(r"[^\w\s-]", "", unicodedata.normalize("NFKD", project)).strip()
    mark = hashlib.md5(project.encode(), usedforsecurity=False).hexdigest()[:digits]
    return re.sub(r"[-\s]+", "-", plain) + "." + mark


class _Blank:
    """Stands for a value of a type that is not plain: it takes whatever a pickle does to it, and does nothing."""

    def __new__(cls, *_: Any, **__: Any) -> _Blank:
        return super().__new__(cls)

    def __init__(self, *_: Any, **__: Any) -> None:
        pass

    def __setstate__(self, _: Any) -> None:
        pass

    def __setitem__(self, _: Any, __: Any) -> None:
        pass

    def append(self, _: Any) -> None:
        """Take an item of a list."""

    def extend(self, _: Any) -> None:
        """Take the items of a list."""

    def __iter__(self) -> Iterator[Any]:
        return iter(())


class _PlainUnpickler(pickle.Unpickler):
    """Reads plain values, dates and NumPy's numbers; imports nothing that a pickle names."""

    def find_class(self, module: str, name: str) -> Any:
        if (module, name) == ("numpy", "dtype"):
            import numpy

            return numpy.dtype
        if (module, name) in _NUMPY_SCALAR:
            return _numpy_scalar
        return _PLAIN_TYPES.get((module, name), _Blank)


_NUMPY_SCALAR = {("numpy.core.multiarray", "scalar"), ("numpy._core.multiarray", "scalar")}
_PLAIN_TYPES: dict[tuple[str, str], Any] = {
    ("collections", "OrderedDict"): OrderedDict,
    ("builtins", "set"): set,
    ("builtins", "frozenset"): frozenset,
    ("datetime", "datetime"): datetime.datetime,
    ("datetime", "date"): datetime.date,
}


def _numpy_scalar(kind: Any, raw: bytes = b"") -> Any:
    import numpy

    return numpy.frombuffer(raw, kind)[0].item()


def _unpickled(data: bytes) -> dict[str, Any]:
    try:
        value = _PlainUnpickler(io.BytesIO(data)).load()
    except Exception as error:  # a damaged pickle may raise anything
        raise sqlite3.DataError(f"a record is damaged ({type(error).__name__})") from error
    return value if isinstance(value, dict) else {}
