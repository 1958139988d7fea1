# Inventory Beacon. `make run` and `make test` install what is missing on Debian and Ubuntu and need only Go.

# The same tags everywhere, so that the C parts (SQLite, OpenGL) are compiled once.
tags := sqlite_fts5
program := bin/inventory-beacon

# How long each fuzz target runs.
FUZZTIME ?= 30s

# What mutate changes: so many places of a package, chosen by a number.
PACKAGE ?= ./store
N ?= 20
SEED ?= 1
# Other packages whose tests it asks, too; a room below internal/ has those of the room above.
ALSO ?=

# Where a release will be downloaded from, for winget's manifests.
ADDRESS ?= https://example.com/inventory-beacon

.PHONY: help run build headless test mutate fuzz openid lint bench clean
.PHONY: windows setup packages mac release test-windows test-packages

run: build ## build, and try the program on an offline tenant
	$(program) demo

build: ## build bin/inventory-beacon
	.ci/packages build
	go build -tags $(tags) -o $(program) .

headless: ## build the console program for servers without graphics libraries
	go build -tags $(tags),headless -o $(program)-headless .

test: ## run every test, with the race detector; the journeys drive the real window
	.ci/packages build test
	go test -race -timeout 30m -tags $(tags) ./...

mutate: ## small harmful changes that the tests do not notice: PACKAGE=./store N=20 SEED=1 ALSO=
	.ci/packages build test
	cd bench && go run ./mutate -tags $(tags) -n $(N) -seed $(SEED) $(addprefix -also ,$(abspath $(ALSO))) $(abspath $(PACKAGE))

fuzz: ## every fuzz target, for FUZZTIME=30s each
	.ci/packages build
	.ci/fuzz $(FUZZTIME)

openid: ## sign in, in every way, at a certified OpenID provider, which npm installs
	.ci/packages build test openid
	cd bench && go test ./openid

lint: ## formatting, vet, staticcheck
	.ci/packages build
	.ci/lint

bench: ## measure; figures belong into docs/performance.md
	go test -run '^$$' -bench . -benchmem -tags $(tags) ./connector/... ./store/...
	bench/run

windows: ## the programs for Windows, by MinGW, into dist/windows: SIGN="..." signs them, see .ci/sign
	.ci/packages build windows
	.ci/windows

setup: windows ## the setup program and the MSI for Windows: SIGN="..." MESA=opengl32.dll
	.ci/setup
	.ci/msi
	.ci/winget $(ADDRESS)

packages: ## .deb, .rpm and .tar.gz for Linux, with and without the window, into dist
	.ci/packages build packages
	.ci/linux

mac: ## the program for macOS as a disk image, on a Mac
	.ci/packages build
	.ci/mac

release: setup packages ## everything that can be made here, with what is in it (SBOM) and SHA256SUMS: IMAGE=...-macos.dmg in dist, too
	.ci/sums $(IMAGE)

test-windows: setup ## the setup program, the MSI and the programs under wine
	.ci/packages test test-windows
	.ci/test-windows

test-packages: packages ## the packages, checked, and installed in a Debian of their own
	.ci/packages test-packages
	.ci/test-packages

help: ## this list
	@sed -n 's/^\([a-z-]*\):.*## /\1	/p' $(firstword $(MAKEFILE_LIST)) | expand -t 16

clean: ## remove what was built
	rm -rf bin dist
