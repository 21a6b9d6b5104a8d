# Everything a newcomer runs. Each target makes .venv and installs what it needs by itself.
PYTHON ?= python3
PORT ?= 8000
DATA ?= datos
VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip install --quiet --disable-pip-version-check
PIN := $(BIN)/uv pip compile --python-version 3.11 --universal --generate-hashes --no-header --quiet
RUN := $(BIN)/python -m cauce.cli
LOCALE := src/cauce/site/locale
CATALOGUES := $(patsubst %.po,%.mo,$(wildcard $(LOCALE)/*/LC_MESSAGES/django.po))
# The lazy functions of Django, which Babel does not know by itself.
KEYWORDS := --keyword gettext_lazy --keyword ngettext_lazy:1,2 \
	--keyword pgettext_lazy:1c,2 --keyword npgettext_lazy:1c,2,3

.PHONY: help install install-dev demo test test-long lint bench bundle serve messages translate requirements browser

help:
	@echo "make demo     a portal with demonstration data at http://127.0.0.1:8000 (PORT=8123 DATA=dir)"
	@echo "make test     ruff, mypy, import-linter, all tests, and the browser tests in Debian's Chromium"
	@echo "make test-long what takes minutes: hundreds of sudden deaths and mutated files"
	@echo "make lint     ruff, mypy and import-linter only"
	@echo "make bench    figures beside the raw engines, in one run"
	@echo "make bundle   one archive that installs where there is no network"
	@echo "make serve    your own portal, after '$(BIN)/cauce init' (PORT=8000 DATA=dir)"
	@echo "make translate brings $(LOCALE) up to date with the sentences of the pages"
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

messages: $(CATALOGUES)
	@:

%.mo: %.po | $(VENV)/installed
	@$(BIN)/pybabel --quiet compile --input-file $< --output-file $@

translate: $(VENV)/installed
	@$(BIN)/pybabel --quiet extract --mapping-file babel.cfg $(KEYWORDS) \
		--add-comments Translators: --add-location file --sort-output --no-wrap \
		--output-file $(VENV)/django.pot src
	@$(BIN)/pybabel --quiet update --domain django --input-file $(VENV)/django.pot \
		--output-dir $(LOCALE) --no-wrap --no-fuzzy-matching --ignore-obsolete \
		--ignore-pot-creation-date

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

# What takes minutes: two hundred sudden deaths, and whatever else is marked long.
test-long: install-dev
	$(BIN)/python -m pytest -m long

bench: install-dev
	$(BIN)/python -m tests.bench

requirements: install-dev
	$(PIN) requirements/build.in -o requirements/build.txt
	$(PIN) requirements/core.in -o requirements/core.txt
	$(PIN) requirements/core.in requirements/dev.in -o requirements/dev.txt

# One archive that installs with the network cut; it is installed once before it is packed.
bundle: install-dev
	$(BIN)/python scripts/bundle.py
