"""The evidence bundle: everything that a result rests on, in one file that never changes (design section 9)."""

from footprint.verification.bundle.bundle import ENDING, Bundle, open_bundle, write_bundle
from footprint.verification.bundle.commitments import BACKGROUND_ENDING, SALTS_ENDING, read_salts
from footprint.verification.bundle.relocation import Calculate
from footprint.verification.bundle.request import Requested, request

__all__ = [
    "BACKGROUND_ENDING",
    "ENDING",
    "SALTS_ENDING",
    "Bundle",
    "Calculate",
    "Requested",
    "open_bundle",
    "read_salts",
    "request",
    "write_bundle",
]
