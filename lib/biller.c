#include <regex.h>
#include <stdio.h>
#include <string.h>
#include "biller.h"
#include "i18n.h"
#include "money.h"
#include "utf8.h"

static const char sql_add[] =
    "INSERT INTO biller (code, name, service, agreement, tax_id, currency, timezone, city, mcc,"
    " number_pattern, unique_code, terminal)"
    " VALUES (:code, :name, :service, :agreement, :tax_id, :currency, :timezone, :city, :mcc,"
    " :number_pattern, :unique_code, :terminal) RETURNING id";
static const char sql_edit[] =
    "UPDATE biller SET code = :code, name = :name, service = :service, agreement = :agreement,"
    " tax_id = :tax_id, currency = :currency, timezone = :timezone, city = :city, mcc = :mcc,"
    " number_pattern = :number_pattern, unique_code = :unique_code, terminal = :terminal"
    " WHERE id = :id RETURNING id";
#define COLUMNS                                                                                    \
	"SELECT id, code, name, service, agreement, tax_id, currency, timezone, city, mcc,"        \
	" number_pattern, unique_code, terminal FROM biller"
static const char sql_show[] = COLUMNS " WHERE id = :id";
static const char sql_list[] = COLUMNS " WHERE :service IS NULL OR service = :service ORDER BY id";
static const char sql_find[] = "SELECT id FROM biller WHERE code = :code";

#define BIND_FIELDS(b)                                                                             \
	BIND_TEXT(":code", (b)->code), BIND_TEXT(":name", (b)->name),                              \
	    BIND_TEXT(":service", (b)->service), BIND_TEXT_OR_NULL(":agreement", (b)->agreement),  \
	    BIND_TEXT_OR_NULL(":tax_id", (b)->tax_id), BIND_TEXT(":currency", (b)->currency),      \
	    BIND_TEXT(":timezone", (b)->timezone), BIND_TEXT_OR_NULL(":city", (b)->city),          \
	    BIND_TEXT_OR_NULL(":mcc", (b)->mcc),                                                   \
	    BIND_TEXT_OR_NULL(":number_pattern", (b)->number_pattern),                             \
	    BIND_TEXT_OR_NULL(":unique_code", (b)->unique_code),                                   \
	    BIND_TEXT_OR_NULL(":terminal", (b)->terminal)

static int
check_code(const char *code, struct err *e)
{
	static const char allowed[] = "abcdefghijklmnopqrstuvwxyz0123456789._-";
	struct ref ref;

	if (code[0] == '\0' || code[strspn(code, allowed)] != '\0')
		return err_set(
		    e, ERR_USAGE, _("a biller's code is made of a-z, 0-9, '.', '_' and '-'"));
	if (ref_parse(code, &ref))
		return err_set(e, ERR_USAGE, _("a biller's code cannot look like a reference"));
	return 0;
}

static int
check_pattern(const char *pattern, struct err *e)
{
	regex_t compiled;

	if (pattern[0] == '\0')
		return 0;
	if (regcomp(&compiled, pattern, REG_EXTENDED | REG_NOSUB) != 0)
		return err_set(e, ERR_USAGE, _("the number pattern is no regular expression"));
	regfree(&compiled);
	return 0;
}

static int
check_optional(const char *value, size_t max, const char *what, struct err *e)
{
	return value[0] == '\0' ? 0 : number_check(value, max, what, e);
}

static int
check_identifiers(const struct biller *b, struct err *e)
{
	if (check_optional(b->agreement, sizeof b->agreement - 1, N_("agreement"), e) != 0)
		return -1;
	if (check_optional(b->tax_id, sizeof b->tax_id - 1, N_("tax id"), e) != 0)
		return -1;
	if (check_optional(b->unique_code, sizeof b->unique_code - 1, N_("unique code"), e) != 0)
		return -1;
	if (check_optional(b->terminal, sizeof b->terminal - 1, N_("terminal"), e) != 0)
		return -1;
	if (b->mcc[0] != '\0' && (strlen(b->mcc) != 4 || strspn(b->mcc, "0123456789") != 4))
		return err_set(e, ERR_USAGE, _("a merchant category has four digits"));
	return check_pattern(b->number_pattern, e);
}

static int
check(const struct biller *b, struct err *e)
{
	struct zone *zone;

	if (check_code(b->code, e) != 0 || check_identifiers(b, e) != 0)
		return -1;
	if (text_check(b->name, sizeof b->name - 1, N_("name"), e) != 0)
		return -1;
	if (text_check(b->service, sizeof b->service - 1, N_("service"), e) != 0)
		return -1;
	if (b->city[0] != '\0' && text_check(b->city, sizeof b->city - 1, N_("city"), e) != 0)
		return -1;
	if (currency_find(b->currency) == NULL)
		return err_set(e, ERR_USAGE, _("there is no currency %s"), b->currency);
	if (zone_open(&zone, b->timezone, e) != 0) {
		e->code = ERR_USAGE;
		return -1;
	}
	zone_close(zone);
	return 0;
}

static int
note(struct office *office, const struct biller *b, struct err *e)
{
	char summary[100];

	snprintf(summary, sizeof summary, "biller %s", b->code);
	return office_log(office,
	    &(struct office_note){ .type = REF_BILLER, .id = b->id, .summary = summary }, e);
}

static int
name_taken(int row, const struct biller *b, struct err *e)
{
	char reason[24];

	if (row >= 0 || e->code != ERR_CONFLICT || strcmp(e->reason, "exists") != 0)
		return row;
	snprintf(reason, sizeof reason, "%s", e->reason);
	err_set(e, ERR_CONFLICT, _("there is a biller %s already"), b->code);
	return err_reason(e, reason, "");
}

static int
add(struct office *office, void *context, struct err *e)
{
	struct biller *b = context;
	int row = db_int(office->db, sql_add, BINDS(BIND_FIELDS(b)), &b->id, e);

	return name_taken(row, b, e) < 0 ? -1 : note(office, b, e);
}

int
biller_add(struct office *office, struct biller *b, struct err *e)
{
	if (check(b, e) != 0)
		return -1;
	return office->chain != NULL ? add(office, b, e) : office_write(office, add, b, e);
}

static int
edit(struct office *office, void *context, struct err *e)
{
	struct biller *b = context;
	int64_t id;
	int row =
	    db_int(office->db, sql_edit, BINDS(BIND_FIELDS(b), BIND_INT(":id", b->id)), &id, e);

	return name_taken(row, b, e) < 0 ? -1 : note(office, b, e);
}

int
biller_edit(struct office *office, const struct biller *b, struct err *e)
{
	struct biller copy = *b;

	if (check(b, e) != 0)
		return -1;
	return office->chain != NULL ? edit(office, &copy, e)
				     : office_write(office, edit, &copy, e);
}

int
biller_find(struct db *db, const char *text, int64_t *id, struct err *e)
{
	struct biller b;
	struct ref ref;
	int row;

	if (ref_parse(text, &ref)) {
		if (ref.type != REF_BILLER)
			return err_set(e, ERR_USAGE, _("%.40s is not a biller"), text);
		if (biller_show(db, ref.id, &b, e) != 0)
			return -1;
		*id = ref.id;
		return 0;
	}
	row = db_int(db, sql_find, BINDS(BIND_TEXT(":code", text)), id, e);
	if (row == 0)
		return ref_absent(REF_BILLER, text, e);
	return row < 0 ? -1 : 0;
}

int
biller_next(struct query *q, struct biller *b, struct err *e)
{
	int row = query_next(q, e);

	if (row != 1)
		return row;
	b->id = query_int(q, 0);
	query_text(q, 1, b->code, sizeof b->code);
	query_text(q, 2, b->name, sizeof b->name);
	query_text(q, 3, b->service, sizeof b->service);
	query_text(q, 4, b->agreement, sizeof b->agreement);
	query_text(q, 5, b->tax_id, sizeof b->tax_id);
	query_text(q, 6, b->currency, sizeof b->currency);
	query_text(q, 7, b->timezone, sizeof b->timezone);
	query_text(q, 8, b->city, sizeof b->city);
	query_text(q, 9, b->mcc, sizeof b->mcc);
	query_text(q, 10, b->number_pattern, sizeof b->number_pattern);
	query_text(q, 11, b->unique_code, sizeof b->unique_code);
	query_text(q, 12, b->terminal, sizeof b->terminal);
	return 1;
}

int
biller_show(struct db *db, int64_t id, struct biller *b, struct err *e)
{
	struct query q;
	int row;

	if (db_query(db, sql_show, BINDS(BIND_INT(":id", id)), &q, e) != 0)
		return -1;
	row = biller_next(&q, b, e);
	query_end(&q);
	if (row == 0)
		return ref_absent_id(REF_BILLER, id, e);
	return row < 0 ? -1 : 0;
}

int
biller_list(struct db *db, const struct biller_filter *f, struct query *q, struct err *e)
{
	return db_query(db, sql_list, BINDS(BIND_TEXT(":service", f->service)), q, e);
}

int
biller_today(struct office *office, const struct biller *b, char on[DATE_SIZE], struct err *e)
{
	if (office->as_of[0] == '\0')
		return office_date(office, b->timezone, on, e);
	memcpy(on, office->as_of, DATE_SIZE);
	return 0;
}

int
biller_number_check(const struct biller *b, const char *number, struct err *e)
{
	regex_t compiled;
	regmatch_t match = { 0, 0 };
	int result;

	if (b->number_pattern[0] == '\0')
		return 0;
	if (regcomp(&compiled, b->number_pattern, REG_EXTENDED) != 0)
		return err_set(e, ERR_SETUP, _("the number pattern of %s is damaged"), b->code);
	result = regexec(&compiled, number, 1, &match, 0);
	regfree(&compiled);
	if (result != 0 || match.rm_so != 0 || (size_t)match.rm_eo != strlen(number))
		return err_set(
		    e, ERR_USAGE, _("%.64s is not an account number of %s"), number, b->code);
	return 0;
}
