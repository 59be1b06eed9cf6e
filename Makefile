# The project's tasks. Each sets up .venv by itself if it needs it; `make` alone lists them.
#   make html VARIANT=byoc        one variant only
#   make html ARGS="-W -j 1"      more options for the command behind the task
#   make html PYTHON=python3.12   the Python that .venv is made with
# HOST, PORT, OPEN, VARIANT and ARGS are plain assignments: shells export some of these names.
PYTHON ?= python3
HOST = 127.0.0.1
PORT = 8000
VARIANT =
OPEN =
ARGS =

# Builds and tests start many processes; where this is set, each would compile all that it imports.
unexport PYTHONDONTWRITEBYTECODE

BIN := .venv/bin
VARIANTDOCS := $(BIN)/python -m variantdocs
# Python compiles what it imports; compiling all that is installed takes longer than a build. The pins
# are complete, as `pip check` in lint makes sure, so pip need not look for what they bring along.
INSTALL := install --quiet --disable-pip-version-check --no-compile --no-deps
PIP_INSTALL = $(@D)/bin/python -m pip $(INSTALL)
# The pinned pip takes half the time of the one that Python 3.11 has. To install it, ensurepip would first
# install that one, which takes as long as a build; PYTHON's own pip, from 22.3 on, need not be installed.
OUTER_PIP = $(shell $(PYTHON) -c 'import pip; print("yes" * ([int(n) for n in pip.__version__.split(".")[:2]] >= [22, 3]))' 2>/dev/null)
MAKE_VENV = $(PYTHON) -m venv --clear$(if $(OUTER_PIP), --without-pip) $(@D)
INSTALL_PIP = $(if $(OUTER_PIP),$(PYTHON) -m pip --python $(@D)/bin/python,$(@D)/bin/python -m pip) $(INSTALL) -c requirements.txt pip
FROM = -c . -d build/doctrees$(if $(VARIANT), -D variant=$(VARIANT))$(if $(ARGS), $(ARGS)) source

CHECK_PYTHON = $(PYTHON) -c 'import sys; v = sys.version_info; sys.exit(None if v >= (3, 11) else "variantdocs needs Python 3.11 or newer, and $(PYTHON) is %d.%d; name another: make PYTHON=python3.11" % v[:2])'

# The theme works with docutils 0.23, as the tests of the switcher make sure, but requires an older one.
KNOWN_CONFLICT := sphinx-rtd-theme 3\.1\.0 .* docutils 0\.23\.
CHECK_REQUIREMENTS = conflicts=$$($(@D)/bin/python -m pip check) || ! echo "$$conflicts" | grep -vx '$(KNOWN_CONFLICT)'

STARTER_WORKFLOW := extensions/variantdocs/starter/templates/new/docs.yml
HOSTING_WORKFLOWS := docs/hosting/matrix.yml docs/hosting/cloudflare.yml
WORKFLOWS = .github/workflows/*.yml $(STARTER_WORKFLOW) $(HOSTING_WORKFLOWS)

.DEFAULT_GOAL := help
.PHONY: help setup html serve check lint format reference test test-oldest test-newest test-versions bench publish clean

# What is built, promised and said, which depends on Sphinx, docutils and MyST-Parser.
VERSION_TESTS := tests/promises tests/*/test_build.py tests/bodies tests/crossrefs tests/multibuild \
  tests/page_metadata tests/pages tests/preview/builder tests/publish/test_command.py tests/rebuild \
  tests/reference/test_messages.py tests/remote/directive tests/sphinx_patches tests/starter/test_adopt.py \
  tests/templating/checks tests/templating/source_lines tests/templating/test_settings.py \
  tests/test_build_messages.py tests/test_cli.py tests/test_messages.py

help: ## List the tasks
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-13s %s\n", $$1, $$2 }' Makefile

html: .venv/.installed ## Build every variant, or one (VARIANT=byoc), into build/html
	$(VARIANTDOCS) build $(FROM) build/html

serve: .venv/.installed ## Show every variant while you write (PORT=8000, HOST=127.0.0.1, OPEN=1)
	$(VARIANTDOCS) serve --host $(HOST) --port $(PORT)$(if $(OPEN), --open-browser) $(FROM) build/html

check: lint ## Lint, build with warnings as errors, check links, look for leaks
	$(VARIANTDOCS) check -W $(FROM) build/html

lint: .venv/.installed-dev ## Check code style, types, the source of the site, pins and workflows
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(VARIANTDOCS) lint -c . source
	$(BIN)/python -m pip check
	$(BIN)/check-jsonschema --builtin-schema vendor.github-workflows $(WORKFLOWS)
	$(BIN)/check-jsonschema --builtin-schema custom.github-workflows-require-timeout $(WORKFLOWS)
	$(BIN)/check-jsonschema --builtin-schema vendor.dependabot .github/dependabot.yml
	$(BIN)/check-jsonschema --builtin-schema vendor.gitlab-ci docs/hosting/gitlab-ci.yml
	$(BIN)/check-jsonschema --builtin-schema vendor.readthedocs docs/hosting/readthedocs.yaml
	$(BIN)/zizmor --offline --pedantic --strict-collection --no-progress .github $(STARTER_WORKFLOW) $(HOSTING_WORKFLOWS)

format: .venv/.installed-dev ## Fix code style where that is safe
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

reference: .venv/.installed-dev ## Write the manual's reference pages from the code
	$(BIN)/python -m reference

test: .venv/.installed-dev ## Run the tests (ARGS="tests/config -k typo"; ARGS="-n 0" in one process)
	$(BIN)/python -m pytest -n 2 --dist worksteal $(ARGS)

test-oldest: .venv-oldest/.installed ## Test what is built and said with the oldest Sphinx that is supported
	.venv-oldest/bin/python -m pytest -n 2 --dist worksteal $(or $(ARGS),$(VERSION_TESTS))

test-newest: .venv-newest/.installed ## The same with the newest that this Python can install
	.venv-newest/bin/python -m pytest -n 2 --dist worksteal $(or $(ARGS),$(VERSION_TESTS))

test-versions: test-oldest test-newest ## Both

bench: .venv/.installed-dev ## Measure builds (ARGS=--continue after an interruption)
	$(BIN)/python -m benchmarks.run --write docs/performance.md $(ARGS)

publish: .venv/.installed ## Make the folder that goes online: build/site
	$(VARIANTDOCS) publish $(FROM) build/site

clean: ## Remove what was built; rm -rf .venv* removes the environments
	rm -rf build .mypy_cache .ruff_cache .pytest_cache

setup: .venv/.installed-dev ## Make .venv; the other tasks do it by themselves

# Always from nothing (--clear), and the stamp is the last thing made: a set-up that was interrupted,
# or left a package half installed, is never taken for a whole one. The tools of the tests and checks
# go on top, so they are part of the set-up that a change of their pins makes again.
.venv/.installed: requirements.txt pyproject.toml $(if $(wildcard .venv/.installed-dev),requirements-dev.txt)
	@$(CHECK_PYTHON)
	@echo "Setting up .venv: once, and again when requirements.txt or pyproject.toml change."
	rm -f .venv/.installed
	$(MAKE_VENV)
	$(INSTALL_PIP)
	$(PIP_INSTALL) -r requirements.txt
	$(PIP_INSTALL) --no-build-isolation -e .
	@touch .venv/.installed

# The site's stamp is gone while this runs: after an interruption, all is made again from nothing.
.venv/.installed-dev: requirements-dev.txt .venv/.installed
	@echo "Adding the tools of the tests and checks to .venv."
	rm -f .venv/.installed
	$(PIP_INSTALL) -r requirements-dev.txt
	@touch .venv/.installed .venv/.installed-dev

# An environment with other versions of Sphinx and of what goes with it; the pins of all the rest hold.
.venv-%/.installed: tests/versions/%.txt requirements.txt requirements-dev.txt pyproject.toml
	@$(CHECK_PYTHON)
	@echo "Setting up .venv-$*: once, and again when the requirements change."
	$(MAKE_VENV)
	$(INSTALL_PIP)
	$(PIP_INSTALL) -r requirements.txt -r requirements-dev.txt
	$(PIP_INSTALL) -r tests/versions/$*.txt
	$(PIP_INSTALL) --no-build-isolation -e .
	$(CHECK_REQUIREMENTS)
	@touch $@
