/* The certificate: its chain is sent, it is read again on SIGHUP and no
 * connection notices, what cannot be used is said, and where none is given one
 * is made. */
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "tls_parts.h"

#define RELOAD_MS 5000

static struct front front;
static struct place *const place = &front.place;
static char site[PATH_ROOM]; /* the file that http.certificate names */

static void configure(const char *more)
{
	char settings[PATH_ROOM + 200];

	snprintf(settings, sizeof settings, "certificate = %s\n%s", site, more);
	place_configure(place, TLS_LISTEN, settings);
}

static void bundle(const char *first, const char *second, const char *third)
{
	const char *const parts[] = { first, second, third, NULL };

	tls_bundle(place, "site.pem", parts);
}

/* ---- chains ---- */

static bool trusted(const char *root)
{
	struct arena *mem = arena_new();
	char at[40], file[PATH_ROOM];
	const char *const argv[] = { "openssl", "s_client", "-connect", at,
		"-verify_return_error", "-verify_hostname", "localhost",
		"-no-CApath", "-no-CAstore", "-CAfile", file, NULL };
	const char *said;
	bool good;

	snprintf(at, sizeof at, "127.0.0.1:%d", front.tls);
	place_file(place, root, file);
	said = tls_tool(mem, place, argv, &good);
	good = good && strstr(said, "Verification: OK") != NULL;
	arena_free(mem);
	return good;
}

static void make_papers(void)
{
	static const struct tls_paper papers[] = {
		{ .name = "root", .authority = true },
		{ .name = "stranger", .authority = true },
		{ .name = "middle", .signer = "root", .authority = true },
		{ .name = "leaf", .signer = "middle" },
		{ .name = "renewed", .signer = "middle" },
		{ .name = "leaf-rsa", .signer = "middle", .rsa = true },
	};

	for (size_t i = 0; i < COUNT(papers); i++)
		tls_certificate(place, &papers[i]);
}

static void test_chain(void)
{
	bundle("leaf.key", "leaf.pem", "middle.pem");
	tls_start(&front);
	check(trusted("root.pem"), "a client that knows the root is content");
	check(!trusted("stranger.pem"), "one that knows another is not");
	child_stop(&front.portal, SIGTERM);
	bundle("leaf.pem", "middle.pem", "leaf.key");
	tls_start(&front);
	check(trusted("root.pem"), "the key may stand below the chain");
	child_stop(&front.portal, SIGTERM);
	bundle("leaf.key", "leaf.pem", NULL);
	tls_start(&front);
	check(!trusted("root.pem"), "without its middle the chain is none");
	child_stop(&front.portal, SIGTERM);
	bundle("leaf-rsa.key", "leaf-rsa.pem", "middle.pem");
	tls_start(&front);
	check(trusted("root.pem"), "a key of RSA does as well");
	child_stop(&front.portal, SIGTERM);
}

/* ---- read again ---- */

static bool shows(const char *hex)
{
	return strcmp(tls_fingerprint_at(front.tls).hex, hex) == 0;
}

/* Asks on the kept connection until newcomers see another certificate than
 * that, or for so long. False when the kept one is lost. */
static bool kept_until_changed(struct secure *t, const char *hex)
{
	int64_t until = now_us() + (int64_t)RELOAD_MS * 1000;
	char answer[TLS_ROOM];
	bool kept = true;

	do {
		wait_ms(50);
		kept = kept &&
		    secure_ask(t, TLS_HEALTH, answer, sizeof answer) == 200;
	} while (kept && shows(hex) && now_us() < until);
	return kept;
}

/* What is in the file now must be refused, and the old one stay. */
static void must_stay(struct secure *t, const char *hex, const char *what)
{
	int before = tls_log_lines(&front.portal, "tls.refused");
	int64_t until = now_us() + (int64_t)RELOAD_MS * 1000;
	char answer[TLS_ROOM];
	bool kept = true;

	kill(front.portal.pid, SIGHUP);
	while (tls_log_lines(&front.portal, "tls.refused") == before &&
	    now_us() < until) {
		kept = kept &&
		    secure_ask(t, TLS_HEALTH, answer, sizeof answer) == 200;
		wait_ms(50);
	}
	check(kept && shows(hex) &&
		tls_log_lines(&front.portal, "tls.refused") == before + 1 &&
		tls_log_lines(&front.portal, "tls.refused why=") > before,
	    "%s: the log says so, and the old one stays", what);
}

static void test_reload(void)
{
	struct tls_print first, second;
	struct secure t;

	bundle("leaf.key", "leaf.pem", "middle.pem");
	tls_start(&front);
	first = tls_fingerprint_at(front.tls);
	if (!secure_open(&t, front.tls, NULL))
		give_up("no connection to be kept");
	bundle("renewed.key", "renewed.pem", "middle.pem");
	check(kept_until_changed(&t, "") && shows(first.hex),
	    "a new file alone changes nothing");
	kill(front.portal.pid, SIGHUP);
	check(kept_until_changed(&t, first.hex),
	    "a kept connection is served before and after SIGHUP");
	second = tls_fingerprint_at(front.tls);
	check(strlen(second.hex) == 64 && !shows(first.hex),
	    "newcomers see the new certificate");
	check(trusted("root.pem"), "with its chain");
	write_file(site, "this is no certificate\n");
	must_stay(&t, second.hex, "a file that is no certificate");
	bundle("renewed.pem", "middle.pem", NULL);
	must_stay(&t, second.hex, "a file without a key");
	bundle("leaf.key", "renewed.pem", "middle.pem");
	must_stay(&t, second.hex, "a key of another certificate");
	bundle("leaf.key", "leaf.pem", "middle.pem");
	chmod(site, 0644);
	must_stay(&t, second.hex, "a key that everybody can read");
	unlink(site);
	must_stay(&t, second.hex, "no file at all");
	bundle("leaf.key", "leaf.pem", "middle.pem");
	kill(front.portal.pid, SIGHUP);
	check(kept_until_changed(&t, second.hex) && shows(first.hex),
	    "a good one is taken again");
	secure_close(&t);
	child_stop(&front.portal, SIGTERM);
	check(child_exited(&front.portal, 0), "the portal ends in peace");
}

/* ---- what keeps it from starting ---- */

static void test_refused(void)
{
	unlink(site);
	check(tls_refuses(place, site), "a certificate that is not there");
	write_file(site, "this is no certificate\n");
	chmod(site, 0600);
	check(tls_refuses(place, site), "a file that is no certificate");
	bundle("leaf.pem", "middle.pem", NULL);
	check(tls_refuses(place, site), "a certificate without a key");
	bundle("leaf.key", NULL, NULL);
	check(tls_refuses(place, site), "a key without a certificate");
	bundle("leaf.key", "renewed.pem", "middle.pem");
	check(tls_refuses(place, site), "a key of another certificate");
	bundle("leaf.key", "leaf.pem", "middle.pem");
	chmod(site, 0644);
	check(tls_refuses(place, site), "a key that everybody can read");
}

static void test_expired(void)
{
	const char *const parts[] = { "old.pem", NULL };
	char answer[TLS_ROOM];

	tls_certificate_expired(place, "old");
	tls_bundle(place, "site.pem", parts);
	tls_start(&front);
	check(secure_once(front.tls, TLS_HEALTH, answer, sizeof answer) == 200,
	    "one whose time is over is used");
	check(tls_log_lines(&front.portal, "expired") == 1,
	    "and the log says that it is over, once");
	child_stop(&front.portal, SIGTERM);
}

/* ---- one of its own ---- */

static const char *described(struct arena *mem, const char *file)
{
	const char *const argv[] = { "openssl", "x509", "-in", file, "-noout",
		"-text", NULL };
	bool good;

	return tls_tool(mem, place, argv, &good);
}

/* The host's name is where people come; the rest is this machine. */
static void configure_public(void)
{
	struct arena *mem = arena_new();
	static const char old[] = "public_url = http://127.0.0.1:1\n";
	const char *text, *at;
	char conf[3000];

	place_configure(place, TLS_LISTEN, "");
	text = read_file(mem, place->conf);
	at = text != NULL ? strstr(text, old) : NULL;
	if (at == NULL)
		give_up("the configuration names no public_url");
	snprintf(conf, sizeof conf, "%.*s%s%s", (int)(at - text), text,
	    "public_url = https://job.example.dk\n", at + sizeof old - 1);
	write_file(place->conf, conf);
	arena_free(mem);
}

static void test_self_signed(void)
{
	struct arena *mem = arena_new();
	struct tls_print first;
	char file[PATH_ROOM];
	const char *text;
	struct stat st;

	configure_public();
	place_file(place, "self-signed.pem", file);
	unlink(file);
	tls_start(&front);
	first = tls_fingerprint_at(front.tls);
	child_stop(&front.portal, SIGTERM);
	check(stat(file, &st) == 0 && (st.st_mode & 07777) == 0600,
	    "one is made, and is the portal's alone");
	text = described(mem, file);
	check(strstr(text, "NIST CURVE: P-256") != NULL &&
		strstr(text, "Signature Algorithm: ecdsa-with-SHA256") != NULL,
	    "its key is of P-256");
	check(strstr(text, "DNS:localhost") != NULL &&
		strstr(text, "IP Address:127.0.0.1") != NULL &&
		strstr(text, "DNS:job.example.dk") != NULL,
	    "it names localhost, its address and the public host");
	tls_start(&front);
	check(strlen(first.hex) == 64 && shows(first.hex),
	    "the second start uses it again");
	child_stop(&front.portal, SIGTERM);
	chmod(file, 0640);
	check(tls_refuses(place, "self-signed.pem"),
	    "but not when others can read it");
	arena_free(mem);
}

int main(int argc, char **argv)
{
	fault_begin(argc, argv, 110);
	tls_place_make(place, "");
	place_file(place, "site.pem", site);
	configure("");
	make_papers();
	test_chain();
	test_reload();
	test_refused();
	test_expired();
	test_self_signed();
	place_remove(place);
	return fault_end();
}
