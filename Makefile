# Every command a developer needs.  ./run and ./test need nothing installed; the rest uses what they set up.
.DEFAULT_GOAL := help
.PHONY: help setup run stop reset test test-engine test-frontend test-build test-odoo test-apps test-queue test-e2e build dev-build \
        bench bench-planning lint format solve score-file screenshots i18n lock clean

PYTHON := .cache/odoo14/venv/bin/python
DEV := PYTHONPATH=dev $(PYTHON)
UNSET := env -u PYTHONDONTWRITEBYTECODE -u PYTHONPATH

help:            ## this list
	@grep -hE '^[a-z0-9%-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## +/\t/' | expand -t 18

setup:           ## set up Odoo 14, Python and PostgreSQL in .cache
	@bash dev/setup.sh

run:             ## start the demo (= ./run)
	@./run

stop:            ## stop the demo
	@./run stop

reset:           ## delete the demo's data
	@./run reset

test:            ## every test (= ./test)
	@./test

test-engine: setup   ## the engine's tests, in seconds: make test-engine T="-k checker"
	@./test engine $(T)

test-frontend: setup ## the front end's unit tests
	@./test frontend $(T)

test-build: setup    ## tests of the development program and of the builds for all series
	@./test build $(T)

test-odoo: setup     ## the addon's tests: make test-odoo T="test_visits.py -k name"
	@./test odoo $(T)

test-apps: setup     ## the addon's tests that need sales, invoicing and stock
	@./test apps $(T)

test-queue: setup    ## jobs on several servers and on OCA's job queue
	@./test queue $(T)

test-e2e: setup      ## browser tests and examples
	@./test e2e $(T)

dev-build: setup     ## the linked 14.0 build and the front end that ./run uses
	@$(DEV) -m fvr_dev build

build: dev-build     ## installable zip and wheel for every series, in dist/
	@$(PYTHON) dev/build --release --out dist

bench: setup         ## all benchmarks: table and benchmarks/out/*.json
	@$(PYTHON) benchmarks/run.py && $(PYTHON) benchmarks/planning --instances='$(INSTANCES)'

bench-planning: setup ## the planning engine beside PyVRP and VROOM: make bench-planning [INSTANCES=folder] [CLASSES=a,b] [ALONE=1]
	@$(PYTHON) benchmarks/planning --instances='$(INSTANCES)' --classes='$(CLASSES)' \
	  --seconds='$(or $(SECONDS),0)' --cases='$(or $(CASES),0)' $(if $(ALONE),--alone)

bench-%: setup       ## one benchmark: make bench-foundation
	@$(PYTHON) benchmarks/run.py $*

solve: setup         ## solve a file without Odoo: make solve FILE=R101.txt SECONDS=10 SEED=1 [ROUTES=2] [OUT=file]
	@PYTHONPATH=field_visit_routing $(PYTHON) -m engine.jobs.solve \
	  FILE="$$FILE" OUT="$$OUT" SECONDS='$(SECONDS)' SEED='$(SEED)' ROUTES='$(ROUTES)'

lint: setup          ## all linters
	@./test lint

format: setup        ## bring Python and TypeScript into the project's format
	@$(PYTHON) -m ruff check --fix --quiet . || true
	@cd frontend && npm run --silent format

score-file: setup    ## who converts, learned from any CSV of leads: make score-file FILE=leads.csv TARGET=won [TIME=column] [OUT=file] [DROP=a,b]
	@PYTHONPATH=field_visit_routing $(PYTHON) -m engine.jobs.score_file \
	  FILE="$$FILE" TARGET="$$TARGET" TIME="$$TIME" OUT="$$OUT" DROP="$$DROP" KEEP="$$KEEP" SPLIT="$$SPLIT" \
	  SEED="$$SEED" POSITIVE="$$POSITIVE" PERSONAL="$$PERSONAL" TEST="$$TEST"

screenshots: setup   ## pictures of the running demo, for the README and the guides: make screenshots [P="heat layers"]
	@$(DEV) e2e/screenshots.py $(P)

i18n: setup          ## refresh the translation template and the catalogues
	@$(DEV) -m fvr_dev i18n

lock: setup          ## compile the locked requirements anew
	@$(DEV) -m fvr_dev lock

clean:               ## delete everything built; downloads and demo data stay
	@rm -rf dist .cache/build .cache/reports field_visit_routing/static/dist
