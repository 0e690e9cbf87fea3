/* Requests that two programs in a row would read in two ways. In each stands
 * a second request, where one of the two would look for the next. Whoever
 * reads it as one has been deceived: the first answer is the last. */
#include "framing.h"

#define P  "POST /log-ind/kode HTTP/1.1\r\n" HOST FORM
#define TE "Transfer-Encoding: chunked\r\n"
#define Z  "0\r\n\r\n"

/* clang-format off */
const struct ask asks_smuggle[] = {
	PART("a length and a coding"),
	ASK(400, SHUT, "the length is obeyed or the coding", P "Content-Length: 55\r\n" TE "\r\n" Z MARKER),
	ASK(400, SHUT, "the coding first", P TE "Content-Length: 55\r\n\r\n" Z MARKER),
	ASK(400, SHUT, "a short length before a chunk", P "Content-Length: 4\r\n" TE "\r\n32\r\n" MARKER "\r\n" Z),
	ASK(400, SHUT, "no length at all", P "Content-Length: 0\r\n" TE "\r\n" Z MARKER),
	ASK(400, SHUT, "with GET", "GET / HTTP/1.1\r\n" HOST "Content-Length: 55\r\n" TE "\r\n" Z MARKER),
	ASK(400, SHUT, "in HTTP/1.0 that would be kept", "POST /log-ind/kode HTTP/1.0\r\n" HOST FORM
	    "Connection: keep-alive\r\nContent-Length: 55\r\n" TE "\r\n" Z MARKER),
	ASK(400, SHUT, "a length with a plus", P "Content-Length: +55\r\n" TE "\r\n" Z MARKER),

	PART("a coding in disguise"),
	ASK(400, SHUT, "twice, the second none", P TE "Transfer-Encoding: x\r\n\r\n" Z MARKER),
	ASK(400, SHUT, "twice, the first none", P "Transfer-Encoding: x\r\n" TE "\r\n" Z MARKER),
	ASK(400, SHUT, "twice, one in small letters", P TE "transfer-encoding: identity\r\nContent-Length: 55\r\n\r\n" Z MARKER),
	ASK(400, SHUT, "with an x before it", P "Transfer-Encoding: xchunked\r\nContent-Length: 55\r\n\r\n" Z MARKER),
	ASK(400, SHUT, "a space before the colon", P "Transfer-Encoding : chunked\r\nContent-Length: 55\r\n\r\n" Z MARKER),
	ASK(400, SHUT, "a tab before the value", P "Transfer-Encoding:\tchunked\r\nContent-Length: 55\r\n\r\n" Z MARKER),
	ASK(400, SHUT, "a vertical tab before the value", P "Transfer-Encoding: \vchunked\r\nContent-Length: 55\r\n\r\n" Z MARKER),
	ASK(400, SHUT, "a form feed before the value", P "Transfer-Encoding: \fchunked\r\nContent-Length: 55\r\n\r\n" Z MARKER),
	ASK(400, SHUT, "on the next line", P "Transfer-Encoding:\r\n chunked\r\nContent-Length: 55\r\n\r\n" Z MARKER),
	ASK(400, SHUT, "on the next line of another", P "X: y\r\n Transfer-Encoding: chunked\r\nContent-Length: 55\r\n\r\n" Z MARKER),
	ASK(400, SHUT, "behind a lone LF", P "X: y\nTransfer-Encoding: chunked\r\nContent-Length: 55\r\n\r\n" Z MARKER),
	ASK(400, SHUT, "behind a lone CR", P "X: y\rTransfer-Encoding: chunked\r\nContent-Length: 55\r\n\r\n" Z MARKER),
	ASK(400, SHUT, "a NUL after its name", P "Transfer-Encoding\0: chunked\r\nContent-Length: 55\r\n\r\n" Z MARKER),
	ASK(400, SHUT, "a NUL after its value", P "Transfer-Encoding: chunked\0\r\nContent-Length: 55\r\n\r\n" Z MARKER),
	ASK(400, SHUT, "a byte beyond ASCII before its name", P "\xffTransfer-Encoding: chunked\r\nContent-Length: 55\r\n\r\n" Z MARKER),
	ASK(400, SHUT, "in quotes", P "Transfer-Encoding: \"chunked\"\r\nContent-Length: 55\r\n\r\n" Z MARKER),
	ASK(400, SHUT, "with a comma before it", P "Transfer-Encoding: , chunked\r\nContent-Length: 55\r\n\r\n" Z MARKER),
	ASK(422, KEPT, "with an underscore it is none", P "Transfer_Encoding: chunked\r\nContent-Length: 55\r\n\r\n" Z MARKER),
	ASK(422, KEPT, "Content-Encoding is none", P "Content-Encoding: chunked\r\nContent-Length: 55\r\n\r\n" Z MARKER),

	PART("a length in disguise"),
	ASK(400, SHUT, "twice, the first short", P "Content-Length: 0\r\nContent-Length: 50\r\n\r\n" MARKER),
	ASK(400, SHUT, "twice, the second short", P "Content-Length: 50\r\nContent-Length: 0\r\n\r\n" MARKER),
	ASK(400, SHUT, "a list", P "Content-Length: 0, 50\r\n\r\n" MARKER),
	ASK(400, SHUT, "a space before the colon", P "Content-Length: 0\r\nContent-Length : 50\r\n\r\n" MARKER),
	ASK(400, SHUT, "a space before the name", P "Content-Length: 0\r\n Content-Length: 50\r\n\r\n" MARKER),
	ASK(400, SHUT, "a space before the first header", "POST /log-ind/kode HTTP/1.1\r\n Content-Length: 50\r\n" HOST FORM
	    "Content-Length: 0\r\n\r\n" MARKER),
	ASK(400, SHUT, "behind a line with a byte beyond ASCII", P "X\xe6: y\r\nContent-Length: 50\r\n\r\n" MARKER),
	ASK(400, SHUT, "behind a line with a colon before it", P ": y\r\nContent-Length: 50\r\n\r\n" MARKER),
	ASK(400, SHUT, "behind a line without a colon", P "X\r\nContent-Length: 50\r\n\r\n" MARKER),
	ASK(400, SHUT, "behind a lone CR", P "X: y\rContent-Length: 50\r\nContent-Length: 0\r\n\r\n" MARKER),
	ASK(400, SHUT, "behind a lone LF", P "X: y\nContent-Length: 50\r\n\r\n" MARKER),
	ASK(400, SHUT, "behind an empty line that has only LF", P "Content-Length: 0\r\n\nContent-Length: 50\r\n\r\n" MARKER),
	ASK(400, SHUT, "a NUL in it", P "Content-Length: 0\0" "50\r\n\r\n" MARKER),
	ASK(400, SHUT, "in hex", P "Content-Length: 0x32\r\n\r\n" MARKER),
	ASK(400, SHUT, "with a plus", P "Content-Length: +50\r\n\r\n" MARKER),
	ASK_TIMES(431, SHUT, "as the 65th header", "GET / HTTP/1.1\r\n" HOST, "X: y\r\n", 63, "Content-Length: 50\r\n\r\n" MARKER),
	ASK_TIMES(431, SHUT, "as the 66th header, of POST", P "Content-Length: 0\r\n", "X: y\r\n", 62, "Content-Length: 50\r\n\r\n" MARKER),
	ASK(422, KEPT, "with an underscore it is none", P "Content-Length: 50\r\nContent_Length: 0\r\n\r\n" MARKER),
	ASK(422, KEPT, "with an x before it it is none", P "Content-Length: 50\r\nX-Content-Length: 0\r\n\r\n" MARKER),
	ASK(422, KEPT, "zeros before it are no octal", P "Content-Length: 050\r\n\r\n" MARKER),

	PART("tricks with chunks"),
	ASK(400, SHUT, "a size with a plus", P TE "\r\n+0\r\n\r\n" MARKER),
	ASK(400, SHUT, "a size beyond all numbers", P TE "\r\n100000000000000000\r\n\r\n" MARKER),
	ASK(400, SHUT, "a size in C's hex", P TE "\r\n0x0\r\n\r\n" MARKER),
	ASK(400, SHUT, "an extension that ends in LF", P TE "\r\n0;\n\r\n" MARKER),
	ASK(400, SHUT, "an extension with a CR", P TE "\r\n0;a\rb\r\n\r\n" MARKER),
	ASK(400, SHUT, "more bytes than were said", P TE "\r\n1\r\nab\r\n" Z MARKER),
	ASK(400, SHUT, "a trailer that is a length", P TE "\r\n0\r\nContent-Length: 50\r\n\r\n" MARKER),

	PART("another place for the next request"),
	ASK(421, SHUT, "the target names another host", "GET http://evil.example/ HTTP/1.1\r\n" HOST "\r\n" MARKER),
	ASK(421, SHUT, "Host names another host", "GET http://127.0.0.1/ HTTP/1.1\r\nHost: evil.example\r\n\r\n" MARKER),
	ASK(400, SHUT, "two hosts", "GET / HTTP/1.1\r\n" HOST "Host: evil.example\r\n\r\n" MARKER),
	ASK(200, KEPT, "the body of GET", "GET / HTTP/1.1\r\n" HOST "Content-Length: 50\r\n\r\n" MARKER),
	ASK(200, KEPT, "a request that begins in the body of GET", "GET / HTTP/1.1\r\n" HOST "Content-Length: 31\r\n\r\n"
	    "GET /smuggled-marker HTTP/1.1\r\n"),
	ASK(200, KEPT, "behind an upgrade", "GET / HTTP/1.1\r\n" HOST "Connection: Upgrade\r\nUpgrade: h2c\r\n"
	    "Content-Length: 50\r\n\r\n" MARKER),
	ASK(422, KEPT, "behind an expectation", P "Expect: 100-continue\r\nContent-Length: 50\r\n\r\n" MARKER),
	ASK(417, SHUT, "behind an expectation in disguise", P "Expect: x\r\nContent-Length: 50\r\n\r\n" MARKER),
	ASK(200, LAST, "behind a close", "GET / HTTP/1.1\r\n" HOST "Connection: close, Content-Length\r\n"
	    "Content-Length: 50\r\n\r\n" MARKER),
	ASK(200, LAST, "behind HTTP/1.0", "GET / HTTP/1.0\r\n" HOST "\r\n" MARKER),
	ASK(413, SHUT, "behind a body that is too large", P "Content-Length: 70000\r\n\r\n" MARKER),
	ASK(405, SHUT, "behind PUT", "PUT / HTTP/1.1\r\n" HOST "Content-Length: 0\r\n\r\n" MARKER),
	ASK(501, SHUT, "behind a method that nobody knows", "BREW / HTTP/1.1\r\n" HOST "Content-Length: 0\r\n\r\n" MARKER),
	ASK(505, SHUT, "behind HTTP/2", "PRI * HTTP/2.0\r\n\r\n" MARKER),
	ASK(400, SHUT, "behind HTTP/0.9", "GET /\r\n\r\n" MARKER),
	NO_MORE_ASKS,
};
