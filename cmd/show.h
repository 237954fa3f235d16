#ifndef PP_SHOW_H
#define PP_SHOW_H
/*
 * show - printing any thing by its ref, as its "show" verb does.
 */
#include "cli.h"

/*
 * Prints the thing; *status is what its state answers: 0, or for a payment 5 (declined, expired,
 * cancelled) or 11 (sending, unknown), and likewise for a card.  Goes into struct program's
 * show_ref, for --request-id repeated.
 */
int show_ref(struct cli *cli, const struct ref *ref, int *status, struct err *e);

/* One of each kind.  ERR_NOT_FOUND, also where it is somebody else's. */
int show_account(struct cli *cli, int64_t id, struct err *e);
int show_biller(struct cli *cli, int64_t id, struct err *e);
int show_card(struct cli *cli, int64_t id, int *status, struct err *e);
int show_customer(struct cli *cli, int64_t id, struct err *e);
int show_invoice(struct cli *cli, int64_t id, struct err *e);
int show_log(struct cli *cli, int64_t id, struct err *e);
int show_message(struct cli *cli, int64_t id, struct err *e);
int show_payment(struct cli *cli, int64_t id, int *status, struct err *e);
int show_subscription(struct cli *cli, int64_t id, struct err *e);
int show_plan(struct cli *cli, int64_t id, struct err *e);
int show_qr(struct cli *cli, int64_t id, struct err *e);
int show_txn(struct cli *cli, int64_t id, struct err *e);

#endif
