#ifndef PP_SANDBOX_OPTIONS_H
#define PP_SANDBOX_OPTIONS_H
/*
 * sandbox_options - the command line of pp-gateway-sandbox, which is no program of verbs and
 * tables like the others: mostly it has none.
 */
#include <stdbool.h>
#include <stdint.h>
#include "err.h"

struct sandbox_options {
	uint64_t seed;
	int faults;
	int slow_ms;
	const char *card;
	bool is_late;
	bool is_any_card;
	const char *words[2]; /* verb and token */
	int word_count;
};

/* What -h or -V prints, NULL if neither is given. */
const char *sandbox_options_told(char **argv);
/* Reads them over the defaults in *o.  ERR_USAGE. */
int sandbox_options_read(struct sandbox_options *o, char **argv, struct err *e);

#endif
