#include <stdlib.h>
#include <string.h>
#include "activity.h"
#include "card.h"
#include "customer.h"
#include "i18n.h"
#include "invoice.h"
#include "link.h"
#include "payment.h"
#include "plan.h"
#include "qr.h"
#include "reach.h"
#include "subscription.h"

static bool
is_operator(const struct office *office)
{
	return office->actor.kind == ACTOR_OPERATOR;
}

/* 0 for a guest, who has no id. */
static int64_t
self(const struct office *office)
{
	return office->actor.kind == ACTOR_CUSTOMER ? office->actor.customer : 0;
}

/* ---- whose a thing is: 1, 0, -1; each first makes sure that it is there */

static int
has_account(struct office *office, const struct account *a, struct err *e)
{
	int64_t customer = self(office);
	struct link link;

	if (is_operator(office))
		return 1;
	if (customer == 0 || a->is_deposit)
		return customer != 0 && a->customer == customer;
	return link_find(office->db, customer, a->id, &link, e);
}

static int
has_account_id(struct office *office, int64_t id, struct err *e)
{
	struct account a;

	return account_show(office->db, id, &a, e) != 0 ? -1 : has_account(office, &a, e);
}

static int
has_invoice(struct office *office, int64_t id, struct err *e)
{
	struct invoice inv;

	if (invoice_show(office->db, id, &inv, e) != 0)
		return -1;
	return has_account_id(office, inv.account, e);
}

/* Where a thing names one customer, that is whose it is. */
static int
is_own(const struct office *office, int64_t customer)
{
	return is_operator(office) || (customer != 0 && customer == self(office));
}

static int
has_customer(struct office *office, int64_t id, struct err *e)
{
	struct customer c;

	return customer_show(office->db, id, &c, e) != 0 ? -1 : is_own(office, c.id);
}

static int
has_card(struct office *office, int64_t id, struct err *e)
{
	struct card card;

	return card_show(office->db, id, &card, e) != 0 ? -1 : is_own(office, card.customer);
}

static int
has_payment(struct office *office, int64_t id, struct err *e)
{
	struct payment p;

	return payment_show(office->db, id, &p, e) != 0 ? -1 : is_own(office, p.customer);
}

/* A charge is whose the deposit account is that it pays into. */
static int
has_qr(struct office *office, int64_t id, struct err *e)
{
	struct qr qr;

	if (qr_show(office, id, &qr, e) != 0)
		return -1;
	return is_operator(office) || (qr.invoice == 0 && is_own(office, qr.customer));
}

static int
has_subscription(struct office *office, int64_t id, struct err *e)
{
	struct subscription s;

	return subscription_show(office->db, id, &s, e) != 0 ? -1 : is_own(office, s.customer);
}

static int
has_plan(struct office *office, int64_t id, struct err *e)
{
	struct plan plan;

	if (plan_show(office->db, id, &plan, e) != 0)
		return -1;
	return has_account_id(office, plan.account, e);
}

static int
has_log(struct office *office, int64_t id, struct err *e)
{
	struct activity_row row;

	return activity_show(office->db, id, &row, e) != 0 ? -1 : is_own(office, row.customer);
}

static int
has(struct office *office, enum ref_type type, int64_t id, struct err *e)
{
	struct biller b;

	switch (type) {
	case REF_ACCOUNT:
		return has_account_id(office, id, e);
	case REF_BILLER:
		return biller_show(office->db, id, &b, e) != 0 ? -1 : 1;
	case REF_CARD:
		return has_card(office, id, e);
	case REF_CUSTOMER:
		return has_customer(office, id, e);
	case REF_INVOICE:
		return has_invoice(office, id, e);
	case REF_LOG:
		return has_log(office, id, e);
	case REF_PAYMENT:
		return has_payment(office, id, e);
	case REF_SUBSCRIPTION:
		return has_subscription(office, id, e);
	case REF_PLAN:
		return has_plan(office, id, e);
	case REF_QR:
		return has_qr(office, id, e);
	default:
		return is_operator(office);
	}
}

/* What is missing takes the steps that what is another's took: time tells them apart no more than
 * words do. */
static void
even_out(struct office *office, enum ref_type type)
{
	struct account a;
	struct link link;
	struct err ignored;

	if (is_operator(office))
		return;
	(void)has(office, type, 0, &ignored);
	(void)account_show(office->db, 0, &a, &ignored);
	(void)link_find(office->db, self(office), 0, &link, &ignored);
}

int
reach_check(struct office *office, enum ref_type type, int64_t id, const char *text, struct err *e)
{
	int result = has(office, type, id, e);

	if (result == 1 || (result < 0 && e->code != ERR_NOT_FOUND))
		return result < 0 ? -1 : 0;
	even_out(office, type);
	return ref_absent(type, text, e);
}

/* ---- by name */

static int
may_reach(const struct account *a, void *context, struct err *e)
{
	return has_account(context, a, e);
}

/* ERR_USAGE: the name is one account's alias and another's number. */
static int
refuse_both(struct office *office, const int64_t ids[2], const char *text, struct err *e)
{
	char names[2][ACCOUNT_NAME_SIZE];
	struct account a;

	for (int i = 0; i < 2; i++)
		if (account_show(office->db, ids[i], &a, e) != 0 ||
		    account_name(office->db, &a, names[i], e) != 0)
			return -1;
	err_set(e, ERR_USAGE, _("%.64s is ambiguous: %s %s"), text, names[0], names[1]);
	return err_reason(e, "ambiguous", "");
}

int
reach_account(struct office *office, const char *text, int64_t biller, int64_t *id, struct err *e)
{
	const struct account_judge judge = { may_reach, office };
	struct link link = { .id = 0 };
	struct err why;
	int64_t ids[2];
	int has_alias =
	    self(office) != 0 ? link_by_alias(office->db, self(office), text, &link, e) : 0;

	if (has_alias < 0)
		return -1;
	*id = link.account;
	if (account_find_among(office->db, text, biller, &judge, &ids[1], &why) != 0) {
		if (has_alias == 1 && why.code == ERR_NOT_FOUND)
			return 0;
		even_out(office, REF_ACCOUNT);
		*e = why;
		return -1;
	}
	ids[0] = has_alias == 1 ? link.account : ids[1];
	*id = ids[0];
	return ids[0] == ids[1] ? 0 : refuse_both(office, ids, text, e);
}

/* The office gave a subscription's number, so that it can be counted through like a ref. */
static int
is_own_subscription(struct office *office, int64_t id, const struct account *a, struct err *e)
{
	struct subscription s;
	struct err why;

	if (subscription_show(office->db, id, &s, &why) == 0)
		return s.account == a->id && is_own(office, s.customer);
	if (why.code == ERR_NOT_FOUND)
		return 0;
	*e = why;
	return -1;
}

static int
may_name(const struct account *a, void *context, struct err *e)
{
	struct ref ref;
	int result = 0;

	if (!a->is_deposit && strcmp(a->status, "active") == 0) {
		if (ref_parse(a->number, &ref) != 1)
			return 1;
		if (ref.type == REF_SUBSCRIPTION)
			result = is_own_subscription(context, ref.id, a, e);
	}
	return result != 0 ? result : has_account(context, a, e);
}

int
reach_named_account(
    struct office *office, const char *text, int64_t biller, int64_t *id, struct err *e)
{
	const struct account_judge judge = { may_name, office };
	struct ref ref;
	struct err why;

	if (is_operator(office))
		return account_find(office->db, text, biller, id, e);
	if (ref_parse(text, &ref) == 1)
		return reach_account(office, text, 0, id, e);
	if (account_find_among(office->db, text, biller, &judge, id, &why) == 0)
		return 0;
	if (why.code == ERR_NOT_FOUND) /* an alias? */
		return reach_account(office, text, biller, id, e);
	*e = why;
	return -1;
}

static int
find(struct office *office, enum ref_type type, const char *text, int64_t *id, struct err *e)
{
	struct ref ref;

	switch (type) {
	case REF_BILLER:
		return biller_find(office->db, text, id, e);
	case REF_CUSTOMER:
		return customer_find(office->db, text, id, e);
	case REF_INVOICE:
		return invoice_find(office->db, text, id, e);
	case REF_PAYMENT:
		return payment_find(office->db, text, id, e);
	case REF_QR:
		return qr_find(office->db, text, id, e);
	default:
		if (ref_parse(text, &ref) != 1 || ref.type != type)
			return err_set(e, ERR_USAGE, _("%.40s is no %s-N"), text, ref_prefix(type));
		*id = ref.id;
		return 0;
	}
}

int
reach_find(struct office *office, enum ref_type type, const char *text, int64_t *id, struct err *e)
{
	struct err why;

	if (type == REF_ACCOUNT)
		return reach_account(office, text, 0, id, e);
	if (find(office, type, text, id, &why) == 0)
		return reach_check(office, type, *id, text, e);
	even_out(office, type);
	*e = why;
	return -1;
}

int
reach_owner(struct office *office, const char *text, int64_t *customer, struct err *e)
{
	*customer = self(office);
	return text != NULL ? reach_find(office, REF_CUSTOMER, text, customer, e) : 0;
}

/* ---- all accounts of a customer */

static int
add(struct reach_set *set, int64_t id, struct err *e)
{
	/* The room doubles at every power of two. */
	if ((set->count & (set->count - 1)) == 0) {
		size_t room = set->count == 0 ? 1 : 2 * set->count;
		int64_t *ids = realloc(set->ids, room * sizeof *ids);

		if (ids == NULL)
			return err_set(e, ERR_FAILED, _("out of memory"));
		set->ids = ids;
	}
	set->ids[set->count++] = id;
	return 0;
}

static int
add_owned(struct db *db, int64_t customer, struct reach_set *set, struct err *e)
{
	const struct account_filter filter = { .customer = customer };
	struct account a;
	struct query q;
	int row;

	if (account_list(db, &filter, &q, e) != 0)
		return -1;
	while ((row = account_next(&q, &a, e)) == 1)
		if (add(set, a.id, e) != 0) {
			row = -1;
			break;
		}
	query_end(&q);
	return row;
}

static int
add_linked(struct db *db, int64_t customer, struct reach_set *set, struct err *e)
{
	const struct link_filter filter = { .customer = customer };
	struct link link;
	struct query q;
	int row;

	if (link_list(db, &filter, &q, e) != 0)
		return -1;
	while ((row = link_next(&q, &link, e)) == 1)
		if (add(set, link.account, e) != 0) {
			row = -1;
			break;
		}
	query_end(&q);
	return row;
}

static int
compare_ids(const void *one, const void *other)
{
	const int64_t *a = one, *b = other;

	return *a < *b ? -1 : *a > *b;
}

int
reach_accounts(struct db *db, int64_t customer, struct reach_set *set, struct err *e)
{
	*set = (struct reach_set){ 0 };
	if (add_owned(db, customer, set, e) != 0 || add_linked(db, customer, set, e) != 0) {
		reach_set_close(set);
		return -1;
	}
	if (set->count > 0)
		qsort(set->ids, set->count, sizeof *set->ids, compare_ids);
	return 0;
}

void
reach_set_close(struct reach_set *set)
{
	free(set->ids);
	*set = (struct reach_set){ 0 };
}
