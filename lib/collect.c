#include <string.h>
#include "collect.h"
#include "deposit.h"
#include "i18n.h"
#include "readiness.h"
#include "setting.h"
#include "utf8.h"

static int
check_day(struct office *office, const struct qr *qr, struct err *e)
{
	char today[DATE_SIZE];

	if (qr->expires_on[0] == '\0')
		return 0;
	if (setting_today(office, today, e) != 0)
		return -1;
	if (strcmp(qr->expires_on, today) >= 0)
		return 0;
	return err_set(e, ERR_USAGE, _("%s is over"), qr->expires_on);
}

static int
check_invoice(const struct invoice *inv, struct err *e)
{
	if (inv->status == INVOICE_OPEN)
		return 0;
	return ref_refuse(REF_INVOICE, inv->id, invoice_status_name(inv->status), e);
}

static int
take_invoice(struct office *office, struct qr *qr, struct err *e)
{
	struct invoice inv;

	if (invoice_show(office->db, qr->invoice, &inv, e) != 0)
		return -1;
	if (qr->amount.minor != 0)
		return err_set(e, ERR_USAGE, _("an invoice says itself what is due"));
	qr->account = inv.account;
	qr->amount = money_of(0, inv.amount.currency);
	return check_invoice(&inv, e);
}

static int
take_account(struct office *office, struct qr *qr, struct err *e)
{
	struct account a;

	if (account_show(office->db, qr->account, &a, e) != 0 ||
	    deposit_check_account(&a, e) != 0 || account_check_open(&a, e) != 0)
		return -1;
	qr->amount = money_of(qr->amount.minor, a.currency);
	qr->customer = a.customer;
	return 0;
}

int
collect_check(struct office *office, const struct qr *qr, struct err *e)
{
	struct invoice inv;
	struct account a;

	if (qr_check_active(qr, e) != 0)
		return -1;
	if (qr->invoice != 0)
		return invoice_show(office->db, qr->invoice, &inv, e) != 0 ? -1
									   : check_invoice(&inv, e);
	return account_show(office->db, qr->account, &a, e) != 0 ? -1 : account_check_open(&a, e);
}

static int
create(struct office *office, void *context, struct err *e)
{
	char key[SECRET_HEX_SIZE];
	struct qr *qr = context;

	if (readiness_check(office, e) != 0 || check_day(office, qr, e) != 0)
		return -1;
	if ((qr->invoice != 0 ? take_invoice(office, qr, e) : take_account(office, qr, e)) != 0)
		return -1;
	if (secret_random(key, e) != 0)
		return -1;
	secret_reference(key, qr->reference);
	return qr_payload_make(office, qr, e) != 0 ? -1 : qr_insert(office, qr, e);
}

int
collect_create(struct office *office, struct qr *qr, struct err *e)
{
	if (qr->memo[0] != '\0' && text_check(qr->memo, sizeof qr->memo - 1, N_("memo"), e) != 0)
		return -1;
	return office_write(office, create, qr, e);
}

static int
cancel(struct office *office, void *context, struct err *e)
{
	const int64_t *id = context;

	return qr_cancel(office, *id, e);
}

int
collect_cancel(struct office *office, int64_t id, struct err *e)
{
	return office_write(office, cancel, &id, e);
}
