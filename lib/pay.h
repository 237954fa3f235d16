#ifndef PP_PAY_H
#define PP_PAY_H
/*
 * pay - paying invoices and charges: quote, intent, call, settle.  Owns no table.  Layer 17.
 * Source: domain.md section 5, gateway.md section 2.
 */
#include "payment.h"
#include "platform.h"
#include "qr.h"

enum { PAY_ITEMS_MAX = 200 };

enum pay_what {
	PAY_DUE,	/* all that is due of each invoice */
	PAY_INSTALMENT, /* of a credit min(instalment, due); of others all */
	PAY_AMOUNT,	/* this much of the one invoice or charge */
};

/* What the payer asks for. */
struct pay_order {
	size_t count;
	int64_t invoices[PAY_ITEMS_MAX];
	int64_t qr; /* the charge that is paid, 0: none; count is 1 for its invoice, else 0 */
	enum payment_method method; /* cash, card, deposit or checkout */
	int64_t source;		    /* deposit: the account */
	int64_t card;		    /* card: 0 is the customer's default */
	char gateway[33];	    /* checkout: the platform */
	enum pay_what what;
	char amount[MONEY_TEXT_SIZE]; /* PAY_AMOUNT */
	char expect[MONEY_TEXT_SIZE]; /* what was shown; "": nothing was */
	int64_t customer; /* the payer as named or logged in; 0: who owns card or account */
	char return_url[GATEWAY_URL_SIZE]; /* "{ref}" stands for the payment's */
	char memo[201];
	char client_address[65];
	int valid_s;		     /* how long a platform may begin it; 0: CALL_NOT_AFTER_S */
	const struct payment *debit; /* an automatic debit: key and debit_* of it; or NULL */
	office_work *watch; /* sees the recorded intent before a dry run takes it back, or NULL */
	void *watch_context;
};

/* What it comes to now. */
struct pay_quote {
	struct money total;
	int64_t credit_minor; /* of it, from credit of the accounts */
	int64_t customer;     /* the payer, 0: none */
	char gateway[33];     /* also of a card */
	int64_t card;
	char card_token[201];
	struct qr qr;  /* the charge, id 0: none */
	int64_t payee; /* deposit account that gets all of it, 0: none */
	size_t count;
	struct payment_item items[PAY_ITEMS_MAX];
	size_t credit_count;
	struct payment_credit credits[PAY_ITEMS_MAX];
};

/*
 * Values an order.  ERR_USAGE: none or two of one invoice, mixed currencies, two payers, an amount
 * that cannot be.  ERR_CONFLICT, with reason and ref: paid, void, in_plan, unbilled, held, partial,
 * closed, currency, card; of a charge used, expired, cancelled, own_account.  All end "nothing was
 * charged".
 */
int pay_quote(
    struct office *office, const struct pay_order *order, struct pay_quote *quote, struct err *e);

/* What else would refuse the order that was quoted so, of what needs no write to be seen: "changed"
 * where order->expect is not the total; ERR_DECLINED "insufficient". */
int pay_check(struct office *office, const struct pay_order *order, const struct pay_quote *quote,
    struct err *e);

/*
 * Pays.  0: *p is approved, or redirected.  -1: ERR_DECLINED, ERR_UNKNOWN, ERR_BUSY (not sent) with
 * the payment in *p (p->id, if it came so far), and the refusals of pay_quote; ERR_SETUP where the
 * platform's filter is nowhere; ERR_CONFLICT "changed" where order->expect is not the total.  An
 * invoice held by a live payment is first resolved, once.
 */
int pay_invoices(struct office *office, const struct platform *platform,
    const struct pay_order *order, struct payment *p, struct err *e);

/* 1 when asking the platform about the payment that a refusal "held" names has ended it: worth
 * another try.  Else 0. */
int pay_ask_holder(
    struct office *office, const struct platform *platform, const struct err *refusal);

/* Back from a hosted checkout: asks the platform; params may be NULL.  Outcome as outcome.h. */
int pay_confirm(struct office *office, const struct platform *platform, int64_t payment,
    const char *params, struct payment *p, struct err *e);
/* Gives up a checkout that was not paid.  0: cancelled.  ERR_CONFLICT: it was paid, or is no open
 * checkout; ERR_UNKNOWN: the platform gave no clear answer. */
int pay_cancel(struct office *office, const struct platform *platform, int64_t payment,
    struct payment *p, struct err *e);

#endif
