# Two commands: `make run` serves the assistant, `make test` passes the tests. Both set everything up.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
EVALS_DATA ?= .evals
INSPECT := .venv-inspect
STAMP := $(VENV)/.installed

.PHONY: setup run test check evals bench inspect fit lock clean

setup: $(STAMP)

$(STAMP): requirements.lock pyproject.toml
	@$(PYTHON) -c 'import sys; ok=(3,11)<=sys.version_info[:2]<=(3,12); sys.exit(0 if ok else "Hace falta Python 3.11 o 3.12; indica cuál con: make PYTHON=python3.11 …")'
	test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet "uv>=0.9,<1"
	$(BIN)/uv pip sync --quiet --python $(BIN)/python --compile-bytecode --require-hashes requirements.lock
	$(BIN)/uv pip install --quiet --python $(BIN)/python --no-deps --no-build-isolation --editable .
	$(BIN)/python -m compileall -q assistant governance knowledge_base ui evals
	@touch $(STAMP)

run: setup
	$(BIN)/asistente serve

test: setup
	$(BIN)/python -m pytest $(PYTEST_ARGS)

check: setup
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

# Ask every case, judge by evals/gates/gates.toml: 0 passes, 1 does not, 3 not enough data.
evals: setup
	ASISTENTE_DATA_DIR=$(EVALS_DATA) $(BIN)/asistente eval run --gate

bench: setup
	$(BIN)/python -m evals.benches.load --peers

# The suites as Inspect AI tasks: an environment of its own (docs/evaluacion-ecosistema.md).
inspect: $(INSPECT)/.installed

$(INSPECT)/.installed: evals/ecosystem/inspect.lock pyproject.toml | $(STAMP)
	test -x $(INSPECT)/bin/python || $(PYTHON) -m venv $(INSPECT)
	$(BIN)/uv pip sync --quiet --python $(INSPECT)/bin/python --require-hashes evals/ecosystem/inspect.lock
	$(BIN)/uv pip install --quiet --python $(INSPECT)/bin/python --no-deps --no-build-isolation --editable .
	@touch $@

fit: setup
	$(BIN)/python -m evals.fitting.router
	$(BIN)/python -m evals.fitting.confidence
	$(BIN)/python -m evals.fitting.describer
	$(BIN)/python -m evals.fitting.vectors

lock: setup
	$(BIN)/uv pip compile --quiet --upgrade pyproject.toml --extra dev --extra evals --generate-hashes --no-annotate --no-header --python-version 3.11 --output-file requirements.lock
	$(BIN)/uv pip compile --quiet --upgrade pyproject.toml evals/ecosystem/inspect.in --extra evals --excludes evals/ecosystem/inspect.exclude --generate-hashes --no-annotate --no-header --python-version 3.11 --output-file evals/ecosystem/inspect.lock

clean:
	rm -rf $(VENV)
