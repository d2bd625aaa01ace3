# What a newcomer needs: `make run` starts a router, `make test` runs the tests, `make check` is what CI checks.
# A bare Debian with python3.11, git and make is enough; everything else is put into .venv.

VENV ?= .venv
PYTHON ?= $(or $(shell command -v python3.11),$(shell command -v python3))
PLATFORM ?= mx480
PORT ?= 2222
BIN := $(VENV)/bin

.PHONY: run test slow check lint bench clean

run: $(VENV)/.run
	@exec $(BIN)/junosim run $(PLATFORM) --port $(PORT)

test: $(VENV)/.dev
	$(BIN)/pytest -n auto --maxprocesses 4 $(PYTEST_ARGS)

slow: $(VENV)/.dev
	$(BIN)/pytest -n auto --maxprocesses 4 -m slow $(PYTEST_ARGS)

lint: $(VENV)/.dev
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/mypy
	$(BIN)/lint-imports

check: lint
	$(BIN)/python tools/check_wheel.py

bench: $(VENV)/.dev
	$(BIN)/python -m benchmarks

clean:
	rm -rf $(VENV) build dist

# The environment is made anew only when the list of dependencies changed.
$(VENV)/.python: tools/make_venv.py
	$(PYTHON) tools/make_venv.py $(VENV)
	@touch $@

$(VENV)/.run: $(VENV)/.python pyproject.toml
	$(BIN)/python -m pip install --quiet --editable .
	@touch $@

$(VENV)/.dev: $(VENV)/.python pyproject.toml
	$(BIN)/python -m pip install --quiet --editable '.[dev]'
	@touch $@ $(VENV)/.run
