# Targets are short; what they do is written in Python.
PYTHON ?= python3
VENV ?= .venv
BIN := $(VENV)/bin
READY := $(VENV)/ready

.DEFAULT_GOAL := help
.PHONY: help setup contract test test-pythons test-wheel build bench bench-site font-metrics lint types generate generate-check release-check lock clean

help: ## List the targets.
	@sed -n 's/^\([a-z-]*\):.*## \(.*\)/  \1\t\2/p' Makefile | expand -t 20

setup: $(READY) ## Make .venv with everything, from the locked requirements.

$(READY): requirements/dev.txt pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(0 if sys.version_info >= (3, 11) else "Python 3.11 or later is needed: make PYTHON=python3.12 …")'
	@echo "setting up $(VENV)"
	@$(PYTHON) -m venv --clear $(VENV)
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements/dev.txt
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
	@touch $@

contract: setup ## Do the main job: validate the contract, prove the generated code current, check the sandbox.
	@$(BIN)/webflow-contract validate
	@$(BIN)/webflow-contract generate --check
	@$(BIN)/webflow-contract check

# Without bytecode that is kept, each pytest that a test starts would compile its plugins anew. Files go in the order of
# conftest.py, the longest first: xdist would put those last that have few tests, which are the longest.
test: setup ## Run every test.
	@PYTHONDONTWRITEBYTECODE= $(BIN)/python -m pytest --numprocesses auto --dist loadfile --no-loadscope-reorder

test-pythons: ## Run every test on each Python from 3.11 on that is here, in a .venv of its own.
	@set -e; for python in python3.11 python3.12 python3.13 python3.14 python3.15; do \
		if $$python --version 2>/dev/null; then $(MAKE) test PYTHON=$$python VENV=.venv-$$python; fi; \
	done

test-wheel: setup ## Run every test against the installed wheel, and use the wheel with the newest dependencies.
	@$(BIN)/python contract_tests/artefact/installed.py
	@$(BIN)/python contract_tests/artefact/newest.py

build: setup ## Build source archive and wheel into dist/, the same bytes from the same sources.
	@$(BIN)/python -m hatchling build --clean --directory dist

bench: setup ## Measure the client against its peers.
	@$(BIN)/python contract_tests/benchmarks/client.py

bench-site: setup ## Measure planning up to 100,000 pages and locales, and applying against the vendor's SDK.
	@$(BIN)/python contract_tests/benchmarks/planning.py
	@$(BIN)/python contract_tests/benchmarks/applying.py

font-metrics: setup ## Write the widths of characters anew that lint measures texts with.
	@$(BIN)/python contract_tests/fonts/measure.py

lint: setup ## Check style and formatting.
	@$(BIN)/ruff check
	@$(BIN)/ruff format --check

types: setup ## Check types: mypy --strict on everything, pyright's rules on handwritten code.
	@$(BIN)/mypy
	@$(BIN)/basedpyright

generate: setup ## Write generated/webflow_api anew from spec/.
	@$(BIN)/webflow-contract generate

generate-check: setup ## Prove that generated/webflow_api is what spec/ generates.
	@$(BIN)/webflow-contract generate --check

release-check: setup ## Refuse a release whose version, changelog or generated tree does not fit its contract.
	@$(BIN)/webflow-contract release check

lock: setup ## Resolve the requirements anew, by name, version and hash only.
	@$(BIN)/uv pip compile --quiet --no-config --universal --python-version 3.11 --generate-hashes --no-annotate \
		--no-header --extra cli --extra contract --extra suite --group dev pyproject.toml --output-file requirements/dev.txt --upgrade

clean: ## Remove every .venv, what was built, and the caches.
	rm -rf .venv .venv-* dist .mypy_cache .pytest_cache .ruff_cache .hypothesis .schemathesis
