#include <inttypes.h>
#include <stdio.h>
#include <string.h>
#include "account.h"
#include "biller.h"
#include "customer.h"
#include "i18n.h"
#include "link.h"
#include "rule.h"
#include "subscription_private.h"
#include "utf8.h"

static const char sql_next_id[] = "SELECT COALESCE(MAX(id), 0) + 1 FROM subscription";
static const char sql_add[] =
    "INSERT INTO subscription (id, customer, biller, account, status, amount_minor, currency,"
    " every, concept, started_on, issued, next_on, created_at) VALUES (:id, :customer, :biller,"
    " :account, 'active', :amount, :currency, :every, :concept, :started_on, 0, :started_on,"
    " :created_at)";
static const char sql_issued[] =
    "UPDATE subscription SET issued = :issued, next_on = :next_on WHERE id = :id";
static const char sql_cancel[] =
    "UPDATE subscription SET status = 'cancelled', cancelled_at = :now WHERE id = :id";

static int
note(struct office *office, const struct subscription *s, const char *summary, struct err *e)
{
	return office_log(office,
	    &(struct office_note){ .type = REF_SUBSCRIPTION,
		.id = s->id,
		.customer = s->customer,
		.summary = summary },
	    e);
}

/* ---- making */

static int
check(const struct subscription *s, const struct biller *b, struct err *e)
{
	char on[DATE_SIZE];

	if (text_check(s->concept, sizeof s->concept - 1, N_("concept"), e) != 0 ||
	    date_check(s->started_on, e) != 0 ||
	    subscription_period(s->started_on, s->every, 0, on, e) != 0)
		return -1;
	if (strcmp(s->amount.currency, b->currency) != 0)
		return err_set(e, ERR_USAGE, _("%s bills in %s"), b->code, b->currency);
	if (s->amount.minor <= 0)
		return err_set(e, ERR_USAGE, _("the amount must be more than zero"));
	return 0;
}

static int
show_customer(struct office *office, int64_t id, struct customer *c, struct err *e)
{
	if (customer_show(office->db, id, c, e) != 0)
		return -1;
	return customer_check_served(c, e);
}

/* Whatever the biller's own numbers look like, this one is not its. */
static int
add_account(struct office *office, struct subscription *s, const struct biller *b,
    const struct customer *c, struct err *e)
{
	struct account a = { 0 };
	struct biller any = *b;

	any.number_pattern[0] = '\0';
	ref_format(REF_SUBSCRIPTION, s->id, a.number);
	memcpy(a.holder, c->name, sizeof a.holder);
	if (account_insert(office, &any, &a, e) != 0)
		return -1;
	s->account = a.id;
	return office_log(office,
	    &(struct office_note){
		.type = REF_ACCOUNT, .id = a.id, .customer = c->id, .summary = "> active" },
	    e);
}

static int
add_mandate(
    struct office *office, const struct subscription *s, const struct enrolment *way, struct err *e)
{
	struct enrolment en = *way;

	en.account = s->account;
	en.customer = s->customer;
	en.kind = ENROLMENT_AUTODEBIT;
	en.is_card_awaited = true;
	if (terms_newest_id(office->db, s->biller, enrolment_kind_name(en.kind), &en.terms, e) != 0)
		return -1;
	return enrolment_set(office, &en, e);
}

int
subscription_add(
    struct office *office, struct subscription *s, const struct enrolment *way, struct err *e)
{
	struct customer c;
	struct biller b;

	if (customer_check_ready(office, e) != 0 ||
	    biller_show(office->db, s->biller, &b, e) != 0 || check(s, &b, e) != 0 ||
	    show_customer(office, s->customer, &c, e) != 0)
		return -1;
	/* Its own entry comes first: it is what the request made. */
	if (db_int(office->db, sql_next_id, NULL, &s->id, e) < 0 ||
	    note(office, s, "> active", e) != 0 || add_account(office, s, &b, &c, e) != 0)
		return -1;
	s->created_at = office->now;
	snprintf(s->status, sizeof s->status, "active");
	memcpy(s->next_on, s->started_on, sizeof s->next_on);
	if (db_run(office->db, sql_add,
		BINDS(BIND_INT(":id", s->id), BIND_INT(":customer", s->customer),
		    BIND_INT(":biller", s->biller), BIND_INT(":account", s->account),
		    BIND_INT(":amount", s->amount.minor),
		    BIND_TEXT(":currency", s->amount.currency), BIND_TEXT(":every", s->every),
		    BIND_TEXT(":concept", s->concept), BIND_TEXT(":started_on", s->started_on),
		    BIND_INT(":created_at", s->created_at)),
		NULL, e) != 0)
		return -1;
	if (link_add(office, s->customer, s->account, NULL, e) != 0)
		return -1;
	if (add_mandate(office, s, way, e) != 0)
		return -1;
	return subscription_tell(office, s, SUBSCRIPTION_CREATED, NULL, e);
}

/* ---- the end */

int
subscription_cancel(struct office *office, struct subscription *s, const char *why, struct err *e)
{
	char summary[ACTIVITY_TEXT_SIZE];
	struct enrolment en;
	int row;

	if (s->cancelled_at != 0)
		return 0;
	s->cancelled_at = office->now;
	snprintf(s->status, sizeof s->status, "cancelled");
	snprintf(summary, sizeof summary, "active > cancelled: %s", why);
	if (db_run(office->db, sql_cancel,
		BINDS(BIND_INT(":now", office->now), BIND_INT(":id", s->id)), NULL, e) != 0 ||
	    note(office, s, summary, e) != 0 ||
	    subscription_tell(office, s, SUBSCRIPTION_CANCELLED, NULL, e) != 0)
		return -1;
	row = enrolment_find(office->db, s->account, ENROLMENT_AUTODEBIT, &en, e);
	if (row <= 0)
		return row;
	return enrolment_end(office, &en, "the subscription was cancelled", e);
}

/* ---- its periods */

/* As if it had been issued in time: nobody's bill differs for what a machine slept through. */
static int
issue_one(struct office *office, const struct subscription *s, struct invoice *inv, struct err *e)
{
	char ref[REF_SIZE];
	bool is_new;

	memset(inv, 0, sizeof *inv);
	inv->biller = s->biller;
	inv->account = s->account;
	inv->kind = INVOICE_SUBSCRIPTION;
	inv->status = INVOICE_OPEN;
	inv->amount = s->amount;
	inv->subscription = s->id;
	memcpy(inv->concept, s->concept, sizeof inv->concept);
	memcpy(inv->period, s->next_on, sizeof s->next_on);
	memcpy(inv->issued_on, s->next_on, sizeof inv->issued_on);
	memcpy(inv->due_on, s->next_on, sizeof inv->due_on);
	snprintf(inv->number, sizeof inv->number, "%s-%s", ref_format(REF_SUBSCRIPTION, s->id, ref),
	    s->next_on);
	if (invoice_insert(office, inv, NULL, 0, &is_new, e) != 0)
		return -1;
	if (!is_new) {
		err_set(e, ERR_CONFLICT, _("number %s is taken"), inv->number);
		return err_reason(e, "exists", ref_format(REF_INVOICE, inv->id, ref));
	}
	if (office_log(office,
		&(struct office_note){ .type = REF_INVOICE,
		    .id = inv->id,
		    .customer = s->customer,
		    .summary = "> open" },
		e) != 0)
		return -1;
	return subscription_tell(office, s, SUBSCRIPTION_ISSUED, inv, e);
}

static int
check_open(struct office *office, const struct subscription *s, struct err *e)
{
	struct account a;

	return account_show(office->db, s->account, &a, e) != 0 ? -1 : account_check_open(&a, e);
}

static int
issue_until(struct office *office, struct subscription *s, const char *today,
    subscription_issued *issued, void *context, struct err *e)
{
	char summary[100], first[DATE_SIZE], last[DATE_SIZE] = "";
	struct invoice inv;
	int64_t before = s->issued;

	memcpy(first, s->next_on, sizeof first);
	while (strcmp(s->next_on, today) <= 0) {
		if (issue_one(office, s, &inv, e) != 0 || issued(&inv, context, e) != 0)
			return -1;
		memcpy(last, s->next_on, sizeof last);
		s->issued++;
		if (subscription_period(s->started_on, s->every, s->issued, s->next_on, e) != 0)
			return -1;
	}
	if (s->issued == before)
		return 0;
	snprintf(summary, sizeof summary, "issued %" PRId64 ": %s to %s", s->issued - before, first,
	    last);
	if (db_run(office->db, sql_issued,
		BINDS(BIND_INT(":issued", s->issued), BIND_TEXT(":next_on", s->next_on),
		    BIND_INT(":id", s->id)),
		NULL, e) != 0)
		return -1;
	return note(office, s, summary, e);
}

int
subscription_issue(struct office *office, struct subscription *s, subscription_issued *issued,
    void *context, struct err *e)
{
	char today[DATE_SIZE];
	struct customer c;
	struct biller b;

	if (subscription_show(office->db, s->id, s, e) != 0 ||
	    biller_show(office->db, s->biller, &b, e) != 0 ||
	    biller_today(office, &b, today, e) != 0 ||
	    customer_show(office->db, s->customer, &c, e) != 0)
		return -1;
	if (s->cancelled_at != 0 || strcmp(s->next_on, today) > 0)
		return 0;
	if (strcmp(c.status, "closed") == 0)
		return subscription_cancel(office, s, "the customer is closed", e);
	if (check_open(office, s, e) != 0)
		return -1;
	return issue_until(office, s, today, issued, context, e);
}
