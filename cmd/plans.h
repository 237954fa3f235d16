#ifndef PP_PLANS_H
#define PP_PLANS_H
/*
 * plans - payment plans as records.
 */
#include "cli.h"
#include "plan_deal.h"

/* Makes records of many. */
struct plan_printer {
	struct cli *cli;
	struct valuer valuer;
	struct record record;
};
void plan_printer_open(struct plan_printer *p, struct cli *cli);
void plan_printer_close(struct plan_printer *p);
/* Makes p->record of it, with its schedule where that is seen. */
int plan_printer_fill(struct plan_printer *p, const struct plan *plan, struct err *e);
/* Prints it too. */
int plan_print(struct plan_printer *p, const struct plan *plan, struct err *e);

/* Verbs with a file of their own. */
int plan_verb_cancel(struct cli *cli, struct err *e);
int plan_verb_run(struct cli *cli, struct err *e);

#endif
