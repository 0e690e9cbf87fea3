#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include <mbedtls/asn1write.h>
#include <mbedtls/ecp.h>
#include <mbedtls/error.h>
#include <mbedtls/oid.h>
#include <mbedtls/x509.h>
#include <mbedtls/x509_crt.h>

#include "base/clock.h"
#include "base/secret.h"
#include "base/text.h"

#include "front.h"
#include "settings.h"

#define VALID    (DAY * 365 * 20)
#define PEM_MOST 4096

static int random_for_key(void *unused, unsigned char *to, size_t n)
{
	(void)unused;
	secret_random(to, n);
	return 0;
}

/* An alternative name, written before those at *at: an address as its bytes,
 * everything else as a name. Below zero when there is no room. */
static int put_name(
    unsigned char **at, unsigned char *start, const char *name, size_t n)
{
	struct in_addr four;
	char text[100];
	const void *bytes = text;
	unsigned char kind = 2; /* dNSName */
	int length, rc;

	snprintf(text, sizeof text, "%.*s", (int)n, name);
	n = strlen(text);
	if (inet_pton(AF_INET, text, &four) == 1) {
		bytes = &four;
		n = sizeof four;
		kind = 7; /* iPAddress */
	}
	length = rc = mbedtls_asn1_write_raw_buffer(at, start, bytes, n);
	if (rc < 0 || (rc = mbedtls_asn1_write_len(at, start, n)) < 0)
		return rc;
	length += rc;
	rc = mbedtls_asn1_write_tag(
	    at, start, (unsigned char)(MBEDTLS_ASN1_CONTEXT_SPECIFIC | kind));
	return rc < 0 ? rc : length + rc;
}

/* All names that may be asked for; browsers look at nothing else. */
static int put_names(mbedtls_x509write_cert *cert, const char *hosts)
{
	unsigned char der[1000], *at = der + sizeof der;
	const char *host;
	int length = 0, rc;
	size_t n;

	while (text_item(&hosts, &host, &n)) {
		if (*host == '[')
			continue;
		rc = put_name(&at, der, host, n);
		if (rc < 0)
			return rc;
		length += rc;
	}
	rc = mbedtls_asn1_write_len(&at, der, (size_t)length);
	if (rc < 0)
		return rc;
	length += rc;
	rc = mbedtls_asn1_write_tag(
	    &at, der, MBEDTLS_ASN1_CONSTRUCTED | MBEDTLS_ASN1_SEQUENCE);
	if (rc < 0)
		return rc;
	length += rc;
	return mbedtls_x509write_crt_set_extension(cert,
	    MBEDTLS_OID_SUBJECT_ALT_NAME,
	    MBEDTLS_OID_SIZE(MBEDTLS_OID_SUBJECT_ALT_NAME), 0, at,
	    (size_t)length);
}

/* "20261122120000", in UTC. */
static bool put_time(char to[16], int64_t at)
{
	time_t time = (time_t)at;
	struct tm tm;

	return gmtime_r(&time, &tm) != NULL &&
	    strftime(to, 16, "%Y%m%d%H%M%S", &tm) > 0;
}

/* From the day before, so that a clock that is a little behind believes it
 * too. */
static int put_validity(mbedtls_x509write_cert *cert)
{
	char first[16], last[16];

	if (!put_time(first, clock_now() - DAY) ||
	    !put_time(last, clock_now() + VALID))
		return MBEDTLS_ERR_X509_INVALID_DATE;
	return mbedtls_x509write_crt_set_validity(cert, first, last);
}

static int put_serial(mbedtls_x509write_cert *cert)
{
	unsigned char bytes[16];
	mbedtls_mpi serial;
	int rc;

	secret_random(bytes, sizeof bytes);
	bytes[0] = (bytes[0] & 0x7f) | 1; /* positive, and never short */
	mbedtls_mpi_init(&serial);
	rc = mbedtls_mpi_read_binary(&serial, bytes, sizeof bytes);
	if (rc == 0)
		rc = mbedtls_x509write_crt_set_serial(cert, &serial);
	mbedtls_mpi_free(&serial);
	return rc;
}

static int make_key(mbedtls_pk_context *key)
{
	int rc = mbedtls_pk_setup(
	    key, mbedtls_pk_info_from_type(MBEDTLS_PK_ECKEY));

	if (rc != 0)
		return rc;
	return mbedtls_ecp_gen_key(MBEDTLS_ECP_DP_SECP256R1,
	    mbedtls_pk_ec(*key), random_for_key, NULL);
}

static int sign(mbedtls_x509write_cert *cert, mbedtls_pk_context *key,
    unsigned char pem[PEM_MOST])
{
	int rc;

	mbedtls_x509write_crt_set_version(cert, MBEDTLS_X509_CRT_VERSION_3);
	mbedtls_x509write_crt_set_md_alg(cert, MBEDTLS_MD_SHA256);
	mbedtls_x509write_crt_set_subject_key(cert, key);
	mbedtls_x509write_crt_set_issuer_key(cert, key);
	if ((rc = mbedtls_x509write_crt_set_subject_name(
		 cert, "CN=smaajob self-signed")) != 0 ||
	    (rc = mbedtls_x509write_crt_set_issuer_name(
		 cert, "CN=smaajob self-signed")) != 0 ||
	    (rc = mbedtls_x509write_crt_set_basic_constraints(cert, 0, -1)) !=
		0 ||
	    (rc = put_serial(cert)) != 0 || (rc = put_validity(cert)) != 0 ||
	    (rc = put_names(cert, settings.hosts)) != 0)
		return rc;
	return mbedtls_x509write_crt_pem(
	    cert, pem, PEM_MOST, random_for_key, NULL);
}

/* In whole or not at all: a torn file would keep the next start from coming. */
static bool write_pem(const char *file, const unsigned char *key,
    const unsigned char *cert, char why[200])
{
	char fresh[300];
	int fd;
	bool ok;

	snprintf(fresh, sizeof fresh, "%s.new", file);
	fd = open(fresh, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
	ok = fd >= 0 && dprintf(fd, "%s%s", key, cert) > 0 && fsync(fd) == 0;
	if (fd >= 0)
		ok = close(fd) == 0 && ok;
	ok = ok && rename(fresh, file) == 0;
	if (!ok)
		snprintf(why, 200, "%s: %s", file, strerror(errno));
	return ok;
}

bool certificate_make(const char *file, char why[200])
{
	unsigned char key_pem[PEM_MOST], cert_pem[PEM_MOST];
	mbedtls_x509write_cert cert;
	mbedtls_pk_context key;
	int rc;

	mbedtls_x509write_crt_init(&cert);
	mbedtls_pk_init(&key);
	rc = make_key(&key);
	if (rc == 0)
		rc = mbedtls_pk_write_key_pem(&key, key_pem, sizeof key_pem);
	if (rc == 0)
		rc = sign(&cert, &key, cert_pem);
	mbedtls_x509write_crt_free(&cert);
	mbedtls_pk_free(&key);
	if (rc != 0) {
		snprintf(why, 200, "%s: cannot be made: -0x%04x", file,
		    (unsigned)-rc);
		return false;
	}
	return write_pem(file, key_pem, cert_pem, why);
}
