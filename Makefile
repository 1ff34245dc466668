# Everything sets itself up: the first run makes .venv from requirements.lock and says so.

PYTHON ?= python3
BIN := .venv/bin
READY := .venv/ready

.DEFAULT_GOAL := help
NPM ?= npm
BENCHMARKS ?= reading_speed where_when_speed log_store log_copies log_happenings log_kill \
	control_speed control_simulated control_truth
PAGES := src/whoholds/web/static/index.html
PAGE_SOURCES := $(shell find web -type f -not -path '*/node_modules/*' 2>/dev/null)

.PHONY: help demo test map pages lint fix bench cnn control gold gains readme lock clean

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

$(PAGES): $(PAGE_SOURCES)
	@echo "== Building the map and the other pages =="
	cd web && $(NPM) ci --no-audit --no-fund && $(NPM) run build
	@touch $(PAGES)

map: $(PAGES) ## Build the map and the other pages (needs Node.js once)

# Without Node.js everything but the pages works; the server then tells how to get them.
pages:
	@if command -v $(NPM) >/dev/null; then $(MAKE) --no-print-directory map || \
	echo "== The map could not be built (see above); the rest works without it =="; \
	else echo "== No Node.js here: the map is left out; install it and run make map =="; fi

demo: $(READY) pages ## Read the sample reports, and see who holds what
	@$(BIN)/whoholds demo whoholds-demo

test: $(READY) pages ## Run the tests
	$(BIN)/python -m pytest

lint: $(READY) ## Check style, types and imports
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

fix: $(READY) ## Put the style right
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

bench: $(READY) ## Measure speed and scale, one after another (BENCHMARKS="reading_speed" for some)
	@for name in $(BENCHMARKS); do echo "== $$name =="; $(BIN)/python benchmarks/$$name.py || exit 1; done

cnn: $(READY) ## Train spaCy's CNN to compare with (WHOHOLDS_DATA has the treebanks; 20 minutes)
	$(BIN)/python -m training.train_baseline_cnn --data $${WHOHOLDS_DATA:-../shared} --out build/cnn

control: $(READY) ## Compare who holds what with simulated wars and with dated changes
	$(BIN)/python benchmarks/control_simulated.py --seeds 3
	$(BIN)/python benchmarks/control_truth.py

gold: $(READY) ## Measure accuracy on the gold sets (WHOHOLDS_DATA says where they are)
	$(BIN)/python benchmarks/gold.py

gains: $(READY) ## Show the claims gained and lost since the last release
	$(BIN)/python benchmarks/gains.py

readme: $(READY) ## Put what the demo prints into the README
	$(BIN)/python docs/fill_readme.py

lock: $(READY) ## Choose the newest allowed dependencies anew (needs uv)
	uv pip compile pyproject.toml --extra dev --universal --generate-hashes --upgrade \
		--no-emit-index-url --no-emit-find-links --no-header -o requirements.lock

clean: ## Remove what the other targets made
	rm -rf .venv whoholds-demo build dist web/node_modules src/whoholds/web/static
