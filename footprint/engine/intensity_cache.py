"""Keep solved intensities in files: found by the content they were made from, safe to share between programs.

An entry is one file: a line with the format, a line with the SHA-256 of the rest, the key, and an array in NumPy's own
format, read without pickle. It is written beside and renamed, so that it is whole or not there; a torn or altered one
fails its digest and is made again. Nobody has to trust a cache: what comes out of it is proved by its own residual
(`footprint.engine.background`) before it is used.
"""

from __future__ import annotations

import contextlib
import io
import os
import re
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from footprint.engine.intensity_errors import CacheEntryCorrupt, CacheUnusable
from footprint.errors import Finding, FootprintError
from footprint.files import read_bytes, sha256, write_atomically

__all__ = ["CACHE_VARIABLE", "LIMIT", "IntensityCache", "cache_folder"]

CACHE_VARIABLE = "FOOTPRINT_CACHE"
"""Environment variable that names another folder."""

LIMIT = 512 * 2**20
"""Bytes that all entries may take together, where nothing else is said; the least recently used go first."""

ENTRY_LIMIT = 256 * 2**20
FORMAT = b"footprint-intensities/1\n"
SUFFIX = ".intensities"
_KEY = re.compile(r"[0-9a-f]{64}\Z")


def cache_folder() -> Path:
    """Name the folder for what can be computed again: that of `CACHE_VARIABLE`, or the user's own folder for caches."""
    stated = os.environ.get(CACHE_VARIABLE)
    if stated:
        return Path(stated)
    base = os.environ.get("XDG_CACHE_HOME") or "~/.cache"
    return Path(base).expanduser() / "footprint"


@dataclass(frozen=True)
class IntensityCache:
    """A folder of kept intensities.

    Parameters
    ----------
    folder
        Made when the first entry is written.
    limit
        Bytes that all entries may take together.
    """

    folder: Path = field(default_factory=cache_folder)
    limit: int = LIMIT

    def path(self, key: str) -> Path:
        """Name the file of an entry; the key is a SHA-256 in hexadecimal."""
        if not _KEY.match(key):
            raise ValueError(f"no key: {key!r}")
        return self.folder / f"{key}{SUFFIX}"

    def get(self, key: str, shape: tuple[int, int]) -> tuple[NDArray[np.float64] | None, tuple[Finding, ...]]:
        """Give an entry, or nothing where there is none or a corrupt one.

        Returns
        -------
        (array or None, tuple of Finding)
            `CacheEntryCorrupt` where an entry had to be thrown away.
        """
        path = self.path(key)
        if not path.exists():
            return None, ()
        try:
            found = _decoded(read_bytes(path, ENTRY_LIMIT), key)
            if found.shape != shape:
                raise ValueError("the shape is wrong")
        except (FootprintError, ValueError, EOFError, OSError) as error:
            with contextlib.suppress(OSError):
                path.unlink(missing_ok=True)
            why = error.finding.message() if isinstance(error, FootprintError) else str(error)
            return None, (CacheEntryCorrupt(file=path.name, why=why).finding,)
        # The time of use is what eviction goes by; where it cannot be noted the entry is merely older.
        with contextlib.suppress(OSError):
            os.utime(path)
        return found, ()

    def put(self, key: str, array: NDArray[np.float64]) -> tuple[Finding, ...]:
        """Keep an array, and make room for it; where that fails nothing is kept, and the note says why."""
        path = self.path(key)
        content = _encoded(array, key)
        if len(content) > min(self.limit, ENTRY_LIMIT):
            return ()
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
            write_atomically(path, content)
        except FootprintError as error:
            return (CacheUnusable(why=error.finding.message()).finding,)
        except OSError as error:
            return (CacheUnusable(why=f"{self.folder}: {error.strerror or error}").finding,)
        self._evict(path)
        return ()

    def _evict(self, kept: Path) -> None:
        """Delete the least recently used entries beyond the limit; other programs may do the same at the same time."""
        entries = []
        for path in self.folder.glob(f"*{SUFFIX}"):
            with contextlib.suppress(OSError):
                about = path.stat()
                entries.append((path == kept, about.st_mtime, about.st_size, path))
        total = sum(size for _, _, size, _ in entries)
        for _, _, size, path in sorted(entries):
            if total <= self.limit:
                break
            with contextlib.suppress(OSError):
                path.unlink(missing_ok=True)
                total -= size


def _encoded(array: NDArray[np.float64], key: str) -> bytes:
    target = io.BytesIO()
    target.write(f"{key}\n".encode())
    np.lib.format.write_array(target, np.ascontiguousarray(array, dtype=np.float64), version=(1, 0), allow_pickle=False)
    rest = target.getvalue()
    return FORMAT + f"{sha256(rest)}\n".encode() + rest


def _decoded(content: bytes, key: str) -> NDArray[np.float64]:
    if not content.startswith(FORMAT):
        raise ValueError("the format is another")
    start = len(FORMAT) + 65
    if content[len(FORMAT) : start] != f"{sha256(content[start:])}\n".encode():
        raise ValueError("the digest does not fit")
    if content[start : start + 65] != f"{key}\n".encode():
        raise ValueError("it was made from something else")
    source = io.BytesIO(content[start + 65 :])
    if np.lib.format.read_magic(source) != (1, 0):
        raise ValueError("the array is of another version")
    shape, fortran, dtype = np.lib.format.read_array_header_1_0(source)
    rest = content[start + 65 + source.tell() :]
    if dtype != np.dtype("<f8") or fortran or len(shape) != 2 or len(rest) != 8 * shape[0] * shape[1]:
        raise ValueError("the array is not what it should be")
    return np.frombuffer(rest, dtype=np.float64).reshape(shape)
