# Everything a fresh clone needs is Python 3.11+ and make.
PYTHON ?= python3
BIN := .venv/bin

.PHONY: run test check setup bench clean
.DEFAULT_GOAL := run

run: setup ## ingest the shipped samples into an empty library, then open the chat
	@$(BIN)/wenshu start

test: setup ## the whole test suite, on two cores
	@$(BIN)/python -m pytest -n 2 --dist loadfile

check: setup ## lint, types, tests and the gold gate
	@$(BIN)/ruff format --check .
	@$(BIN)/ruff check .
	@$(BIN)/mypy
	@$(MAKE) --no-print-directory test
	@$(BIN)/python -m tests.gate

bench: setup ## how long things take
	@$(BIN)/python -m pytest tests/bench -o addopts= -q --benchmark-only --benchmark-columns=min,median,max,rounds

setup: .venv/ready

.venv/ready: pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Python 3.11 or newer is needed: make PYTHON=python3.12")'
	@test -x $(BIN)/python || $(PYTHON) -m venv .venv
	@echo "Installing (once, about a minute) …" >&2
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check -e '.[dev]' >&2
	@touch $@

clean:
	rm -rf .venv build *.egg-info .pytest_cache .mypy_cache .ruff_cache
