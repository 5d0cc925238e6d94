"""The folder of a batch that is not finished: a lock, a manifest, and parts that are complete or not there at all.

It stands beside the output as ``OUTPUT.parts``. A part is named by its number, a key of all that it follows from, and the
digest of its own bytes: one that was torn by a power failure does not bear its name rightly and is computed again.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import re
import threading
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any

from footprint.batch.errors import BatchRunning, CannotWriteBatch

if TYPE_CHECKING:
    import pyarrow as pa

__all__ = ["Part", "Store", "part_bytes", "replace_file", "write_part", "writing"]

_PART = re.compile(r"(?P<number>\d{8}|earlier)-(?P<key>[0-9a-f]{32})-(?P<digest>[0-9a-f]{32})\.parquet")
_OURS = re.compile(r"manifest\.json|lock|table\.parquet|output|.*\.part|(?:\d{8}|earlier)-[0-9a-f]{32}-[0-9a-f]{32}\.parquet")


@dataclass(frozen=True, slots=True)
class Part:
    """A complete part: its number, or −1 where it is of another plan, its key and its file."""

    number: int
    key: str
    path: Path


@dataclass(slots=True)
class Store:
    """The folder of an unfinished batch.

    Parameters
    ----------
    output
        The file that the batch makes.
    """

    output: Path

    @property
    def folder(self) -> Path:
        """The folder, beside the output."""
        return self.output.with_name(self.output.name + ".parts")

    @contextlib.contextmanager
    def opened(self) -> Iterator[None]:
        """Make the folder and hold its lock.

        Raises
        ------
        BatchRunning
            Another process holds it.
        CannotWriteBatch
            The folder cannot be made.
        """
        with writing(self.folder):
            stream = self._open_lock()
        try:
            yield
        finally:
            stream.close()

    def _open_lock(self) -> IO[bytes]:
        lock = self.folder / "lock"
        while True:
            self.folder.mkdir(exist_ok=True)
            try:
                stream = lock.open("ab")
            except FileNotFoundError:  # the folder was just removed by the batch that held it
                continue
            if not _locked(stream):
                stream.close()
                raise BatchRunning(file=str(self.output))
            if lock.exists() and os.path.samestat(os.fstat(stream.fileno()), lock.stat()):
                return stream
            stream.close()  # removed between opening and locking

    def manifest(self) -> dict[str, Any]:
        """Give the manifest; empty where there is none that can be read."""
        try:
            found = json.loads((self.folder / "manifest.json").read_bytes())
        except (OSError, ValueError, RecursionError):
            return {}
        return found if isinstance(found, dict) else {}

    def begin(self, manifest: dict[str, Any]) -> None:
        """Write the manifest; parts of another plan are kept under names that tell them apart."""
        with writing(self.folder):
            for part in self.parts():
                if part.number >= 0:
                    os.replace(part.path, part.path.with_name("earlier" + part.path.name[8:]))
            replace_file(self.folder / "manifest.json", json.dumps(manifest, ensure_ascii=False, indent=1).encode())

    def parts(self) -> list[Part]:
        """Give all parts whose bytes are what their names say, by number; others are removed."""
        found = []
        for path in sorted(self.folder.iterdir()):
            match = _PART.fullmatch(path.name)
            if match and _digest(path.read_bytes()) == match["digest"]:
                found.append(Part(-1 if match["number"] == "earlier" else int(match["number"]), match["key"], path))
            elif match or path.name.endswith(".part"):
                path.unlink(missing_ok=True)
        return found

    def remove(self) -> None:
        """Remove the folder with all that is ours in it."""
        for path in self.folder.iterdir():
            if _OURS.fullmatch(path.name) and path.is_file():
                path.unlink(missing_ok=True)
        with contextlib.suppress(OSError):  # something of the user's is left in it
            self.folder.rmdir()


def part_bytes(table: pa.Table, about: dict[str, Any]) -> bytes:
    """Give the bytes of a part: the same for the same rows.

    Parameters
    ----------
    table
        Its rows.
    about
        What else is to be known of them, as JSON.
    """
    import pyarrow as pa
    import pyarrow.parquet as pq

    sink = pa.BufferOutputStream()
    described = table.replace_schema_metadata({"footprint": json.dumps(about, ensure_ascii=False, sort_keys=True)})
    # Dictionaries of floats cost eight times the writing and save nothing.
    pq.write_table(
        described,
        sink,
        row_group_size=max(1, table.num_rows),
        use_dictionary=_words(table.schema),
        compression="none",
        write_statistics=False,
    )
    content: bytes = sink.getvalue().to_pybytes()
    return content


def write_part(folder: Path, number: int, key: str, content: bytes) -> Path:
    """Write a part; it bears its name when it is complete.

    Raises
    ------
    CannotWriteBatch
        The disk is full or the folder cannot be written.
    """
    path = folder / f"{number:08d}-{key[:32]}-{_digest(content)}.parquet"
    with writing(folder):
        replace_file(path, content, durable=False)
    return path


def replace_file(path: Path, content: bytes, *, durable: bool = True) -> None:
    """Write a file whole or not at all; a part need not be durable, its name tells whether it is complete."""
    temporary = path.with_name(f"{path.name}.{os.getpid()}-{threading.get_ident()}.part")
    try:
        with temporary.open("wb") as stream:
            stream.write(content)
            if durable:
                stream.flush()
                os.fsync(stream.fileno())
        os.replace(temporary, path)
    finally:
        temporary.unlink(missing_ok=True)


@contextlib.contextmanager
def writing(path: Path) -> Iterator[None]:
    """Turn whatever keeps a file from being written into one problem with a name.

    Raises
    ------
    CannotWriteBatch
        With the reason of the system.
    """
    try:
        yield
    except OSError as error:
        raise CannotWriteBatch(file=str(path), why=error.strerror or str(error) or type(error).__name__) from None


def _words(schema: pa.Schema) -> list[str]:
    import pyarrow as pa

    return [field.name for field in schema if pa.types.is_dictionary(field.type)]


def _digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()[:32]


def _locked(stream: IO[bytes]) -> bool:
    """Take the lock of a file until it is closed, or the process ends however it does."""
    try:
        if os.name == "nt":
            import msvcrt

            msvcrt.locking(stream.fileno(), msvcrt.LK_NBLCK, 1)  # type: ignore[attr-defined,unused-ignore]
        else:
            import fcntl

            fcntl.flock(stream.fileno(), fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    return True
