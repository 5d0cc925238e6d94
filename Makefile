# Two commands on a fresh machine with Python 3.11 and make:
#   make demo    computes every shipped product model, issues demonstration certificates and verifies them
#   make test    format, lint, types, tests, documentation, wheel
PYTHON ?= python3
UV ?= uv
VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check
WORKERS ?= 2
FUZZ_SECONDS ?= 600
KILLS ?= 3000
MODELS := $(sort $(wildcard product_models/*.yaml))

.DEFAULT_GOAL := help
.PHONY: help demo test check format lint types docs site fuzz kill benchmark lock clean

help:
	@echo "make demo      compute every shipped product model; demonstration certificates, verified"
	@echo "make test      format, lint, types, tests, documentation, wheel"
	@echo "make format    put the code into shape"
	@echo "make docs      write generated pages and outputs of examples anew"
	@echo "make site      build the documentation as a site in build/site"
	@echo "make fuzz      feed broken files to the reader for FUZZ_SECONDS ($(FUZZ_SECONDS))"
	@echo "make kill      kill KILLS ($(KILLS)) writers of a register at random instants"
	@echo "make benchmark measure start-up, the refusal of broken files, and batches beside Brightway and NumPy (half an hour)"
	@echo "make lock      renew the pinned requirements (needs uv)"
	@echo "make clean     remove the environment and all products"

$(BIN)/python:
	$(PYTHON) -m venv $(VENV)

# Stamps: a repeated run costs nothing until the pinned files change.
$(VENV)/run.stamp: requirements.txt pyproject.toml | $(BIN)/python
	$(PIP) install --quiet --require-hashes -r requirements.txt
	$(PIP) install --quiet --no-deps --no-build-isolation --editable .
	@touch $@

$(VENV)/test.stamp: requirements-test.txt $(VENV)/run.stamp
	$(PIP) install --quiet --require-hashes -r requirements-test.txt
	@touch $@

demo: $(VENV)/run.stamp
	@$(BIN)/footprint run $(MODELS)
	@$(BIN)/python docs/demonstration.py $(MODELS)

# The last line of the output is pytest's summary.
test: $(VENV)/test.stamp
	@.ci/readers
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/python -m pytest -q -n $(WORKERS) --dist loadgroup

lint: $(VENV)/test.stamp
	$(BIN)/ruff check .

types: $(VENV)/test.stamp
	$(BIN)/mypy

format: $(VENV)/test.stamp
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

docs: $(VENV)/test.stamp
	$(BIN)/python docs/generate.py

# Strict: a warning fails. The variable silences an announcement of the theme's makers, which is no warning about these pages.
site: $(VENV)/test.stamp
	NO_MKDOCS_2_WARNING=1 $(BIN)/python -m mkdocs build --strict

fuzz: $(VENV)/test.stamp
	$(BIN)/python tests/fuzz_reader.py --seconds $(FUZZ_SECONDS)

kill: $(VENV)/test.stamp
	FOOTPRINT_KILLS=$(KILLS) $(BIN)/python -m pytest -q tests/test_register.py -k killed

benchmark: $(VENV)/run.stamp
	$(BIN)/python benchmarks/startup.py
	$(BIN)/python benchmarks/broken_input.py
	$(BIN)/python benchmarks/report.py
	$(BIN)/python benchmarks/run.py --write docs/background/benchmarks.md

# The build backend is pinned with what is needed to run, so that the editable install needs no network of its own.
LOCK := $(UV) pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-header --no-emit-index-url --no-annotate pyproject.toml -
lock:
	echo hatchling | $(LOCK) --extra test --extra brightway --extra certify --extra dask --extra report --extra docs --output-file requirements-test.txt
	echo hatchling | $(LOCK) --extra certify --extra report --constraint requirements-test.txt --output-file requirements.txt

clean:
	rm -rf $(VENV) build dist .pytest_cache .mypy_cache .ruff_cache .hypothesis
	find footprint tests benchmarks inventories -name __pycache__ -type d -prune -exec rm -rf {} +
