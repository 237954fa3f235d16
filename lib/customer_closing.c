#include <string.h>
#include "card.h"
#include "code.h"
#include "customer.h"
#include "customer_closing.h"
#include "deposit.h"
#include "enrolment.h"
#include "i18n.h"
#include "link.h"
#include "payment.h"
#include "session.h"
#include "subscription.h"
#include "token.h"

static const char why[] = "the customer is closed";

static int
check_payments(struct db *db, int64_t customer, struct err *e)
{
	const struct payment_filter filter = { .customer = customer };
	struct payment p;
	struct query q;
	int row;

	if (payment_list(db, &filter, &q, e) != 0)
		return -1;
	while ((row = payment_next(&q, &p, e)) == 1) {
		if (!payment_is_live(&p))
			continue;
		row = ref_refuse(REF_PAYMENT, p.id, payment_status_name(p.status), e);
		break;
	}
	query_end(&q);
	return row;
}

static int
close_account(struct office *office, const struct account *a, struct err *e)
{
	char text[MONEY_TEXT_SIZE], ref[REF_SIZE];
	struct money balance;

	if (strcmp(a->status, "active") != 0)
		return 0;
	if (deposit_balance(office->db, a, &balance, e) != 0)
		return -1;
	if (balance.minor == 0)
		return account_close(office, a->id, e);
	money_format(&balance, text);
	ref_format(REF_ACCOUNT, a->id, ref);
	err_set(e, ERR_CONFLICT, _("%s still holds %s %s"), ref, text, a->currency);
	return err_reason(e, "balance", ref);
}

static int
close_accounts(struct office *office, int64_t customer, struct err *e)
{
	const struct account_filter filter = { .customer = customer, .kind = "deposit" };
	struct account a;
	struct query q;
	int row;

	if (account_list(office->db, &filter, &q, e) != 0)
		return -1;
	while ((row = account_next(&q, &a, e)) == 1)
		if (close_account(office, &a, e) != 0) {
			row = -1;
			break;
		}
	query_end(&q);
	return row;
}

/* 1 and the customer's next card that can be charged or may come to be, 0, -1. */
static int
next_card(struct db *db, int64_t customer, struct card *card, struct err *e)
{
	const struct card_filter filter = { .customer = customer };
	struct query q;
	int row;

	if (card_list(db, &filter, &q, e) != 0)
		return -1;
	while ((row = card_next(&q, card, e)) == 1)
		if (card_is_active(card) || card_is_enrolling(card))
			break;
	query_end(&q);
	return row;
}

static int
remove_cards(struct office *office, int64_t customer, struct err *e)
{
	struct card card;
	int row;

	while ((row = next_card(office->db, customer, &card, e)) == 1)
		if ((card_is_active(&card) ? card_remove(office, &card, e)
					   : card_fail(office, &card, why, e)) != 0)
			return -1;
	return row;
}

static int
next_subscription(struct db *db, int64_t customer, struct subscription *s, struct err *e)
{
	const struct subscription_filter filter = { .customer = customer };
	struct query q;
	int row;

	if (subscription_list(db, &filter, &q, e) != 0)
		return -1;
	while ((row = subscription_next(&q, s, e)) == 1)
		if (strcmp(s->status, "active") == 0)
			break;
	query_end(&q);
	return row;
}

static int
cancel_subscriptions(struct office *office, int64_t customer, struct err *e)
{
	struct subscription s;
	int row;

	while ((row = next_subscription(office->db, customer, &s, e)) == 1)
		if (subscription_cancel(office, &s, why, e) != 0)
			return -1;
	return row;
}

static int
run(struct office *office, void *context, struct err *e)
{
	const int64_t *id = context;
	const struct enrolment_filter enrolments = { .customer = *id };
	const struct link_filter links = { .customer = *id };

	if (customer_move(office, *id, "closed", e) != 0 ||
	    check_payments(office->db, *id, e) != 0 || close_accounts(office, *id, e) != 0)
		return -1;
	if (cancel_subscriptions(office, *id, e) != 0 ||
	    enrolment_end_all(office, &enrolments, why, NULL, e) != 0)
		return -1;
	if (remove_cards(office, *id, e) != 0 || link_end_all(office, &links, why, e) != 0 ||
	    token_end(office, *id, e) != 0)
		return -1;
	return session_end_all(office, *id, e) != 0 ? -1 : code_end_all(office, *id, e);
}

int
closing_customer(struct office *office, int64_t customer, struct err *e)
{
	return office_write(office, run, &customer, e);
}
