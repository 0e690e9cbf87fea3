# The rules that are programs, and everything that a change must pass.
# run.sh says what the rules are; tests/check.sh says what a change must pass.

R := $T/rules

ours    := $(wildcard portal/*.c notifier/*.c shared/*.c shared/base/*.c)
headers := $(wildcard portal/*.h portal/civetweb/*.h notifier/*.h shared/*.h shared/base/*.h)
test_c  := $(wildcard tests/*/*.c)

$R/texts: $B/o/tests/rules/texts.o $B/o/tests/rules/texts_view.o $(lib)
	@mkdir -p $(@D)
	@$(CC) $(CFLAGS) $(HARD) $(LINK) -o $@ $^ $(LINKED)

$R/pages: $B/o/tests/rules/pages.o $(lib)
	@mkdir -p $(@D)
	@$(CC) $(CFLAGS) $(HARD) $(LINK) -o $@ $^ $(LINKED)

# make B=build/strict CC=clang WERROR=-Werror objects: what a compiler says of
# all of our C, tests too.
objects: $(patsubst %.c,$B/o/%.o,$(ours) $(test_c)) $B/o/schema.o

# A file is read again when it, a header or the list of checks has changed. One
# a run: clang-tidy 14 remembers wrongly from one file to the next (valist).
tidy: $(patsubst %.c,$R/tidy/%.ok,$(ours))
$R/tidy/%.ok: %.c $(headers) .clang-tidy | build/.deps-test \
    $(CIVETWEB)/.patched
	@mkdir -p $(@D)
	@clang-tidy --quiet $< -- -std=gnu11 -D_GNU_SOURCE -Ishared -Iportal \
		-Inotifier $(CIVETWEB_INCLUDE) -pthread 2>$@.err || \
		{ cat $@.err; false; }
	@touch $@

format: | build/.deps-test
	clang-format -i $(ours) $(headers) $(test_c) $(wildcard tests/*/*.h)

rules: $R/texts $R/pages
	@sh tests/rules/run.sh $R

check: build/.deps build/.deps-look build/.deps-run build/.deps-test
	@sh tests/check.sh

.PHONY: objects tidy format rules check
