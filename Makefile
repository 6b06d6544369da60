# Everything a fresh machine needs: Python 3.11 to 3.13 with venv and pip, and make.
# `make help` lists the targets. Installs are keyed on stamp files in .venv, so repeats are fast.

SHELL := /bin/sh
.SHELLFLAGS := -eu -c
.DELETE_ON_ERROR:
.NOTPARALLEL:
.DEFAULT_GOAL := help

VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip install --quiet --disable-pip-version-check --constraint constraints.txt
CASE := bac-ninh
OUT := out/$(CASE)
TEST_WORKERS := 2
# A worker keeps to one stretch of the tests, so that servers and planned provinces are made once, and helps out at the end.
PYTEST := $(BIN)/python -m pytest -n $(TEST_WORKERS) --dist worksteal
# Of the mutants of each function the first, the fourth, the seventh, the eleventh...: three in ten, the same each time.
MUTANTS := *[147]

.PHONY: help
help: ## List the targets.
	@sed -n 's/^\([a-z-]*\):.*## /\1\t/p' Makefile | expand -t 12

.PHONY: run
run: $(VENV)/core ## Plan Bắc Ninh's 99 communes: print the summary and write it to out/bac-ninh.
	@$(BIN)/dieuphoi case $(CASE) --out $(OUT)/input
	@$(BIN)/dieuphoi plan $(OUT)/input --out $(OUT)

.PHONY: serve
serve: $(VENV)/core ## Serve the API on http://127.0.0.1:8000, data in ./data.
	@$(BIN)/dieuphoi serve

.PHONY: test
test: lint types layers pytest ## Lint, types, layers and all tests.

.PHONY: lint
lint: $(VENV)/dev ## Check style and formatting.
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

.PHONY: types
types: $(VENV)/dev ## Check types, strictly.
	$(BIN)/mypy

.PHONY: layers
layers: $(VENV)/dev ## Check that no module imports from a layer above its own.
	$(BIN)/lint-imports --no-cache

.PHONY: pytest
pytest: $(VENV)/dev ## Run all tests.
	$(PYTEST) $(PYTEST_ARGS)

.PHONY: coverage
coverage: $(VENV)/dev ## Run all tests and show the lines they miss.
	$(PYTEST) --cov --cov-report=term-missing:skip-covered

.PHONY: bench
bench: $(VENV)/dev ## Measure plans against other solvers, in about forty minutes: out/bench.
	$(BIN)/python -m tests.benchmarks
	$(BIN)/python -m tests.benchmarks.workbooks

.PHONY: bench-api
bench-api: $(VENV)/dev ## Measure the service under load, in about three minutes.
	$(BIN)/python -m tests.benchmarks.api

# Begun anew each time, so that the figures are those of the tree as it is. mutmut looks for mypy on the path.
.PHONY: mutants
mutants: $(VENV)/mutants ## Break rules, engines and verification bit by bit and count what tests notice, in about an hour.
	rm -rf mutants
	PATH="$(CURDIR)/$(BIN):$$PATH" $(BIN)/mutmut run --max-children $(TEST_WORKERS) '$(MUTANTS)'
	@$(BIN)/mutmut results --all true | $(BIN)/python -m tests.mutants

# LibreOffice and poppler are needed: apt install libreoffice-writer-nogui poppler-utils fonts-liberation
.PHONY: pages
pages: $(VENV)/core ## Draw the pages of Bắc Ninh's drafts as pictures, to be looked at: out/pages.
	rm -rf out/drafts out/pages
	@mkdir -p out/pages
	@$(BIN)/dieuphoi pack $(OUT) --out out/drafts
	soffice --headless --convert-to pdf --outdir out/pages out/drafts/*.docx out/drafts/*/*.docx >/dev/null
	for page in out/pages/*.pdf; do pdftoppm -r 60 -png "$$page" "$${page%.pdf}"; done

.PHONY: pictures
pictures: $(VENV)/dev ## Draw the pictures of the documentation anew: docs/pictures.
	$(BIN)/python -m scenarios.pictures docs/pictures

.PHONY: format
format: $(VENV)/dev ## Format the code and mend what lint can mend.
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

.PHONY: clean
clean: ## Remove everything that was made here, .venv included.
	rm -rf $(VENV) out mutants build dist *.egg-info .coverage htmlcov
	rm -rf .mypy_cache .ruff_cache .pytest_cache .hypothesis
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

# A half-made environment is removed, so that the next try starts afresh.
$(BIN)/python:
	@python=; \
	for candidate in $(PYTHON) python3 python3.13 python3.12 python3.11; do \
	    if $$candidate -c 'import sys; sys.exit(not (3, 11) <= sys.version_info[:2] <= (3, 13))' 2>/dev/null; then \
	        python=$$candidate; break; \
	    fi; \
	done; \
	if [ -z "$$python" ]; then \
	    echo "Python 3.11, 3.12 or 3.13 is needed. Name one with: make PYTHON=/path/to/python ..." >&2; exit 1; \
	fi; \
	if ! $$python -c 'import ensurepip, venv' 2>/dev/null; then \
	    echo "Python's venv module is missing. On Debian and Ubuntu: apt install python3-venv" >&2; exit 1; \
	fi; \
	echo "Making $(VENV) with $$($$python --version)"; \
	$$python -m venv $(VENV) || { rm -rf $(VENV); exit 1; }

$(VENV)/core: $(BIN)/python pyproject.toml constraints.txt
	@echo "Installing Điều Phối"
	@$(PIP) --editable .
	@touch $@

$(VENV)/dev: $(BIN)/python pyproject.toml constraints.txt
	@echo "Installing Điều Phối with what its tests need"
	@$(PIP) --editable '.[dev]'
	@touch $@

$(VENV)/mutants: $(BIN)/python pyproject.toml constraints.txt
	@echo "Installing Điều Phối with its tests and what breaks it for them"
	@$(PIP) --editable '.[dev,mutants]'
	@touch $@
