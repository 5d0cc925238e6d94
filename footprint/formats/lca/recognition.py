"""Recognise the format of a source by what is in it."""

from __future__ import annotations

from footprint.formats.lca.container import Container
from footprint.formats.lca.errors import FormatUnknown
from footprint.formats.lca.records import FORMATS, Format
from footprint.formats.lca.xml import root_name

__all__ = ["recognised"]

_LOOKED_AT = 50
"""XML files that are opened at most to find one with a dataset."""

_ROOTS: dict[tuple[str, str], Format] = {
    ("ecoSpold", "dataset"): "ecospold1",
    ("ecoSpold", "activityDataset"): "ecospold2",
    ("ecoSpold", "childActivityDataset"): "ecospold2",
}


def recognised(container: Container) -> Format:
    """Find the one format that a source is in.

    Raises
    ------
    FormatUnknown
        It is in none, or in several.
    LcaError
        A file that had to be looked at is broken or not to be read.
    """
    found = _found(container)
    if len(found) == 1:
        return found.pop()
    if found:
        names = ", ".join(sorted(FORMATS[format_] for format_ in found))
        why = {
            "why_en": f"it holds several formats ({names}); --format says which",
            "why_zh": f"含有多种格式（{names}），请用 --format 指定",
        }
    else:
        why = {"why_en": "it holds none of the known formats", "why_zh": "未发现已知格式"}
    raise FormatUnknown(container.place(container.names[0] if len(container.names) == 1 else ""), file=str(container.path), **why)


def _found(container: Container) -> set[Format]:
    if "[Content_Types].xml" in container.names and container.ending("workbook.xml"):
        return {"openlca-xlsx"}
    found: set[Format] = set()
    processes = [name for name in container.names if "processes" in name.lower().split("/")[:-1]]
    if any(name.lower().endswith(".json") for name in processes):
        found.add("openlca")
    for name in container.ending(".csv", ".txt"):
        if container.head(name).lstrip(b'\xef\xbb\xbf\xff\xfe \t\r\n"').replace(b"\x00", b"").startswith(b"{"):
            found.add("simapro")
            break
    xml = container.ending(".xml", ".spold")
    single = len(container.names) == 1 and not xml and not found
    # A file given alone may have any name.
    for name in [*processes, *xml][:_LOOKED_AT] if not single else container.names:
        if single or name.lower().endswith((".xml", ".spold")):
            format_ = _of_xml(container, name, single)
            if format_:
                found.add(format_)
    return found


def _of_xml(container: Container, name: str, single: bool) -> Format | None:
    content = container.read(name)
    if single and not content.replace(b"\x00", b"").lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n").startswith(b"<"):
        return None
    root = root_name(content, container.place(name))
    if root[0] == "processDataSet":
        return "ilcd"
    return _ROOTS.get(root)
