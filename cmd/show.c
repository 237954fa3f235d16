/*
 * show - which function prints a ref of that type.
 */
#include "i18n.h"
#include "show.h"

int
show_ref(struct cli *cli, const struct ref *ref, int *status, struct err *e)
{
	char text[REF_SIZE];

	*status = 0;
	switch (ref->type) {
	case REF_ACCOUNT:
		return show_account(cli, ref->id, e);
	case REF_BILLER:
		return show_biller(cli, ref->id, e);
	case REF_INVOICE:
		return show_invoice(cli, ref->id, e);
	case REF_LOG:
		return show_log(cli, ref->id, e);
	case REF_PAYMENT:
		return show_payment(cli, ref->id, status, e);
	case REF_TXN:
		return show_txn(cli, ref->id, e);
	default:
		return err_set(
		    e, ERR_NOT_FOUND, _("there is no %s"), ref_format(ref->type, ref->id, text));
	}
}
