# Everything one does with this repository. Each target sets up what it needs; nothing needs to be done first.
# What is POSIX-only lives here and in scripts/, never in the program.
SHELL := /bin/bash
.DEFAULT_GOAL := help
.PHONY: help setup setup-test run test lint bench bench-sync oracle browser faults screenshots proofs lock third-party clean
BIN := .venv/bin

help: ## say what there is
	@sed -n 's/^\([a-z-]*\):.*## /  make \1\t/p' $(MAKEFILE_LIST) | expand -t 24

setup: ## make .venv with the locked packages and the console script .venv/bin/lotse
	@scripts/setup.sh run

setup-test:
	@scripts/setup.sh test

run: setup ## open the program; where there is no display, run the demonstration
	@scripts/run.sh

test: setup-test ## every check and every test
	@scripts/test.sh

lint: setup-test ## style, types, import rules and house rules only
	@scripts/test.sh lint

bench: setup-test ## measure, and write benchmarks/RESULTS.md
	@$(BIN)/python -m pip --disable-pip-version-check --no-input -q install --require-hashes \
	  --requirement requirements-bench.txt || echo "DuckDB is not at hand: ours alone is measured"
	@scripts/window-session.sh $(BIN)/python -m benchmarks.run

bench-sync: setup-test ## measure sync beside Anki and PouchDB, and what the portal costs; write docs/nachweise
	@[ -x build/anki/bin/python ] || python3 -m venv build/anki
	@build/anki/bin/python -m pip --disable-pip-version-check --no-input -q install --require-hashes \
	  --requirement benchmarks/sync/requirements-anki.txt || echo "Anki is not at hand: ours alone is measured"
	@$(BIN)/python -m benchmarks.sync.cost
	@$(BIN)/python -m benchmarks.sync.run

oracle: setup-test ## compare the form engine with @jsonforms/core on Node.js, and write docs/nachweise/oracle.md
	@scripts/node.sh
	@$(BIN)/python -m tests.forms.oracle.run

browser: setup-test ## use the shipped forms (JSON Forms) and the portal's admin page in headless Chromium, and write docs/nachweise
	@scripts/node.sh
	@$(BIN)/python -m tests.forms.browser.run
	@$(BIN)/python -m tests.portal.browser.run

faults: setup-test ## kill the real program at least 300 times, try 2,000 new examples of every property, 200,000 broken forms, 500 towns
	@$(BIN)/python -m tests.faults.fuzz $${LOTSE_FUZZ_INPUTS:-200000}
	@$(BIN)/python -m scripts.figures_proof
	@$(BIN)/python -m tests.portal.proof
	@LOTSE_HUNT=1 QT_QPA_PLATFORM=offscreen $(BIN)/python -m pytest -m "hypothesis and not window" -n auto --timeout=3600
	@LOTSE_FAULT_ROUNDS=$${LOTSE_FAULT_ROUNDS:-300} scripts/window-session.sh \
	  $(BIN)/python -m pytest tests/faults -m "faults or window" --timeout=7200 -p no:randomly -rA

screenshots: setup-test ## pictures of the window in three themes and at 200 %, into docs/bilder
	@$(BIN)/python -m scripts.screenshots docs/bilder

proofs: setup-test ## prove erasure and restoring, show the exchange with a portal in pictures, and write docs/nachweise
	@$(BIN)/python -m scripts.proofs
	@scripts/window-session.sh $(BIN)/python -m scripts.portal_story

lock: ## lock the requirements anew (needs uv)
	@scripts/lock.sh
	@$(MAKE) --no-print-directory third-party

third-party: setup-test ## write docs/THIRD_PARTY.md from the lock
	@$(BIN)/python -m scripts.third_party

clean: ## remove what was built
	rm -rf build dist .venv .venv.lock .mypy_cache .ruff_cache .import_linter_cache .hypothesis *.egg-info
	find . -name __pycache__ -type d -prune -exec rm -rf {} +
