# Coffeehouse. `make` lists the commands; `make up` opens the house; `make test` runs the tests.
#
# Everything is installed into .venv from the lock files in requirements/ (exact versions, with hashes).
# Settings come from the environment or .env: PORT=9000 COFFEEHOUSE_DATA=/srv/house make up

VENV := .venv
BIN := $(VENV)/bin
PYTEST_PROCESSES ?= 2
# Packages of the system that tests must find: `make test REQUIRE=chromium,postgres` fails where one is absent.
REQUIRE ?=
# `make test DB=postgres` runs the suite on a PostgreSQL server of its own.
DB ?= sqlite
ARGS ?=
# A file's tests stay together, so that what they share (an open house) is made once; long files first (tests/conftest.py).
BY_FILE := --dist loadfile --no-loadscope-reorder

.DEFAULT_GOAL := help
.PHONY: help up test test-slow test-coverage test-api check-style format assets docs lock install install-dev clean

help: ## List these commands
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 16

up: $(VENV)/.run-ready assets ## Open the house on http://localhost:8000 (DEMO=1 fills it with a made-up town)
	@$(BIN)/python -m compileall -qq coffeehouse || :  # what an update changed
	@exec $(BIN)/coffeehouse up $(if $(filter-out 0 no off,$(DEMO)),--demo)

test: $(VENV)/.dev-ready assets ## Run the tests (DB=postgres, REQUIRE=chromium,postgres, ARGS="-k ledger")
	@$(BIN)/python -m tests.run --database $(DB) --require "$(REQUIRE)" -- -n $(PYTEST_PROCESSES) $(BY_FILE) -m "not slow" $(ARGS)

test-slow: $(VENV)/.dev-ready assets ## Run the heavy tests
	@$(BIN)/python -m tests.run --database $(DB) --require "$(REQUIRE)" -- -n $(PYTEST_PROCESSES) --dist worksteal -m slow $(ARGS)

test-coverage: $(VENV)/.dev-ready assets ## Every branch of what decides whom the house believes
	@$(BIN)/python -m tests.run --require "$(REQUIRE)" -- -q -n $(PYTEST_PROCESSES) $$($(BIN)/python -m tests.covered)

test-api: $(VENV)/.dev-ready assets ## Send made-up requests to every operation of the API (ARGS="--cases 20")
	@$(BIN)/python -m tests.schemathesis_run $(ARGS)

check-style: $(VENV)/.dev-ready ## Check style, types and import rules
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/lint-imports --no-cache
	@$(BIN)/mypy coffeehouse tests

format: $(VENV)/.dev-ready ## Put the code into the house style
	@$(BIN)/ruff check --fix-only --quiet .
	@$(BIN)/ruff format --quiet .

assets: $(VENV)/.run-ready ## Build stylesheet and script of the web pages, where they have changed
	@$(BIN)/python -m coffeehouse.channels.web.assets.build

docs: $(VENV)/.dev-ready ## Write the reference pages that are made from the code
	@$(BIN)/python -m coffeehouse.site.reference

lock: $(VENV)/.dev-ready ## Write the lock files anew from pyproject.toml
	@$(BIN)/uv pip compile pyproject.toml --quiet --universal --generate-hashes --no-annotate --no-header \
		--no-emit-index-url --no-emit-find-links $(ARGS) \
		--extra postgres --group build --group assets --group dev -o requirements/dev.txt
	@$(BIN)/uv pip compile pyproject.toml --quiet --universal --generate-hashes --no-annotate --no-header \
		--no-emit-index-url --no-emit-find-links --constraint requirements/dev.txt \
		--extra postgres --group build --group assets -o requirements/run.txt

install: $(VENV)/.run-ready ## Install what running needs into .venv

install-dev: $(VENV)/.dev-ready ## Install what developing and testing need into .venv

clean: ## Remove the virtual environment and built files (never the data)
	rm -rf $(VENV) coffeehouse.egg-info coffeehouse/channels/web/static/built

$(BIN)/python:
	@found=; for python in python3.13 python3.12 python3.11 python3.14 python3; do \
		if command -v $$python >/dev/null 2>&1 && \
			$$python -c 'import sys, venv, ensurepip; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; \
		then found=$$python; break; fi; \
	done; \
	if [ -z "$$found" ]; then \
		echo "Coffeehouse needs Python 3.11 or newer with its venv module, and found none on the PATH." >&2; \
		echo "On Debian or Ubuntu: sudo apt install python3 python3-venv. Elsewhere: https://www.python.org/downloads/" >&2; \
		exit 1; \
	fi; \
	echo "Making $(VENV) with $$($$found --version)"; $$found -m venv $(VENV)

# Bytecode is written here: where the environment says that Python writes none (as many containers do) and pip wrote none,
# each command would compile everything anew, and a house took more than twice as long to open. Packages may bring files
# of other versions, which cannot be compiled and are never imported.
COMPILE = $(BIN)/python -m compileall -qq -j 0 $(VENV)/lib coffeehouse || :

$(VENV)/.run-ready: requirements/run.txt | $(BIN)/python
	@if [ ! -f $(VENV)/.dev-ready ] || [ $(VENV)/.dev-ready -ot requirements/dev.txt ]; then \
		echo "Installing locked requirements (once; about a minute)"; \
		$(BIN)/python -m pip install -qq --disable-pip-version-check --require-hashes -r requirements/run.txt; \
	fi
	@$(BIN)/python -m pip install -qq --disable-pip-version-check --no-deps --no-build-isolation -e .
	@$(COMPILE)
	@touch $@

$(VENV)/.dev-ready: requirements/dev.txt | $(BIN)/python
	@echo "Installing locked requirements for tests (once; about a minute)"
	@$(BIN)/python -m pip install -qq --disable-pip-version-check --require-hashes -r requirements/dev.txt
	@$(BIN)/python -m pip install -qq --disable-pip-version-check --no-deps --no-build-isolation -e .
	@$(COMPILE)
	@touch $(VENV)/.run-ready $@
