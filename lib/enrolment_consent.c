#include <stdio.h>
#include <string.h>
#include "biller.h"
#include "card.h"
#include "customer.h"
#include "enrolment_private.h"
#include "i18n.h"
#include "link.h"
#include "utf8.h"

static int
check_account(struct db *db, const struct enrolment *en, struct consent *c, struct err *e)
{
	char ref[REF_SIZE];

	if (account_show(db, en->account, &c->account, e) != 0 ||
	    account_check_open(&c->account, e) != 0)
		return -1;
	if (!c->account.is_deposit)
		return 0;
	return err_set(e, ERR_USAGE, _("%s is no service account"),
	    ref_format(REF_ACCOUNT, c->account.id, ref));
}

/* Another's is not there; where nobody is named yet, its owner is who consents. */
static int
take_owner(struct enrolment *en, int64_t owner, const char *ref, enum ref_type type, struct err *e)
{
	if (en->customer == 0)
		en->customer = owner;
	return owner != 0 && owner == en->customer ? 0 : ref_absent(type, ref, e);
}

static int
check_source(struct db *db, struct enrolment *en, const struct consent *c, struct err *e)
{
	struct account a;
	char ref[REF_SIZE];

	ref_format(REF_ACCOUNT, en->source, ref);
	if (account_show(db, en->source, &a, e) != 0)
		return -1;
	if (!a.is_deposit)
		return err_set(e, ERR_USAGE, _("%s is no deposit account"), ref);
	if (take_owner(en, a.customer, ref, REF_ACCOUNT, e) != 0 || account_check_open(&a, e) != 0)
		return -1;
	if (strcmp(a.currency, c->account.currency) == 0)
		return 0;
	err_set(e, ERR_CONFLICT, _("%s is in %s, the bills are in %s"), ref, a.currency,
	    c->account.currency);
	return err_reason(e, "currency", ref);
}

/* The card that is named, or that there is one to charge. */
static int
check_card(struct db *db, struct enrolment *en, struct err *e)
{
	char ref[REF_SIZE];
	struct card card;
	int known;

	if (en->card != 0) {
		ref_format(REF_CARD, en->card, ref);
		if (card_show(db, en->card, &card, e) != 0 ||
		    take_owner(en, card.customer, ref, REF_CARD, e) != 0)
			return -1;
		return card_check_active(&card, e);
	}
	if (en->customer == 0)
		return err_set(e, ERR_USAGE, _("whose card? name the customer or the card"));
	if (en->is_card_awaited)
		return 0;
	known = card_default(db, en->customer, &card, e);
	if (known != 0)
		return known < 0 ? -1 : 0;
	err_set(e, ERR_CONFLICT, _("%s has no card that can be charged"),
	    ref_format(REF_CUSTOMER, en->customer, ref));
	err_reason(e, "no_card", ref);
	return err_hint(e, _("pp-card add begins the inscription of one"));
}

static int
check_email(struct db *db, struct enrolment *en, struct err *e)
{
	struct customer c;

	if (en->email[0] != '\0')
		return email_check(en->email, e);
	if (en->customer == 0)
		return err_set(e, ERR_USAGE, _("to whom? name the customer or the e-mail address"));
	if (customer_show(db, en->customer, &c, e) != 0)
		return -1;
	snprintf(en->email, sizeof en->email, "%s", c.email);
	return 0;
}

/* Who consents must have the account linked: with the link the enrolment would end. */
static int
check_linked(struct office *office, const struct enrolment *en, struct err *e)
{
	char account[REF_SIZE], customer[REF_SIZE];
	struct link link;
	int linked;

	if (en->customer == 0)
		return 0;
	linked = link_find(office->db, en->customer, en->account, &link, e);
	if (linked != 0)
		return linked < 0 ? -1 : 0;
	if (office->actor.kind != ACTOR_OPERATOR)
		return ref_absent_id(REF_ACCOUNT, en->account, e);
	ref_format(REF_ACCOUNT, en->account, account);
	err_set(e, ERR_CONFLICT, _("%s is not linked by %s"), account,
	    ref_format(REF_CUSTOMER, en->customer, customer));
	return err_reason(e, "not_linked", account);
}

static int
check_terms(struct db *db, const struct enrolment *en, struct consent *c, struct err *e)
{
	struct terms terms;
	int row = terms_newest(db, c->account.biller, enrolment_kind_name(en->kind), &terms, e);

	if (row < 0)
		return -1;
	if (en->terms != (row == 1 ? terms.id : 0)) {
		err_set(e, ERR_CONFLICT, _("the terms have changed: they must be accepted anew"));
		return err_reason(e, "changed", "");
	}
	if (row == 0)
		return 0;
	c->terms_version = terms.version;
	memcpy(c->terms_hash, terms.hash, sizeof c->terms_hash);
	return 0;
}

int
enrolment_check_consent(
    struct office *office, struct enrolment *en, struct consent *c, struct err *e)
{
	struct db *db = office->db;
	int result = check_account(db, en, c, e);

	if (result == 0 && en->kind == ENROLMENT_PAPERLESS)
		result = check_email(db, en, e);
	else if (result == 0)
		result = en->is_deposit ? check_source(db, en, c, e) : check_card(db, en, e);
	if (result == 0)
		result = check_linked(office, en, e);
	return result == 0 ? check_terms(db, en, c, e) : -1;
}
