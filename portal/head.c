#include <ctype.h>
#include <string.h>
#include <strings.h>

#include "base/text.h"

#include "front.h"

/* The headers that decide something. Each may come once: two of them are read
 * differently by different programs, and that is how requests are smuggled. */
enum known {
	HOST,
	CONTENT_LENGTH,
	TRANSFER_ENCODING,
	CONTENT_TYPE,
	COOKIE,
	ORIGIN,
	SEC_FETCH_SITE,
	AUTHORIZATION,
	EXPECT,
	KNOWN,
};

static const char *const names[KNOWN] = { "Host", "Content-Length",
	"Transfer-Encoding", "Content-Type", "Cookie", "Origin",
	"Sec-Fetch-Site", "Authorization", "Expect" };

/* What is being read: the head so far, the bytes that are left, and what no
 * handler needs to know. */
struct reading {
	struct head *head;
	char *at, *end;
	const char *hosts, *method, *host; /* host: of an absolute target */
	size_t host_length;
	const char *found[KNOWN];
	bool http10;
};

static bool refuse(struct reading *in, int status, const char *why)
{
	in->head->status = status;
	in->head->why = why;
	return false;
}

/* ---- letters ---- */

static bool is_tchar(char c)
{
	return isalnum((unsigned char)c) || c == '-' ||
	    (c != '\0' && strchr("!#$%&'*+.^_`|~", c) != NULL);
}

static bool is_token(const char *s, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (!is_tchar(s[i]))
			return false;
	return n > 0;
}

static bool is_blank(char c)
{
	return c == ' ' || c == '\t';
}

static bool is_list_item(const char *list, const char *s, size_t n)
{
	const char *item;
	size_t m;

	while (text_item(&list, &item, &m))
		if (m == n && strncasecmp(item, s, n) == 0)
			return true;
	return false;
}

/* ---- lines ---- */

size_t head_length(const char *s, size_t n)
{
	const char *end = s + n, *at = s;

	if (n >= 2 && at[0] == '\r' && at[1] == '\n')
		at += 2;
	while ((at = memchr(at, '\n', (size_t)(end - at))) != NULL) {
		at++;
		if (end - at >= 1 && at[0] == '\n')
			return (size_t)(at + 1 - s);
		if (end - at >= 2 && at[0] == '\r' && at[1] == '\n')
			return (size_t)(at + 2 - s);
	}
	return 0;
}

/* The next line, ended with a NUL in the place of its CR; its length. */
static bool next_line(struct reading *in, char **line, size_t *n)
{
	char *feed = memchr(in->at, '\n', (size_t)(in->end - in->at));

	if (feed == NULL || feed == in->at || feed[-1] != '\r')
		return refuse(in, 400, "line-end");
	*line = in->at;
	*n = (size_t)(feed - 1 - in->at);
	feed[-1] = '\0';
	in->at = feed + 1;
	return true;
}

/* ---- the request line ---- */

static bool read_version(struct reading *in, const char *s, size_t n)
{
	if (n != 8 || memcmp(s, "HTTP/", 5) != 0 ||
	    !isdigit((unsigned char)s[5]) || s[6] != '.' ||
	    !isdigit((unsigned char)s[7]))
		return refuse(in, 400, "version");
	if (s[5] != '1')
		return refuse(in, 505, "version");
	in->http10 = s[7] == '0';
	in->head->close = in->http10 || in->head->method == OTHER;
	return true;
}

static bool target_is_clean(const char *s, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		if (s[i] <= ' ' || s[i] > '~' || s[i] == '\\' || s[i] == '#')
			return false;
		if (s[i] != '%')
			continue;
		if (n - i < 3 || !isxdigit((unsigned char)s[i + 1]) ||
		    !isxdigit((unsigned char)s[i + 2]) ||
		    memcmp(s + i, "%00", 3) == 0)
			return false;
	}
	return true;
}

/* "http://host/path": what stands before the path; its length, or 0. */
static size_t authority_length(struct reading *in, const char *s)
{
	size_t scheme = strncasecmp(s, "http://", 7) == 0 ? 7
	    : strncasecmp(s, "https://", 8) == 0          ? 8
							  : 0;

	if (scheme == 0)
		return 0;
	in->host = s + scheme;
	in->host_length = strcspn(in->host, "/?");
	return scheme + in->host_length;
}

/* name, name:port, [address] or [address]:port; its length without the port, 0
 * when it is nothing of the kind. */
static size_t host_name(const char *s, size_t n)
{
	static const char letters[] =
	    "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
	    "0123456789.-_";
	size_t name = strspn(s, letters), port;

	if (*s == '[') {
		name = 1 + strspn(s + 1, "0123456789abcdefABCDEF:.");
		if (name < 3 || s[name++] != ']')
			return 0;
	}
	if (name == 0 || name > n)
		return 0;
	if (name == n)
		return name;
	port = strspn(s + name + 1, "0123456789");
	return s[name] == ':' && port <= 5 && name + 1 + port == n ? name : 0;
}

/* What CONNECT asks for: a name and its port. */
static bool is_tunnel(const char *s)
{
	size_t n = strlen(s), name = host_name(s, n);

	return name > 0 && name + 1 < n;
}

static bool read_target(struct reading *in, char *s, size_t n)
{
	struct head *h = in->head;
	char *query;

	if (n > TARGET_MOST)
		return refuse(in, 414, "target-long");
	if (n == 0 || !target_is_clean(s, n))
		return refuse(in, 400, "target");
	if (h->method == OPTIONS && strcmp(s, "*") == 0) {
		h->path = s;
		return true;
	}
	if (strcmp(in->method, "CONNECT") == 0)
		return is_tunnel(s) ? refuse(in, 405, "method")
				    : refuse(in, 400, "target");
	s += authority_length(in, s);
	if (*s != '/' && in->host == NULL)
		return refuse(in, 400, "target");
	query = strchr(s, '?');
	if (query != NULL) {
		*query = '\0';
		h->query = query + 1;
	}
	h->path = *s == '\0' ? "/" : s;
	return true;
}

static enum method method_named(const char *name)
{
	static const struct {
		const char *name;
		enum method method;
	} list[] = { { "GET", GET }, { "HEAD", GET }, { "POST", POST },
		{ "OPTIONS", OPTIONS }, { "PUT", OTHER }, { "DELETE", OTHER },
		{ "PATCH", OTHER }, { "TRACE", OTHER }, { "CONNECT", OTHER } };

	for (size_t i = 0; i < COUNT(list); i++)
		if (strcmp(list[i].name, name) == 0)
			return list[i].method;
	return 0;
}

static bool read_request_line(struct reading *in)
{
	char *line, *target, *version;
	size_t n;

	if (in->end - in->at >= 2 && memcmp(in->at, "\r\n", 2) == 0)
		in->at += 2; /* one empty line may stand before it */
	if (!next_line(in, &line, &n))
		return false;
	target = memchr(line, ' ', n);
	version = target == NULL
	    ? NULL
	    : memchr(target + 1, ' ', (size_t)(line + n - target - 1));
	if (version == NULL || !is_token(line, (size_t)(target - line)))
		return refuse(in, 400, "request-line");
	*target++ = '\0';
	*version++ = '\0';
	in->method = line;
	in->head->method = method_named(line);
	in->head->head_only = strcmp(line, "HEAD") == 0;
	return read_version(in, version, (size_t)(line + n - version)) &&
	    read_target(in, target, (size_t)(version - 1 - target));
}

/* ---- headers ---- */

static bool value_is_clean(const char *s, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (((unsigned char)s[i] < ' ' && s[i] != '\t') || s[i] == 0x7f)
			return false;
	return true;
}

static bool note_known(struct reading *in, const struct header *header)
{
	for (int i = 0; i < KNOWN; i++) {
		if (strcasecmp(header->name, names[i]) != 0)
			continue;
		if (in->found[i] != NULL)
			return refuse(in, 400, "header-twice");
		in->found[i] = header->value;
	}
	if (strcasecmp(header->name, "Connection") == 0 &&
	    is_list_item(header->value, "close", 5))
		in->head->close = true;
	return true;
}

static bool read_header(struct reading *in, char *line, size_t n)
{
	struct header *to = &in->head->list[in->head->count];
	char *colon = memchr(line, ':', n), *value, *end = line + n;

	if (colon == NULL || !is_token(line, (size_t)(colon - line)))
		return refuse(in, 400, "header-name");
	for (value = colon + 1; value < end && is_blank(*value);)
		value++;
	while (end > value && is_blank(end[-1]))
		end--;
	if (!value_is_clean(value, (size_t)(end - value)))
		return refuse(in, 400, "header-value");
	if (in->head->count == HEADERS_MOST)
		return refuse(in, 431, "headers-many");
	in->head->count++;
	*colon = '\0';
	*end = '\0';
	to->name = line;
	to->value = value;
	return note_known(in, to);
}

static bool read_headers(struct reading *in)
{
	char *line;
	size_t n;

	for (;;) {
		if (!next_line(in, &line, &n))
			return false;
		if (n == 0)
			return true;
		if (!read_header(in, line, n))
			return false;
	}
}

/* ---- the gate: what the headers mean together ---- */

static bool check_host(struct reading *in, const char *s, size_t n)
{
	size_t name = host_name(s, n);

	if (name == 0)
		return refuse(in, 400, "host");
	if (!is_list_item(in->hosts, s, name))
		return refuse(in, 421, "host-other");
	return true;
}

static bool check_hosts(struct reading *in)
{
	const char *host = in->found[HOST];

	if (host == NULL)
		return refuse(in, 400, "host");
	return check_host(in, host, strlen(host)) &&
	    (in->host == NULL || check_host(in, in->host, in->host_length));
}

static bool check_length(struct reading *in)
{
	const char *s = in->found[CONTENT_LENGTH];
	const char *coding = in->found[TRANSFER_ENCODING];
	size_t digits = s != NULL ? strspn(s, "0123456789") : 0;
	int64_t length = 0;

	if (s != NULL && (digits == 0 || s[digits] != '\0'))
		return refuse(in, 400, "length");
	/* Browsers never send one, and every way to smuggle needs one. */
	if (coding != NULL)
		return refuse(in, 400, "coding");
	if (s == NULL && in->head->method == POST)
		return refuse(in, 411, "length-missing");
	if (digits > 18) /* what any program can hold */
		return refuse(in, 400, "length");
	for (size_t i = 0; i < digits && length <= (int64_t)BODY_MOST; i++)
		length = length * 10 + (s[i] - '0');
	if (length > (int64_t)BODY_MOST)
		return refuse(in, 413, "body-large");
	in->head->length = length;
	return true;
}

static bool check_expect(struct reading *in)
{
	const char *s = in->found[EXPECT];

	if (s == NULL || in->http10)
		return true;
	if (strcasecmp(s, "100-continue") != 0)
		return refuse(in, 417, "expect");
	in->head->expects = in->head->length > 0;
	return true;
}

bool head_parse(char *s, size_t n, const char *hosts, struct head *head)
{
	struct reading in = {
		.head = head, .at = s, .end = s + n, .hosts = hosts
	};

	memset(head, 0, sizeof *head);
	head->why = "";
	if (!read_request_line(&in) || !read_headers(&in) || !check_hosts(&in))
		return false;
	if (in.at != in.end)
		return refuse(&in, 400, "line-end");
	if (head->method == 0)
		return refuse(&in, 501, "method");
	return check_length(&in) && check_expect(&in);
}

const char *head_find(const struct head *head, const char *name)
{
	for (size_t i = 0; i < head->count; i++)
		if (strcasecmp(head->list[i].name, name) == 0)
			return head->list[i].value;
	return NULL;
}
