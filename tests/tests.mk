# The tests: rules, unit tests, stories, browser, fuzz targets and benches.
# Every runner ends with "N passed, N failed"; tests/sum.sh adds them up.

include tests/story/story.mk

T      := $B/tests
unit   := $(patsubst tests/unit/%.c,$T/unit/%,$(wildcard tests/unit/*_test.c))
lib    := $T/libsmaajob.a
LINKED := $(LIBS) -lmbedtls -lmbedx509 -lcurl -lqrencode

# Everything but the two main()s, for tests to take what they need from. The
# lists of the top Makefile are not made yet where this is read.
lib_objects := $(patsubst %.c,$B/o/%.o,$(filter-out %/main.c,$(wildcard \
	shared/*.c shared/base/*.c portal/*.c notifier/*.c))) \
	$B/o/schema.o $B/civetweb/civetweb.o

$(lib): $(lib_objects)
	@mkdir -p $(@D)
	@rm -f $@
	@ar rcs $@ $^

$B/o/tests/%.o: tests/%.c | build/.deps-test
	@mkdir -p $(@D)
	@echo "cc $<"
	@$(COMPILE)

# What the unit tests share, as a library too: each takes what it names.
$T/libfixture.a: $(patsubst %.c,$B/o/%.o,$(filter-out %_test.c,$(wildcard \
    tests/unit/*.c)))
	@mkdir -p $(@D)
	@rm -f $@
	@ar rcs $@ $^

$T/unit/%: $B/o/tests/unit/%.o $T/libfixture.a $(lib)
	@mkdir -p $(@D)
	@$(CC) $(CFLAGS) $(HARD) $(LINK) -o $@ $^ $(LINKED) -lcmocka

unit: $(unit) assets
	@sh tests/unit/run.sh $T/unit $(unit)

test: unit story

include tests/browser/browser.mk
include tests/lighthouse/lighthouse.mk
include tests/rules/rules.mk
include tests/fault/fault.mk
include tests/front/front.mk
include tests/fuzz/fuzz.mk
include tests/bench/bench.mk
include tests/mutate/mutate.mk

.PHONY: unit test
.SECONDARY:
