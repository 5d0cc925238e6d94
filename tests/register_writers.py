"""Writers of a register that are killed: run as a program, it prints what was acknowledged to whom as one JSON object.

Children are forked from this process and not from that of the tests, which has threads.
"""

from __future__ import annotations

import json
import os
import random
import signal
import sys
import time
from collections.abc import Mapping
from typing import Any

from footprint.verification.register import Register

__all__ = ["content", "main"]

TOGETHER = 4


def content(number: str) -> Mapping[str, Any]:
    """Give what is recorded of a statement."""
    return {"statement_sha256": "0" * 58 + number[-6:], "valid_until": "2030-12-31T23:59:59Z"}


def write_until_killed(path: str, pipe: int) -> None:
    """Issue one statement after the other, and say so of each that was acknowledged."""
    register = Register(path)
    while True:
        os.write(pipe, f"{register.issue('statement', content).number}\n".encode())


def kill_writers(path: str, kills: int, seed: int) -> list[str]:
    """Start writers, kill each at a random instant, and give the numbers that they were told were issued."""
    chance, acknowledged = random.Random(seed), b""
    for turn in range(-(-kills // TOGETHER)):
        children = [start(path) for _ in range(TOGETHER)]
        first = []
        for child, reader in children:
            # Every other time the first instants of a writer are of interest, else those when all are at work.
            first.append(os.read(reader, 1) if turn % 2 else b"")
            time.sleep(chance.uniform(0.0, 0.02))
            os.kill(child, signal.SIGKILL)
        for (child, reader), start_of_text in zip(children, first, strict=True):
            _, status = os.waitpid(child, 0)
            assert os.WIFSIGNALED(status), "a writer ended by itself"
            acknowledged += start_of_text + everything(reader)
    return acknowledged.decode("ascii").split()


def start(path: str) -> tuple[int, int]:
    """Fork a writer, and give its process and the end of the pipe where it tells what was acknowledged."""
    reader, writer = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(reader)
        try:
            write_until_killed(path, writer)
        finally:
            os._exit(3)
    os.close(writer)
    return child, reader


def everything(reader: int) -> bytes:
    """Read a pipe to its end."""
    found = b""
    while part := os.read(reader, 65536):
        found += part
    os.close(reader)
    return found


def write_many(path: str, processes: int, issues: int, durable: bool) -> list[str]:
    """Let several processes issue statements at once, and give the numbers that they were told."""
    reader, writer = os.pipe()
    children = []
    for _ in range(processes):
        child = os.fork()
        if child == 0:
            os.close(reader)
            register = Register(path, durable=durable)
            for _ in range(issues):
                os.write(writer, f"{register.issue('statement', content).number}\n".encode())
            os._exit(0)
        children.append(child)
    os.close(writer)
    told = everything(reader)
    for child in children:
        assert os.waitpid(child, 0)[1] == 0
    return told.decode("ascii").split()


def main() -> None:
    """Run as ``register_writers.py kill PATH KILLS SEED`` or ``... many PATH PROCESSES ISSUES DURABLE``."""
    task, path, *numbers = sys.argv[1:]
    if task == "kill":
        kills, seed = map(int, numbers)
        told = kill_writers(path, kills, seed)
    else:
        processes, issues, durable = map(int, numbers)
        told = write_many(path, processes, issues, bool(durable))
    sys.stdout.write(json.dumps(told))


if __name__ == "__main__":
    main()
