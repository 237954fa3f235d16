#include <inttypes.h>
#include <stdio.h>
#include "closing.h"
#include "enrolment.h"
#include "i18n.h"
#include "invoice.h"
#include "ledger.h"
#include "link.h"
#include "qr.h"
#include "setting.h"
#include "subscription.h"

/* Invoices may be of another currency than their account, and leave credit in it. */
static int
check_balances(struct db *db, const struct account *a, struct err *e)
{
	char name[LEDGER_NAME_SIZE], text[MONEY_TEXT_SIZE], ref[REF_SIZE];
	const struct currency *currency;
	int64_t minor;

	snprintf(name, sizeof name, "%s:acc-%" PRId64, a->is_deposit ? "deposit" : "credit", a->id);
	for (size_t i = 0; (currency = currency_at(i)) != NULL; i++) {
		struct money money;

		if (ledger_owed(db, name, currency->code, &minor, e) != 0)
			return -1;
		if (minor == 0)
			continue;
		money = money_of(minor, currency->code);
		money_format(&money, text);
		ref_format(REF_ACCOUNT, a->id, ref);
		err_set(e, ERR_CONFLICT,
		    a->is_deposit ? _("%s still holds %s %s") : _("%s has a credit of %s %s"), ref,
		    text, currency->code);
		return err_reason(e, "balance", ref);
	}
	return 0;
}

static int
check_invoices(struct db *db, const struct account *a, struct err *e)
{
	const struct invoice_filter filter = { .account = a->id };
	char account[REF_SIZE], ref[REF_SIZE];
	struct invoice inv;
	struct query q;
	int row;

	if (invoice_list(db, &filter, &q, e) != 0)
		return -1;
	while ((row = invoice_next(&q, &inv, e)) == 1) {
		if (inv.status == INVOICE_PAID || inv.status == INVOICE_VOID)
			continue;
		ref_format(REF_ACCOUNT, a->id, account);
		ref_format(REF_INVOICE, inv.id, ref);
		err_set(e, ERR_CONFLICT, _("%s still has %s, which is %s"), account, ref,
		    ref_state_word(invoice_status_name(inv.status)));
		row = err_reason(e, "owed", ref);
		break;
	}
	query_end(&q);
	return row;
}

/* Printed, a charge goes on asking for money that nobody would get. */
static int
check_charges(struct office *office, const struct account *a, struct err *e)
{
	const struct qr_filter filter = { .account = a->id };
	char account[REF_SIZE], ref[REF_SIZE], today[DATE_SIZE];
	struct query q;
	struct qr qr;
	int row;

	if (setting_today(office, today, e) != 0 || qr_list(office->db, &filter, &q, e) != 0)
		return -1;
	while ((row = qr_next(&q, today, &qr, e)) == 1) {
		if (qr.status != QR_ACTIVE || qr.invoice != 0)
			continue;
		ref_format(REF_ACCOUNT, a->id, account);
		ref_format(REF_QR, qr.id, ref);
		err_set(
		    e, ERR_CONFLICT, _("%s still collects by %s: cancel it first"), account, ref);
		row = err_reason(e, "collects", ref);
		break;
	}
	query_end(&q);
	return row;
}

/* Who had it linked, what was enrolled, and the mandates that draw on it. */
static int
end_rights(struct office *office, const struct account *a, struct err *e)
{
	const struct enrolment_filter enrolments = { .account = a->id };
	const struct link_filter links = { .account = a->id };
	char why[REF_SIZE + 10], ref[REF_SIZE];

	if (a->is_deposit) {
		snprintf(why, sizeof why, "%s closed", ref_format(REF_ACCOUNT, a->id, ref));
		return enrolment_stop_source(office, a, why, e);
	}
	if (enrolment_end_all(office, &enrolments, "closed", NULL, e) != 0)
		return -1;
	return link_end_all(office, &links, "closed", e);
}

static int
run(struct office *office, void *context, struct err *e)
{
	const int64_t *id = context;
	struct account a;

	if (account_show(office->db, *id, &a, e) != 0 || account_check_open(&a, e) != 0)
		return -1;
	if (subscription_check_over(office->db, &a, 0, e) != 0 ||
	    check_balances(office->db, &a, e) != 0 || check_invoices(office->db, &a, e) != 0 ||
	    check_charges(office, &a, e) != 0)
		return -1;
	if (end_rights(office, &a, e) != 0)
		return -1;
	return account_close(office, *id, e);
}

int
closing_account(struct office *office, int64_t account, struct err *e)
{
	return office_write(office, run, &account, e);
}
