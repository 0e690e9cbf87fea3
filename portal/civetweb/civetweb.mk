# civetweb, built from Debian's source package without files, CGI and
# websockets. Reads B, CC, CFLAGS, HARD and SAN; include it below the first
# target of the top Makefile, else the source would be the default goal.

CIVETWEB         := build/civetweb/src
CIVETWEB_INCLUDE := -isystem $(CIVETWEB)/include

# NO_SSL means no OpenSSL: civetweb wants it beside USE_MBEDTLS.
# Hundreds of threads: 256 kB of stack each, more where the sanitizer pads it.
CIVETWEB_FLAGS := -DUSE_MBEDTLS -DNO_SSL -DNO_FILES -DNO_FILESYSTEMS -DNO_CGI \
	-DNO_CACHING -DUSE_IPV6 -DREENTRANT_TIME \
	-DUSE_STACK_SIZE=$(if $(SAN),1048576,262144) \
	-DMG_EXTERNAL_FUNCTION_mg_cry_internal_impl \
	-DMG_EXTERNAL_FUNCTION_log_access

# One source for all builds, so it lies outside $B.
$(CIVETWEB)/.fetched: portal/civetweb/fetch.sh | build/.deps
	sh portal/civetweb/fetch.sh build/civetweb

# -w: the warnings are not ours to mend.
$B/civetweb/civetweb.o: $(CIVETWEB)/.fetched portal/civetweb/civetweb.mk \
    $(wildcard portal/civetweb/*.inl)
	@mkdir -p $(@D)
	$(CC) -std=gnu11 $(CFLAGS) -w $(HARD) $(CIVETWEB_FLAGS) \
		-I$(CIVETWEB)/include -Iportal/civetweb \
		-c -o $@ $(CIVETWEB)/src/civetweb.c
