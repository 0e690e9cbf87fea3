# Lighthouse over an employer's first two pages. What it brings is five times
# what all the browser tests bring, so `make check` does without: axe looks for
# the same mistakes there.

LIGHTHOUSE := build/lighthouse

$(LIGHTHOUSE)/.installed: tests/lighthouse/package.json \
    tests/lighthouse/package-lock.json www/look/.npmrc \
    | build/.deps-look build/.deps-test
	@mkdir -p $(@D)
	cp tests/lighthouse/package.json tests/lighthouse/package-lock.json \
	    www/look/.npmrc $(@D)
	cd $(@D) && npm ci --ignore-scripts --no-audit --no-fund --loglevel=error
	@touch $@

lighthouse: all assets $(BROWSER)/.installed $(LIGHTHOUSE)/.installed
	@$(BROWSER_NODE) --test --test-reporter=./tests/browser/sum.mjs \
	    tests/lighthouse/lighthouse.test.mjs

.PHONY: lighthouse
