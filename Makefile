# Trestle's commands; each sets up what it needs first, says what it does, and can be run twice.
#   make demo PORT=9000 HOST=0.0.0.0     make test TESTS=tests/network     make setup PYTHON=python3.12

TESTS ?=
UPGRADE ?=

.DEFAULT_GOAL := help
.PHONY: help setup demo demo-reset test drills bench check messages lock

help: ## say what there is
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "make %-12s %s\n", $$1, $$2 }' Makefile

setup: ## only set up: a virtual environment in .venv with the locked packages
	@setup/environment.sh

demo: setup ## set up, fill the demonstration's database and serve it on http://127.0.0.1:8000
	@.venv/bin/trestle demo

demo-reset: setup ## throw the demonstration's database away and fill it anew
	@.venv/bin/trestle demo --reset --no-serve

test: ## set up what tests need and run them all, in a real browser too
	@setup/environment.sh dev
	@setup/system.sh
	.venv/bin/pytest -n auto --dist loadfile $(TESTS)

drills: ## let two decide at once, and kill processes at work; nothing may be lost or doubled
	@setup/environment.sh dev
	@.venv/bin/python -m drills

bench: ## measure requests, searches and surveys on both databases, beside the bare framework
	@setup/environment.sh dev
	@.venv/bin/python -m bench

check: ## check without running: format, rules, types, imports, migrations, templates
	@setup/environment.sh dev
	.venv/bin/ruff format --check
	.venv/bin/ruff check
	.venv/bin/mypy
	.venv/bin/lint-imports
	.venv/bin/trestle check-migrations
	.venv/bin/trestle check-templates

messages: setup ## list messages without a translation, and translations nobody uses
	@.venv/bin/trestle messages

lock: ## choose the packages' versions anew (UPGRADE=--upgrade: the newest of all)
	@setup/lock.sh $(UPGRADE)
