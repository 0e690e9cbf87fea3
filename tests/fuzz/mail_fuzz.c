/* Whatever stands in a mail: it is refused, or its head holds the nine headers
 * that are ours and its body only lines that any relay carries.
 *
 * The input is address, subject and body, with a NUL between. */
#include <stdlib.h>
#include <string.h>

#include "base/text.h"

#include "notifier.h"
#include "settings.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void must(bool good)
{
	if (!good)
		abort();
}

static void must_be_lines(const char *s)
{
	while (*s != '\0') {
		size_t n = strcspn(s, "\r\n");

		must(s[n] == '\r' && s[n + 1] == '\n');
		for (size_t i = 0; i < n; i++)
			must((s[i] >= 0x20 && s[i] < 0x7F));
		s += n + 2;
	}
}

static void look(const char *text)
{
	static const char *const headers[] = { "Date: ", "From: ", "To: ",
		"Subject: ", "Message-ID: ", "MIME-Version: ", "Content-Type: ",
		"Content-Transfer-Encoding: ", "Auto-Submitted: " };
	size_t n = 0;
	const char *line = text;

	must_be_lines(text);
	for (; strncmp(line, "\r\n", 2) != 0; line = strstr(line, "\r\n") + 2) {
		if (line[0] == ' ')
			continue;
		must(n < COUNT(headers));
		must(!strncmp(line, headers[n], strlen(headers[n])));
		n++;
	}
	must(n == COUNT(headers));
	for (line += 2; *line != '\0'; line = strstr(line, "\r\n") + 2)
		must(strcspn(line, "\r") <= 76);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct ctx c = { .mem = arena_new(), .now = 1772438400 };
	char *s = mem_dup_n(&c, (const char *)data, size);
	struct outgoing m = { .words = { .name = "Jonas" } };
	size_t length;
	const char *end = s + size, *text;

	settings.mail_from = "opgaver@example.dk";
	settings.mail_reply_to = "";
	m.words.email = s;
	m.words.subject = s += s < end ? strlen(s) + 1 : 0;
	m.words.body = s + (s < end ? strlen(s) + 1 : 0);
	if (m.words.subject > end)
		m.words.subject = "";
	if (m.words.body > end)
		m.words.body = "";
	text = mail_text(&c, &m, &length);
	if (text != NULL) {
		must(mail_address_sound(m.words.email));
		must(strlen(text) == length);
		look(text);
	}
	arena_free(c.mem);
	return 0;
}
