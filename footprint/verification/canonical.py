"""Canonical JSON (RFC 8785), read so strictly that a content has exactly one accepted text.

Whoever signs bytes and compares contents needs both to be the same: duplicate keys, white space, another spelling of a
number or an escape that need not be one would be a second text of the same content. What is read is written again and compared.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

__all__ = ["DEPTH_LIMIT", "canonical_json", "read_canonical"]

DEPTH_LIMIT = 24
"""How deep lists and objects may lie in one another."""


def canonical_json(data: Mapping[str, Any]) -> bytes:
    """Write an object as canonical JSON.

    Raises
    ------
    ValueError
        Something in it has no canonical form: a number that is not finite or an integer beyond 2**53, a lone surrogate.
    """
    import rfc8785

    try:
        return rfc8785.dumps(dict(data))
    except (UnicodeEncodeError, RecursionError, TypeError) as error:
        raise ValueError(str(error) or type(error).__name__) from None


def read_canonical(text: bytes, limit: int) -> dict[str, Any]:
    """Read an object from canonical JSON.

    Parameters
    ----------
    text
        UTF-8 without a byte order mark.
    limit
        Bytes it may have at most.

    Raises
    ------
    ValueError
        It is larger or deeper than allowed, no JSON, no object, or not the canonical text of its content; the message says which.
    """
    if len(text) > limit:
        raise ValueError(f"it has more than {limit} bytes")
    if _depth(text) > DEPTH_LIMIT:
        raise ValueError(f"it is nested more than {DEPTH_LIMIT} deep")
    try:
        data = json.loads(text.decode("utf-8"), object_pairs_hook=_without_duplicates, parse_constant=_no_constant, parse_int=_integer)
    except UnicodeDecodeError:
        raise ValueError("it is not UTF-8") from None
    except json.JSONDecodeError as error:
        raise ValueError(f"it is not JSON: {error.msg.removesuffix(' at')} at character {error.pos}") from None
    except RecursionError:
        raise ValueError("it is nested too deeply") from None
    if not isinstance(data, dict):
        raise ValueError("it is not a JSON object")
    if canonical_json(data) != text:
        raise ValueError("it is not in canonical form (RFC 8785)")
    return data


def _depth(text: bytes) -> int:
    """Bound the depth from above before parsing: brackets within strings may only make it look deeper than it is."""
    deepest = depth = 0
    in_string = escaped = False
    for byte in text:
        if in_string:
            if escaped:
                escaped = False
            elif byte == 0x5C:
                escaped = True
            elif byte == 0x22:
                in_string = False
        elif byte == 0x22:
            in_string = True
        elif byte in b"[{":
            depth += 1
            deepest = max(deepest, depth)
        elif byte in b"]}":
            depth -= 1
    return deepest


def _without_duplicates(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        seen: set[str] = set()
        twice = next(key for key, _ in pairs if key in seen or seen.add(key))  # type: ignore[func-returns-value]
        raise ValueError(f"the key `{twice[:100]}` stands twice")
    return found


def _no_constant(name: str) -> Any:
    raise ValueError(f"{name} is not JSON")


def _integer(digits: str) -> int | float:
    # RFC 8785 writes a float of up to 1e21 without exponent; beyond 2**53 only a float can have been meant.
    if len(digits) > 22:
        raise ValueError("an integer is too large")
    value = int(digits)
    return value if abs(value) < 2**53 else float(value)
