#ifndef PP_RECORD_H
#define PP_RECORD_H
/*
 * record - one thing as it is printed: a type's named fields with values.
 *
 * The types are data (types.c): name, fields in tsv order, their kinds.  A record starts with
 * every value null; setters take the field's JSON name and assert that the type has it with a
 * fitting kind.  Running out of memory is kept and reported when the record is printed.
 */
#include <stdbool.h>
#include <stdint.h>
#include "json.h"
#include "money.h"
#include "ref.h"
#include "text.h"

enum field_kind {
	FIELD_TEXT, /* free text; csv guards it against formulas */
	FIELD_REF,
	FIELD_MONEY,   /* a decimal string; the record's currency field goes with it */
	FIELD_DECIMAL, /* a rate or coordinate, a decimal string */
	FIELD_DATE,
	FIELD_INSTANT,
	FIELD_BOOL,
	FIELD_INT,
	FIELD_NESTED, /* array or object: in JSON only (and in a table of one record) */
};

struct field {
	const char *name;
	enum field_kind kind;
};

struct record_type {
	const char *name;
	const struct field *fields; /* in tsv order, nested ones last; ends with a NULL name */
	const char *columns;	    /* of a table when --columns is absent: "id,number,due" */
	const char *statuses; /* what --status takes: "open|paid|payable=open+overdue", or NULL */
};

/* NULL when there is no such type. */
const struct record_type *record_type_find(const char *name);
/* The first, or the last, of "invoice|payment"; NULL for no names. */
const struct record_type *record_type_of(const char *names, bool is_last);
/* The i-th type, NULL past the end. */
const struct record_type *record_type_at(size_t i);
/* The field's index, RECORD_ID for "id", -1 for none. */
int record_field(const struct record_type *type, const char *name);

enum { RECORD_FIELDS_MAX = 32, RECORD_ID = RECORD_FIELDS_MAX, RECORD_ID_SIZE = 64 };

struct record {
	const struct record_type *type;
	char id[RECORD_ID_SIZE];	   /* "" for null */
	char currency[4];		   /* of its amounts */
	struct text bytes;		   /* the values, each with a NUL */
	size_t at[RECORD_FIELDS_MAX];	   /* where a value begins in bytes, plus 1; 0: null */
	int64_t number[RECORD_FIELDS_MAX]; /* minor units, seconds, 0/1, integer, a ref's id */
	bool is_apart; /* counts in no sum: another way to pay what others are (standing.h) */
	int nested;    /* the field being written by record_nested, or -1 */
	struct json_writer writer;
};

/* Asserts that the type exists. */
void record_open(struct record *r, const char *type);
void record_close(struct record *r);
/* All null again, memory kept. */
void record_clear(struct record *r);

void record_id(struct record *r, enum ref_type type, int64_t id);
void record_id_text(struct record *r, const char *id); /* NULL or "": null */

void record_text(struct record *r, const char *field, const char *value); /* NULL or "": null */
void record_ref(struct record *r, const char *field, enum ref_type type, int64_t id); /* 0: null */
/* Sets the currency field too, if it is still null; a record has amounts of one currency. */
void record_money(struct record *r, const char *field, const struct money *value);
/* The same where 0 means that there is none. */
void record_money_or_null(struct record *r, const char *field, const struct money *value);
void record_rate(struct record *r, const char *field, const struct rate *value);
void record_decimal(struct record *r, const char *field, const char *value);
void record_date(struct record *r, const char *field, const char *on); /* "": null */
void record_instant(struct record *r, const char *field, int64_t at);  /* 0: null */
void record_bool(struct record *r, const char *field, bool value);
void record_int(struct record *r, const char *field, int64_t value);

/*
 * Writes a nested value: begin an array or object (key NULL) on the writer that is given, fill it
 * with json_write_*() and end it.  Another setter, or the end of the record, closes the field.
 * Objects inside carry neither type, v nor id.
 */
struct json_writer *record_nested(struct record *r, const char *field);
/* An amount inside: "amount":"1.50".  NULL writes null. */
void json_write_money(struct json_writer *w, const char *key, const struct money *value);

/* The value as tsv, csv and JSON show it; NULL for null.  index: see record_field. */
const char *record_value(const struct record *r, int index);
/* For sorting: the number of a numeric field (the id's last digits for RECORD_ID). */
int64_t record_number(const struct record *r, int index);

#endif
