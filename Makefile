# Everything a newcomer runs. Each target makes .venv and installs what it needs by itself.
PYTHON ?= python3
PORT ?= 8000
DATA ?= datos
VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip install --quiet --disable-pip-version-check
PIN := $(BIN)/uv pip compile --python-version 3.11 --universal --generate-hashes --no-header --quiet
RUN := $(BIN)/python -m cauce.cli

.PHONY: help install install-dev demo test lint bench serve messages requirements browser

help:
	@echo "make demo     a portal with demonstration data at http://127.0.0.1:8000 (PORT=8123 DATA=dir)"
	@echo "make test     ruff, mypy, import-linter, all tests, and the browser tests in Debian's Chromium"
	@echo "make lint     ruff, mypy and import-linter only"
	@echo "make bench    figures beside the raw engines, in one run"
	@echo "make serve    your own portal, after '$(BIN)/cauce init' (PORT=8000 DATA=dir)"
	@echo "make install  what the portal needs, into .venv"

$(BIN)/python:
	$(PYTHON) -c 'import sys; sys.exit("Cauce needs Python 3.11 or newer: make PYTHON=python3.11 …") if sys.version_info < (3, 11) else None'
	$(PYTHON) -m venv $(VENV)

$(VENV)/installed: requirements/build.txt requirements/core.txt pyproject.toml | $(BIN)/python
	$(PIP) --require-hashes -r requirements/build.txt -r requirements/core.txt
	$(PIP) --no-deps --no-build-isolation -e .
	@touch $@

$(VENV)/installed-dev: requirements/dev.txt $(VENV)/installed
	$(PIP) --require-hashes -r requirements/dev.txt
	@touch $@

install: $(VENV)/installed messages

install-dev: $(VENV)/installed-dev messages

messages: $(VENV)/installed
	@$(BIN)/pybabel --quiet compile --domain django --directory src/cauce/site/locale

demo: install
	$(RUN) demo --data $(DATA) --port $(PORT)

serve: install
	$(RUN) serve --data $(DATA) --port $(PORT)

lint: install-dev
	$(BIN)/ruff format --check src tests
	$(BIN)/ruff check src tests
	$(BIN)/mypy
	$(BIN)/lint-imports --no-cache

browser:
	@command -v chromium >/dev/null || sh tests/browser/install_chromium.sh

test: lint browser
	$(BIN)/python -m pytest -n 2 --dist loadfile

bench: install-dev
	$(BIN)/python -m tests.bench

requirements: install-dev
	$(PIN) requirements/build.in -o requirements/build.txt
	$(PIN) requirements/core.in -o requirements/core.txt
	$(PIN) requirements/core.in requirements/dev.in -o requirements/dev.txt
