#include <string.h>
#include "i18n.h"
#include "key.h"
#include "setting.h"

static const char setting_name[] = "internal.key";

static int
fingerprint(const struct secret_key *key, char hex[SECRET_HEX_SIZE], struct err *e)
{
	return secret_mac(key, "fingerprint", "pp", hex, e);
}

int
key_fits(struct db *db, const struct secret_key *key, struct err *e)
{
	char ours[SECRET_HEX_SIZE], known[SECRET_HEX_SIZE];
	int row = setting_internal(db, setting_name, known, sizeof known, e);

	if (row < 0 || fingerprint(key, ours, e) != 0)
		return -1;
	return row == 1 && strcmp(ours, known) == 0;
}

int
key_load(struct office *office, struct secret_key *key, struct err *e)
{
	int fits;

	if (secret_load(office->key_path, key, e) != 0)
		return -1;
	fits = key_fits(office->db, key, e);
	if (fits == 1)
		return 0;
	secret_forget(key);
	if (fits < 0)
		return -1;
	return err_set(
	    e, ERR_SETUP, _("the key file %s does not belong to this database"), office->key_path);
}

int
key_bind(struct office *office, const struct secret_key *key, struct err *e)
{
	char hex[SECRET_HEX_SIZE];

	if (fingerprint(key, hex, e) != 0)
		return -1;
	return setting_set_internal(office, setting_name, hex, e);
}
