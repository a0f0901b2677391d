# Two commands: `make run` starts the example, `make check` tests everything. Meson does the work behind them.
BUILD ?= build
MESON ?= meson

.PHONY: all run check teeth bench fuzz soak lint install clean deps-run deps-check

all: $(BUILD)/build.ninja
	@ninja -C $(BUILD) privacyd

$(BUILD)/build.ninja:
	@$(MESON) setup $(BUILD) -Dbuildtype=release >$(BUILD).log 2>&1 || { cat $(BUILD).log; echo "run tools/deps run first: it installs the libraries"; exit 1; }
	@mv $(BUILD).log $(BUILD)/setup.log

# Builds and starts the fictional camera maker's site with its privacy server, mail catcher and movable clock.
run: deps-run all
	@$(BUILD)/privacyd dev --listen $(or $(LISTEN),127.0.0.1:8123) examples/camera-maker/policy.yaml

check: deps-check
	@/usr/bin/python3 tools/check.py

# Switches each mechanism off in turn: its scene and its promise must fail.
teeth: deps-check
	@/usr/bin/python3 tools/teeth.py

bench: deps-check all
	@/usr/bin/python3 bench/bench.py

# A minute for each target; FUZZ_SECONDS=600 make fuzz for more.
fuzz: deps-check
	@/usr/bin/python3 tools/fuzz.py

# The long forms of what `make check` does in short: kill cycles, fault loops, raw images.
soak: deps-check
	@/usr/bin/python3 tools/check.py --soak

lint: deps-check
	@/usr/bin/python3 tools/lint.py --all

install: all
	@$(MESON) install -C $(BUILD)

deps-run:
	@tools/deps run
deps-check:
	@tools/deps check

clean:
	@rm -rf build build-*
