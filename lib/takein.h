#ifndef PP_TAKEIN_H
#define PP_TAKEIN_H
/*
 * takein - taking in what the platforms hold, after a backup was restored.  Owns no table.
 * Layer 17.  Source: gateway.md section 2.
 *
 * Each platform is asked for a report of all charges and refunds since an instant.  A charge that
 * is known and not approved is approved now (late); one that is not known becomes a payment,
 * flagged orphan: its money goes to the invoices that its memo names, as far as it fits, else it
 * is credit of their account, or suspense.  Refunds likewise.  When all platforms have told all,
 * the office is no longer a restored one.
 */
#include "payment.h"
#include "platform.h"

typedef int takein_done(const struct payment *p, void *context, struct err *e);

struct takein {
	int64_t since;	   /* instant */
	takein_done *done; /* called with each payment that changed */
	void *context;	   /* of done */
	int64_t seen;	   /* lines of reports */
	int64_t taken;	   /* of them, that changed the books */
	int64_t failed;	   /* of them, that the books cannot take; each is in the log as an alarm */
};

/*
 * Fills seen, taken, failed.  ERR_USAGE: since is after the backup was made; ERR_PARTIAL where
 * lines failed or a platform did not tell all: the office stays restored.
 */
int takein_run(
    struct office *office, const struct platform *platform, struct takein *t, struct err *e);

#endif
