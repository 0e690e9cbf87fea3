# The front's tests: what the network may do to the portal. Each *_test.c is a
# program that stands on the parts of the fault tests; the other files are what
# they share. stuck.c is a library to preload, so it is never sanitized.
FRONT       := $T/front
front_tests := $(patsubst tests/front/%.c,$(FRONT)/%, \
	$(wildcard tests/front/*_test.c))
front_parts := $(patsubst tests/front/%.c,$B/o/tests/front/%.o, \
	$(filter-out %_test.c %/stuck.c,$(wildcard tests/front/*.c)))

$B/o/tests/front/%.o: COMPILE += -Itests

$(FRONT)/%_test: $B/o/tests/front/%_test.o $(front_parts) $(fault_parts) $(lib)
	@mkdir -p $(@D)
	@echo "link $@"
	@$(CC) $(CFLAGS) $(HARD) $(LINK) -o $@ $^ $(LINKED)

$(FRONT)/stuck.so: tests/front/stuck.c
	@mkdir -p $(@D)
	@echo "link $@"
	@$(CC) -std=gnu11 -D_GNU_SOURCE -O2 $(WARN) $(WERROR) -fPIC -shared \
		-o $@ $<

# make front FRONTS=stop_test runs one alone.
FRONTS ?= $(notdir $(front_tests))

front: $(front_tests) $(FRONT)/stuck.so all assets
	@sh tests/fault/run.sh $B front $(FRONTS)

.PHONY: front
