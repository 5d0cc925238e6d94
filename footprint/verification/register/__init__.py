"""The register of statements: append-only, chained, and whole at every instant."""

from footprint.verification.register.checking import Check, Head, check_register
from footprint.verification.register.entries import Entry
from footprint.verification.register.register import Register, create_register
from footprint.verification.register.states import State
from footprint.verification.register.status_file import sign_status, status_list

__all__ = ["Check", "Entry", "Head", "Register", "State", "check_register", "create_register", "sign_status", "status_list"]
