#include <string.h>
#include <unistd.h>
#include "founding.h"
#include "i18n.h"
#include "key.h"
#include "place.h"
#include "readiness.h"
#include "setting.h"

struct making { /* where both files are made, and what goes into them */
	const struct founding *founding;
	char db[PLACE_PATH_SIZE];
	char key_path[PLACE_PATH_SIZE];
	struct secret_key key;
};

static int
set(struct office *office, const char *key, const char *value, struct err *e)
{
	return value == NULL ? 0 : setting_set(office, key, value, e);
}

static int
write_settings(struct office *office, void *context, struct err *e)
{
	static const struct office_note note = { .summary = "office founded" };
	struct making *m = context;
	const struct founding *f = m->founding;

	if (office_log(office, &note, e) != 0 || key_bind(office, &m->key, e) != 0 ||
	    readiness_accept_clock(office, e) != 0)
		return -1;
	if (set(office, "office.name", f->name, e) != 0 ||
	    set(office, "office.currency", f->currency, e) != 0 ||
	    set(office, "office.timezone", f->timezone, e) != 0)
		return -1;
	if (set(office, "office.country", f->country, e) != 0 ||
	    set(office, "office.city", f->city, e) != 0)
		return -1;
	if (!f->is_sandbox)
		return 0;
	if (set(office, "office.sandbox", "yes", e) != 0)
		return -1;
	return set(office, "gateway.sandbox.title", "Sandbox", e);
}

static int
make(struct office *office, struct making *m, struct err *e)
{
	struct office founded = *office;
	int result;

	if (secret_create(m->key_path, e) != 0 || secret_load(m->key_path, &m->key, e) != 0)
		return -1;
	if (db_create(m->db, e) != 0 || db_open(&founded.db, m->db, DB_WRITE, e) != 0)
		return -1;
	result = office_write(&founded, write_settings, m, e);
	db_close(founded.db);
	return result == 0 ? place_check_closed(m->db, e) : -1;
}

/* The key first: a database without its key would be no office. */
static int
put(struct office *office, const struct making *m, const char *path, struct err *e)
{
	struct err ignored;

	if (place_put(m->key_path, office->key_path, e) != 0)
		return -1;
	if (place_put(m->db, path, e) != 0) {
		unlink(office->key_path);
		return -1;
	}
	place_move(m->db, path, ".head", &ignored); /* a missing head file proves less, no more */
	return 0;
}

int
founding_make(
    struct office *office, const char *path, const struct founding *founding, struct err *e)
{
	struct making m = { .founding = founding };
	int result = -1;

	if (place_check_free_all(path, e) != 0 || place_check_free(office->key_path, "", e) != 0 ||
	    place_work_name(path, m.db, e) != 0 ||
	    place_work_name(office->key_path, m.key_path, e) != 0)
		return -1;
	if (strcmp(m.db, m.key_path) == 0)
		return err_set(e, ERR_USAGE, _("the key file cannot be the database"));
	if (make(office, &m, e) == 0)
		result = office->is_dry_run ? 0 : put(office, &m, path, e);
	secret_forget(&m.key);
	place_remove(m.db);
	unlink(m.key_path);
	return result;
}
