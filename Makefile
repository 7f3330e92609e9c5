# chipgate: `make help` lists what can be made.

.DEFAULT_GOAL := help
.DELETE_ON_ERROR:

BIN := .venv/bin
READY := .venv/.ready
BENCH_READY := .venv-bench/.ready
# Words after the target, as in `make test ARGS="-k hbm -x"`.
ARGS ?=

PIP_FLAGS := --quiet --disable-pip-version-check --no-input

# The public files alone decide the hashes, whatever this machine's pip is told to look at besides.
PIP_COMPILE := env -u PIP_FIND_LINKS -u PIP_EXTRA_INDEX_URL PIP_CONFIG_FILE=/dev/null CUSTOM_COMPILE_COMMAND="make lock" \
	$(BIN)/pip-compile --quiet --generate-hashes --allow-unsafe --strip-extras \
	--no-emit-index-url --no-emit-trusted-host --no-emit-find-links

# Every extra but bench, whose libraries may want other versions: they live in .venv-bench.
EXTRAS := parquet columns frames duckdb spark charts solve workloads web mcp dev

.PHONY: help setup demo serve test lint format examples reference catalogues screenshots lock bench bench-big bench-web \
	clean moved

help: ## list the targets
	@sed -n 's/^\([a-z-]*\):.*## \(.*\)/  make \1\t\2/p' Makefile | expand -t 20

setup: $(READY) ## make .venv with chipgate and every tool, at the locked versions

demo: setup ## show what chipgate does, in a minute
	@$(BIN)/chipgate demo $(ARGS)

serve: setup ## open the console: the same answers in a browser
	@$(BIN)/chipgate serve $(ARGS)

test: setup ## run every test; ARGS="-n auto" spreads them over the cores
	@$(BIN)/python -m pytest $(ARGS)

lint: setup ## check style, form and types
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/mypy

format: setup ## put the code into its form
	@$(BIN)/ruff check --fix-only --quiet .
	@$(BIN)/ruff format --quiet .

examples: setup ## write what the examples of the documents print into them; read the difference
	@$(BIN)/python scripts/examples.py --renew

reference: setup ## write docs/reference anew from the code
	@$(BIN)/python scripts/make_reference.py

catalogues: setup ## collect every message and compile the English and Chinese catalogues
	@$(BIN)/python scripts/compile_catalogues.py

screenshots: setup ## take the pictures of the console anew
	@$(BIN)/python scripts/screenshots.py $(ARGS)

lock: setup ## pin every requirement anew; UPGRADE=--upgrade takes newer versions
	$(PIP_COMPILE) $(UPGRADE) --extra parquet --output-file requirements.lock pyproject.toml
	$(PIP_COMPILE) $(UPGRADE) $(foreach extra,$(EXTRAS),--extra $(extra)) --all-build-deps \
		--constraint requirements.lock --output-file requirements-dev.lock pyproject.toml
	$(PIP_COMPILE) $(UPGRADE) --extra bench --output-file requirements-bench.lock pyproject.toml

bench: setup ## measure the speed of checks and of the command line
	@$(BIN)/python -m bench $(ARGS)

bench-big: setup $(BENCH_READY) ## judge ten million shipments in every way; ARGS="--rows 500000" fewer of them
	@$(BIN)/python -m bench.big $(ARGS)

bench-web: setup ## measure the console: first load, determinations a second, steps in a browser
	@$(BIN)/python -m bench.web $(ARGS)
	@$(BIN)/python -m bench.web_steps

clean: ## remove what was made, .venv too
	rm -rf .venv .venv-bench build dist demo-results .pytest_cache .mypy_cache .ruff_cache .hypothesis
	find src tests scripts bench -name __pycache__ -type d -prune -exec rm -rf {} +

# A virtual environment holds absolute paths: one whose checkout was moved is made anew.
ifneq ($(shell cat $(READY) 2>/dev/null),$(CURDIR))
$(READY): moved
endif

# PYTHON=... picks another interpreter; without it, the first that is new enough and can make an environment.
NAMES := python3.13 python3.12 python3.11 python3
WORKS := import sys, venv, ensurepip; sys.exit(sys.version_info < (3, 11))

$(READY): requirements-dev.lock pyproject.toml
	@if [ "$$(cat $(READY) 2>/dev/null)" != "$(CURDIR)" ] || ! $(BIN)/python -c '' 2>/dev/null; then \
	  for python in $(if $(PYTHON),"$(PYTHON)",$(NAMES)) ''; do \
	    "$$python" -c '$(WORKS)' 2>/dev/null && break; \
	  done; \
	  if [ -z "$$python" ]; then \
	    echo "chipgate needs Python 3.11 or newer, with venv and pip; tried: $(or $(PYTHON),$(NAMES))." >&2; \
	    echo "On Debian or Ubuntu: apt-get install python3 python3-venv." >&2; \
	    echo "Where it has another name: make setup PYTHON=/path/to/python3" >&2; \
	    exit 1; \
	  fi; \
	  echo "Making .venv with $$("$$python" --version)."; \
	  rm -rf .venv && "$$python" -m venv .venv; \
	fi
	@echo "Installing the locked packages (about a minute the first time)."
	@$(BIN)/python -m pip install $(PIP_FLAGS) --require-hashes --requirement requirements-dev.lock
	@$(BIN)/python -m pip install $(PIP_FLAGS) --no-deps --no-build-isolation --editable .
	@printf '%s\n' "$(CURDIR)" > $@

# Rivals whose pins clash with ours. Without them the other lines are measured all the same.
$(BENCH_READY): requirements-bench.lock | $(READY)
	@echo "Making .venv-bench for OpenFisca-Core and zen-engine."
	@rm -rf .venv-bench && $(BIN)/python -m venv .venv-bench
	@.venv-bench/bin/python -m pip install $(PIP_FLAGS) --require-hashes --requirement requirements-bench.lock \
	  && touch $@ || echo "It could not be made; OpenFisca-Core and zen-engine are skipped."
