#ifndef PP_PAYLOADS_H
#define PP_PAYLOADS_H
/*
 * payloads - operands that are texts of QR codes, and what "-" among them stands for.
 *
 * A line of standard input is a payload, or a record of pp-qr read: JSON (its "payload"), or tsv
 * (its third field).
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
	struct text text; /* of the present payload */
};

int payloads_open(struct payloads *p, struct cli *cli, struct err *e);
/* 1 and the next in p->text, 0 at the end, -1: ERR_USAGE naming the line. */
int payloads_next(struct payloads *p, struct cli *cli, struct err *e);
void payloads_close(struct payloads *p);

#endif
