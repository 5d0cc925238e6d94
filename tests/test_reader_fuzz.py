"""A short run of the fuzzer with every test run; `make fuzz` runs it for long."""

from __future__ import annotations

from fuzz_reader import run


def test_two_hundred_inputs_of_each_kind_raise_nothing_but_findings() -> None:
    run(200, number=20241231)
