# The benches: our figures beside their yardsticks. They stand on the parts of
# the fault tests. hello is the bare civetweb that pages are measured against.
BENCH       := $T/bench
bench_parts := $(patsubst tests/bench/%.c,$B/o/tests/bench/%.o, \
	$(filter-out %/hello.c,$(wildcard tests/bench/*.c)))

$(bench_parts): COMPILE += -Itests
$B/o/tests/bench/hello.o: COMPILE += $(CIVETWEB_INCLUDE)
$B/o/tests/bench/hello.o: build/civetweb/src/.fetched

$(BENCH)/bench: $(bench_parts) $(fault_parts) $(lib)
	@mkdir -p $(@D)
	@echo "link $@"
	@$(CC) $(CFLAGS) $(HARD) $(LINK) -o $@ $^ $(LINKED)

$(BENCH)/hello: $B/o/tests/bench/hello.o $B/civetweb/civetweb.o
	@mkdir -p $(@D)
	@echo "link $@"
	@$(CC) $(CFLAGS) $(HARD) $(LINK) -o $@ $^ $(LIBS_PORTAL)

# make bench BENCHES=claim runs one part alone: web, store, claim, sending.
BENCHES ?=

bench: $(BENCH)/bench $(BENCH)/hello $(FAULT)/slowsync.so all assets
	@sh tests/bench/run.sh $B $(BENCHES)

.PHONY: bench
