# Two commands matter: `make up` brings an environment up, `make test` passes the tests. Both set up what they need first.
STACK ?= development
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
SYNC := $(BIN)/uv pip sync --quiet --require-hashes --python $(BIN)/python
LOCK := $(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-header --no-annotate --no-emit-index-url
# Bytecode is worth seconds a run: the SDKs hold thousands of modules.
unexport PYTHONDONTWRITEBYTECODE
PICTURES := docs/pictures
ROOMS := bootstrap checks cli components engine faults simulator stacks views

.PHONY: help setup up preview destroy pictures test conformance kube-conformance evolution cases capabilities workload-diff instance-types cloudformation check format lint types contracts bench chaos lock clean
help: ## list the targets
	@grep -E '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:[^#]*## /\t/' | expand -t 18

setup: $(VENV)/.runtime ## make the virtual environment and install what running needs, and nothing else

up: $(VENV)/.runtime ## set up, then bring STACK up on the simulated clouds (development unless STACK=… says otherwise)
	@$(BIN)/nusa up --stack $(STACK) --yes

preview: $(VENV)/.runtime ## set up, then show what `up` would do
	@$(BIN)/nusa preview --stack $(STACK)

destroy: $(VENV)/.runtime ## take STACK down again
	@$(BIN)/nusa destroy --stack $(STACK) --yes

pictures: $(VENV)/.runtime ## draw docs/pictures/ again; without Graphviz the SVG in the README is left as it is
	@NUSANTARA_BACKEND=$$(mktemp -d) && export NUSANTARA_BACKEND && \
	$(BIN)/nusa graph -s development -o $(PICTURES)/development.md -o $(PICTURES)/development.dot && \
	$(BIN)/nusa graph -s production -o $(PICTURES)/production.md -o $(PICTURES)/production.dot \
	  $$(command -v dot >/dev/null && echo -o $(PICTURES)/production.svg) && rm -r "$$NUSANTARA_BACKEND"

test: $(VENV)/.dev ## set up, then run the tests
	@$(BIN)/pytest -n auto --dist worksteal

conformance: $(VENV)/.dev ## hold the engine to what Pulumi's did, case by case, and write docs/conformance.md (LIVE=1: to the pulumi on PATH)
	@$(BIN)/python -m tests.conformance $(if $(LIVE),--live)

kube-conformance: $(VENV)/.dev ## ask a real kube-apiserver of the environments' objects; built once with Go, skipped without
	@$(BIN)/python -m tests.kubeapi $(STACKS)

evolution: $(VENV)/.dev ## carry out every change of an environment that has a case, and write docs/evolution.md
	@$(BIN)/python -m tests.evolution

cases: $(VENV)/.dev ## carry out the changes of tests/cases, and write what reviewers read of each (CASES='…' names some)
	@$(BIN)/python -m tests.cases $(CASES)

workload-diff: $(VENV)/.dev ## write into docs/workloads.md what differs between the clouds of a workload that is told everything
	@$(BIN)/python -m tests.contract.workload_diff

capabilities: $(VENV)/.dev ## write docs/capabilities.md: what each cloud can, by the classes
	@$(BIN)/python -m tests.contract.capabilities

instance-types: $(VENV)/.dev ## write the table of instance types on AWS by region, from the versions of cfn-lint and moto that are pinned
	@$(BIN)/python -m pip download --quiet --disable-pip-version-check --require-hashes --no-deps --dest $(VENV)/instance-types -r requirements-instance-types.txt
	@$(BIN)/python -m tests.instance_types $(VENV)/instance-types

cloudformation: $(VENV)/.dev ## write what CloudFormation's schemas say of AWS' inputs, from the version of cfn-lint that is pinned
	@$(BIN)/python -m pip download --quiet --disable-pip-version-check --require-hashes --no-deps --dest $(VENV)/instance-types -r requirements-instance-types.txt
	@$(BIN)/python -m tests.cloudformation $(VENV)/instance-types

check: format lint types contracts test ## everything a change must pass

format: $(VENV)/.dev ## code is formatted
	@$(BIN)/ruff format --check .

lint: $(VENV)/.dev ## code is linted
	@$(BIN)/ruff check .

types: $(VENV)/.dev ## types agree
	@$(BIN)/ty check $(ROOMS) tests __main__.py

contracts: $(VENV)/.dev ## imports go one way
	@$(BIN)/lint-imports

bench: $(VENV)/.dev ## previews against the SDK's mock monitor, aws-cdk and pulumi, as ratios in one run
	-@$(BIN)/uv pip install --quiet --require-hashes --python $(BIN)/python -r requirements-bench.txt
	@$(BIN)/python -m tests.bench $(BENCH)

chaos: $(VENV)/.dev ## kill 50 runs, run 20 stacks in failing clouds, let updates meet; CHAOS='--seed 1' repeats one
	@$(BIN)/python -m tests.chaos $(CHAOS)

lock: $(VENV)/.uv ## resolve and pin every dependency again
	@$(LOCK) pyproject.toml --group build -o requirements.txt
	@$(LOCK) pyproject.toml --group dev -o requirements-dev.txt
	@$(LOCK) --group copies -o requirements-copies.txt
	@$(LOCK) --group bench -o requirements-bench.txt
	@$(LOCK) --no-deps --group instance-types -o requirements-instance-types.txt

clean: ## remove what was built; state and simulated clouds under .nusa/ stay
	@rm -rf $(VENV) .pytest_cache .ruff_cache .import_linter_cache .hypothesis

# A stamp a step: a change of the locked requirements, and nothing else, installs again. What the tests need includes what
# running needs, so either set-up leaves the other's stamp right.
$(VENV)/.uv: requirements-bootstrap.txt
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "nusantara needs Python 3.11 or newer; this is " + sys.version.split()[0] + ". Give another one: make PYTHON=python3.12 …")'
	@echo "Setting up $(VENV) …"
	@$(PYTHON) -m venv $(VENV)
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-bootstrap.txt
	@touch $@

$(VENV)/.runtime: $(VENV)/.uv requirements.txt pyproject.toml
	@if [ ! -e $(VENV)/.dev ]; then $(SYNC) requirements.txt requirements-bootstrap.txt; \
	else $(SYNC) requirements-dev.txt requirements-bootstrap.txt; fi
	@$(BIN)/uv pip install --quiet --python $(BIN)/python --no-deps --no-build-isolation --editable .
	@touch $@

$(VENV)/.dev: $(VENV)/.uv requirements-dev.txt pyproject.toml
	@$(SYNC) requirements-dev.txt requirements-bootstrap.txt
	@$(BIN)/uv pip install --quiet --python $(BIN)/python --no-deps --no-build-isolation --editable .
	@touch $@ $(VENV)/.runtime
