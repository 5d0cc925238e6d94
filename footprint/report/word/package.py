"""The zip that a Word document is, the same bytes for the same content."""

from __future__ import annotations

import io
import zipfile

__all__ = ["repacked"]

_FIRST = "[Content_Types].xml"
_MOMENT = (1980, 1, 1, 0, 0, 0)


def repacked(content: bytes) -> bytes:
    """Write the members of a zip in order of their names and without the time of day.

    Parameters
    ----------
    content
        A zip.

    Returns
    -------
    bytes
        The same members, the content types first as readers expect them.
    """
    made = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as new:
        for name in sorted(old.namelist(), key=lambda name: (name != _FIRST, name)):
            member = zipfile.ZipInfo(name, _MOMENT)
            member.compress_type, member.external_attr, member.create_system = zipfile.ZIP_DEFLATED, 0o600 << 16, 0
            new.writestr(member, old.read(name), compresslevel=6)
    return made.getvalue()
