#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "i18n.h"
#include "rule_key.h"

/* In the order of enum invoice_kind. */
static const char *const partial_keys[RULE_KINDS] = { "partial-bill", "partial-charge",
	"partial-slip", "partial-credit", "partial-instalment", "partial-subscription" };

const struct rule_key rule_keys[] = {
	{ "late-cap", RULE_PERCENT, "none", 0, 0,
	    N_("most that late fees may reach, percent of the principal") },
	{ "late-fee", RULE_LATE_FEE, "none", 0, 0,
	    N_("none, flat:AMOUNT, once:PERCENT or daily:PERCENT") },
	{ "late-fee-to", RULE_LATE_TO, "biller", 0, 0,
	    N_("whose income late fees are: biller or office") },
	{ "late-grace", RULE_COUNT, "0", 0, 365,
	    N_("days after the last due date without a late fee") },
	{ "partial-bill", RULE_YES_NO, "no", 0, 0, N_("bills may be paid in parts") },
	{ "partial-charge", RULE_YES_NO, "no", 0, 0, N_("charges may be paid in parts") },
	{ "partial-credit", RULE_YES_NO, "yes", 0, 0, N_("credits may be paid in parts") },
	{ "partial-instalment", RULE_YES_NO, "no", 0, 0,
	    N_("a plan's instalments may be paid in parts") },
	{ "partial-slip", RULE_YES_NO, "no", 0, 0, N_("slips may be paid in parts") },
	{ "partial-subscription", RULE_YES_NO, "no", 0, 0,
	    N_("subscriptions may be paid in parts") },
	{ "plan-activation-days", RULE_COUNT, "5", 0, 60,
	    N_("days until a plan's first instalment is due") },
	{ "plan-default-days", RULE_COUNT, "30", 1, 365,
	    N_("days after its due date until which an instalment may be unpaid") },
	{ "plan-max", RULE_COUNT, "0", 0, 120, N_("most instalments of a plan; 0: no plans") },
	{ "plan-min-debt", RULE_AMOUNT, "none", 0, 0, N_("least debt that can be put in a plan") },
	{ "plan-min-instalment", RULE_AMOUNT, "none", 0, 0, N_("least instalment of a plan") },
	{ "plan-only-overdue", RULE_YES_NO, "yes", 0, 0, N_("plans take overdue invoices only") },
	{ "plan-rate", RULE_PERCENT, "0", 0, 0, N_("interest of a plan, percent per month") },
	{ "retry", RULE_DAYS, "3,5,7", 0, 0,
	    N_("days after each declined debit until the next try") },
	{ NULL, RULE_COUNT, NULL, 0, 0, NULL },
};

const struct rule_key *
rule_key_find(const char *key)
{
	for (const struct rule_key *k = rule_keys; k->key != NULL; k++)
		if (strcmp(k->key, key) == 0)
			return k;
	return NULL;
}

static bool
read_count(const char *text, int least, int most, int *value)
{
	char *end;
	long number = strtol(text, &end, 10);

	if (text[0] < '0' || text[0] > '9' || *end != '\0' || strlen(text) > 6)
		return false;
	if (number < least || number > most)
		return false;
	*value = (int)number;
	return true;
}

static bool
is_day_list(const char *text)
{
	for (int count = 1; count <= 10; count++) {
		size_t length = strcspn(text, ",");
		char day[8];
		int value;

		if (length >= sizeof day)
			return false;
		memcpy(day, text, length);
		day[length] = '\0';
		if (!read_count(day, 1, 365, &value))
			return false;
		if (text[length] == '\0')
			return true;
		text += length + 1;
	}
	return false;
}

static bool
is_one_of(const char *text, const char *one, const char *other)
{
	return strcmp(text, one) == 0 || strcmp(text, other) == 0;
}

static int
read_late_fee(struct rules *rules, const char *value, const char *currency, struct err *e)
{
	static const struct {
		const char *prefix;
		enum late_kind kind;
	} rates[] = { { "once:", LATE_ONCE }, { "daily:", LATE_DAILY } };

	rules->late = LATE_NONE;
	if (strcmp(value, "none") == 0)
		return 0;
	if (strncmp(value, "flat:", 5) == 0) {
		rules->late = LATE_FLAT;
		return money_parse(value + 5, currency, MONEY_POINT, &rules->late_flat, e);
	}
	for (size_t i = 0; i < sizeof rates / sizeof *rates; i++) {
		size_t length = strlen(rates[i].prefix);

		if (strncmp(value, rates[i].prefix, length) != 0)
			continue;
		rules->late = rates[i].kind;
		return rate_parse(value + length, &rules->late_rate, e);
	}
	return err_set(
	    e, ERR_USAGE, _("late-fee takes none, flat:AMOUNT, once:PERCENT or daily:PERCENT"));
}

int
rule_key_check(const struct rule_key *key, const char *value, const char *currency, struct err *e)
{
	struct rules scratch;
	struct money amount;
	struct rate rate;
	int count;
	bool is_good = true;

	if (strlen(value) >= RULE_VALUE_SIZE)
		return err_set(e, ERR_USAGE, _("the value of %s is too long"), key->key);
	if (key->kind == RULE_LATE_FEE) {
		rule_defaults(&scratch, currency);
		return read_late_fee(&scratch, value, currency, e);
	}
	if (strcmp(value, "none") == 0 && strcmp(key->standard, "none") == 0)
		return 0;
	if (key->kind == RULE_AMOUNT)
		return money_parse(value, currency, MONEY_POINT, &amount, e);
	if (key->kind == RULE_PERCENT)
		return rate_parse(value, &rate, e);
	if (key->kind == RULE_LATE_TO)
		is_good = is_one_of(value, "biller", "office");
	else if (key->kind == RULE_YES_NO)
		is_good = is_one_of(value, "yes", "no");
	else if (key->kind == RULE_COUNT)
		is_good = read_count(value, key->least, key->most, &count);
	else
		is_good = is_day_list(value);
	return is_good ? 0 : err_set(e, ERR_USAGE, _("%s does not take %.40s"), key->key, value);
}

/* 1 where the key is one of plans and was taken, else 0. */
static int
apply_plan(struct plan_policy *plan, const struct rule_key *key, const char *value,
    const char *currency, struct err *e)
{
	const struct {
		const char *key;
		int *count;
	} counts[] = { { "plan-max", &plan->max },
		{ "plan-activation-days", &plan->activation_days },
		{ "plan-default-days", &plan->default_days } };
	const struct {
		const char *key;
		int64_t *minor;
	} amounts[] = { { "plan-min-debt", &plan->min_debt_minor },
		{ "plan-min-instalment", &plan->min_instalment_minor } };
	struct money amount = { 0, "" };

	for (size_t i = 0; i < sizeof counts / sizeof *counts; i++)
		if (strcmp(key->key, counts[i].key) == 0)
			return read_count(value, key->least, key->most, counts[i].count);
	for (size_t i = 0; i < sizeof amounts / sizeof *amounts; i++) {
		if (strcmp(key->key, amounts[i].key) != 0)
			continue;
		if (strcmp(value, "none") != 0 &&
		    money_parse(value, currency, MONEY_POINT, &amount, e) != 0)
			return -1;
		*amounts[i].minor = amount.minor;
		return 1;
	}
	if (strcmp(key->key, "plan-only-overdue") == 0)
		plan->is_only_overdue = strcmp(value, "yes") == 0;
	if (strcmp(key->key, "plan-rate") == 0)
		return rate_parse(value, &plan->rate, e) == 0 ? 1 : -1;
	return 0;
}

void
rule_defaults(struct rules *rules, const char *currency)
{
	struct err ignored;

	memset(rules, 0, sizeof *rules);
	rules->late_flat = money_of(0, currency);
	for (const struct rule_key *key = rule_keys; key->key != NULL; key++)
		apply_plan(&rules->plan, key, key->standard, currency, &ignored);
	for (int i = 0; i < RULE_KINDS; i++) {
		const struct rule_key *key = rule_key_find(partial_keys[i]);

		rules->is_partial[i] = key != NULL && strcmp(key->standard, "yes") == 0;
	}
}

int
rule_apply(
    struct rules *rules, const char *key, const char *value, const char *currency, struct err *e)
{
	const struct rule_key *k = rule_key_find(key);
	int plan;

	if (k == NULL || rule_key_check(k, value, currency, e) != 0)
		return err_set(
		    e, ERR_SETUP, _("the rules hold a value that cannot be read: %.40s"), key);
	plan = apply_plan(&rules->plan, k, value, currency, e);
	if (plan != 0)
		return plan < 0 ? -1 : 0;
	for (int i = 0; i < RULE_KINDS; i++)
		if (strcmp(key, partial_keys[i]) == 0)
			rules->is_partial[i] = strcmp(value, "yes") == 0;
	if (strcmp(key, "late-fee-to") == 0)
		rules->is_late_fee_office = strcmp(value, "office") == 0;
	if (strcmp(key, "late-grace") == 0)
		return read_count(value, k->least, k->most, &rules->late_grace) ? 0 : -1;
	if (strcmp(key, "late-cap") == 0) {
		rules->has_late_cap = strcmp(value, "none") != 0;
		return rules->has_late_cap ? rate_parse(value, &rules->late_cap, e) : 0;
	}
	return strcmp(key, "late-fee") == 0 ? read_late_fee(rules, value, currency, e) : 0;
}
