#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

#include <mbedtls/ctr_drbg.h>
#include <mbedtls/entropy.h>
#include <mbedtls/x509_crt.h>

#include "tls_parts.h"

#define EXPIRED_ROOM 4096

static void name_file(const struct place *p, const char *name,
    const char *ending, char path[PATH_ROOM])
{
	char file[60];

	snprintf(file, sizeof file, "%s.%s", name, ending);
	place_file(p, file, path);
}

/* As docs/OPERATIONS.md says it is done, but signed at once. */
void tls_certificate(const struct place *p, const struct tls_paper *what)
{
	struct arena *mem = arena_new();
	char key[PATH_ROOM], file[PATH_ROOM], subject[80];
	char signer[PATH_ROOM], signer_key[PATH_ROOM];
	const char *argv[40] = { "openssl", "req", "-x509", "-new", "-nodes",
		"-days", "30", "-keyout", key, "-out", file, "-subj", subject,
		"-addext",
		what->authority ? "basicConstraints=critical,CA:TRUE"
				: "basicConstraints=critical,CA:FALSE",
		"-addext", "subjectAltName=DNS:localhost,IP:127.0.0.1",
		"-newkey", what->rsa ? "rsa:2048" : "ec" };
	size_t n = 19;
	const char *said;
	bool good;

	name_file(p, what->name, "key", key);
	name_file(p, what->name, "pem", file);
	snprintf(subject, sizeof subject, "/CN=%s", what->name);
	if (!what->rsa) {
		argv[n++] = "-pkeyopt";
		argv[n++] = "ec_paramgen_curve:P-256";
	}
	if (what->signer != NULL) {
		name_file(p, what->signer, "pem", signer);
		name_file(p, what->signer, "key", signer_key);
		argv[n++] = "-CA";
		argv[n++] = signer;
		argv[n++] = "-CAkey";
		argv[n++] = signer_key;
	}
	said = tls_tool(mem, p, argv, &good);
	if (!good)
		give_up("openssl makes no %s: %s", what->name, said);
	arena_free(mem);
}

/* openssl makes none that are over. */
static bool write_expired(char pem[EXPIRED_ROOM])
{
	mbedtls_entropy_context source;
	mbedtls_ctr_drbg_context chance;
	mbedtls_pk_context key;
	mbedtls_x509write_cert paper;
	mbedtls_mpi number;
	unsigned char *at = (unsigned char *)pem;
	bool good;

	mbedtls_entropy_init(&source);
	mbedtls_ctr_drbg_init(&chance);
	mbedtls_pk_init(&key);
	mbedtls_x509write_crt_init(&paper);
	mbedtls_mpi_init(&number);
	mbedtls_x509write_crt_set_version(&paper, MBEDTLS_X509_CRT_VERSION_3);
	mbedtls_x509write_crt_set_md_alg(&paper, MBEDTLS_MD_SHA256);
	good = mbedtls_ctr_drbg_seed(
		   &chance, mbedtls_entropy_func, &source, NULL, 0) == 0 &&
	    mbedtls_pk_setup(
		&key, mbedtls_pk_info_from_type(MBEDTLS_PK_ECKEY)) == 0 &&
	    mbedtls_ecp_gen_key(MBEDTLS_ECP_DP_SECP256R1, mbedtls_pk_ec(key),
		mbedtls_ctr_drbg_random, &chance) == 0 &&
	    mbedtls_mpi_lset(&number, 7) == 0 &&
	    mbedtls_x509write_crt_set_serial(&paper, &number) == 0 &&
	    mbedtls_x509write_crt_set_validity(
		&paper, "20200101000000", "20200201000000") == 0 &&
	    mbedtls_x509write_crt_set_subject_name(&paper, "CN=localhost") ==
		0 &&
	    mbedtls_x509write_crt_set_issuer_name(&paper, "CN=localhost") == 0;
	mbedtls_x509write_crt_set_subject_key(&paper, &key);
	mbedtls_x509write_crt_set_issuer_key(&paper, &key);
	good = good && mbedtls_pk_write_key_pem(&key, at, EXPIRED_ROOM) == 0;
	at += strlen(pem);
	good = good &&
	    mbedtls_x509write_crt_pem(&paper, at, EXPIRED_ROOM - strlen(pem),
		mbedtls_ctr_drbg_random, &chance) == 0;
	mbedtls_mpi_free(&number);
	mbedtls_x509write_crt_free(&paper);
	mbedtls_pk_free(&key);
	mbedtls_ctr_drbg_free(&chance);
	mbedtls_entropy_free(&source);
	return good;
}

void tls_certificate_expired(const struct place *p, const char *name)
{
	char path[PATH_ROOM], pem[EXPIRED_ROOM] = "";

	if (!write_expired(pem))
		give_up("no certificate that is over");
	name_file(p, name, "pem", path);
	write_file(path, pem);
	chmod(path, 0600);
}

void tls_bundle(
    const struct place *p, const char *into, const char *const *parts)
{
	struct arena *mem = arena_new();
	char path[PATH_ROOM];
	FILE *f;

	place_file(p, into, path);
	f = fopen(path, "we");
	for (size_t i = 0; f != NULL && parts[i] != NULL; i++) {
		char part[PATH_ROOM];
		const char *text;

		place_file(p, parts[i], part);
		text = read_file(mem, part);
		if (text == NULL || fputs(text, f) < 0)
			give_up("%s is not to be had", part);
	}
	if (f == NULL || fclose(f) != 0 || chmod(path, 0600) != 0)
		give_up("%s cannot be written", path);
	arena_free(mem);
}
