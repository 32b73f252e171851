# make run    set everything up, add the demo people, serve on http://localhost:8000 (PORT=9000 make run)
# make test   all tests        make test-fast   those without a browser or a long fault
# make check   everything else that CI checks        make format
# make chaos  real servers, killed and cut off while people talk (SEED=7 ROUNDS=3 make chaos); some minutes
# make bench    how fast it is, beside a chat that stores nothing: writes docs/performance.md (ten minutes)
# make messages   collect all texts for translators, and bring the translations that there are up to date
#
# A bare machine needs python3 (3.11 or newer) with pip and venv, and make. Nothing else. With Node (18.19 or newer) and npm,
# scripts and styles are checked, tested and formatted too; without it that is skipped, and said. In CI nothing is skipped.

PYTHON ?= python3
PORT ?= 8000
# Half as many again as there are processors: tests wait for a network, a clock or a browser in between.
WORKERS ?= $(shell $(PYTHON) -c 'import os; print(max(1, min(8, os.cpu_count() * 3 // 2)))')
VAR := $(or $(IMAGO_VAR),var)
PY := .venv/bin/python
BABEL := $(PY) -m babel.messages.frontend

# What is installed is marked by the lock's checksum, so that a changed lock is noticed and nothing else is.
RUN_LOCKED := .venv/locked-run-$(shell cksum < requirements.lock | tr ' ' '-')
DEV_LOCKED := .venv/locked-dev-$(shell cat requirements.lock requirements-dev.lock | cksum | tr ' ' '-')
# The tools for development include all that running needs.
INSTALLED := $(or $(wildcard $(DEV_LOCKED)),$(RUN_LOCKED))
NODE_LOCKED := node_modules/.locked-$(shell cat package.json package-lock.json | cksum | tr ' ' '-')
NODE_TOOLS := node_modules/.bin

# $(call with_node,what,commands)
define with_node
	@if node -e 'const [a, b] = process.versions.node.split("."); process.exit(+(a < 18 || (a == 18 && b < 19)))' 2> /dev/null \
		&& command -v npm > /dev/null; then \
		set -ex; $(2); \
	else \
		echo "Skipped: $(1), for want of Node 18.19 or newer with npm (Debian: apt-get install nodejs npm)."; test -z "$$CI"; \
	fi
endef

.PHONY: bench run test test-fast test-scripts chaos check check-scripts format messages python port
.NOTPARALLEL:

run: port $(INSTALLED)
	@set -eu; umask 077; mkdir -p "$(VAR)"; chmod 700 "$(VAR)"; \
	export IMAGO_VAR="$$(cd "$(VAR)" && pwd)"; \
	export IMAGO_ORIGINS="http://localhost:$(PORT),http://127.0.0.1:$(PORT)"; \
	if [ ! -s "$$IMAGO_VAR/env" ]; then \
		$(PY) manage.py newkeys > "$$IMAGO_VAR/env.new"; mv "$$IMAGO_VAR/env.new" "$$IMAGO_VAR/env"; \
	fi; \
	set -a; . "$$IMAGO_VAR/env"; set +a; \
	$(PY) manage.py demo --ready; \
	exec $(PY) -m imago.serve --port $(PORT)

# Two calls of pytest: the browser tests bring their own event loop, which the others must not meet.
test: $(DEV_LOCKED)
	@status=0; \
	$(PY) -m pytest --ignore=tests/browser -n $(WORKERS) --dist worksteal || status=1; \
	$(PY) -m pytest tests/browser -n $(WORKERS) --dist worksteal || status=1; \
	$(MAKE) --no-print-directory test-scripts || status=1; \
	exit $$status

# All that needs neither a browser nor a long fault: under two minutes.
test-fast: $(DEV_LOCKED)
	@status=0; \
	$(PY) -m pytest --ignore=tests/browser -m "not long" -n $(WORKERS) --dist worksteal || status=1; \
	$(MAKE) --no-print-directory test-scripts || status=1; \
	exit $$status

# By one seed, which is printed: with it the same happens again. python -m tests.chaos --help says what else there is.
chaos: $(DEV_LOCKED)
	$(PY) -m tests.chaos --verbose $(if $(SEED),--seed $(SEED)) $(if $(ROUNDS),--rounds $(ROUNDS))

bench: $(DEV_LOCKED)
	$(PY) -m benchmarks.bench

test-scripts:
	$(call with_node,tests of the scripts,node --import ./tests/js/modules.js --test --test-reporter=spec tests/js/*.test.js)

check: $(DEV_LOCKED)
	$(PY) .ci/tracked.py
	$(PY) -m ruff format --check .
	$(PY) -m ruff check .
	$(PY) -m mypy
	.venv/bin/lint-imports --no-logo
	find templates -name '*.html' -exec .venv/bin/djade --check {} +
	$(PY) -m djlint --lint --quiet templates
	$(PY) -m djlint --lint --quiet templates --extension txt
	@set -eu; export $$($(PY) manage.py newkeys) IMAGO_ORIGINS=https://imago.example IMAGO_DEBUG=0 DATABASE_URL=sqlite://:memory:; set -x; \
	$(PY) manage.py makemigrations --check --dry-run; \
	$(PY) manage.py check --deploy --fail-level WARNING; \
	$(PY) manage.py diagrams --check; \
	$(PY) manage.py wiredocs --check
	@$(MAKE) --no-print-directory check-scripts

check-scripts:
	$(call with_node,checks of scripts and styles,$(MAKE) --no-print-directory $(NODE_LOCKED); node types/generate.js --check; \
		$(NODE_TOOLS)/biome check --error-on-warnings; $(NODE_TOOLS)/tsc -p .)

format: $(DEV_LOCKED)
	$(PY) -m ruff check --fix .
	$(PY) -m ruff format .
	find templates -name '*.html' -exec .venv/bin/djade {} +
	$(call with_node,formatting of scripts and styles,$(MAKE) --no-print-directory $(NODE_LOCKED); node types/generate.js; \
		$(NODE_TOOLS)/biome check --write)

messages: $(DEV_LOCKED)
	@mkdir -p dialogue/locale
	$(BABEL) extract -F pyproject.toml -o dialogue/locale/django.pot --project imago --no-location --sort-output .
	@if ls dialogue/locale/*/LC_MESSAGES/django.po > /dev/null 2>&1; then \
		$(BABEL) update -D django -i dialogue/locale/django.pot -d dialogue/locale; \
		$(BABEL) compile -D django -d dialogue/locale; \
	fi

$(RUN_LOCKED): | python
	$(call install,requirements.lock)

$(DEV_LOCKED): | python
	$(call install,requirements-dev.lock)

$(NODE_LOCKED):
	@npm ci --ignore-scripts --silent
	@rm -f node_modules/.locked-*
	@touch $@

define install
	@$(PY) -m pip --version > /dev/null 2>&1 || $(PYTHON) -m venv --clear .venv
	@echo "Installing what $(1) names; this takes about a minute, the first time."
	@$(PY) -m pip install --quiet --disable-pip-version-check --require-hashes -r $(1)
	@rm -f .venv/locked-*
	@touch $@
endef

python:
	@command -v $(PYTHON) > /dev/null || { \
		echo "There is no $(PYTHON) here. Install Python 3.11 or newer (Debian: apt-get install python3 python3-venv)." >&2; exit 1; }
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { \
		echo "Imago needs Python 3.11 or newer; $(PYTHON) is $$($(PYTHON) -V 2>&1). Name another one: PYTHON=python3.12 make run" >&2; exit 1; }
	@$(PYTHON) -c 'import ensurepip, venv' 2> /dev/null || { \
		echo "Python's venv is missing here (Debian: apt-get install python3-venv)." >&2; exit 1; }

port: python
	@$(PYTHON) -c 'import socket; one = socket.socket(); one.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1); one.bind(("127.0.0.1", $(PORT)))' 2> /dev/null || { \
		echo "Port $(PORT) is taken here. Try another one: PORT=9000 make run" >&2; exit 1; }
