# The commands of the project. The work is in tools/, one module per verb.
.DEFAULT_GOAL := help
.PHONY: help run test test-long check screens bench services migrations messages format lock clean python dev

PYTHON ?= python3
VENV_PYTHON := .venv/bin/python
ARGS ?=

help: ## show these commands
	@awk 'BEGIN {FS = ":.*## "} /^[a-z-]+:.*## / {printf "  make %-11s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

run: python ## open the application on http://127.0.0.1:8000 (PORT=, HOST=)
	@$(PYTHON) -m tools.environment run
	@$(VENV_PYTHON) -m tools.run

test: dev ## every test, browser journeys too (ARGS="-k word", ARGS="--profile embedded")
	@$(VENV_PYTHON) -m tools.test $(ARGS)

test-long: dev ## races, kills and drills
	@$(VENV_PYTHON) -m tools.test --long $(ARGS)

check: dev ## format, rules, types, imports, migrations, settings, templates, texts (ARGS="mypy")
	@$(VENV_PYTHON) -m tools.check $(ARGS)

screens: dev ## pictures of every page and one contact sheet in var/screens (ARGS="--only home")
	@$(VENV_PYTHON) -m tools.screens $(ARGS)

bench: dev ## jobs measured against a floor (ARGS="--only fold")
	@$(VENV_PYTHON) -m bench $(ARGS)

services: python ## install and start PostgreSQL, Redis, Chromium, gettext (as root on Debian)
	@$(PYTHON) -m tools.provision

migrations: dev ## write the migrations that the models ask for
	@$(VENV_PYTHON) manage.py makemigrations $(ARGS)

messages: dev ## collect the texts into locale/ and compile them
	@$(VENV_PYTHON) -m tools.messages write

format: dev ## bring Python and templates into form
	@$(VENV_PYTHON) -m ruff format .
	@$(VENV_PYTHON) -m ruff check --fix --exit-zero -q .
	@$(VENV_PYTHON) -m djhtml --tabwidth 2 templates

lock: python ## write requirements.lock and requirements-dev.lock anew (needs the network)
	@$(PYTHON) -m tools.lock

clean: ## remove the environment and all that the commands made, the local database too
	rm -rf .venv var .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null || { \
	  echo "✗ Cần Python 3.11 trở lên ($(PYTHON) cũ hơn hoặc không có). Chạy: make PYTHON=python3.11 … / Python 3.11 or newer is needed." >&2; \
	  exit 1; }

dev: python
	@$(PYTHON) -m tools.environment dev
