# The benches: our figures beside their yardsticks. They stand on the parts of
# the fault tests. hello is what pages are measured against: civetweb as it was
# fetched, without our patches, compiled as ours is.
BENCH       := $T/bench
bench_parts := $(patsubst tests/bench/%.c,$B/o/tests/bench/%.o, \
	$(filter-out %/hello.c,$(wildcard tests/bench/*.c)))

$(bench_parts): COMPILE += -Itests
$B/o/tests/bench/hello.o: COMPILE += -isystem $(CIVETWEB_SOURCE)/include
$B/o/tests/bench/hello.o: $(CIVETWEB_SOURCE)/.fetched

$(BENCH)/bench: $(bench_parts) $(fault_parts) $(lib)
	@mkdir -p $(@D)
	@echo "link $@"
	@$(CC) $(CFLAGS) $(HARD) $(LINK) -o $@ $^ $(LINKED)

$(BENCH)/civetweb.o: $(CIVETWEB_SOURCE)/.fetched portal/civetweb/civetweb.mk \
    $(wildcard portal/civetweb/*.inl)
	@mkdir -p $(@D)
	@echo "cc $@"
	@$(CC) -std=gnu11 $(CFLAGS) -w $(HARD) $(CIVETWEB_FLAGS) \
		-I$(CIVETWEB_SOURCE)/include -Iportal/civetweb \
		-c -o $@ $(CIVETWEB_SOURCE)/src/civetweb.c

$(BENCH)/hello: $B/o/tests/bench/hello.o $(BENCH)/civetweb.o
	@mkdir -p $(@D)
	@echo "link $@"
	@$(CC) $(CFLAGS) $(HARD) $(LINK) -o $@ $^ $(LIBS_PORTAL)

# make bench BENCHES=claim runs one part alone: bench.c names them.
BENCHES ?=

bench: $(BENCH)/bench $(BENCH)/hello $(FAULT)/slowsync.so all assets
	@sh tests/bench/run.sh $B $(BENCHES)

.PHONY: bench
