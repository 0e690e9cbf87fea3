# Fuzz targets: every parser of outside text, SECONDS each. Clang's own build of
# what they need, under its sanitizers; seeds in tests/fuzz/corpus/TARGET/.
#
#   make fuzz SECONDS=60      make fuzz SECONDS=0 replays the seeds alone

FUZZ    := build/fuzz
SECONDS ?= 10

fuzz_targets := $(patsubst tests/fuzz/%.c,$(FUZZ)/%,$(wildcard \
	tests/fuzz/*_fuzz.c))
fuzz_sources := $(filter-out shared/base/db%.c shared/base/store%.c, \
	$(wildcard shared/base/*.c)) shared/answer.c \
	shared/postcode_read.c shared/settings.c portal/params.c portal/head.c portal/gateway_hooks.c \
	portal/provider_hooks.c portal/hook_proof.c \
	$(filter-out notifier/main.c notifier/providers.c notifier/folder.c \
	notifier/sms_gateway.c notifier/mail_smtp.c notifier/deliver.c \
	notifier/interpret.c notifier/scheduler.c,$(wildcard notifier/*.c))
fuzz_objects := $(patsubst %.c,$(FUZZ)/o/%.o,$(fuzz_sources))

FUZZ_COMPILE = clang -std=gnu11 -D_GNU_SOURCE -O1 -g -pthread \
	-fno-omit-frame-pointer -fno-sanitize-recover=all \
	-fsanitize=fuzzer-no-link,address,undefined \
	$(WARN) $(WERROR) -Ishared -Iportal -Inotifier -MMD -MP -c -o $@ $<

$(FUZZ)/o/%.o: %.c | build/.deps build/.deps-test
	@mkdir -p $(@D)
	@echo "cc $<"
	@$(FUZZ_COMPILE)

$(FUZZ)/libfuzz.a: $(fuzz_objects)
	@rm -f $@
	@ar rcs $@ $^

$(FUZZ)/%_fuzz: $(FUZZ)/o/tests/fuzz/%_fuzz.o $(FUZZ)/libfuzz.a
	@clang -g -fsanitize=fuzzer,address,undefined -o $@ $^ \
		-pthread -lmbedcrypto -ljansson -lm

fuzz: $(fuzz_targets)
	@sh tests/fuzz/run.sh $(FUZZ) $(SECONDS) $(fuzz_targets)

-include $(shell find $(FUZZ) -name '*.d' 2>/dev/null)

.PHONY: fuzz
