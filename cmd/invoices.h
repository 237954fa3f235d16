#ifndef PP_INVOICES_H
#define PP_INVOICES_H
/*
 * invoices - finding, valuing and printing invoices for verbs.
 */
#include "cli.h"
#include "standing.h"

/* Makes records of many: keeps what they share at hand. */
struct invoice_printer {
	struct cli *cli;
	struct valuer valuer;
	struct standing standing; /* of the last one */
	struct account account;	  /* of the last one */
	struct record record;
};

void invoice_printer_open(struct invoice_printer *p, struct cli *cli);
void invoice_printer_close(struct invoice_printer *p);
/* Values p->standing.invoice, which the caller filled, and makes p->record of it. */
int invoice_printer_fill(struct invoice_printer *p, struct err *e);
/* The same of an invoice by its id. */
int invoice_printer_load(struct invoice_printer *p, int64_t id, struct err *e);

/*
 * The invoice that an item names, if who acts reaches it.  Errors as in reach.h.
 */
int find_invoice(struct cli *cli, const struct item *item, int64_t *id, struct err *e);

/* The invoices that all items name, each once (ERR_USAGE); the items can be taken again. */
struct invoice_set {
	size_t count;
	int64_t *ids; /* in the order given */
};
int invoice_set_read(struct invoice_set *set, struct cli *cli, struct err *e);
int invoice_set_add(struct invoice_set *set, int64_t id, struct err *e);
/* Leaves out the first instalment of a pending plan where an invoice of its debt is in the set: a
 * list has both, and what is owed is paid once.  Each is noted. */
int invoice_set_drop_openings(struct invoice_set *set, struct cli *cli, struct err *e);
void invoice_set_close(struct invoice_set *set);

#endif
