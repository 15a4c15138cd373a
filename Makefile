# make book   build the course            make serve   read it at http://127.0.0.1:8000
# make test   prove that it works         make lab     open it in JupyterLab
# make zip    pack the course in one file for a memory stick
# make hub    give each learner of a class a JupyterLab; needs COURSE_HUB_PASSWORD
# make bench  print the timings that the text mentions, as ratios in one run
# make lint-quizzes  judge the question banks, and print which objective is asked at which level
# make check-citations  list what the chapters say with a number and without a source, or on a weak source alone
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/$(if $(filter Windows_NT,$(OS)),Scripts,bin)
SITE := _build/html
PORT ?= 8000

.PHONY: always book test serve lab hub zip bench lint-quizzes check-citations constraints clean

book: $(VENV)/course.stamp
	$(BIN)/jupyter-book build . -W -n --keep-going
	@echo
	@echo "The course is built. Open $(SITE)/index.html, or run: make serve"

test: book $(VENV)/test.stamp
	$(BIN)/python tests/browser.py
	$(BIN)/python -m pytest -n auto --dist worksteal

serve: book
	@echo "The course: http://127.0.0.1:$(PORT)/  (stop it with Ctrl+C)"
	$(BIN)/python -m http.server --bind 127.0.0.1 --directory $(SITE) $(PORT)

lab: $(VENV)/hub.stamp
	$(BIN)/jupyter lab book

hub: $(VENV)/hub.stamp
	$(BIN)/python -m jupyterhub --config deploy/jupyterhub/jupyterhub_config.py

zip: book
	$(BIN)/lessonkit export zip $(SITE) _build/magnesium-and-myoclonus.zip

bench: book $(VENV)/test.stamp
	$(BIN)/python benchmarks/import_time.py
	$(BIN)/python benchmarks/solvers.py
	$(BIN)/python benchmarks/slider.py
	$(BIN)/python benchmarks/scene.py
	$(BIN)/python benchmarks/banks.py
	$(BIN)/python benchmarks/foods.py
	$(BIN)/python benchmarks/live.py
	$(BIN)/python benchmarks/hub.py

lint-quizzes: $(VENV)/course.stamp
	$(BIN)/lessonkit lint --strict

check-citations: $(VENV)/test.stamp
	$(BIN)/python tests/evidence_lines.py

# Looked at each time: what another Python made, or a folder that was moved, does not run.
$(VENV)/pyvenv.cfg: always
	@$(PYTHON) environment.py $(VENV)

# The settings of JupyterLab are copied into the environment with the course.
$(VENV)/course.stamp: $(VENV)/pyvenv.cfg requirements.txt constraints.txt pyproject.toml lessonkit/pyproject.toml \
		$(wildcard jupyter/labconfig/*)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -r requirements.txt
	@touch $@

$(VENV)/hub.stamp: $(VENV)/course.stamp deploy/jupyterhub/requirements.txt
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -r deploy/jupyterhub/requirements.txt
	@touch $@

$(VENV)/test.stamp: $(VENV)/hub.stamp tests/requirements.txt tests/node/package-lock.json
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -r tests/requirements.txt
	$(BIN)/npm ci --prefix tests/node --silent --no-audit --no-fund
	@touch $@

# Pins every package that the three lists of requirements pull in; needs uv.
constraints:
	cat requirements.txt tests/requirements.txt deploy/jupyterhub/requirements.txt | grep -v '^-' | \
	uv pip compile --universal --python-version 3.10 --no-header --no-annotate --upgrade -o constraints.txt -

clean:
	rm -rf _build $(VENV)
