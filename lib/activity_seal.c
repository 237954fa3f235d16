#include <string.h>
#include "activity_private.h"

static void
put_little(unsigned char *to, uint64_t value, int bytes)
{
	for (int i = 0; i < bytes; i++, value >>= 8)
		to[i] = (unsigned char)(value & 0xff);
}

enum { GATHER_BYTES = 2048 };

/* Many small pieces are digested as few large ones: each call has its price. */
struct gather {
	struct digest *digest;
	size_t length;
	unsigned char bytes[GATHER_BYTES];
};

static void
gather_add(struct gather *g, const void *bytes, size_t length)
{
	if (g->length + length > sizeof g->bytes) {
		digest_add(g->digest, g->bytes, g->length);
		g->length = 0;
	}
	if (length > sizeof g->bytes) {
		digest_add(g->digest, bytes, length);
		return;
	}
	memcpy(g->bytes + g->length, bytes, length);
	g->length += length;
}

static void
add_column(struct gather *g, const struct query *q, int column, char kind)
{
	unsigned char head[6], number[8];
	size_t length = sizeof number;
	const void *bytes = number;

	if (kind == 'i')
		put_little(number, (uint64_t)query_int(q, column), 8);
	else
		bytes = query_blob(q, column, &length);
	head[0] = (unsigned char)column;
	head[1] = (unsigned char)kind;
	put_little(head + 2, length, 4);
	gather_add(g, head, sizeof head);
	if (length > 0)
		gather_add(g, bytes, length);
}

int
seal_row(struct digest *d, const struct db_row *row, const struct query *q,
    unsigned char out[SEAL_DIGEST], struct err *e)
{
	struct gather g;
	unsigned char head[9], bytes[DIGEST_SIZE];
	int columns = query_columns(q);

	head[0] = (unsigned char)row->table;
	for (int i = 0; i < 8; i++)
		head[1 + i] = (unsigned char)((uint64_t)row->id >> (8 * (7 - i)));
	g.digest = d;
	g.length = 0;
	gather_add(&g, head, sizeof head);
	for (int i = 1; i < columns; i++) {
		char kind = query_kind(q, i);

		if (kind != 'n')
			add_column(&g, q, i, kind);
	}
	digest_add(d, g.bytes, g.length);
	if (digest_take(d, bytes, e) != 0)
		return -1;
	memcpy(out, bytes, SEAL_DIGEST);
	return 0;
}
