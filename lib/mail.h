#ifndef PP_MAIL_H
#define PP_MAIL_H
/*
 * mail - an e-mail and an SMS as a command reads them from its standard input.  Layer 0, pure.
 *
 * E-mail: RFC 5322 with line feeds, RFC 2045 (UTF-8, quoted-printable), RFC 2047 (subject and
 * sender's name), RFC 3834 (Auto-Submitted).  The same fields give the same bytes, so that a copy
 * can be told by its Message-ID.
 */
#include <stdint.h>
#include "text.h"

struct mail {
	const char *from_name;
	const char *from; /* addresses, of printable ASCII (email_check) */
	const char *to;	  /* or a phone number */
	const char *subject;
	const char *language;	/* "es" */
	const char *message_id; /* without < > */
	int64_t at;
	const char *body;
};

void mail_write(struct text *out, const struct mail *mail);
/* To: and Message-ID:, a blank line, the text. */
void mail_write_sms(struct text *out, const struct mail *mail);

#endif
