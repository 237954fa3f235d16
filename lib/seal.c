#include <string.h>
#include "activity_private.h"

static void
put_little(unsigned char *to, uint64_t value, int bytes)
{
	for (int i = 0; i < bytes; i++, value >>= 8)
		to[i] = (unsigned char)(value & 0xff);
}

static void
add_column(struct digest *d, const struct query *q, int column, char kind)
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
	digest_add(d, head, sizeof head);
	if (length > 0)
		digest_add(d, bytes, length);
}

int
seal_row(struct digest *d, const struct db_row *row, const struct query *q,
    unsigned char out[SEAL_DIGEST], struct err *e)
{
	unsigned char head[9], bytes[DIGEST_SIZE];
	int columns = query_columns(q);

	head[0] = (unsigned char)row->table;
	for (int i = 0; i < 8; i++)
		head[1 + i] = (unsigned char)((uint64_t)row->id >> (8 * (7 - i)));
	digest_add(d, head, sizeof head);
	for (int i = 1; i < columns; i++) {
		char kind = query_kind(q, i);

		if (kind != 'n')
			add_column(d, q, i, kind);
	}
	if (digest_take(d, bytes, e) != 0)
		return -1;
	memcpy(out, bytes, SEAL_DIGEST);
	return 0;
}
