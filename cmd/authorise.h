#ifndef PP_AUTHORISE_H
#define PP_AUTHORISE_H
/*
 * authorise - the one way in which a customer's token is asked for.
 *
 * Every verb whose row says that customers may run it and that it writes calls authorise once,
 * after what it does was shown and confirmed, before its first write; a verb that forgets is
 * refused by the office's gate (token.h).
 */
#include "cli.h"

/* Whether authorise will ask: who acts is a customer with a live token, it is no dry run, and it
 * has not been asked yet: 1, 0, -1. */
int authorise_is_needed(struct cli *cli, struct err *e);

/*
 * Asks for the token, naming what it authorises, and spends it; 0 at once where none is needed.
 * The format, N_("pay %s %s to %s"), is lower case and an order: it names payee, amount and
 * currency; the log has it untranslated.  ERR_USAGE, reason "token_required", where nobody can be
 * asked and no option gives it; else the refusals of token_spend.
 */
int authorise(struct cli *cli, struct err *e, const char *format, ...)
    __attribute__((format(printf, 3, 4)));

/*
 * The same for invoices, naming the billers and the invoices, as many as fit: paying them, which
 * comes to total, or (total NULL) having them billed.
 */
int authorise_invoices(
    struct cli *cli, const int64_t *ids, size_t count, const struct money *total, struct err *e);

#endif
