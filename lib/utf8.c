#include "utf8.h"

#include <assert.h>
#include <stdint.h>
#include <string.h>

#include "i18n.h"

enum { EMAIL_MAX = 254, CARD_DIGITS_MIN = 13, CARD_DIGITS_MAX = 19 };

static bool
is_tail(unsigned char byte)
{
	return (byte & 0xc0) == 0x80;
}

/* How many bytes the first byte promises; 0 if it can begin no character. */
static size_t
promised_length(unsigned char first)
{
	if (first < 0x80)
		return 1;
	if (first < 0xc2)
		return 0;
	if (first < 0xe0)
		return 2;
	if (first < 0xf0)
		return 3;
	return first < 0xf5 ? 4 : 0;
}

size_t
utf8_decode(const char *bytes, size_t length, unsigned *character)
{
	static const unsigned smallest[] = { 0, 0, 0x80, 0x800, 0x10000 };
	static const unsigned char first_bits[] = { 0, 0x7f, 0x1f, 0x0f, 0x07 };
	unsigned char first = length > 0 ? (unsigned char)bytes[0] : 0;
	size_t want = promised_length(first);
	unsigned value;
	size_t i;

	if (want == 0 || want > length)
		return 0;
	value = first & first_bits[want];
	for (i = 1; i < want; i++) {
		if (!is_tail((unsigned char)bytes[i]))
			return 0;
		value = value << 6 | ((unsigned char)bytes[i] & 0x3f);
	}
	if (value < smallest[want] || value > 0x10ffff || (value >= 0xd800 && value <= 0xdfff))
		return 0;
	*character = value;
	return want;
}

/* Eight bytes at a time: nearly all text is ASCII, and imports are long. */
static size_t
ascii_run(const char *bytes, size_t length)
{
	const uint64_t high = UINT64_C(0x8080808080808080);
	const uint64_t ones = UINT64_C(0x0101010101010101);
	uint64_t word;
	size_t i = 0;

	for (; length - i >= sizeof(word); i += sizeof(word)) {
		memcpy(&word, bytes + i, sizeof(word));
		if ((word & high) || ((word - ones) & ~word & high))
			break;
	}
	while (i < length && bytes[i] > 0)
		i++;
	return i;
}

bool
utf8_is_valid(const char *bytes, size_t length)
{
	size_t i = ascii_run(bytes, length);

	while (i < length) {
		unsigned character;
		size_t taken = utf8_decode(bytes + i, length - i, &character);

		if (taken == 0 || character == 0)
			return false;
		i += taken;
		if (i < length && bytes[i] > 0)
			i += ascii_run(bytes + i, length - i);
	}
	return true;
}

size_t
utf8_count(const char *text)
{
	size_t count = 0;

	for (; *text; text++)
		count += !is_tail((unsigned char)*text);
	return count;
}

size_t
utf8_fit_bytes(const char *text, size_t bytes)
{
	size_t length = strnlen(text, bytes);

	while (length > 0 && is_tail((unsigned char)text[length]))
		length--;
	return length;
}

size_t
utf8_fit_chars(const char *text, size_t chars)
{
	size_t i = 0;

	for (; text[i]; i++) {
		if (is_tail((unsigned char)text[i]))
			continue;
		if (chars == 0)
			break;
		chars--;
	}
	return i;
}

const char *
utf8_tail(const char *text, size_t bytes)
{
	size_t length = strlen(text);

	text += length > bytes ? length - bytes : 0;
	while (is_tail((unsigned char)*text))
		text++;
	return text;
}

unsigned
utf8_next(const char **text)
{
	unsigned character = 0;
	size_t taken;

	if (**text == '\0')
		return 0;
	taken = utf8_decode(*text, strnlen(*text, 4), &character);
	assert(taken > 0);
	*text += taken;
	return character;
}

bool
utf8_is_control(unsigned character)
{
	static const struct {
		unsigned first, last;
	} controls[] = {
		{ 0x00, 0x1f }, { 0x7f, 0x9f }, { 0xad, 0xad }, /* C0; DEL and C1; soft hyphen */
		{ 0x61c, 0x61c }, { 0x180e, 0x180e }, { 0x200b, 0x200f }, /* zero width, marks */
		{ 0x2028, 0x202e }, { 0x2060, 0x206f }, /* separators, embeddings, isolates */
		{ 0xfeff, 0xfeff }, { 0xfff9, 0xfffb }, { 0xe0000, 0xe007f }, /* BOM, notes, tags */
	};
	size_t i;

	for (i = 0; i < sizeof(controls) / sizeof(controls[0]); i++)
		if (character <= controls[i].last)
			return character >= controls[i].first;
	return false;
}

static int
check_size(const char *text, size_t max, const char *what, struct err *e)
{
	size_t length = strnlen(text, max + 1);

	if (length == 0)
		return err_set(e, ERR_USAGE, _("%s: empty"), _(what));
	if (length > max)
		return err_set(e, ERR_USAGE, _("%s: longer than %zu bytes"), _(what), max);
	if (!utf8_is_valid(text, length))
		return err_set(e, ERR_USAGE, _("%s: not valid UTF-8"), _(what));
	return 0;
}

int
text_check(const char *text, size_t max, const char *what, struct err *e)
{
	if (check_size(text, max, what, e))
		return -1;
	if (text_has_card_number(text))
		return err_set(e, ERR_USAGE, _("%s: holds what looks like a card number"), _(what));
	return 0;
}

/* Blanks of any width: at an end of an identifier nobody sees them. */
static bool
is_blank(unsigned character)
{
	return character == ' ' || character == 0xa0 || character == 0x1680 ||
	       (character >= 0x2000 && character <= 0x200a) || character == 0x202f ||
	       character == 0x205f || character == 0x3000;
}

int
number_check(const char *text, size_t max, const char *what, struct err *e)
{
	const char *p = text;
	unsigned character;
	unsigned last = 0;

	if (check_size(text, max, what, e))
		return -1;
	while ((character = utf8_next(&p)) != 0) {
		if (utf8_is_control(character))
			return err_set(e, ERR_USAGE, _("%s: holds a control character"), _(what));
		if (last == 0 && is_blank(character))
			return err_set(e, ERR_USAGE, _("%s: begins with a blank"), _(what));
		last = character;
	}
	if (is_blank(last))
		return err_set(e, ERR_USAGE, _("%s: ends with a blank"), _(what));
	return 0;
}

static bool
is_digit(char c)
{
	return c >= '0' && c <= '9';
}

/* Blanks and dashes that people put between the groups of a card number; 0 for anything else. */
static size_t
separator_length(const char *text)
{
	unsigned character = 0;
	size_t length = utf8_decode(text, strnlen(text, 4), &character);

	if (character == '-' || (character >= 0x2010 && character <= 0x2015) || character == '\t' ||
	    character == 0x2212 || is_blank(character))
		return length;
	return 0;
}

static bool
is_card_number(const char *digits, size_t count)
{
	unsigned sum = 0;
	size_t i;

	if (count < CARD_DIGITS_MIN || digits[0] < '2' || digits[0] > '6')
		return false;
	for (i = 0; i < count; i++) {
		unsigned digit = (unsigned)(digits[count - 1 - i] - '0') << (i & 1);

		sum += digit > 9 ? digit - 9 : digit;
	}
	return sum % 10 == 0;
}

/* Whether groups of digits, from the one at text on, make a card number. */
static bool
begins_card_number(const char *text)
{
	char digits[CARD_DIGITS_MAX];
	size_t count = 0;
	size_t skip;

	while (is_digit(*text)) {
		while (is_digit(*text) && count < CARD_DIGITS_MAX)
			digits[count++] = *text++;
		if (is_digit(*text))
			return false;
		if (is_card_number(digits, count))
			return true;
		while ((skip = separator_length(text)) > 0)
			text += skip;
	}
	return false;
}

bool
text_has_card_number(const char *text)
{
	const char *p;

	for (p = text; *p; p++)
		if (is_digit(*p) && (p == text || !is_digit(p[-1])) && begins_card_number(p))
			return true;
	return false;
}

int
email_check(const char *text, struct err *e)
{
	static const char special[] = "()<>[]:;,\\\"@";
	const char *at = strchr(text, '@');
	const char *p;
	bool is_good = at && at != text && strnlen(text, EMAIL_MAX + 1) <= EMAIL_MAX;

	for (p = text; is_good && *p; p++)
		is_good = *p > ' ' && *p < 0x7f && (p == at || !strchr(special, *p));
	if (is_good)
		is_good = strchr(at, '.') && at[1] != '.' && p[-1] != '.' && !strstr(at, "..");
	if (!is_good)
		return err_set(e, ERR_USAGE, _("not an e-mail address"));
	return 0;
}

bool
url_is_page(const char *text)
{
	size_t scheme = strncmp(text, "https://", 8) == 0  ? 8
			: strncmp(text, "http://", 7) == 0 ? 7
							   : 0;

	if (scheme == 0 || text[scheme] == '\0')
		return false;
	for (const char *p = text; *p != '\0'; p++)
		if (*p <= ' ' || *p >= 0x7f || strchr("\"<>", *p) != NULL)
			return false;
	return true;
}

int
url_check(const char *text, size_t max, const char *what, struct err *e)
{
	if (number_check(text, max, what, e) != 0)
		return -1;
	if (!url_is_page(text))
		return err_set(e, ERR_USAGE, _("%s: a page begins https:// or http://"), _(what));
	return 0;
}
