# `make demo` and `make test` need Python 3.11 or newer and nothing else. Everything goes into .venv.

SHELL := /bin/bash
.SHELLFLAGS := -o pipefail -c

VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip install --disable-pip-version-check --no-input
FITS := import sys, venv, ensurepip; sys.exit(not (3, 11) <= sys.version_info[:2] <= (3, int(sys.argv[1])))
# One that kb is tested with, else a newer one.
PYTHON ?= $(shell for newest in 13 99; do for each in python3 python3.13 python3.12 python3.11; do \
	$$each -c '$(FITS)' $$newest 2>/dev/null && echo $$each && break 2; done; done)
WEB := $(shell find web -name node_modules -prune -o -type f -print) hatch_build.py

.PHONY: demo test check bench bench-load bench-traversals lock clean
.DEFAULT_GOAL := demo

demo: $(VENV)/ready  ## Start Neo4j, load the starter dataset, serve it (PORT=9000 for another port)
	@$(if $(PORT),KB_PORT=$(PORT)) $(BIN)/kb demo || [ $$? -eq 130 ] # Ctrl-C is how it ends

test: $(VENV)/ready  ## Run the whole suite on a database of its own
	$(BIN)/pytest

check: $(VENV)/ready  ## Lint and types
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/mypy

bench: $(VENV)/ready benchmarks/peer/node_modules  ## Measure kb, its peer and the bare driver; ARGS="--seconds 2" for less
	$(BIN)/python -m benchmarks $(ARGS)

bench-load: $(VENV)/ready  ## Measure loading; ARGS="--rows 20000 --bulk 0" for less
	$(BIN)/python -m benchmarks.load $(ARGS)

bench-traversals: $(VENV)/ready  ## Measure the examples on a graph with a million projects
	$(BIN)/python -m benchmarks.traversals $(ARGS)

benchmarks/peer/node_modules: benchmarks/peer/package-lock.json
	cd benchmarks/peer && $(CURDIR)/$(BIN)/npm ci --silent --ignore-scripts
	@touch $@

$(VENV)/ready: requirements.lock pyproject.toml $(WEB)
	@test -n "$(PYTHON)" || { echo "kb needs Python 3.11 or newer, with venv." \
		"Debian and Ubuntu: apt install python3-venv; macOS: brew install python"; exit 1; }
	@echo "Setting up $(VENV) with $$($(PYTHON) --version)"
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	@echo "Installing what requirements.lock names"
	@$(PIP) --progress-bar off --require-hashes -r requirements.lock \
		| sed -n -e 's/^ *Downloading \([^ ]*\) (\(.*\))$$/  \1  \2/p' -e 's/^Installing.*/  putting them in place/p'
	@echo "Installing kb and building its web pages"
	@$(PIP) --quiet --no-deps --no-build-isolation -e .
	@touch $@

lock:  ## Resolve requirements.lock anew (needs uv)
	uv pip compile pyproject.toml --all-extras --universal --python-version 3.11 --upgrade --quiet \
		--generate-hashes --no-emit-index-url --custom-compile-command 'make lock' -o requirements.lock

clean:  ## Remove what was built; the data folder of the demo stays
	rm -rf $(VENV) kb/web/static web/node_modules benchmarks/peer/node_modules dist .pytest_cache .mypy_cache .ruff_cache
