# Everything sets itself up: the first run makes .venv from requirements.lock and says so.

PYTHON ?= python3
BIN := .venv/bin
READY := .venv/ready

.DEFAULT_GOAL := help
.PHONY: help demo test lint fix bench gold readme lock clean

help: ## Say what there is
	@grep -E '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed -E 's/^([a-z]+):.*## (.*)/  make \1\t\2/' | expand -t 16

$(READY): requirements.lock pyproject.toml
	@echo "== Setting up .venv from requirements.lock (once; a few minutes) =="
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Python 3.11 or newer is needed: make PYTHON=python3.12")'
	$(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	@touch $(READY)
	@echo "== .venv is ready =="

demo: $(READY) ## Read the sample reports, and see who holds what
	@$(BIN)/whoholds demo whoholds-demo

test: $(READY) ## Run the tests
	$(BIN)/python -m pytest

lint: $(READY) ## Check style, types and imports
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

fix: $(READY) ## Put the style right
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

bench: $(READY) ## Measure the speed of reading
	$(BIN)/python benchmarks/reading_speed.py

gold: $(READY) ## Measure accuracy on the gold sets (WHOHOLDS_DATA says where they are)
	$(BIN)/python benchmarks/gold.py

readme: $(READY) ## Put what the demo prints into the README
	$(BIN)/python docs/fill_readme.py

lock: $(READY) ## Choose the newest allowed dependencies anew (needs uv)
	uv pip compile pyproject.toml --extra dev --universal --generate-hashes --upgrade \
		--no-emit-index-url --no-emit-find-links --no-header -o requirements.lock

clean: ## Remove what the other targets made
	rm -rf .venv whoholds-demo build dist
