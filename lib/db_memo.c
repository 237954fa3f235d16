#include <stdio.h>
#include <string.h>
#include "db_private.h"

int
db_memo_find(const struct db *db, const char *key, char *value, size_t size)
{
	for (size_t i = 0; i < db->memo_count; i++) {
		const struct db_memo *memo = &db->memos[i];

		if (strcmp(memo->key, key) != 0)
			continue;
		if (strlen(memo->value) >= size)
			return -1;
		if (!memo->is_absent)
			memcpy(value, memo->value, strlen(memo->value) + 1);
		return !memo->is_absent;
	}
	return -1;
}

void
db_memo_keep(struct db *db, const char *key, const char *value)
{
	struct db_memo *memo = &db->memos[db->memo_count];

	if (!db->is_in_write || db->memo_count == DB_MEMOS || strlen(key) >= sizeof memo->key ||
	    (value != NULL && strlen(value) >= sizeof memo->value))
		return;
	snprintf(memo->key, sizeof memo->key, "%s", key);
	snprintf(memo->value, sizeof memo->value, "%s", value != NULL ? value : "");
	memo->is_absent = value == NULL;
	db->memo_count++;
}

void
db_memo_forget(struct db *db)
{
	db->memo_count = 0;
}
