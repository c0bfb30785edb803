# A thin door to make.py, which does the work and runs where there is no make (Windows: py make.py site).
# Arguments go in ARGS: make serve ARGS="--port 9000"
PYTHON ?= python3
.DEFAULT_GOAL := help
.NOTPARALLEL:
.PHONY: site test check pythons serve messages lock bench proof clean help

site: ## build the whole site into public/
test: ## run all tests
check: ## lint, types, fast tests of the program, content and catalogs
pythons: ## build a small site with the oldest and the newest Python here
serve: ## live preview in the browser
messages: ## collect the texts to translate, update every catalog
lock: ## renew the locked requirements (needs uv)
bench: ## print pages per second and peak memory
proof: ## the long proof: many random examples, then the benches
clean: ## delete what was made; .venv stays

site test check pythons serve messages lock bench proof clean:
	@$(PYTHON) make.py $@ $(ARGS)

help: ## this list
	@grep -hE '^[a-z]+: ## ' Makefile | sed 's/: ## /\t/' | while IFS="$$(printf '\t')" read -r name text; do printf '  make %-9s %s\n' "$$name" "$$text"; done
