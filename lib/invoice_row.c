#include <stdlib.h>
#include <string.h>
#include "i18n.h"
#include "invoice_row.h"
#include "rule.h"

enum column {
	NUMBER,
	ACCOUNT,
	AMOUNT,
	DUE_ON,
	KIND,
	CONCEPT,
	PERIOD,
	ISSUED_ON,
	DUE2_ON,
	DUE2_AMOUNT,
	CURRENCY,
	INSTALMENT,
	TERM,
	HOLDER,
	ADDRESS,
	LINES,
	BILLER,
	STATUS,
};

const struct import_column invoice_columns[] = {
	[NUMBER] = { "number", IMPORT_TEXT, true },
	[ACCOUNT] = { "account", IMPORT_TEXT, true },
	[AMOUNT] = { "amount", IMPORT_MONEY, true },
	[DUE_ON] = { "due_on", IMPORT_DATE, true },
	[KIND] = { "kind", IMPORT_TEXT, false },
	[CONCEPT] = { "concept", IMPORT_TEXT, false },
	[PERIOD] = { "period", IMPORT_TEXT, false },
	[ISSUED_ON] = { "issued_on", IMPORT_DATE, false },
	[DUE2_ON] = { "due2_on", IMPORT_DATE, false },
	[DUE2_AMOUNT] = { "due2_amount", IMPORT_MONEY, false },
	[CURRENCY] = { "currency", IMPORT_TEXT, false },
	[INSTALMENT] = { "instalment", IMPORT_MONEY, false },
	[TERM] = { "term", IMPORT_TEXT, false },
	[HOLDER] = { "holder", IMPORT_TEXT, false },
	[ADDRESS] = { "address", IMPORT_TEXT, false },
	[LINES] = { "lines", IMPORT_LINES, false },
	[BILLER] = { "biller", IMPORT_TEXT, false },
	[STATUS] = { "status", IMPORT_TEXT, false },
	{ NULL, IMPORT_TEXT, false },
};

static int
load_biller(struct invoice_row *r, int64_t id, struct err *e)
{
	if (r->biller.id == id)
		return 0;
	r->biller.id = 0;
	r->rule_on[0] = '\0';
	if (biller_show(r->office->db, id, &r->biller, e) != 0)
		return -1;
	return biller_today(r->office, &r->biller, r->today, e);
}

static int
find_biller(struct invoice_row *r, struct err *e)
{
	const char *name = r->row.values[BILLER];
	int64_t id = r->only_biller;

	if (name == NULL && id == 0)
		return err_set(e, ERR_USAGE, _("missing"));
	if (name == NULL)
		return load_biller(r, id, e);
	if (strcmp(name, r->biller_name) == 0)
		return 0;
	if (strlen(name) >= sizeof r->biller_name)
		return ref_absent(REF_BILLER, name, e);
	if (biller_find(r->office->db, name, &id, e) != 0)
		return -1;
	if (r->only_biller != 0 && id != r->only_biller)
		return err_set(e, ERR_USAGE, _("%.40s is not the biller of this import"), name);
	memcpy(r->biller_name, name, strlen(name) + 1);
	return load_biller(r, id, e);
}

/* A row's text goes into a field of size bytes; 0 also where there is none. */
static int
take_text(const struct invoice_row *r, int column, char *field, size_t size, struct err *e)
{
	const char *value = r->row.values[column];
	size_t length = value != NULL ? strlen(value) : 0;

	if (length >= size)
		return err_set(e, ERR_USAGE, _("longer than %zu bytes"), size - 1);
	memcpy(field, value != NULL ? value : "", length + 1);
	return 0;
}

static int
add_account(struct invoice_row *r, struct err *e)
{
	struct account a = { 0 };

	if (r->row.values[HOLDER] == NULL)
		return err_set(e, ERR_USAGE, _("a new account needs a holder"));
	if (take_text(r, ACCOUNT, a.number, sizeof a.number, e) != 0 ||
	    take_text(r, HOLDER, a.holder, sizeof a.holder, e) != 0 ||
	    take_text(r, ADDRESS, a.address, sizeof a.address, e) != 0)
		return -1;
	if (account_insert(r->office, &r->biller, &a, e) != 0)
		return -1;
	r->is_new_account = true;
	r->invoice.account = a.id;
	return 0;
}

static int
find_account(struct invoice_row *r, struct err *e)
{
	const char *number = r->row.values[ACCOUNT];
	int found = account_billable(r->office->db, r->biller.id, number, &r->invoice.account, e);

	if (found != 0)
		return found < 0 ? -1 : 0;
	if (r->is_adding_accounts)
		return add_account(r, e);
	ref_absent(REF_ACCOUNT, number, e);
	return err_hint(e, _("--add-accounts makes those that are not known"));
}

static int
take_kind(struct invoice_row *r, struct err *e)
{
	const char *kind = r->row.values[KIND];

	return kind == NULL ? 0 : invoice_kind_parse(kind, &r->invoice.kind, e);
}

static int
take_status(struct invoice_row *r, struct err *e)
{
	const char *status = r->row.values[STATUS];

	r->invoice.status = INVOICE_OPEN;
	if (status == NULL || strcmp(status, "open") == 0)
		return 0;
	if (strcmp(status, "unbilled") != 0)
		return err_set(e, ERR_USAGE, _("a new invoice is open or unbilled"));
	r->invoice.status = INVOICE_UNBILLED;
	return 0;
}

static int
take_currency(struct invoice_row *r, struct err *e)
{
	const char *code = r->row.values[CURRENCY];

	r->invoice.amount = money_of(0, r->biller.currency);
	if (code == NULL)
		return 0;
	if (currency_find(code) == NULL)
		return err_set(e, ERR_USAGE, _("there is no currency %.10s"), code);
	r->invoice.amount = money_of(0, code);
	return 0;
}

static int
take_amount(struct invoice_row *r, int column, int64_t *minor, struct err *e)
{
	struct money amount;
	int given = import_money(r->im, &r->row, column, r->invoice.amount.currency, &amount, e);

	if (given < 0)
		return -1;
	if (given == 1 && amount.minor == 0)
		return err_set(e, ERR_USAGE, _("the amount must be more than zero"));
	*minor = given == 1 ? amount.minor : 0;
	return 0;
}

static int
take_term(struct invoice_row *r, struct err *e)
{
	const char *term = r->row.values[TERM];

	if (term == NULL)
		return 0;
	if (strlen(term) > 4 || strspn(term, "0123456789") != strlen(term))
		return err_set(e, ERR_USAGE, _("not a whole number: %.20s"), term);
	r->invoice.term = (int)strtol(term, NULL, 10);
	return 0;
}

static int
take_date(struct invoice_row *r, int column, char on[DATE_SIZE])
{
	const char *value = r->row.values[column];

	memcpy(on, value != NULL ? value : "", value != NULL ? DATE_SIZE : 1);
	return 0;
}

static int
take_lines(struct invoice_row *r, struct err *e)
{
	if (import_lines(r->im, &r->row, r->invoice.amount.currency, r->texts, &r->line_count, e) !=
	    0)
		return -1;
	for (size_t i = 0; i < r->line_count; i++) {
		struct invoice_line *line = &r->lines[i];

		if (strlen(r->texts[i].concept) >= sizeof line->concept)
			return err_set(
			    e, ERR_USAGE, _("longer than %zu bytes"), sizeof line->concept - 1);
		memcpy(line->concept, r->texts[i].concept, strlen(r->texts[i].concept) + 1);
		line->amount_minor = r->texts[i].amount.minor;
	}
	return 0;
}

static int
take_column(struct invoice_row *r, int column, struct err *e)
{
	struct invoice *inv = &r->invoice;

	switch (column) {
	case BILLER:
		return find_biller(r, e);
	case ACCOUNT:
		return find_account(r, e);
	case NUMBER:
		return take_text(r, column, inv->number, sizeof inv->number, e);
	case KIND:
		return take_kind(r, e);
	case STATUS:
		return take_status(r, e);
	case CONCEPT:
		return take_text(r, column, inv->concept, sizeof inv->concept, e);
	case PERIOD:
		return take_text(r, column, inv->period, sizeof inv->period, e);
	case HOLDER:
		return take_text(r, column, inv->holder, sizeof inv->holder, e);
	case DUE_ON:
		return take_date(r, column, inv->due_on);
	case DUE2_ON:
		return take_date(r, column, inv->due2_on);
	case ISSUED_ON:
		return take_date(r, column, inv->issued_on);
	case CURRENCY:
		return take_currency(r, e);
	case AMOUNT:
		return take_amount(r, column, &inv->amount.minor, e);
	case DUE2_AMOUNT:
		return take_amount(r, column, &inv->due2_minor, e);
	case INSTALMENT:
		return take_amount(r, column, &inv->instalment_minor, e);
	case TERM:
		return take_term(r, e);
	case LINES:
		return take_lines(r, e);
	default: /* ADDRESS is an account's */
		return 0;
	}
}

/* What others need comes first. */
static const int order[] = { BILLER, ACCOUNT, CURRENCY, NUMBER, AMOUNT, DUE_ON, KIND, STATUS,
	CONCEPT, PERIOD, HOLDER, ISSUED_ON, DUE2_ON, DUE2_AMOUNT, INSTALMENT, TERM, LINES };

/* Most rows of a file are issued on the same day. */
static int
find_rule(struct invoice_row *r, struct err *e)
{
	struct invoice *inv = &r->invoice;

	if (strcmp(r->rule_on, inv->issued_on) != 0) {
		if (rule_in_force(r->office->db, inv->biller, inv->issued_on, &r->rule, e) != 0)
			return -1;
		memcpy(r->rule_on, inv->issued_on, DATE_SIZE);
	}
	inv->rule = r->rule;
	inv->is_rule_given = true;
	return 0;
}

int
invoice_row_take(struct invoice_row *r, struct err *e)
{
	struct invoice *inv = &r->invoice;

	memset(inv, 0, sizeof *inv);
	r->is_new_account = false;
	for (size_t i = 0; i < sizeof order / sizeof *order; i++)
		if (take_column(r, order[i], e) != 0)
			return import_refuse(r->im, &r->row, order[i], e);
	inv->biller = r->biller.id;
	inv->is_issued_given = inv->issued_on[0] != '\0';
	if (!inv->is_issued_given)
		memcpy(inv->issued_on, r->today, DATE_SIZE);
	return find_rule(r, e);
}
