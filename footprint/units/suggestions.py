"""What may have been meant by a token that is no unit."""

from __future__ import annotations

import re
from typing import NoReturn

from footprint.errors import nearest
from footprint.units.characters import show
from footprint.units.definitions import Refusal, dialect, folded
from footprint.units.dimension import Dimension
from footprint.units.errors import AmbiguousUnit, RefusedUnit, UnknownUnit

__all__ = ["refuse_token", "suggest"]

_MASS = Dimension({"mass": 1})
#: Tails of tokens such as kgCO2e and tC: what is glued to a mass.
_EQUIVALENT = frozenset(map(folded, ("CO2e", "CO2eq", "CO2-eq", "CO2-e", "CO2equiv", "CO2当量", "二氧化碳当量")))
_GASES = frozenset(map(folded, ("CO2", "二氧化碳", "C", "碳", "CH4", "N2O")))
_NUMBERS = ("千", "万", "亿")
_POWER = re.compile(r"(.*?)(-?[2-6]|-1)$")


def refuse_token(token: str, following: str = "") -> NoReturn:
    """Raise the error for a token that is not in the dialect.

    Parameters
    ----------
    token
        The normalised token.
    following
        The token after it, for `万 kWh`.

    Raises
    ------
    AmbiguousUnit, RefusedUnit
        Where the token, in whatever case, is in the table of refused tokens.
    UnknownUnit
        Everywhere else, with suggestions.
    """
    known = dialect()
    if token in _NUMBERS and token + following in known.units:
        refusal = known.refusals[token]
        _refuse(token, Refusal(token, "refused", (token + following,), refusal.reason_en, refusal.reason_zh))
    if token in known.refusals:
        _refuse(token, known.refusals[token])
    if folded(token) not in known.folded_units:
        glued = known.folded_refusals.get(folded(token)) or _glued_gas(token)
        if glued:
            _refuse(token, glued)
    raise UnknownUnit(token=show(token), suggestions=suggest(token))


def suggest(token: str) -> list[str]:
    """Rank what may have been meant by an unknown token, best first; at most four."""
    known = dialect()
    found = [known.units[alike].symbol for alike in known.folded_units.get(folded(token), ())]
    words = [word for word in re.split(r"[-._×⁄∕]", token) if word]
    if len(words) > 1 and all(word in known.units for word in words):
        found.append(" ".join(words))
    power = _POWER.match(token)
    if power and power[1] in known.units:
        found.append(f"{power[1]}^{power[2]}")
    for plural in ("s", "(s)", "es"):
        single = token.removesuffix(plural)
        if single != token:
            found.extend(known.units[alike].symbol for alike in known.folded_units.get(folded(single), ()))
    if not found and len(token) <= 40:
        found.extend(known.units[near].symbol for near in nearest(token, known.units))
    return list(dict.fromkeys(found))[:4]


def _refuse(token: str, refusal: Refusal) -> NoReturn:
    error = AmbiguousUnit if refusal.kind == "ambiguous" else RefusedUnit
    raise error(token=show(token), suggestions=list(refusal.suggestions), reason_en=refusal.reason_en, reason_zh=refusal.reason_zh)


def _glued_gas(token: str) -> Refusal | None:
    """Recognise a mass with something glued to it: kgCO2e, tCO2, tC."""
    known = dialect()
    for cut in range(1, min(len(token), 12)):
        head, tail = token[:cut], folded(token[cut:])
        if tail not in _EQUIVALENT and tail not in _GASES:
            continue
        masses = [known.units[alike] for alike in known.folded_units.get(folded(head), ()) if known.units[alike].dimension == _MASS]
        heads = known.refusals[head].suggestions if head in known.refusals else tuple(mass.symbol for mass in masses)
        if not heads or (not masses and head not in known.refusals):
            continue
        carbon = tail in _GASES
        written = tuple(f"{mass} CO2e" for mass in heads) if not carbon else (*heads, *(f"{mass} CO2e" for mass in heads if "co2" in tail))
        reason = known.folded_refusals[tail if carbon else folded("CO2eq")]
        return Refusal(token, "refused", written, reason.reason_en, reason.reason_zh)
    return None
