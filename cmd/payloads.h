#ifndef PP_PAYLOADS_H
#define PP_PAYLOADS_H
/*
 * payloads - operands that are texts of QR codes, and what "-" among them stands for.
 *
 * A line of standard input is a payload, a ref, or a record: of pp-qr read its payload counts (in
 * tsv the third field), of a thing its ref (in JSON "id", in tsv the first field) besides.
 */
#include "cli.h"
#include "text.h"

enum { PAYLOAD_LINE_MAX = 8192 };

struct payloads {
	FILE *file;   /* "-", or NULL: the operands themselves */
	size_t next;  /* operand */
	int64_t line; /* of the file */
	char *buffer; /* of the line */
	size_t size;
	struct text text;   /* the present payload; where there is none, the ref */
	char ref[REF_SIZE]; /* of the record that it is in, "": none */
};

int payloads_open(struct payloads *p, struct cli *cli, struct err *e);
/* 1 and the next in p->text, 0 at the end, -1: ERR_USAGE naming the line. */
int payloads_next(struct payloads *p, struct cli *cli, struct err *e);
void payloads_close(struct payloads *p);

#endif
