# The commands of the project. `make run` and `make test` set up all they need.

PORT ?= 8000
PYTHON ?= python3
BIN := .venv/bin
MANAGE := $(BIN)/python manage.py

.PHONY: run dev test lint bench setup requirements
.DEFAULT_GOAL := run

run: setup .venv/static.stamp  ## Serve the program with the facts, a built bank and demo accounts.
	@$(MANAGE) prepare --port $(PORT)
	@PORT=$(PORT) DEBUG=false HTTPS=false exec $(BIN)/gunicorn derna_edu.wsgi

dev: setup  ## Serve it with automatic reload and Django's error pages.
	@$(MANAGE) prepare --port $(PORT)
	@DEBUG=true $(MANAGE) runserver $(PORT)

test: setup .venv/dev.stamp  ## Run all tests, those in a real browser included.
	@sh scripts/chromium.sh
	@$(BIN)/pytest -n auto --dist worksteal

lint: setup .venv/dev.stamp  ## Check style, types, templates, layers, migrations and settings.
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/djade --check $$(git ls-files 'templates/*.html')
	$(BIN)/mypy
	$(BIN)/lint-imports --no-cache
	$(MANAGE) makemigrations --check --dry-run
	DEBUG=false HTTPS=true ALLOWED_HOSTS=school.example DATABASE_URL=sqlite:///:memory: \
		$(MANAGE) check --deploy --fail-level WARNING

bench: setup .venv/dev.stamp  ## Measure what the documentation states.
	@$(BIN)/python -m benchmarks

setup: .venv/run.stamp .env

.venv/run.stamp: requirements.txt
	@PYTHON=$(PYTHON) sh scripts/install.sh requirements.txt
	@touch $@

.venv/dev.stamp: requirements-dev.txt .venv/run.stamp
	@PYTHON=$(PYTHON) sh scripts/install.sh requirements-dev.txt
	@touch $@

.venv/static.stamp: $(shell find derna_edu/static -type f) .venv/run.stamp
	@$(MANAGE) collectstatic --noinput --clear --verbosity 0
	@touch $@

# Settings of a developer's machine; production sets its own in the environment.
.env:
	@$(BIN)/python scripts/local_env.py > .env

requirements:  ## Compile the pinned requirements anew (needs uv).
	for part in requirements requirements-dev; do \
		uv pip compile --universal --python-version 3.11 --generate-hashes --no-emit-index-url \
			--custom-compile-command "make requirements" -o $$part.txt $$part.in; \
	done
