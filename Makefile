# Everything a stranger needs: `make serve` runs Locum, `make test` proves it.
PYTHON ?= python3
BIN := .venv/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check --quiet
# Where it is set, every start compiles everything anew.
unexport PYTHONDONTWRITEBYTECODE

.PHONY: help setup setup-dev serve test soak clients lint bench lock clean

help: ## What can be done here
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/^([a-z-]+):.*## /  make \1\t/' | expand -t 16

setup: .venv/.run ## Make the virtual environment with what running needs

setup-dev: .venv/.dev ## The same with what testing needs

.venv/bin/python:
	$(PYTHON) -m venv .venv

.venv/.run: requirements/run.txt pyproject.toml | .venv/bin/python
	@echo "Installing Locum and its libraries into .venv (once, about a minute) ..."
	$(PIP) install --progress-bar on --require-hashes -r requirements/run.txt
	$(PIP) install --no-deps --no-build-isolation --editable .
	@touch $@

.venv/.dev: requirements/dev.txt .venv/.run | .venv/bin/python
	@echo "Installing what the tests need into .venv (once) ..."
	$(PIP) install --progress-bar on --require-hashes -r requirements/dev.txt
	@touch $@

serve: setup ## Run the server (with its own database) on http://127.0.0.1:8000
	@exec $(BIN)/locum serve

lint: setup-dev ## Style, types and the import contract
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/lint-imports
	$(BIN)/mypy

test: lint ## Everything that decides whether a change is good
	$(BIN)/pytest -m "alone and not soak" tests/bookings tests/absences
	$(BIN)/pytest -n 3 --dist worksteal -m "not alone and not soak and not browser and not clients"
	$(BIN)/pytest -n 2 --dist worksteal -m "browser and not soak" tests/browser

soak: setup-dev ## The long races, crashes and fuzzing
	$(BIN)/pytest -n 0 -m soak

clients: setup-dev ## Published clients at work: n8n's trigger, the MCP server, agno's tools, embeds, the Booker (needs npm, Chromium)
	$(BIN)/pytest -n 0 -m clients tests/clients

bench: setup-dev ## Measure the slow paths and print a table
	$(BIN)/python -m bench

lock: ## Resolve the requirement files anew (needs uv)
	uv pip compile -q --generate-hashes --no-header --no-emit-index-url --no-emit-find-links --python-version 3.11 --universal --extra build pyproject.toml -o requirements/run.txt
	uv pip compile -q --generate-hashes --no-header --no-emit-index-url --no-emit-find-links --python-version 3.11 --universal --extra build --extra dev -c requirements/run.txt pyproject.toml -o requirements/dev.txt

clean: ## Remove the virtual environment (data stays)
	rm -rf .venv
