# The fault tests: what machines, disks and people may do to Småjob. Each
# *_test.c is a program; the other files are what they share. slowsync.c is a
# library to preload. It makes flushes slow, so it is never sanitized.
FAULT       := $T/fault
fault_tests := $(patsubst tests/fault/%.c,$(FAULT)/%, \
	$(wildcard tests/fault/*_test.c))
fault_parts := $(patsubst tests/fault/%.c,$B/o/tests/fault/%.o, \
	$(filter-out %_test.c %/slowsync.c,$(wildcard tests/fault/*.c)))

$(FAULT)/%_test: $B/o/tests/fault/%_test.o $(fault_parts) $(lib)
	@mkdir -p $(@D)
	@echo "link $@"
	@$(CC) $(CFLAGS) $(HARD) $(LINK) -o $@ $^ $(LINKED)

$(FAULT)/slowsync.so: tests/fault/slowsync.c
	@mkdir -p $(@D)
	@echo "link $@"
	@$(CC) -std=gnu11 -D_GNU_SOURCE -O2 $(WARN) $(WERROR) -fPIC -shared \
		-o $@ $<

# make fault FAULTS=race_test runs one alone.
FAULTS ?= $(notdir $(fault_tests))

# A mail host out of postfix, for mail_test.
build/smtp-sink/smtp-sink: tests/smtp_sink.sh | build/.deps-test
	@sh tests/smtp_sink.sh $(@D)

fault: $(fault_tests) $(FAULT)/slowsync.so build/smtp-sink/smtp-sink \
    build/tests/story/shim.so all assets
	@sh tests/fault/run.sh $B fault $(FAULTS)

.PHONY: fault
