#include <qrencode.h>

#include "base/text.h"

#include "portal.h"

#define PATH_MOST ((size_t)64 << 10)
#define QUIET     4 /* light squares around it, as the standard asks */

/* A row's dark squares, as strokes from left to right. */
static void draw_row(struct text *t, const unsigned char *row, int width, int y)
{
	for (int x = 0; x < width; x++) {
		int from = x;

		while (x < width && (row[x] & 1) != 0)
			x++;
		if (x > from)
			text_printf(t, "M%d %dh%dv1h-%dz", from + QUIET,
			    y + QUIET, x - from, x - from);
	}
}

void put_qr(struct ctx *c, struct view *v, const char *text)
{
	QRcode *code = QRcode_encodeString8bit(text, 0, QR_ECLEVEL_M);
	struct text path = text_new(c->mem, PATH_MOST);
	const unsigned char *row;
	struct view *qr;

	if (code == NULL)
		return;
	row = code->data;
	for (int y = 0; y < code->width; y++, row += code->width)
		draw_row(&path, row, code->width, y);
	qr = view_map(c, v, "qr");
	view_int(c, qr, "size", code->width + 2 * QUIET);
	view_text(c, qr, "path", path.s);
	QRcode_free(code);
}
