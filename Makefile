# Småjob. Every .c in portal/ is in the portal, every .c in notifier/ is in the
# notifier, every .c under shared/ is in both. Nothing else to know.
#
#   make            both programs, in build/
#   make run        everything from nothing, then the demo on 127.0.0.1:8080
#   make check      what a change must pass: rules, tests, sanitizers
#   make test       the tests alone        make story   the stories alone
#   make bench      our figures against their yardsticks
#   make front      what the network may do to the portal
#   make lighthouse what Lighthouse says of an employer's first two pages
#   make fuzz       every parser of outside text, SECONDS=10 each
#   make mutate     breaks guards, and sees their tests fail
#   make san        both programs under the address and undefined sanitizers
#   make assets     the look              make deps   what Debian must bring
#   make format     lays the code out as the rules ask
#   make processing writes docs/PROCESSING.md from the schema

CC     ?= cc
ifeq ($(CC),cc)
CC     := gcc
endif
CFLAGS ?= -O2 -g
B      := build$(if $(SAN),/san)

WARN := -Wall -Wextra -Wpedantic -Wshadow -Wconversion -Wformat=2 -Wundef \
	-Wvla -Wstrict-prototypes -Wmissing-prototypes \
	-Wold-style-definition -Wwrite-strings -Wcast-qual -Wpointer-arith \
	-Wswitch-enum
HARD := -fstack-protector-strong -fPIE -fno-common
LINK := -pie -Wl,-z,relro,-z,now,-z,noexecstack
ifdef SAN
HARD += -fsanitize=address,undefined -fno-sanitize-recover=all
else
HARD += -D_FORTIFY_SOURCE=2 -fstack-clash-protection
endif
# Unit tests assert through cmocka; assert() stays on in what we ship.
COMPILE = $(CC) -std=gnu11 -D_GNU_SOURCE $(CFLAGS) $(WARN) $(WERROR) $(HARD) \
	-Ishared -Iportal -Inotifier -pthread -MMD -MP -c -o $@ $<
LIBS          := -pthread -lsqlite3 -lmbedcrypto -ljansson -lm
LIBS_PORTAL   := $(LIBS) -lmbedtls -lmbedx509 -lqrencode
LIBS_NOTIFIER := $(LIBS) -lcurl

all: $B/portal $B/notifier

include portal/civetweb/civetweb.mk
include www/look/look.mk
include tests/tests.mk

objects  = $(patsubst %.c,$B/o/%.o,$(wildcard $(1)))
shared   := $(call objects,shared/*.c shared/base/*.c) $B/o/schema.o
portal   := $(call objects,portal/*.c) $B/civetweb/civetweb.o
notifier := $(call objects,notifier/*.c)

$B/portal: $(portal) $(shared)
	@echo "link $@"
	@$(CC) $(CFLAGS) $(HARD) $(LINK) -o $@ $^ $(LIBS_PORTAL)

$B/notifier: $(notifier) $(shared)
	@echo "link $@"
	@$(CC) $(CFLAGS) $(HARD) $(LINK) -o $@ $^ $(LIBS_NOTIFIER)

# Headers of the libraries are not ours to warn about, so they are only in
# reach of the files that know them.
civetweb_users := $(addprefix $B/o/portal/,serve.o exchange.o request.o)
$(civetweb_users): COMPILE += $(CIVETWEB_INCLUDE)
$(civetweb_users): $(CIVETWEB)/.patched

$B/o/%.o: %.c | build/.deps
	@mkdir -p $(@D)
	@echo "cc $<"
	@$(COMPILE)

# The schema is compiled in, so that code and tables cannot differ.
$B/schema.c: $(sort $(wildcard shared/schema/*.sql)) shared/schema/embed.sh
	@mkdir -p $(@D)
	sh shared/schema/embed.sh $(filter %.sql,$^) >$@
$B/o/schema.o: COMPILE += -Wno-overlength-strings
$B/o/schema.o: $B/schema.c
	@mkdir -p $(@D)
	@echo "cc $<"
	@$(COMPILE)

-include $(shell find $B -name '*.d' 2>/dev/null)

# What Debian brings: to build and run, to build the look, and to test.
DEBS      := gcc libc6-dev make dpkg-dev tzdata openssl libsqlite3-dev \
	libmbedtls-dev libcurl4-gnutls-dev libjansson-dev libqrencode-dev
DEBS_LOOK := nodejs npm
DEBS_RUN  := libfaketime
DEBS_TEST := libcmocka-dev kannel kannel-extras python3-aiosmtpd \
	libfaketime clang clang-format clang-tidy cppcheck \
	libclang-rt-14-dev chromium fonts-liberation wrk sslscan \
	slowhttptest nginx-light haproxy libdb5.3 libicu72 libnsl2

deps: build/.deps build/.deps-look build/.deps-run build/.deps-test
build/.deps build/.deps-look build/.deps-run build/.deps-test: Makefile
build/.deps: ;      @sh tests/deps.sh $@ $(DEBS)
build/.deps-look: ; @sh tests/deps.sh $@ $(DEBS_LOOK)
build/.deps-run: ;  @sh tests/deps.sh $@ $(DEBS_RUN)
build/.deps-test: ; @sh tests/deps.sh $@ $(DEBS_TEST)

# The record of processing, from the schema's comments.
processing:
	awk -f shared/schema/processing.awk shared/schema/*.sql \
		>docs/PROCESSING.md

run: all assets build/.deps-run
	sh portal/demo.sh

san:
	$(MAKE) SAN=1 all

clean:
	rm -rf build/portal build/notifier build/o build/tests \
	    build/san build/schema.c build/run

.PHONY: all deps processing run san clean
.DELETE_ON_ERROR:
