# make brief    the first visit's brief, as DOCX and PDF, in output/
# make test     the whole test suite
# make check    the linters: ruff, mypy, import-linter
# make fuzz     10,000 spoiled facts files and some thousand other files; FUZZ="50000 7": more, another seed
# make bench    how long what takes: one brief beside its peers, then builds of one visit and of many. PEERS="typst
#               weasyprint docxtpl pandoc": installs these peers first, in .cache/peers; BENCH="--runs 1": a short look
# make fmt      the formatter
# make lock     new versions: the two lock files that pip installs from, with hashes
#
# Python 3.11 or newer and make are all that must be there. Each target sets up what it needs in .venv,
# again only when a lock file or pyproject.toml has changed.

PYTHON ?= $(shell for p in python3 python3.14 python3.13 python3.12 python3.11 python; do \
	$$p -c 'import ensurepip, sys, venv; sys.exit(sys.version_info < (3, 11))' 2>/dev/null \
	&& { command -v $$p; break; }; done)
BIN := .venv/bin
INSTALL := $(BIN)/python -m pip install --quiet --disable-pip-version-check
TESTS ?=
FUZZ ?= 10000
PEERS ?=
BENCH ?=

.PHONY: brief test check fuzz bench fmt lock clean

brief: .venv/.ready
	$(BIN)/briefing build visits/2025-11-26-bishkek

test: .venv/.ready-dev
	$(BIN)/python -m pytest --numprocesses auto --dist loadfile $(TESTS)

check: .venv/.ready-dev
	@code=0; for linter in "ruff format --check briefing tests" "ruff check briefing tests" mypy lint-imports; do \
	  echo "$(BIN)/$$linter"; $(BIN)/$$linter || code=1; done; exit $$code

fuzz: .venv/.ready-dev
	PYTHONPATH=. $(BIN)/python tests/fuzz.py $(FUZZ)

bench: .venv/.ready-dev
	@if [ -n "$(PEERS)" ]; then [ -d .cache/peers ] || $(PYTHON) -m venv .cache/peers; \
	  .cache/peers/bin/python -m pip install --quiet --disable-pip-version-check $(PEERS:pandoc=pypandoc_binary); fi
	PYTHONPATH=. $(BIN)/python tests/bench/brief.py $(BENCH)
	@[ -n "$(BENCH)" ] || PYTHONPATH=. $(BIN)/python tests/bench/bench.py
	@[ -n "$(BENCH)" ] || PYTHONPATH=. $(BIN)/python tests/bench/many.py --plot docs/growth.svg

fmt: .venv/.ready-dev
	$(BIN)/ruff format briefing tests
	$(BIN)/ruff check --fix briefing tests

lock: .venv/.ready-dev
	$(BIN)/uv lock --upgrade
	$(BIN)/uv export --quiet --frozen --no-emit-project --no-default-groups --group build --output-file requirements.lock
	$(BIN)/uv export --quiet --frozen --no-emit-project --all-groups --output-file requirements-dev.lock

clean:
	rm -rf .venv .cache dist .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache

.venv/.made:
	@test -n "$(PYTHON)" || { echo "briefing needs Python 3.11 or newer with venv;" \
	  "on Debian and Ubuntu: apt-get install python3-venv"; exit 1; }
	$(PYTHON) -m venv .venv
	@touch $@

.venv/.ready: .venv/.made requirements.lock pyproject.toml
	$(INSTALL) --require-hashes --no-deps -r requirements.lock
	$(INSTALL) --no-deps --no-build-isolation --editable .
	@touch $@

.venv/.ready-dev: .venv/.ready requirements-dev.lock
	$(INSTALL) --require-hashes --no-deps -r requirements-dev.lock
	@touch $@
