#ifndef PP_EMV_PRIVATE_H
#define PP_EMV_PRIVATE_H
/*
 * emv_private - the specification as data (emv_rule.c), between the reader and its judges.
 * Layer 0.
 */
#include "emv.h"

enum emv_format {
	EMV_NUMERIC, /* digits */
	EMV_ANS,     /* letters, digits and marks of ASCII */
	EMV_STRING,  /* any text */
	EMV_TEMPLATE,
};

/* The objects first to last of the templates whose path begins so ("" is the payload itself). */
struct emv_row {
	const char *in; /* "", "26" for all of 26-51, "62", "80" for 80-99 and 62.50-99, ... */
	int first, last;
	const char *name;
	enum emv_format format;
	int least, most; /* characters */
	bool is_mandatory;
	bool is_reserved;   /* for future use: a deviation */
	const char *values; /* "11|12", or NULL */
	/* NULL, or the rule that the value keeps; false: broken. */
	bool (*is_good)(const struct emv_object *object);
	const char *rule, *meaning; /* of is_good */
	bool is_mild;		    /* breaking it is a deviation */
};

extern const struct emv_row emv_rows[]; /* ends with a NULL in */

/* The row of an object with that id in the template ("": the payload), NULL without one. */
const struct emv_row *emv_row_of(const char *template, int id);
/* The row's template stands for all of its like: "51" is "26", "62.77" is "80". */
const char *emv_template_of(const char *path, char generic[9]);

void emv_breach(struct emv *emv, const char *rule, const char *meaning, bool is_deviation,
    const char *path, size_t offset);

/* What can be judged of an object alone, and of the whole once all is read. */
void emv_judge_object(struct emv *emv, const struct emv_object *object, const struct emv_row *row);
void emv_judge(struct emv *emv, const char *text, size_t chars);
/* Recognizes what is no payload: EMV_KIND_BANK or EMV_KIND_TEXT. */
enum emv_kind emv_kind_of_text(const char *text);
/* Names the profile of each template and of the whole. */
void emv_name_kinds(struct emv *emv);

#endif
