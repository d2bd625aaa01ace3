# What a newcomer needs: `make run` starts a router, `make test` runs the tests, `make check` is what CI checks.
# A bare Debian with python3.11, git and make is enough; everything else is put into .venv.

VENV ?= .venv
PYTHON ?= $(or $(shell command -v python3.11),$(shell command -v python3))
PLATFORM ?= mx480
PORT ?= 2222
BIN := $(VENV)/bin
CLIENTS ?= .venv-clients

.PHONY: run test slow clients check lint bench clean

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

# Clients that cannot share the environment of the other tests: classic scrapli, nornir, Ansible.
clients: $(CLIENTS)/.made
	$(CLIENTS)/bin/pytest -n 2 -c tests/clients/pytest.ini --rootdir tests/clients tests/clients $(PYTEST_ARGS)

check: lint
	$(BIN)/python tools/check_wheel.py

bench: $(VENV)/.dev
	$(BIN)/python -m benchmarks

clean:
	rm -rf $(VENV) $(CLIENTS) build dist

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

$(CLIENTS)/.made: tools/make_venv.py pyproject.toml tests/clients/requirements.txt
	$(PYTHON) tools/make_venv.py $(CLIENTS)
	$(CLIENTS)/bin/python -m pip install --quiet --no-compile --requirement tests/clients/requirements.txt --editable .
	@touch $@
