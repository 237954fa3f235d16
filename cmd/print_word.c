/*
 * print_word - records on paper: which columns, and their names and words as people read them.
 */
#include <string.h>
#include "i18n.h"
#include "render_private.h"

/* What a printed list shows of a type; of others what a table does. */
static const struct {
	const char *type, *columns;
} shown[] = {
	{ "invoice", "id,number,concept,due_on,amount,paid,due,status" },
	{ "payment", "id,reference,created_at,kind,method,amount,status" },
};

static const struct {
	const char *name, *label;
} labels[] = {
	{ "id", N_("Ref") },
	{ "account", N_("Account") },
	{ "amount", N_("Amount") },
	{ "as-of", N_("On the date") },
	{ "authorization", N_("Authorization") },
	{ "balance", N_("Balance") },
	{ "beneficiary", N_("Beneficiary") },
	{ "biller", N_("Biller") },
	{ "card", N_("Card") },
	{ "concept", N_("Concept") },
	{ "created_at", N_("Date and time") },
	{ "credit", N_("Credit") },
	{ "currency", N_("Currency") },
	{ "customer", N_("Payer") },
	{ "due", N_("Due") },
	{ "due_on", N_("Due on") },
	{ "due2_amount", N_("Second amount") },
	{ "due2_on", N_("Second due date") },
	{ "due-since", N_("Due since") },
	{ "due-until", N_("Due until") },
	{ "flag", N_("Flag") },
	{ "flagged", N_("With a flag") },
	{ "gateway", N_("Platform") },
	{ "gateway_ref", N_("Platform's reference") },
	{ "held_by", N_("Held by") },
	{ "holder", N_("Holder") },
	{ "instalment", N_("Instalment") },
	{ "instalments_left", N_("Instalments left") },
	{ "issued_on", N_("Issued on") },
	{ "kind", N_("Kind") },
	{ "late_fee", N_("Late fee") },
	{ "limit", N_("At most") },
	{ "match", N_("With the text") },
	{ "memo", N_("Memo") },
	{ "method", N_("Method") },
	{ "number", N_("Number") },
	{ "on", N_("Date") },
	{ "paid", N_("Paid") },
	{ "paid_on", N_("Paid on") },
	{ "paid-since", N_("Paid since") },
	{ "paid-until", N_("Paid until") },
	{ "payee", N_("Payee") },
	{ "period", N_("Period") },
	{ "plan", N_("Plan") },
	{ "qr", N_("QR") },
	{ "redirect_url", N_("Page of the platform") },
	{ "ref", N_("Reference") },
	{ "reference", N_("Reference") },
	{ "reverse", N_("In reverse order") },
	{ "settled_at", N_("Settled") },
	{ "since", N_("Since") },
	{ "sort", N_("In order of") },
	{ "status", N_("Status") },
	{ "subscription", N_("Subscription") },
	{ "term", N_("Term") },
	{ "until", N_("Until") },
};

/* Words of records that are no states. */
static const char *const words[] = { N_("bill"), N_("charge"), N_("slip"), N_("credit"),
	N_("instalment"), N_("subscription"), N_("payment"), N_("refund"), N_("cash"), N_("card"),
	N_("deposit"), N_("checkout"), N_("opening"), N_("closing"), N_("withdrawal") };

const char *
list_columns(const struct record_type *type)
{
	for (size_t i = 0; i < sizeof(shown) / sizeof(shown[0]); i++)
		if (strcmp(shown[i].type, type->name) == 0)
			return shown[i].columns;
	return type->columns;
}

const char *
list_label(const char *name)
{
	for (size_t i = 0; i < sizeof(labels) / sizeof(labels[0]); i++)
		if (strcmp(labels[i].name, name) == 0)
			return _(labels[i].label);
	return name;
}

const char *
list_word(const char *word)
{
	for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++)
		if (strcmp(words[i], word) == 0)
			return _(words[i]);
	return ref_state_word(word);
}

bool
list_has_words(const char *name)
{
	return strcmp(name, "status") == 0 || strcmp(name, "kind") == 0 ||
	       strcmp(name, "method") == 0;
}

/* As documents have them: dates in full, amounts with their symbol. */
void
list_cell(const struct render *render, const struct record *r, int index, struct text *out)
{
	const char *value = record_value(r, index);
	enum field_kind kind = index == RECORD_ID ? FIELD_REF : r->type->fields[index].kind;
	struct money money = money_of(record_number(r, index), r->currency);
	char text[MONEY_TEXT_SIZE];

	if (!value)
		return;
	if (kind == FIELD_MONEY && currency_find(r->currency)) {
		money_format_people(&money, text);
		text_add(out, text);
	} else if (kind == FIELD_INSTANT && render->options.zone) {
		zone_local(render->options.zone, record_number(r, index), text);
		text_add(out, text);
	} else if (kind == FIELD_BOOL) {
		text_add(out, record_number(r, index) != 0 ? _("yes") : _("no"));
	} else if (kind == FIELD_TEXT && list_has_words(r->type->fields[index].name)) {
		text_add(out, list_word(value));
	} else {
		text_add(out, value);
	}
}
