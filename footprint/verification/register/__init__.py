"""The register of statements: append-only, chained, and whole at every instant."""

from footprint.verification.register.entries import Entry
from footprint.verification.register.register import Register, create_register
from footprint.verification.register.states import State

__all__ = ["Entry", "Register", "State", "create_register"]
