# The story runner, and the shim that kills the notifier in mid-talk. They are
# never sanitized, whatever the programs are that they run.
STORY := build/tests/story

story_objects := $(patsubst tests/story/%.c,$(STORY)/%.o, \
	$(wildcard tests/story/*.c)) \
	$(addprefix $(STORY)/base/,arena.o clock.o clock_words.o log.o secret.o \
	secret_sign.o text.o totp.o)

STORY_COMPILE = $(CC) -std=gnu11 -D_GNU_SOURCE -O2 -g $(WARN) $(WERROR) \
	-Ishared -MMD -MP

$(STORY)/%.o: tests/story/%.c | build/.deps build/.deps-test
	@mkdir -p $(@D)
	@echo "cc $<"
	@$(STORY_COMPILE) -c -o $@ $<

$(STORY)/base/%.o: shared/base/%.c | build/.deps
	@mkdir -p $(@D)
	@echo "cc $<"
	@$(STORY_COMPILE) -c -o $@ $<

$(STORY)/story: $(story_objects)
	@$(CC) -g -o $@ $^ -lsqlite3 -lcurl -lmbedcrypto

$(STORY)/shim.so: tests/story/peers/shim.c
	@mkdir -p $(@D)
	@$(STORY_COMPILE) -fPIC -shared -o $@ $<

# They lie outside $B when that is the sanitizer build's.
-include $(wildcard $(STORY)/*.d $(STORY)/base/*.d)

STORIES ?= $(sort $(wildcard tests/story/*.story))

# make story STORIES=tests/story/one.story plays one alone.
story: $(STORY)/story $(STORY)/shim.so all assets
	@$(STORY)/story --build $B $(if $(SAN),--san) $(STORIES)

.PHONY: story
