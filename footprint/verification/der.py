"""DER (X.690), as much of it as is needed here: what must be equal byte for byte is put together from these parts, and taken apart."""

from __future__ import annotations

__all__ = ["context", "identifier", "integer", "null", "octets", "parts", "sequence", "set_of", "tagged", "whole_length"]


def sequence(*parts: bytes) -> bytes:
    """SEQUENCE of parts."""
    return tagged(0x30, b"".join(parts))


def set_of(*parts: bytes) -> bytes:
    """SET OF parts, which DER sorts by their encoding."""
    return tagged(0x31, b"".join(sorted(parts)))


def context(number: int, *parts: bytes) -> bytes:
    """Wrap parts in a constructed context-specific tag."""
    return tagged(0xA0 | number, b"".join(parts))


def octets(content: bytes) -> bytes:
    """OCTET STRING."""
    return tagged(0x04, content)


def integer(value: int) -> bytes:
    """INTEGER, not negative."""
    return tagged(0x02, value.to_bytes(value.bit_length() // 8 + 1, "big"))


def null() -> bytes:
    """NULL."""
    return b"\x05\x00"


def identifier(dotted: str) -> bytes:
    """OBJECT IDENTIFIER from its dotted form."""
    first, second, *others = map(int, dotted.split("."))
    return tagged(0x06, b"".join(_base128(arc) for arc in (40 * first + second, *others)))


def tagged(tag: int, content: bytes) -> bytes:
    """Tag, length in its shortest form, and content."""
    length = len(content)
    if length < 0x80:
        return bytes([tag, length]) + content
    size = (length.bit_length() + 7) // 8
    return bytes([tag, 0x80 | size]) + length.to_bytes(size, "big") + content


def _base128(arc: int) -> bytes:
    digits = [arc & 0x7F]
    while arc := arc >> 7:
        digits.append(0x80 | arc & 0x7F)
    return bytes(reversed(digits))


def parts(content: bytes, limit: int = 64) -> list[tuple[int, bytes, bytes]]:
    """Split the content of a constructed value into its parts.

    Parameters
    ----------
    content
        What stands between the header of the value and its end.
    limit
        How many parts there may be.

    Returns
    -------
    list of (int, bytes, bytes)
        Tag, content and whole encoding of each part.

    Raises
    ------
    ValueError
        It is not a row of parts with definite lengths in their shortest form.
    """
    found: list[tuple[int, bytes, bytes]] = []
    at = 0
    while at < len(content):
        start, end = _extent(content, at)
        if end > len(content) or len(found) == limit:
            raise ValueError("a length is beyond the end, or there are too many parts")
        found.append((content[at], content[start:end], content[at:end]))
        at = end
    return found


def whole_length(data: bytes) -> int:
    """Give how many bytes the value at the start of the data has with its header; raises as `parts`."""
    return _extent(data, 0)[1]


def _extent(data: bytes, at: int) -> tuple[int, int]:
    """Give where the content of the value at an offset begins and ends."""
    if at + 2 > len(data) or data[at] & 0x1F == 0x1F:
        raise ValueError("a header is cut off, or has a tag of several bytes")
    first = data[at + 1]
    if first < 0x80:
        return at + 2, at + 2 + first
    size = first & 0x7F
    encoded = data[at + 2 : at + 2 + size]
    length = int.from_bytes(encoded, "big")
    if not 1 <= size <= 4 or len(encoded) != size or length < 0x80 or encoded[0] == 0:
        raise ValueError("a length is not written in its shortest form")
    return at + 2 + size, at + 2 + size + length
