#include "mail.h"

#include <stdlib.h>
#include "base64.h"

#include "tap.h"

static const struct mail plain = { "Office", "office@example.com", "ana@example.com", "Hello", "en",
	"k@example.com", 1773576000, "Hi\n" };

/* The whole e-mail of these fields. */
static void
write_mail(struct text *out, const char *name, const char *subject, const char *body)
{
	struct mail mail = plain;

	mail.from_name = name;
	mail.subject = subject;
	mail.body = body;
	text_clear(out);
	mail_write(out, &mail);
}

static void
test_whole(struct text *out)
{
	write_mail(out, "Office", "Hello", "Hi\n");
	is_text(text_string(out),
	    "From: \"Office\" <office@example.com>\nTo: ana@example.com\nSubject: Hello\n"
	    "Date: Sun, 15 Mar 2026 12:00:00 +0000\nMessage-ID: <k@example.com>\n"
	    "MIME-Version: 1.0\nContent-Type: text/plain; charset=UTF-8\n"
	    "Content-Transfer-Encoding: quoted-printable\nContent-Language: en\n"
	    "Auto-Submitted: auto-generated\n\nHi\n",
	    "an e-mail");
	text_clear(out);
	mail_write_sms(out, &plain);
	is_text(
	    text_string(out), "To: ana@example.com\nMessage-ID: <k@example.com>\n\nHi\n", "an SMS");
}

static void
has(struct text *out, const char *part, const char *name)
{
	ok(strstr(text_string(out), part) != NULL, "%s", name);
}

static void
test_headers(struct text *out)
{
	write_mail(out, "A \"B\" \\ C", "x", "");
	has(out, "From: \"A \\\"B\\\" \\\\ C\" <", "quotes in a name");
	write_mail(out, "\xc3\x91", "=?x", "");
	has(out, "From: =?UTF-8?B?w5E=?=\n <office@example.com>\n", "a name with accents");
	has(out, "Subject: =?UTF-8?B?PT94?=\n", "what looks encoded is encoded");
	write_mail(out, "a\nBcc: x@example.com", "a\r\nBcc: x@example.com", "");
	ok(strstr(text_string(out), "\nBcc") == NULL, "no text begins a header");
}

/* RFC 2047 section 2: a word has at most 75 characters, and whole characters inside. */
static void
test_long_subject(struct text *out)
{
	char subject[201] = "";
	struct text read;
	const char *p;

	for (int i = 0; i < 66; i++)
		strcat(subject, i % 2 != 0 ? "\xe2\x82\xac" : "abc");
	write_mail(out, "x", subject, "");
	text_open(&read);
	for (p = strstr(text_string(out), "=?UTF-8?B?"); p != NULL;
	     p = strstr(p + 10, "=?UTF-8?B?")) {
		char word[80];
		size_t length = strcspn(p + 10, "?");

		if (!ok(length <= 63, "a word of %zu characters", length))
			break;
		snprintf(word, sizeof word, "%.*s", (int)length, p + 10);
		ok(base64_read(&read, word), "is base64");
	}
	is_text(text_string(&read), subject, "a long subject comes back");
	text_close(&read);
}

/* RFC 2045 section 6.7, read back. */
static void
read_quoted(const char *encoded, struct text *out)
{
	char hex[3] = "";

	for (const char *p = encoded; *p != '\0'; p++) {
		if (*p != '=') {
			text_add_char(out, *p);
		} else if (p[1] == '\n') {
			p++;
		} else {
			memcpy(hex, p + 1, 2);
			text_add_char(out, (char)strtol(hex, NULL, 16));
			p += 2;
		}
	}
}

static void
test_bodies(struct text *out)
{
	static const char *const bodies[] = { "a=b\n", ".\n", ".a\n..\n", "From me\n", "x \ny\t\n",
		"\xc3\xa1\xc3\xa9\n\n\n", "no end", "=\n",
		"1234567890123456789012345678901234567890123456789012345678901234567890123456\n",
		"12345678901234567890123456789012345678901234567890123456789012345678901234\xc3\xa1"
		".From =\n",
		"\x7f\x01\n" };
	struct text read;

	text_open(&read);
	for (size_t i = 0; i < sizeof bodies / sizeof bodies[0]; i++) {
		const char *body;
		size_t longest = 0;
		bool is_safe = true;

		write_mail(out, "x", "x", bodies[i]);
		body = strstr(text_string(out), "\n\n") + 2;
		text_clear(&read);
		read_quoted(body, &read);
		if (bodies[i][strlen(bodies[i]) - 1] != '\n' && read.length > 0)
			read.data[--read.length] = '\0';
		is_text(text_string(&read), bodies[i], "body %zu comes back", i);
		for (const char *line = body; *line != '\0'; line += strcspn(line, "\n") + 1) {
			longest = strcspn(line, "\n") > longest ? strcspn(line, "\n") : longest;
			is_safe = is_safe && line[0] != '.' && strncmp(line, "From ", 5) != 0;
		}
		ok(longest <= 76 && is_safe, "body %zu: short lines, no dot nor From first", i);
	}
	text_close(&read);
}

int
main(void)
{
	struct text out;

	text_open(&out);
	test_whole(&out);
	test_headers(&out);
	test_long_subject(&out);
	test_bodies(&out);
	text_close(&out);
	return done();
}
