#ifndef PP_QR_PAYLOAD_H
#define PP_QR_PAYLOAD_H
/*
 * qr_payload - what is drawn: payloads of charges and invoices, and whose a payload is.
 * Owns no table.  Layer 9.  Source: domain.md section 10; emv.h.
 *
 * Template 26 holds the office's identifier and the account's number, 62 the reference, 80 the
 * identifier, how often it may be paid (01), the last day (02) and the first 16 hex digits of an
 * HMAC under the key file (03) over all before the checksum, with zeros in its own place.
 */
#include "invoice.h"
#include "qr.h"

/* Fills qr->payload from what else is in *qr.  ERR_USAGE: an amount of more than 13 characters. */
int qr_payload_make(struct office *office, struct qr *qr, struct err *e);
/* The payload by which anybody pays the invoice: derived, the same at every call.  ERR_CONFLICT:
 * it is paid, void, in a plan or unbilled. */
int qr_payload_of_invoice(
    struct office *office, int64_t invoice, char payload[QR_PAYLOAD_SIZE], struct err *e);

/* What a payload of ours asks to pay: one of them is not 0. */
struct qr_target {
	int64_t qr, invoice;
};

/*
 * ERR_USAGE: no payload, or it breaks EMVCo's rules; ERR_CONFLICT: "foreign", not payable here,
 * "altered", it is not as this office made it; ERR_NOT_FOUND.
 */
int qr_payload_read(
    struct office *office, const char *payload, struct qr_target *target, struct err *e);

#endif
