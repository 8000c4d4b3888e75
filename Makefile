# SPDX-License-Identifier: EUPL-1.2
SHELL := /bin/sh
BIN := .venv/bin
# One more than the processors: stories of real windows mostly wait.
WORKERS ?= 3
PYTEST := $(BIN)/pytest -n $(WORKERS) --dist worksteal
TOUR ?= build/tour
COMPILE := PIP_CONFIG_FILE=/dev/null PIP_FIND_LINKS= PIP_EXTRA_INDEX_URL= $(BIN)/pip-compile --quiet \
	--generate-hashes --allow-unsafe --strip-extras --no-header --no-emit-options --no-emit-index-url \
	--no-emit-find-links --no-emit-trusted-host --extra desk --extra server --extra install

# What judges, at the server, whoever comes and whatever is pushed.
SERVER := src/welfaredesk/server
ADMISSION := $(SERVER)/admission.py,$(SERVER)/callers.py,$(SERVER)/cuts.py,$(SERVER)/gate.py,$(SERVER)/outside.py
ADMISSION := $(ADMISSION),$(SERVER)/pushed.py,$(SERVER)/rates.py,$(SERVER)/reception.py,$(SERVER)/storing.py
ADMISSION := $(ADMISSION),$(SERVER)/working.py
# Hundreds of processes are started by the tests: each compiles the program anew where this is set.
unexport PYTHONDONTWRITEBYTECODE

.PHONY: run test tested test-long installer test-installers installer-windows lint format docs compiled unit coverage pictures frozen frozen-check wheel lock prepare-run prepare-test prepare-installer clean

# Opens the demo ente. With no screen, walks through the same windows and leaves pictures.
run: prepare-run
	@if [ -n "$$DISPLAY$$WAYLAND_DISPLAY" ]; then \
		$(BIN)/welfaredesk demo; \
	else \
		echo "Qui non c'è uno schermo: percorro le stesse finestre senza mostrarle."; \
		QT_QPA_PLATFORM=offscreen $(BIN)/welfaredesk demo --tour $(TOUR) && \
		echo "Le immagini delle finestre sono in $(abspath $(TOUR))"; \
	fi

# Everything that must hold before a change lands. What needs no test runs beside them, one after the other.
test: prepare-test
	@$(MAKE) --no-print-directory --jobs=2 tested lint frozen-check

tested: compiled
	@$(MAKE) --no-print-directory unit

lint: prepare-test
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports --no-logo --no-cache

# The tests as Python reads them, which in a new checkout each of the workers would otherwise work out for itself.
compiled: prepare-test
	@mkdir -p build
	@$(BIN)/pytest --collect-only -qq >build/collected.txt || { cat build/collected.txt; exit 1; }

unit: prepare-test
	timeout 1800 $(PYTEST)

# The campaigns.
test-long: prepare-test
	$(PYTEST) -m long --hypothesis-profile=long -o faulthandler_timeout=0

# The packages of Linux, build/packages: a .deb, and a .run for who has no rights. Made on the oldest Debian they are for.
installer: prepare-installer frozen-check
	sh installer/linux/make build/frozen/welfaredesk build/packages

# The packages, installed where nothing of this tree is, and tried; `make installer` comes first.
test-installers: prepare-installer
	$(BIN)/pytest -n 2 --dist loadfile -m installers -o faulthandler_timeout=0 tests/installers

# The installer of Windows, build/windows/out/welfaredesk-*-setup.exe, made and tried under Wine.
installer-windows: prepare-test
	installer/windows/make build/windows/out
	$(BIN)/pytest -m windows -x -o faulthandler_timeout=0 tests/installers/test_windows.py

# Coverage with branches: complete for the core, the exchange and the server's admission, 90 % elsewhere. Apart from `test`, because counting costs a third more.
coverage: prepare-test
	timeout 2400 $(PYTEST) --cov --cov-report=
	$(BIN)/coverage report --include='src/welfaredesk/base/*,src/welfaredesk/domain/*,src/welfaredesk/crypto/*' \
		--show-missing --fail-under=100
	$(BIN)/coverage report --include='src/welfaredesk/sync/*,$(ADMISSION)' --show-missing --fail-under=100
	$(BIN)/coverage report --include='src/welfaredesk/server/*' --fail-under=90
	$(BIN)/coverage report --fail-under=90

# The pictures of the README and of the guides, taken from the running program on the demo ente.
pictures: prepare-run
	QT_QPA_PLATFORM=offscreen $(BIN)/welfaredesk --profile build/pictures/profile demo --tour build/pictures/tour
	mkdir -p docs/pictures
	for picture in cartella-light-100 cartella-dark-100 cartella-contrast-200 today-light-100 cartelle-light-100 \
		quick-contact-light-100 clash-light-100 exchange-served-light-100 staff-light-100 urgency-light-100 \
		project-light-100 queue-light-100 contract-light-100 handover-light-100 access-light-100 \
		unlock-light-100 minutes-light-100 letter-sent-light-100 first-start-sheets-light-100 people-people-light-100 \
		invite-code-light-100 desks-revoke-light-100 cartella-readers-light-100; do \
		cp build/pictures/tour/*-$$picture.png docs/pictures/$$picture.png; done

format: prepare-test
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

# The pages that the program writes about itself: docs/commands.md, docs/data-dictionary.md, docs/protocol-messages.md.
docs: prepare-test
	$(BIN)/python -m welfaredesk.cli.page docs/commands.md
	$(BIN)/python -m welfaredesk.desk.dictionary_page docs/data-dictionary.md
	$(BIN)/python -m welfaredesk.sync.protocol_page docs/protocol-messages.md

# The program in one folder, build/frozen/welfaredesk, that needs no Python. The same sources give the same bytes: the order of
# hashes is fixed, and the moment is that of the last commit.
frozen: prepare-test
	PYTHONHASHSEED=1 $(BIN)/pyinstaller --noconfirm --log-level WARN --distpath build/frozen --workpath build/work \
		installer/welfaredesk.spec

frozen-check: frozen
	SOURCE_DATE_EPOCH="$${SOURCE_DATE_EPOCH:-$$(git log -1 --format=%ct 2>/dev/null || date +%s)}" \
		$(BIN)/python -m installer.bill build/frozen/welfaredesk
	QT_QPA_PLATFORM=offscreen timeout 120 build/frozen/welfaredesk/welfaredesk --self-check

# The Python package of the server, build/wheel/welfaredesk-*.whl: `pip install "FILE[server]"`.
wheel: prepare-test
	$(BIN)/python -m installer.wheel build/wheel

# Pins every package by version and hash, after a change of the dependencies in pyproject.toml.
lock: prepare-test
	$(COMPILE) --output-file installer/lock-run.txt pyproject.toml
	$(COMPILE) --extra dev --output-file installer/lock-dev.txt pyproject.toml
	$(filter-out --extra desk server install,$(COMPILE)) --output-file installer/lock-windows.txt installer/windows/tools.in

prepare-run:
	@sh installer/prepare run

prepare-test:
	@sh installer/prepare test

prepare-installer:
	@sh installer/prepare installer

clean:
	rm -rf build dist .mypy_cache .pytest_cache .ruff_cache .hypothesis .coverage .coverage.* src/*.egg-info
