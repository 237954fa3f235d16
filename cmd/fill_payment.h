#ifndef PP_FILL_PAYMENT_H
#define PP_FILL_PAYMENT_H
/*
 * fill_payment - a payment as a record, and the network's voucher with the office's own fields.
 */
#include "gateway_answer.h"
#include "payment.h"
#include "record.h"

/* What a voucher shows: the platform's fields and who was paid. */
struct voucher_sheet {
	struct gateway_voucher voucher;
	char commerce_code[201]; /* the office's code at the platform, else the biller's */
	char commerce[201];
	char tax_id[33];
	char unique_code[33];
	char terminal[17];
	char legal_text[1025];
};

/* 1 and the voucher, 0 where the payment has none, -1. */
int fill_voucher(
    struct db *db, const struct payment *p, struct voucher_sheet *sheet, struct err *e);
int fill_payment(struct record *r, struct db *db, const struct payment *p, struct err *e);

#endif
