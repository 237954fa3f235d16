/*
 * show - which function prints a ref of that type.
 */
#include "show.h"

int
show_ref(struct cli *cli, const struct ref *ref, int *status, struct err *e)
{
	*status = 0;
	switch (ref->type) {
	case REF_ACCOUNT:
		return show_account(cli, ref->id, e);
	case REF_BILLER:
		return show_biller(cli, ref->id, e);
	case REF_CARD:
		return show_card(cli, ref->id, status, e);
	case REF_CUSTOMER:
		return show_customer(cli, ref->id, e);
	case REF_INVOICE:
		return show_invoice(cli, ref->id, e);
	case REF_LOG:
		return show_log(cli, ref->id, e);
	case REF_MESSAGE:
		return show_message(cli, ref->id, e);
	case REF_PAYMENT:
		return show_payment(cli, ref->id, status, e);
	case REF_SUBSCRIPTION:
		return show_subscription(cli, ref->id, e);
	case REF_PLAN:
		return show_plan(cli, ref->id, e);
	case REF_QR:
		return show_qr(cli, ref->id, e);
	case REF_TXN:
		return show_txn(cli, ref->id, e);
	default:
		return ref_absent_id(ref->type, ref->id, e);
	}
}
