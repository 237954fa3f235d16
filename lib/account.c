#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "account.h"
#include "i18n.h"
#include "money.h"
#include "text.h"
#include "utf8.h"

enum { CANDIDATES_MAX = 5 };

static const char sql_add[] =
    "INSERT INTO account (id, kind, biller, number, holder, address, currency, status, customer,"
    " lat, lon, created_at) VALUES (:id, 'service', :biller, :number, :holder, :address, :currency,"
    " 'active', NULL, :lat, :lon, :created_at)";
static const char sql_newest[] = "SELECT COALESCE(MAX(id), 0) + 1 FROM account";
static const char sql_open[] =
    "INSERT INTO account (id, kind, biller, number, holder, address, currency, status, customer,"
    " created_at) VALUES (:id, 'deposit', NULL, :number, :holder, :address, :currency, 'active',"
    " :customer, :created_at)";
static const char sql_edit[] =
    "UPDATE account SET number = :number, holder = :holder, address = :address, lat = :lat,"
    " lon = :lon WHERE id = :id";
static const char sql_close[] =
    "UPDATE account SET status = 'closed' WHERE id = :id AND status = 'active' RETURNING id";
#define COLUMNS                                                                                    \
	"SELECT id, kind, biller, number, holder, address, currency, status, customer, lat, lon,"  \
	" created_at FROM account"
static const char sql_show[] = COLUMNS " WHERE id = :id";
static const char sql_list[] = COLUMNS
    " WHERE (:biller = 0 OR biller = :biller) AND (:kind IS NULL OR kind = :kind) ORDER BY id";
static const char sql_list_customer[] =
    COLUMNS " WHERE customer = :customer AND (:biller = 0 OR biller = :biller)"
	    " AND (:kind IS NULL OR kind = :kind) ORDER BY id";
static const char sql_by_number[] =
    /* In two parts, since numbers of service and of deposit accounts have an index each. */
    COLUMNS " WHERE number = :number AND biller IS NOT NULL AND (:biller = 0 OR biller = :biller)"
	    " UNION ALL " COLUMNS " WHERE number = :number AND biller IS NULL AND :biller = 0"
	    " ORDER BY id";
static const char sql_at[] = "SELECT id FROM account WHERE biller = :biller AND number = :number";
static const char sql_billable[] =
    "SELECT id, status FROM account WHERE biller = :biller AND number = :number";

static int
note(struct office *office, int64_t id, const char *what, struct err *e)
{
	return office_log(
	    office, &(struct office_note){ .type = REF_ACCOUNT, .id = id, .summary = what }, e);
}

/* Decimal degrees: an optional '-', 1 to 3 digits, optionally '.' and 1 to 6; within +-most. */
static bool
is_degrees(const char *text, long most)
{
	const char *digits = text[0] == '-' ? text + 1 : text;
	size_t whole = strspn(digits, "0123456789");
	size_t part = 0;
	long value = strtol(digits, NULL, 10);

	if (digits[whole] == '.') {
		part = strspn(digits + whole + 1, "0123456789");
		if (part < 1 || part > 6)
			return false;
		part++;
	}
	if (whole < 1 || whole > 3 || digits[whole + part] != '\0')
		return false;
	return value < most ||
	       (value == most && strspn(digits + whole, ".0") == strlen(digits + whole));
}

static int
check_place(const struct account *a, struct err *e)
{
	if (a->lat[0] == '\0' && a->lon[0] == '\0')
		return 0;
	if (a->lat[0] == '\0' || a->lon[0] == '\0')
		return err_set(e, ERR_USAGE, _("a place needs both latitude and longitude"));
	if (!is_degrees(a->lat, 90) || !is_degrees(a->lon, 180))
		return err_set(
		    e, ERR_USAGE, _("latitude and longitude are decimal degrees (-16.5)"));
	return 0;
}

static int
check(const struct account *a, const struct biller *b, struct err *e)
{
	if (b != NULL &&
	    (number_check(a->number, sizeof a->number - 1, N_("account number"), e) != 0 ||
		biller_number_check(b, a->number, e) != 0))
		return -1;
	if (text_check(a->holder, sizeof a->holder - 1, N_("holder"), e) != 0)
		return -1;
	if (a->address[0] != '\0' &&
	    text_check(a->address, sizeof a->address - 1, N_("address"), e) != 0)
		return -1;
	return check_place(a, e);
}

static int
number_taken(const struct account *a, struct err *e)
{
	if (e->code != ERR_CONFLICT)
		return -1;
	err_set(e, ERR_CONFLICT, _("there is an account %s already"), a->number);
	return err_reason(e, "exists", "");
}

int
account_insert(struct office *office, const struct biller *b, struct account *a, struct err *e)
{
	if (check(a, b, e) != 0)
		return -1;
	a->is_deposit = false;
	a->biller = b->id;
	a->created_at = office->now;
	a->customer = 0;
	snprintf(a->currency, sizeof a->currency, "%s", b->currency);
	snprintf(a->status, sizeof a->status, "active");
	if (db_int(office->db, sql_newest, NULL, &a->id, e) < 0)
		return -1;
	if (db_run(office->db, sql_add,
		BINDS(BIND_INT(":id", a->id), BIND_INT(":biller", a->biller),
		    BIND_TEXT(":number", a->number), BIND_TEXT(":holder", a->holder),
		    BIND_TEXT_OR_NULL(":address", a->address), BIND_TEXT(":currency", a->currency),
		    BIND_TEXT_OR_NULL(":lat", a->lat), BIND_TEXT_OR_NULL(":lon", a->lon),
		    BIND_INT(":created_at", a->created_at)),
		NULL, e) != 0)
		return number_taken(a, e);
	return 0;
}

struct addition {
	const struct biller *biller;
	struct account *account;
};

static int
add(struct office *office, void *context, struct err *e)
{
	struct addition *addition = context;

	if (account_insert(office, addition->biller, addition->account, e) != 0)
		return -1;
	return note(office, addition->account->id, "> active", e);
}

int
account_add(struct office *office, const struct biller *b, struct account *a, struct err *e)
{
	struct addition addition = { b, a };

	return office_write(office, add, &addition, e);
}

static int
open_deposit(struct office *office, void *context, struct err *e)
{
	struct account *a = context;

	if (db_int(office->db, sql_newest, NULL, &a->id, e) < 0)
		return -1;
	snprintf(a->number, sizeof a->number, "%010" PRId64, a->id);
	a->created_at = office->now;
	if (db_run(office->db, sql_open,
		BINDS(BIND_INT(":id", a->id), BIND_TEXT(":number", a->number),
		    BIND_TEXT(":holder", a->holder), BIND_TEXT_OR_NULL(":address", a->address),
		    BIND_TEXT(":currency", a->currency), BIND_INT_OR_NULL(":customer", a->customer),
		    BIND_INT(":created_at", a->created_at)),
		NULL, e) != 0)
		return -1;
	return note(office, a->id, "> active", e);
}

int
account_open(struct office *office, struct account *a, struct err *e)
{
	if (currency_find(a->currency) == NULL)
		return err_set(e, ERR_USAGE, _("there is no currency %.10s"), a->currency);
	a->is_deposit = true;
	a->biller = 0;
	snprintf(a->status, sizeof a->status, "active");
	return check(a, NULL, e) != 0 ? -1 : office_write(office, open_deposit, a, e);
}

int
account_check_open(const struct account *a, struct err *e)
{
	char ref[REF_SIZE];

	if (strcmp(a->status, "active") == 0)
		return 0;
	ref_format(REF_ACCOUNT, a->id, ref);
	err_set(e, ERR_CONFLICT, _("%s is closed"), ref);
	return err_reason(e, "closed", ref);
}

static int
edit(struct office *office, void *context, struct err *e)
{
	struct account *a = context;

	if (db_run(office->db, sql_edit,
		BINDS(BIND_TEXT(":number", a->number), BIND_TEXT(":holder", a->holder),
		    BIND_TEXT_OR_NULL(":address", a->address), BIND_TEXT_OR_NULL(":lat", a->lat),
		    BIND_TEXT_OR_NULL(":lon", a->lon), BIND_INT(":id", a->id)),
		NULL, e) != 0)
		return number_taken(a, e);
	return office->chain == NULL ? 0 : note(office, a->id, "edited", e);
}

int
account_edit(struct office *office, const struct biller *b, struct account *a, struct err *e)
{
	if (check(a, b, e) != 0 || account_check_open(a, e) != 0)
		return -1;
	return office->chain != NULL ? edit(office, a, e) : office_write(office, edit, a, e);
}

int
account_close(struct office *office, int64_t id, struct err *e)
{
	struct account a = { 0 };
	int64_t closed;
	int row = db_int(office->db, sql_close, BINDS(BIND_INT(":id", id)), &closed, e);

	if (row < 0)
		return -1;
	if (row == 1)
		return note(office, id, "active > closed", e);
	return account_show(office->db, id, &a, e) != 0 ? -1 : account_check_open(&a, e);
}

int
account_name(struct db *db, const struct account *a, char name[ACCOUNT_NAME_SIZE], struct err *e)
{
	struct biller b;

	ref_format(REF_ACCOUNT, a->id, name);
	if (a->is_deposit)
		return 0;
	if (biller_show(db, a->biller, &b, e) != 0)
		return -1;
	snprintf(name, ACCOUNT_NAME_SIZE, "%s:%s", b.code, a->number);
	return 0;
}

struct search {
	struct db *db;
	const struct account_judge *judge; /* NULL: all may be meant */
	int count;
	int64_t id; /* of the first */
	struct text candidates;
};

static int
add_candidate(struct search *s, const struct account *a, struct err *e)
{
	int is_meant = s->judge != NULL ? s->judge->may_be(a, s->judge->context, e) : 1;
	char name[ACCOUNT_NAME_SIZE];

	if (is_meant <= 0)
		return is_meant;
	if (s->count++ == 0)
		s->id = a->id;
	if (account_name(s->db, a, name, e) != 0)
		return -1;
	text_add_format(&s->candidates, " %s", name);
	return 0;
}

/* Fills e with the candidates when a second account answers to the same number. */
static int
by_number(struct search *s, const char *number, int64_t biller, struct err *e)
{
	struct account a = { .id = 0 };
	struct query q;
	int row = 0;

	if (db_query(s->db, sql_by_number,
		BINDS(BIND_TEXT(":number", number), BIND_INT(":biller", biller)), &q, e) != 0)
		return -1;
	while (s->count < CANDIDATES_MAX && (row = account_next(&q, &a, e)) == 1)
		if (add_candidate(s, &a, e) != 0) {
			row = -1;
			break;
		}
	query_end(&q);
	if (row < 0)
		return -1;
	if (s->count > 1) {
		err_set(
		    e, ERR_USAGE, _("%.64s is ambiguous:%s"), number, text_string(&s->candidates));
		return err_reason(e, "ambiguous", "");
	}
	return s->count;
}

/* "BILLER:NUMBER", where the number alone is none. */
static int
by_biller(struct search *s, const char *text, struct err *e)
{
	const char *colon = strchr(text, ':');
	char code[33];
	int64_t biller;

	if (colon == NULL || colon == text || (size_t)(colon - text) >= sizeof code)
		return 0;
	memcpy(code, text, (size_t)(colon - text));
	code[colon - text] = '\0';
	return biller_find(s->db, code, &biller, e) != 0 ? -1 : by_number(s, colon + 1, biller, e);
}

/* An account by its id: whether it is there and meant. */
static int
by_ref(struct search *s, int64_t id, struct err *e)
{
	struct account a = { .id = 0 };

	if (account_show(s->db, id, &a, e) != 0)
		return e->code == ERR_NOT_FOUND ? 0 : -1;
	return add_candidate(s, &a, e) != 0 ? -1 : s->count;
}

int
account_find_among(struct db *db, const char *text, int64_t biller,
    const struct account_judge *judge, int64_t *id, struct err *e)
{
	struct search s = { .db = db, .judge = judge };
	struct ref ref;
	int found;

	text_open(&s.candidates);
	if (ref_parse(text, &ref) == 1) {
		found = ref.type == REF_ACCOUNT
			    ? by_ref(&s, ref.id, e)
			    : err_set(e, ERR_USAGE, _("%.40s is not an account"), text);
	} else {
		found = by_number(&s, text, biller, e);
		if (found == 0 && biller == 0)
			found = by_biller(&s, text, e);
	}
	text_close(&s.candidates);
	if (found == 0)
		return ref_absent(REF_ACCOUNT, text, e);
	if (found == 1)
		*id = s.id;
	return found < 0 ? -1 : 0;
}

int
account_find(struct db *db, const char *text, int64_t biller, int64_t *id, struct err *e)
{
	return account_find_among(db, text, biller, NULL, id, e);
}

int
account_at(struct db *db, int64_t biller, const char *number, int64_t *id, struct err *e)
{
	return db_int(
	    db, sql_at, BINDS(BIND_INT(":biller", biller), BIND_TEXT(":number", number)), id, e);
}

int
account_billable(struct db *db, int64_t biller, const char *number, int64_t *id, struct err *e)
{
	struct account a = { 0 };
	struct query q;
	int row;

	if (db_query(db, sql_billable,
		BINDS(BIND_INT(":biller", biller), BIND_TEXT(":number", number)), &q, e) != 0)
		return -1;
	row = query_next(&q, e);
	if (row == 1) {
		*id = a.id = query_int(&q, 0);
		query_text(&q, 1, a.status, sizeof a.status);
	}
	query_end(&q);
	return row == 1 && account_check_open(&a, e) != 0 ? -1 : row;
}

int
account_next(struct query *q, struct account *a, struct err *e)
{
	const char *kind;
	int row = query_next(q, e);

	if (row != 1)
		return row;
	a->id = query_int(q, 0);
	kind = query_peek(q, 1);
	a->is_deposit = kind != NULL && strcmp(kind, "deposit") == 0;
	a->biller = query_int(q, 2);
	query_text(q, 3, a->number, sizeof a->number);
	query_text(q, 4, a->holder, sizeof a->holder);
	query_text(q, 5, a->address, sizeof a->address);
	query_text(q, 6, a->currency, sizeof a->currency);
	query_text(q, 7, a->status, sizeof a->status);
	a->customer = query_int(q, 8);
	query_text(q, 9, a->lat, sizeof a->lat);
	query_text(q, 10, a->lon, sizeof a->lon);
	a->created_at = query_int(q, 11);
	return 1;
}

int
account_show(struct db *db, int64_t id, struct account *a, struct err *e)
{
	struct query q;
	int row;

	if (db_query(db, sql_show, BINDS(BIND_INT(":id", id)), &q, e) != 0)
		return -1;
	row = account_next(&q, a, e);
	query_end(&q);
	if (row == 0)
		return ref_absent_id(REF_ACCOUNT, id, e);
	return row < 0 ? -1 : 0;
}

int
account_list(struct db *db, const struct account_filter *f, struct query *q, struct err *e)
{
	if (f->customer != 0)
		return db_query(db, sql_list_customer,
		    BINDS(BIND_INT(":customer", f->customer), BIND_INT(":biller", f->biller),
			BIND_TEXT(":kind", f->kind)),
		    q, e);
	return db_query(
	    db, sql_list, BINDS(BIND_INT(":biller", f->biller), BIND_TEXT(":kind", f->kind)), q, e);
}

/* Keeps the first character of each word, "M**** Q****". */
static void
mask_words(char *text, size_t size)
{
	char masked[301] = "";
	size_t length = 0;
	const char *from = text;
	bool is_start = true;

	while (*from != '\0' && length + 5 < sizeof masked && length + 5 < size) {
		size_t step = utf8_fit_chars(from, 1);

		if (*from == ' ') {
			is_start = true;
			masked[length++] = ' ';
		} else if (is_start) {
			memcpy(masked + length, from, step);
			length += step;
			is_start = false;
		} else if (masked[length - 1] != '*') {
			memset(masked + length, '*', 4);
			length += 4;
		}
		from += step;
	}
	memcpy(text, masked, length);
	text[length] = '\0';
}

void
account_mask(struct account *a)
{
	mask_words(a->holder, sizeof a->holder);
	mask_words(a->address, sizeof a->address);
	a->lat[0] = a->lon[0] = '\0';
}
