#ifndef PP_SETTING_PRIVATE_H
#define PP_SETTING_PRIVATE_H
/*
 * setting_private - the table of settings, for setting.c and setting_value.c.  Layer 4.
 */
#include "setting.h"

enum setting_kind {
	SETTING_TEXT,
	SETTING_INT,
	SETTING_BOOL, /* yes, no */
	SETTING_CURRENCY,
	SETTING_ZONE,
	SETTING_COUNTRY, /* ISO 3166-1 alpha-2 */
	SETTING_EMAIL,
	SETTING_URL,  /* http or https */
	SETTING_GUID, /* reverse domain or 32 hex digits */
};

struct setting_row {
	const char *key; /* a gateway's without "gateway.NAME." */
	enum setting_kind kind;
	const char *standard; /* default */
	int64_t least, most;  /* of SETTING_INT */
	bool is_fixed;	      /* can be set only while the office is empty */
	const char *meaning;
};

extern const struct setting_row setting_rows[]; /* end with a NULL key */
extern const struct setting_row setting_gateway_rows[];

/* The row of a key and, for a gateway's key, its name; NULL where there is none. */
const struct setting_row *setting_row_of(const char *key, char gateway[33]);
/* ERR_USAGE unless the value fits the row. */
int setting_value_check(const struct setting_row *row, const char *value, struct err *e);

#endif
