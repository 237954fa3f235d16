#include <stdio.h>
#include "account.h"
#include "fill_qr.h"
#include "show.h"

int
qr_beneficiary(struct db *db, const struct qr *qr, char name[201], struct err *e)
{
	struct account a;
	struct biller b;

	if (account_show(db, qr->account, &a, e) != 0)
		return -1;
	snprintf(name, 201, "%s", a.holder);
	if (a.is_deposit)
		return 0;
	if (biller_show(db, a.biller, &b, e) != 0)
		return -1;
	snprintf(name, 201, "%s", b.name);
	return 0;
}

int
fill_qr(struct record *r, struct db *db, const struct qr *qr, struct err *e)
{
	char beneficiary[201];

	if (qr_beneficiary(db, qr, beneficiary, e) != 0)
		return -1;
	record_clear(r);
	record_id(r, REF_QR, qr->id);
	record_text(r, "status", qr_status_name(qr->status));
	record_ref(r, "account", REF_ACCOUNT, qr->account);
	record_text(r, "beneficiary", beneficiary);
	record_money_or_null(r, "amount", &qr->amount);
	if (qr->amount.minor == 0)
		record_text(r, "currency", qr->amount.currency);
	record_text(r, "memo", qr->memo);
	record_date(r, "expires_on", qr->expires_on);
	record_text(r, "use", qr->is_once ? "once" : "many");
	record_text(r, "payload", qr->payload);
	record_ref(r, "invoice", REF_INVOICE, qr->invoice);
	record_instant(r, "created_at", qr->created_at);
	return 0;
}

int
print_qr(struct cli *cli, const struct qr *qr, struct err *e)
{
	struct record r;
	int result;

	record_open(&r, "qr");
	result = fill_qr(&r, cli->office.db, qr, e);
	if (result == 0)
		result = cli_print(cli, &r, e);
	record_close(&r);
	return result;
}

int
show_qr(struct cli *cli, int64_t id, struct err *e)
{
	struct qr qr;

	return qr_show(&cli->office, id, &qr, e) != 0 ? -1 : print_qr(cli, &qr, e);
}
