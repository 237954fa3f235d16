#include <stdbool.h>
#include <string.h>
#include "base64.h"
#include "date.h"
#include "mail.h"
#include "utf8.h"

enum {
	WORD_BYTES = 42, /* of an encoded word, which has at most 75 characters */
	LINE_MAX = 76,	 /* of quoted-printable */
	PLAIN_MAX = 60,	 /* of a header's text that needs no folding */
};

static bool
is_plain(const char *text)
{
	if (strlen(text) > PLAIN_MAX || strstr(text, "=?") != NULL)
		return false;
	for (const char *p = text; *p != '\0'; p++)
		if (*p < ' ' || *p >= 0x7f)
			return false;
	return true;
}

/* RFC 2047: words of base64, each of whole characters, folded. */
static void
add_encoded(struct text *out, const char *text)
{
	size_t length;

	for (const char *p = text; *p != '\0'; p += length) {
		length = utf8_fit_bytes(p, WORD_BYTES);
		if (length == 0)
			length = 1;
		text_add(out, p == text ? "=?UTF-8?B?" : "\n =?UTF-8?B?");
		base64_write(out, p, length);
		text_add(out, "?=");
	}
}

static void
add_from(struct text *out, const struct mail *mail)
{
	text_add(out, "From: ");
	if (!is_plain(mail->from_name)) {
		add_encoded(out, mail->from_name);
		text_add_format(out, "\n <%s>\n", mail->from);
		return;
	}
	text_add_char(out, '"');
	for (const char *p = mail->from_name; *p != '\0'; p++) {
		if (*p == '"' || *p == '\\')
			text_add_char(out, '\\');
		text_add_char(out, *p);
	}
	text_add_format(out, "\" <%s>\n", mail->from);
}

static void
add_subject(struct text *out, const char *subject)
{
	text_add(out, "Subject: ");
	if (is_plain(subject))
		text_add(out, subject);
	else
		add_encoded(out, subject);
	text_add_char(out, '\n');
}

static void
add_date(struct text *out, int64_t at)
{
	static const char *const days[] = { "Thu", "Fri", "Sat", "Sun", "Mon", "Tue", "Wed" };
	static const char *const months[] = { "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul",
		"Aug", "Sep", "Oct", "Nov", "Dec" };
	char text[INSTANT_SIZE], on[DATE_SIZE];
	struct civil c;
	int32_t day;

	instant_format(at, text);
	instant_date(at, on);
	day = date_to_days(on);
	civil_from_days(day, &c);
	text_add_format(out, "Date: %s, %02d %s %04d %.8s +0000\n", days[(day % 7 + 7) % 7], c.day,
	    months[c.month - 1], c.year, text + DATE_SIZE);
}

/* Whether the byte at p must be written as =XX; at_start: of a line. */
static bool
needs_quoting(const char *p, bool at_start)
{
	unsigned char c = (unsigned char)*p;

	if (c < ' ' || c >= 0x7f || c == '=')
		return true;
	if (c == ' ' && (p[1] == '\n' || p[1] == '\0'))
		return true;
	/* A lone dot ends the input of some senders, "From " begins a letter in a mailbox. */
	return at_start && (c == '.' || strncmp(p, "From ", 5) == 0);
}

static void
add_quoted(struct text *out, const char *body)
{
	size_t column = 0;

	for (const char *p = body; *p != '\0'; p++) {
		bool is_quoted = needs_quoting(p, column == 0);
		size_t width = is_quoted ? 3 : 1;

		if (*p == '\n') {
			text_add_char(out, '\n');
			column = 0;
			continue;
		}
		if (column + width >= LINE_MAX) {
			text_add(out, "=\n");
			column = 0;
			is_quoted = needs_quoting(p, true);
			width = is_quoted ? 3 : 1;
		}
		if (is_quoted)
			text_add_format(out, "=%02X", (unsigned char)*p);
		else
			text_add_char(out, *p);
		column += width;
	}
	if (column > 0)
		text_add_char(out, '\n');
}

void
mail_write(struct text *out, const struct mail *mail)
{
	add_from(out, mail);
	text_add_format(out, "To: %s\n", mail->to);
	add_subject(out, mail->subject);
	add_date(out, mail->at);
	text_add_format(out, "Message-ID: <%s>\n", mail->message_id);
	text_add(out, "MIME-Version: 1.0\n"
		      "Content-Type: text/plain; charset=UTF-8\n"
		      "Content-Transfer-Encoding: quoted-printable\n");
	text_add_format(
	    out, "Content-Language: %s\nAuto-Submitted: auto-generated\n\n", mail->language);
	add_quoted(out, mail->body);
}

void
mail_write_sms(struct text *out, const struct mail *mail)
{
	text_add_format(out, "To: %s\nMessage-ID: <%s>\n\n", mail->to, mail->message_id);
	text_add(out, mail->body);
}
