#ifndef PP_EMV_H
#define PP_EMV_H
/*
 * emv - payloads of QR codes that merchants present: writing, reading, every rule.  Layer 0, pure.
 *
 * Source: EMV QR Code Specification for Payment Systems, Merchant-Presented Mode, v1.1.  A payload
 * is a row of data objects: two digits of id, two of length in characters, the value; a template's
 * value is such a row again.
 */
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include "text.h"

enum {
	EMV_PAYLOAD_MAX = 512, /* characters that a payload should have at most */
	EMV_VALUE_MAX = 99,    /* characters of a value */
	EMV_OBJECTS_MAX = 256,
	EMV_BREACHES_MAX = 64,
};

/* CRC-16 of ISO/IEC 13239 as EMVCo wants it: polynomial 1021, begun with FFFF. */
uint16_t emv_crc(const char *bytes, size_t length);

/* Appends the object; value is UTF-8 of 1 to 99 characters (asserted), 0 <= id <= 99. */
void emv_add(struct text *payload, int id, const char *value);
/* Appends object 63, the checksum over all before it: the payload is complete. */
void emv_finish(struct text *payload);

/* Whose rules an object, or the whole payload, follows. */
enum emv_kind {
	EMV_KIND_TEXT,	    /* no payload: any other text */
	EMV_KIND_EMVCO,	    /* EMVCo's own and no national profile that is known here */
	EMV_KIND_BANK,	    /* opaque: issued by a bank, readable to it alone (base64|hex) */
	EMV_KIND_PIX,	    /* Brazil: br.gov.bcb.pix */
	EMV_KIND_ARGENTINA, /* 50 and 51 hold the CUIT and the account instead of a GUID */
	EMV_KIND_COLOMBIA,  /* CO.COM.* */
	EMV_KIND_PARAGUAY,  /* py.* */
};

struct emv_object {
	char path[9];	   /* "62.05" */
	const char *name;  /* EMVCo's, in English */
	size_t offset;	   /* of its id, in characters of the payload */
	const char *value; /* in the text that was read, not terminated */
	size_t length;	   /* of the value, bytes */
	size_t chars;	   /* of the value, characters */
	enum emv_kind kind;
	bool is_template;
};

struct emv_breach {
	const char *rule;    /* a word: "crc", "missing", "twice" ...; pp-qr(1) lists them */
	const char *meaning; /* untranslated */
	bool is_deviation;   /* one can live with it; else the payload is invalid */
	char path[9];	     /* of the object, or of the one that is missing */
	size_t offset; /* in characters, of the object; of a missing one, where its row ends */
};

struct emv {
	enum emv_kind kind;
	size_t count;
	struct emv_object objects[EMV_OBJECTS_MAX]; /* as they stand, a template before its own */
	bool is_full;				    /* there were more: what follows was not read */
	size_t breach_count;
	struct emv_breach breaches[EMV_BREACHES_MAX]; /* the first ones, as they stand */
	bool is_invalid; /* one of the breaches, kept or not, is no deviation */
};

/*
 * Reads text, which must outlive *emv, and judges it by every rule.  A text that is no payload has
 * no objects: of kind text one breach says so ("payload", "utf8"), of kind bank there is none.
 */
void emv_read(const char *text, struct emv *emv);

/* The object at that path, NULL without one. */
const struct emv_object *emv_find(const struct emv *emv, const char *path);
/* Copies its value: false where there is none, or it needs more than size - 1 bytes. */
bool emv_value(const struct emv *emv, const char *path, char *value, size_t size);

/* "emvco", "pix", ... */
const char *emv_kind_name(enum emv_kind kind);

#endif
