#ifndef PP_SHOW_H
#define PP_SHOW_H
/*
 * show - printing any thing by its ref, as its "show" verb does.
 */
#include "cli.h"

/*
 * Prints the thing; *status is what its state answers: 0, or for a payment 5 (declined, expired,
 * cancelled) or 11 (sending, unknown).  Goes into struct program's show_ref, for --request-id
 * repeated.
 */
int show_ref(struct cli *cli, const struct ref *ref, int *status, struct err *e);

#endif
