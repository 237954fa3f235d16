#ifndef PP_SANDBOX_WEBHOOK_H
#define PP_SANDBOX_WEBHOOK_H
/*
 * sandbox_webhook - judging a message that claims to come from the sandbox platform.  Edge: reads
 * the credentials file.
 *
 * The header x-sandbox-signature holds, in hex, HMAC-SHA256 (RFC 2104) over the raw body under
 * the first line of the credentials file, or "sandbox-secret" where no file is named.  The body is
 * {"event":ID,"key":KEY,"at":INSTANT}.
 */
#include "gateway_answer.h"
#include "gateway_request.h"

/* Fills result (approved authentic, declined forged, unknown if that cannot be told), code,
 * message, event, payment and at. */
void sandbox_webhook_judge(const struct gateway_request *r, struct gateway_answer *a);

#endif
