"""DER (X.690), as much of it as is written here: what must be equal byte for byte is put together from these parts."""

from __future__ import annotations

__all__ = ["context", "identifier", "integer", "null", "octets", "sequence", "set_of", "tagged", "utc_time"]


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


def utc_time(text: str) -> bytes:
    """UTCTime, written as in YYMMDDHHMMSSZ."""
    return tagged(0x17, text.encode("ascii"))


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
