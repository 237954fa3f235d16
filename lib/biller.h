#ifndef PP_BILLER_H
#define PP_BILLER_H
/*
 * biller - who is owed: companies and agreements, and the terms that customers accept.
 * Owns tables biller, terms.  Layer 5.
 */
#include "office.h"
#include "zone.h"

struct biller {
	int64_t id;    /* set by biller_add */
	char code[33]; /* a-z 0-9 . _ - */
	char name[201];
	char service[81];
	char agreement[65]; /* "" where there is none, here and below */
	char tax_id[33];
	char currency[4];	       /* ISO 4217 */
	char timezone[ZONE_NAME_SIZE]; /* decides its "today" */
	char city[81];
	char mcc[5];		  /* four digits, ISO 18245 */
	char number_pattern[201]; /* POSIX ERE that its account numbers match whole */
	char unique_code[33];
	char terminal[17];
};

struct biller_filter {
	const char *service; /* NULL: all */
};

/* ERR_USAGE for a bad value, ERR_CONFLICT where the code is taken.  Also inside a write that is
 * under way; see directory.h for what an edit must not change. */
int biller_add(struct office *office, struct biller *b, struct err *e);
int biller_edit(struct office *office, const struct biller *b, struct err *e);

/* By "bil-1" or code.  ERR_NOT_FOUND. */
int biller_find(struct db *db, const char *text, int64_t *id, struct err *e);
int biller_show(struct db *db, int64_t id, struct biller *b, struct err *e);
int biller_list(struct db *db, const struct biller_filter *filter, struct query *q, struct err *e);
int biller_next(struct query *q, struct biller *b, struct err *e);

/* The civil date at the biller: office->as_of where given, else now in its zone. */
int biller_today(struct office *office, const struct biller *b, char on[DATE_SIZE], struct err *e);
/* ERR_USAGE unless the number is one that the biller's pattern allows. */
int biller_number_check(const struct biller *b, const char *number, struct err *e);

enum { TERMS_TEXT_SIZE = 65537 };

struct terms {
	int64_t id;
	int64_t biller;
	char purpose[10]; /* paperless, autodebit, plan */
	int64_t version;  /* 1, 2, ... */
	char hash[65];	  /* SHA-256 of the text, hex: what an acceptance records */
	int64_t set_at;
	char text[TERMS_TEXT_SIZE];
};

/* Appends a version; ERR_USAGE for bad text or purpose, or none.  The same text again: no-op. */
int terms_set(struct office *office, struct terms *terms, struct err *e);
/* The newest version: 1, 0 where the biller has none, -1. */
int terms_newest(
    struct db *db, int64_t biller, const char *purpose, struct terms *terms, struct err *e);
/* Its id, 0 where the biller has none. */
int terms_newest_id(struct db *db, int64_t biller, const char *purpose, int64_t *id, struct err *e);
/* The version of that id, which somebody accepted: 1, 0, -1. */
int terms_of_id(struct db *db, int64_t id, struct terms *terms, struct err *e);
/* The newest version.  ERR_NOT_FOUND; ERR_USAGE for no such purpose. */
int terms_show(
    struct db *db, int64_t biller, const char *purpose, struct terms *terms, struct err *e);

#endif
