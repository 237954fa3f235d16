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
/* An instalment as it stands: of one that was not issued, what is planned. */
struct plan_line {
	int n;
	const char *due_on; /* of the instalment it was made of */
	struct money amount, due;
	const char *status;
	int64_t invoice; /* 0: none yet */
};
int plan_printer_line(struct plan_printer *p, const struct plan *plan,
    const struct plan_instalment *i, struct plan_line *line, struct err *e);
/* Makes p->record of it, with its schedule where that is seen. */
int plan_printer_fill(struct plan_printer *p, const struct plan *plan, struct err *e);
/* Prints it too. */
int plan_print(struct plan_printer *p, const struct plan *plan, struct err *e);

/* Lays it out on pages: what was agreed on, and a coupon for each instalment (print_plan.c). */
int print_plan(struct cli *cli, int64_t id, struct err *e);

/* Verbs with a file of their own. */
int plan_verb_cancel(struct cli *cli, struct err *e);
int plan_verb_run(struct cli *cli, struct err *e);

#endif
