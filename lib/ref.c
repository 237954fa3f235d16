#include "ref.h"

#include <assert.h>
#include <stdio.h>
#include <string.h>

#include "i18n.h"

static const char prefixes[][5] = {
	[REF_NONE] = "",
	[REF_CUSTOMER] = "cus",
	[REF_BILLER] = "bil",
	[REF_ACCOUNT] = "acc",
	[REF_INVOICE] = "inv",
	[REF_PLAN] = "plan",
	[REF_SUBSCRIPTION] = "sub",
	[REF_CARD] = "card",
	[REF_PAYMENT] = "pay",
	[REF_QR] = "qr",
	[REF_MESSAGE] = "msg",
	[REF_LOG] = "log",
	[REF_TXN] = "txn",
};

enum { PREFIX_COUNT = sizeof(prefixes) / sizeof(prefixes[0]) };

static int
parse_id(const char *digits, int64_t *id)
{
	int64_t value = 0;

	if (*digits < '1' || *digits > '9')
		return 0;
	for (; *digits; digits++) {
		if (*digits < '0' || *digits > '9')
			return 0;
		if (__builtin_mul_overflow(value, 10, &value))
			return 0;
		if (__builtin_add_overflow(value, *digits - '0', &value))
			return 0;
	}
	*id = value;
	return 1;
}

int
ref_parse(const char *text, struct ref *ref)
{
	unsigned type;

	for (type = REF_NONE + 1; type < PREFIX_COUNT; type++) {
		size_t length = strlen(prefixes[type]);
		int64_t id;

		if (strncmp(text, prefixes[type], length) != 0 || text[length] != '-')
			continue;
		if (!parse_id(text + length + 1, &id))
			return 0;
		*ref = (struct ref){ (enum ref_type)type, id };
		return 1;
	}
	return 0;
}

const char *
ref_format(enum ref_type type, int64_t id, char *text)
{
	text[0] = '\0';
	if (id != 0)
		(void)snprintf(text, REF_SIZE, "%s-%lld", ref_prefix(type), (long long)id);
	return text;
}

const char *
ref_prefix(enum ref_type type)
{
	assert((unsigned)type < PREFIX_COUNT);
	return prefixes[type];
}

int
ref_absent(enum ref_type type, const char *text, struct err *e)
{
	struct ref ref;

	if (ref_parse(text, &ref) == 1)
		return err_set(e, ERR_NOT_FOUND, _("there is no %.40s"), text);
	switch (type) {
	case REF_CUSTOMER:
		return err_set(e, ERR_NOT_FOUND, _("there is no customer %.80s"), text);
	case REF_BILLER:
		return err_set(e, ERR_NOT_FOUND, _("there is no biller %.80s"), text);
	case REF_ACCOUNT:
		return err_set(e, ERR_NOT_FOUND, _("there is no account %.80s"), text);
	case REF_INVOICE:
		return err_set(e, ERR_NOT_FOUND, _("there is no invoice %.80s"), text);
	case REF_PAYMENT:
		return err_set(e, ERR_NOT_FOUND, _("there is no payment %.80s"), text);
	default:
		return err_set(e, ERR_NOT_FOUND, _("there is no %.40s"), text);
	}
}

int
ref_absent_id(enum ref_type type, int64_t id, struct err *e)
{
	char text[REF_SIZE];

	return ref_absent(type, ref_format(type, id, text), e);
}

/* Marked here, once, for their translation. */
static const char *const states[] = { N_("sending"), N_("redirected"), N_("unknown"),
	N_("approved"), N_("declined"), N_("cancelled"), N_("expired"), N_("refunded"),
	N_("unbilled"), N_("open"), N_("overdue"), N_("in_plan"), N_("paid"), N_("void"),
	N_("pending"), N_("active"), N_("completed"), N_("defaulted"), N_("lapsed"), N_("stopped"),
	N_("ended"), N_("enrolling"), N_("removed"), N_("failed"), N_("used"), N_("waiting"),
	N_("sent"), N_("invited"), N_("suspended"), N_("closed"), N_("planned") };

const char *
ref_state_word(const char *status)
{
	for (size_t i = 0; i < sizeof states / sizeof *states; i++)
		if (strcmp(states[i], status) == 0)
			return _(states[i]);
	return status;
}

int
ref_refuse(enum ref_type type, int64_t id, const char *status, struct err *e)
{
	char ref[REF_SIZE];

	err_set(e, ERR_CONFLICT, _("%s is %s"), ref_format(type, id, ref), ref_state_word(status));
	return err_reason(e, status, ref);
}

int
ref_refuse_held(enum ref_type type, int64_t id, int64_t payment, struct err *e)
{
	char ref[REF_SIZE], holder[REF_SIZE];

	err_set(e, ERR_CONFLICT, _("%s is held by %s"), ref_format(type, id, ref),
	    ref_format(REF_PAYMENT, payment, holder));
	return err_reason(e, "held", holder);
}
