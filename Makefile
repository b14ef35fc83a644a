# Everything the README names. Each target sets up .venv by itself; nothing but Python 3.11 or newer is needed.
PYTHON ?= python3
BIN := .venv/bin
STAMP := .venv/.installed
DATA ?= data

BUILT := webapp/static/built/inputs.sha256

.PHONY: run test test-all lint eval learn calibrate bench screenshots frontend clean help

help:          ## what can be made
	@grep -E '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 14

$(STAMP): pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Doxograph needs Python 3.11 or newer; say make PYTHON=python3.12, say.")'
	test -x $(BIN)/python || $(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable '.[test]'
	@touch $@

# bundles again only where what they are made of has changed in substance
$(BUILT): $(STAMP) $(wildcard webapp/frontend/*.json webapp/frontend/*.mjs webapp/frontend/src/* webapp/frontend/src/*/*)
	$(BIN)/python webapp/frontend/bundling.py
	@touch $@

run: $(BUILT)  ## build the knowledge base from corpus/ and serve it at http://127.0.0.1:8000
	$(BIN)/doxograph build --corpus corpus --data $(DATA)
	$(BIN)/doxograph serve --data $(DATA)

test: $(BUILT) ## the whole suite; browser tests where Chromium is there
	$(BIN)/python -m pytest -m "not slow"

test-all: $(BUILT) ## the slow suites too: fuzzing, other servers, peers' tests
	$(BIN)/python -m pytest

lint: $(STAMP) ## style, types, import directions
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports --no-cache

eval: $(STAMP) ## scores on the gold annotations, written to docs/scores.md
	$(BIN)/python -m benchmarks.scores
	@cat docs/scores.md

learn: $(STAMP) ## fit anew the weights of the relations that no rule says, and measure them
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable '.[calibrate]'
	$(BIN)/python -m benchmarks.training --fit

calibrate: $(STAMP) ## fit anew what the confidences mean, and measure it
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable '.[calibrate]'
	$(BIN)/python -m benchmarks.calibration --fit

bench: $(STAMP) ## speed, memory, pages of a large base; attribution in the news where its annotations are at hand
	$(BIN)/python -m benchmarks.speed
	$(BIN)/python -m benchmarks.pages
	@if [ -e ../shared/peers/attribution ]; then $(BIN)/python -m benchmarks.attribution; fi

screenshots: $(BUILT) ## every page pictured anew for docs/pages.md; needs Chromium
	$(BIN)/python -m webapp.screenshots

frontend: $(STAMP) ## bundle the scripts of the pages again
	$(BIN)/python webapp/frontend/bundling.py --force

clean:         ## remove what was built, .venv too
	rm -rf .venv $(DATA) build dist webapp/frontend/node_modules webapp/static/built *.egg-info .pytest_cache .mypy_cache .ruff_cache
