#define _DEFAULT_SOURCE /* explicit_bzero */
#include <stdio.h>
#include <string.h>
#include "crypto.h"
#include "i18n.h"
#include "password.h"

enum { COST_LOG2 = 15, BLOCK_SIZE = 8, PARALLEL = 3 };

static const char sql_set[] =
    "INSERT INTO password (customer, salt, hash, cost_log2, block_size, parallel, is_temporary,"
    " set_at, tried) VALUES (:customer, :salt, :hash, :cost_log2, :block_size, :parallel,"
    " :is_temporary, :now, 0) ON CONFLICT (customer) DO UPDATE SET salt = :salt, hash = :hash,"
    " cost_log2 = :cost_log2, block_size = :block_size, parallel = :parallel,"
    " is_temporary = :is_temporary, set_at = :now, tried = 0, locked_until = NULL";
/* What was tried before an ended lock does not count any more. */
static const char sql_spend[] =
    "UPDATE password SET tried = CASE WHEN locked_until IS NULL THEN tried + 1 ELSE 1 END,"
    " locked_until = CASE WHEN locked_until IS NULL AND tried + 1 >= :tries THEN :until END"
    " WHERE customer = :customer AND hash IS NOT NULL"
    " AND (locked_until IS NULL OR locked_until <= :now) RETURNING tried";
static const char sql_show[] =
    "SELECT salt, hash, cost_log2, block_size, parallel, is_temporary, locked_until FROM password"
    " WHERE customer = :customer AND hash IS NOT NULL";
static const char sql_give_back[] =
    "UPDATE password SET tried = 0, locked_until = NULL WHERE customer = :customer"
    " AND salt = :salt AND hash = :hash";
static const char sql_rehash[] =
    "UPDATE password SET salt = :salt, hash = :hash, cost_log2 = :cost_log2,"
    " block_size = :block_size, parallel = :parallel WHERE customer = :customer"
    " AND salt = :old_salt";
static const char sql_take_back[] = "UPDATE password SET tried = tried - 1, locked_until = NULL"
				    " WHERE customer = :customer AND tried > 0";
static const char sql_unlock[] = "UPDATE password SET tried = 0, locked_until = NULL"
				 " WHERE customer = :customer AND tried > 0";

struct attempt {
	int64_t customer;
	struct password_tried *tried;
	struct password_hash kept, fresh;
	bool is_there, is_spent;
	int64_t count; /* of tries in a row, this one included */
};

int
password_check(const char *text, struct err *e)
{
	size_t length = strnlen(text, PASSWORD_SIZE);

	if (length >= PASSWORD_MIN && length <= PASSWORD_MAX)
		return 0;
	return err_set(
	    e, ERR_USAGE, _("a password has %d to %d bytes"), (int)PASSWORD_MIN, (int)PASSWORD_MAX);
}

static int
compute(const char *text, const struct password_hash *with, unsigned char out[32], struct err *e)
{
	const struct crypto_scrypt_cost cost = { with->cost_log2, with->block_size,
		with->parallel };

	return crypto_scrypt(text, strlen(text), with->salt, &cost, out, e);
}

int
password_hash(const char *text, struct password_hash *hash, struct err *e)
{
	if (password_check(text, e) != 0)
		return -1;
	if (crypto_random(hash->salt, sizeof hash->salt, e) != 0)
		return -1;
	hash->cost_log2 = COST_LOG2;
	hash->block_size = BLOCK_SIZE;
	hash->parallel = PARALLEL;
	return compute(text, hash, hash->hash, e);
}

#define HASH(h)                                                                                    \
	BIND_BLOB(":salt", (h)->salt, sizeof(h)->salt),                                            \
	    BIND_BLOB(":hash", (h)->hash, sizeof(h)->hash),                                        \
	    BIND_INT(":cost_log2", (h)->cost_log2), BIND_INT(":block_size", (h)->block_size),      \
	    BIND_INT(":parallel", (h)->parallel)

int
password_set(struct office *office, int64_t customer, const struct password_hash *hash,
    bool is_temporary, struct err *e)
{
	if (db_run(office->db, sql_set,
		BINDS(HASH(hash), BIND_INT(":customer", customer),
		    BIND_INT(":is_temporary", is_temporary), BIND_INT(":now", office->now)),
		NULL, e) != 0)
		return -1;
	return office_log_customer(
	    office, customer, is_temporary ? "temporary password set" : "password set", e);
}

/* The row as it is within the transaction that spends the try. */
static int
read_row(struct office *office, struct attempt *a, struct err *e)
{
	const void *salt, *hash;
	size_t salt_size = 0, hash_size = 0;
	struct query q;
	int row;

	if (db_query(office->db, sql_show, BINDS(BIND_INT(":customer", a->customer)), &q, e) != 0)
		return -1;
	row = query_next(&q, e);
	if (row == 1) {
		salt = query_blob(&q, 0, &salt_size);
		hash = query_blob(&q, 1, &hash_size);
		a->is_there = salt_size == sizeof a->kept.salt && hash_size == sizeof a->kept.hash;
	}
	if (row == 1 && a->is_there) {
		memcpy(a->kept.salt, salt, sizeof a->kept.salt);
		memcpy(a->kept.hash, hash, sizeof a->kept.hash);
		a->kept.cost_log2 = (int)query_int(&q, 2);
		a->kept.block_size = (int)query_int(&q, 3);
		a->kept.parallel = (int)query_int(&q, 4);
		a->tried->is_temporary = query_int(&q, 5) != 0;
		a->tried->until = query_int(&q, 6);
	}
	query_end(&q);
	return row < 0 ? -1 : 0;
}

/* Whoever is asked for, one row of the log is written, and tells operators what it was. */
static int
spend(struct office *office, void *context, struct err *e)
{
	struct attempt *a = context;
	char summary[60] = "password tried while locked";
	int row = db_int(office->db, sql_spend,
	    BINDS(BIND_INT(":customer", a->customer), BIND_INT(":tries", PASSWORD_TRIES),
		BIND_INT(":now", office->now),
		BIND_INT(":until", office->now + PASSWORD_LOCK_SECONDS)),
	    &a->count, e);

	if (row < 0 || read_row(office, a, e) != 0)
		return -1;
	a->is_spent = row == 1 && a->is_there;
	if (a->is_spent)
		snprintf(summary, sizeof summary, "password tried, %d of %d%s", (int)a->count,
		    (int)PASSWORD_TRIES, a->tried->until != 0 ? ": locked unless right" : "");
	else if (!a->is_there)
		snprintf(summary, sizeof summary, "password tried, and there is none");
	return office_log_customer(office, a->customer, summary, e);
}

static int
give_back(struct office *office, void *context, struct err *e)
{
	const struct attempt *a = context;

	if (db_run(office->db, sql_give_back,
		BINDS(BIND_INT(":customer", a->customer),
		    BIND_BLOB(":salt", a->kept.salt, sizeof a->kept.salt),
		    BIND_BLOB(":hash", a->kept.hash, sizeof a->kept.hash)),
		NULL, e) != 0)
		return -1;
	if (a->fresh.cost_log2 != 0 &&
	    db_run(office->db, sql_rehash,
		BINDS(HASH(&a->fresh), BIND_INT(":customer", a->customer),
		    BIND_BLOB(":old_salt", a->kept.salt, sizeof a->kept.salt)),
		NULL, e) != 0)
		return -1;
	return office_log_customer(office, a->customer, "password right", e);
}

static int
take_back(struct office *office, void *context, struct err *e)
{
	const struct attempt *a = context;

	if (db_run(office->db, sql_take_back, BINDS(BIND_INT(":customer", a->customer)), NULL, e) !=
	    0)
		return -1;
	return office_log_customer(
	    office, a->customer, "password not tried: it could not be computed", e);
}

static bool
has_grown(const struct password_hash *kept)
{
	return kept->cost_log2 < COST_LOG2 || kept->block_size < BLOCK_SIZE ||
	       kept->parallel < PARALLEL;
}

static int
judge(struct office *office, struct attempt *a, const char *text, struct err *e)
{
	unsigned char computed[32];
	struct err why;
	bool is_right;

	if (!a->is_there)
		a->kept = (struct password_hash){
			.cost_log2 = COST_LOG2, .block_size = BLOCK_SIZE, .parallel = PARALLEL
		};
	if (compute(text, &a->kept, computed, e) != 0) {
		if (a->is_spent)
			(void)office_write_apart(office, take_back, a, &why);
		return -1;
	}
	is_right = crypto_equal(computed, a->kept.hash, sizeof computed) && a->is_spent;
	explicit_bzero(computed, sizeof computed);
	a->tried->answer = is_right			 ? PASSWORD_RIGHT
			   : a->is_there && !a->is_spent ? PASSWORD_LOCKED
							 : PASSWORD_WRONG;
	if (!is_right)
		return 0;
	a->tried->until = 0;
	if (has_grown(&a->kept) && password_hash(text, &a->fresh, e) != 0)
		return -1;
	return office_write_apart(office, give_back, a, e);
}

int
password_try(struct office *office, int64_t customer, const char *text,
    struct password_tried *tried, struct err *e)
{
	struct attempt a = { .customer = customer, .tried = tried };
	int result = -1;

	*tried = (struct password_tried){ PASSWORD_WRONG, false, 0 };
	if (office_write_apart(office, spend, &a, e) == 0)
		result = judge(office, &a, text, e);
	explicit_bzero(&a, sizeof a);
	return result;
}

int
password_unlock(struct office *office, int64_t customer, struct err *e)
{
	int64_t changed;

	if (db_run(office->db, sql_unlock, BINDS(BIND_INT(":customer", customer)), &changed, e) !=
	    0)
		return -1;
	return changed == 0 ? 0 : office_log_customer(office, customer, "password unlocked", e);
}

int
password_make(char text[PASSWORD_MADE_SIZE], struct err *e)
{
	static const char digits[] = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
	unsigned char bytes[16];
	char *to = text;

	if (crypto_random(bytes, sizeof bytes, e) != 0)
		return -1;
	for (int i = 0; i < 16; i++) {
		if (i % 4 == 0 && i > 0)
			*to++ = '-';
		*to++ = digits[bytes[i] & 31];
	}
	*to = '\0';
	explicit_bzero(bytes, sizeof bytes);
	return 0;
}
