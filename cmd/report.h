#ifndef PP_REPORT_H
#define PP_REPORT_H
/*
 * report - what people and scripts read on standard error, and the exit status of many items.
 */
#include <stdbool.h>
#include <stdint.h>
#include "err.h"

struct report_style {
	const char *program;
	bool is_json;	/* errors as objects */
	bool has_hints; /* a second line where there is a hint */
};

/* One line of at most 200 bytes, or one JSON object. */
void report_error(const struct report_style *style, const struct err *error);
/* The word of pp-exit(7): "conflict". */
const char *report_word(enum err_code code);

struct tally { /* of the items of one run */
	int64_t count;
	int64_t failed;
	int status; /* the gravest of the failed, or one set without a message */
};

void tally_done(struct tally *tally);
void tally_failed(struct tally *tally, int status);
/* One item's own status; of several the gravest of 11 1 9 10 7, else 8. */
int tally_status(const struct tally *tally);

#endif
