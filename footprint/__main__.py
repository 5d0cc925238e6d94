"""Lets ``python -m footprint`` do what the command ``footprint`` does."""

from __future__ import annotations

from footprint.cli import main

__all__: list[str] = []

if __name__ == "__main__":
    main()
