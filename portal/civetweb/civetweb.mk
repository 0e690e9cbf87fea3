# civetweb, built from Debian's source package without files, CGI and
# websockets, with our patches. Reads B, CC, CFLAGS, HARD and SAN; include it
# below the first target of the top Makefile, else the source would be the
# default goal.

CIVETWEB_SOURCE  := build/civetweb/src
CIVETWEB         := build/civetweb/patched
CIVETWEB_INCLUDE := -isystem $(CIVETWEB)/include

# NO_SSL means no OpenSSL: civetweb wants it beside USE_MBEDTLS.
# Hundreds of threads: 256 kB of stack each, more where the sanitizer pads it.
# The quantum is how long a stop waits to be noticed, in ms.
CIVETWEB_FLAGS := -DUSE_MBEDTLS -DNO_SSL -DNO_FILES -DNO_FILESYSTEMS -DNO_CGI \
	-DNO_CACHING -DUSE_IPV6 -DREENTRANT_TIME -DSOCKET_TIMEOUT_QUANTUM=200 \
	-DUSE_STACK_SIZE=$(if $(SAN),1048576,262144) \
	-DMG_EXTERNAL_FUNCTION_mg_cry_internal_impl \
	-DMG_EXTERNAL_FUNCTION_log_access

# One source for all builds, so it lies outside $B.
$(CIVETWEB_SOURCE)/.fetched: portal/civetweb/fetch.sh | build/.deps
	sh portal/civetweb/fetch.sh build/civetweb

$(CIVETWEB)/.patched: $(CIVETWEB_SOURCE)/.fetched portal/civetweb/patch.sh \
    portal/civetweb/SHA256 $(wildcard portal/civetweb/*.patch)
	@sh portal/civetweb/patch.sh $(CIVETWEB_SOURCE) $(CIVETWEB)
	@touch $@

# -w: the warnings are not ours to mend.
$B/civetweb/civetweb.o: $(CIVETWEB)/.patched portal/civetweb/civetweb.mk \
    portal/civetweb/calls.h $(wildcard portal/civetweb/*.inl)
	@mkdir -p $(@D)
	$(CC) -std=gnu11 $(CFLAGS) -w $(HARD) $(CIVETWEB_FLAGS) \
		-I$(CIVETWEB)/include -Iportal/civetweb \
		-c -o $@ $(CIVETWEB)/src/civetweb.c
