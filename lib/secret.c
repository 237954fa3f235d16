#define _DEFAULT_SOURCE /* explicit_bzero */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>
#include "crypto.h"
#include "i18n.h"
#include "secret.h"

static const char hex_digits[] = "0123456789abcdef";

static void
to_hex(const unsigned char *bytes, size_t count, char *hex)
{
	for (size_t i = 0; i < count; i++) {
		hex[2 * i] = hex_digits[bytes[i] >> 4];
		hex[2 * i + 1] = hex_digits[bytes[i] & 15];
	}
	hex[2 * count] = '\0';
}

static int
hex_value(char c)
{
	const char *at = c != '\0' ? strchr(hex_digits, c) : NULL;

	return at != NULL ? (int)(at - hex_digits) : -1;
}

static int
write_key(const char *path, const char *line, size_t length, struct err *e)
{
	int file = open(path, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0600);

	if (file < 0 && errno == EEXIST) {
		err_set(e, ERR_CONFLICT, _("%s exists already"), path);
		return err_reason(e, "exists", "");
	}
	if (file < 0)
		return err_set(e, ERR_FAILED, _("%s cannot be made: %s"), path, strerror(errno));
	if (fchmod(file, 0600) != 0 || write(file, line, length) != (ssize_t)length ||
	    fsync(file) != 0) {
		err_set(e, ERR_FAILED, _("%s cannot be written: %s"), path, strerror(errno));
		close(file);
		unlink(path);
		return -1;
	}
	close(file);
	return 0;
}

int
secret_create(const char *path, struct err *e)
{
	unsigned char bytes[SECRET_KEY_SIZE];
	char line[2 * SECRET_KEY_SIZE + 2];
	int result;

	if (crypto_random(bytes, sizeof bytes, e) != 0)
		return -1;
	to_hex(bytes, sizeof bytes, line);
	line[sizeof line - 2] = '\n';
	result = write_key(path, line, sizeof line - 1, e);
	explicit_bzero(bytes, sizeof bytes);
	explicit_bzero(line, sizeof line);
	return result;
}

static int
check_key_file(int file, const char *path, struct err *e)
{
	struct stat st;

	if (fstat(file, &st) != 0 || !S_ISREG(st.st_mode))
		return err_set(e, ERR_SETUP, _("the key file %s is no regular file"), path);
	if ((st.st_mode & 077) != 0 || st.st_uid != geteuid())
		return err_set(
		    e, ERR_SETUP, _("the key file %s is open to other users (chmod 600)"), path);
	return 0;
}

/* The 64 hex digits of the key file, and its newline. */
static int
read_key(const char *path, char line[2 * SECRET_KEY_SIZE + 1], struct err *e)
{
	int file = open(path, O_RDONLY | O_NOFOLLOW | O_CLOEXEC | O_NONBLOCK);
	ssize_t length;

	if (file < 0)
		return err_set(
		    e, ERR_SETUP, _("the key file %s cannot be read: %s"), path, strerror(errno));
	if (check_key_file(file, path, e) != 0) {
		close(file);
		return -1;
	}
	length = read(file, line, 2 * SECRET_KEY_SIZE + 1);
	close(file);
	if (length != 2 * SECRET_KEY_SIZE + 1 || line[(size_t)2 * SECRET_KEY_SIZE] != '\n')
		return err_set(e, ERR_SETUP, _("%s is no key file"), path);
	return 0;
}

int
secret_load(const char *path, struct secret_key *key, struct err *e)
{
	char line[2 * SECRET_KEY_SIZE + 1] = "";
	int result = 0;

	if (read_key(path, line, e) != 0)
		return -1;
	for (size_t i = 0; i < SECRET_KEY_SIZE; i++) {
		int high = hex_value(line[2 * i]), low = hex_value(line[2 * i + 1]);

		if (high < 0 || low < 0)
			result = -1;
		else
			key->bytes[i] = (unsigned char)(16 * high + low);
	}
	explicit_bzero(line, sizeof line);
	if (result != 0) {
		secret_forget(key);
		return err_set(e, ERR_SETUP, _("%s is no key file"), path);
	}
	return 0;
}

void
secret_forget(struct secret_key *key)
{
	explicit_bzero(key, sizeof *key);
}

int
secret_copy(const char *from, const char *to, struct err *e)
{
	char line[2 * SECRET_KEY_SIZE + 1];
	int result;

	if (read_key(from, line, e) != 0)
		return -1;
	result = write_key(to, line, sizeof line, e);
	explicit_bzero(line, sizeof line);
	return result;
}

int
secret_mac(const struct secret_key *key, const char *purpose, const char *text,
    char hex[SECRET_HEX_SIZE], struct err *e)
{
	unsigned char mac[CRYPTO_SHA256_SIZE], input[2048];
	size_t before = strlen(purpose) + 1, length = strlen(text);
	int result;

	if (before + length > sizeof input)
		return err_set(e, ERR_FAILED, _("too long to be keyed"));
	memcpy(input, purpose, before);
	memcpy(input + before, text, length); /* NOLINT(bugprone-not-null-terminated-result) */
	result = crypto_hmac_sha256(key->bytes, SECRET_KEY_SIZE, input, before + length, mac, e);
	explicit_bzero(input, before + length); /* it may be a code */
	if (result != 0)
		return -1;
	to_hex(mac, 16, hex);
	return 0;
}

int
secret_random(char hex[SECRET_HEX_SIZE], struct err *e)
{
	unsigned char bytes[16];

	if (crypto_random(bytes, sizeof bytes, e) != 0)
		return -1;
	to_hex(bytes, sizeof bytes, hex);
	return 0;
}

void
secret_reference(const char *hex, char reference[SECRET_REFERENCE_SIZE])
{
	static const char digits[] = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
	uint64_t bits = 0;

	for (int i = 0; i < 15; i++)
		bits = bits << 4 | (unsigned)hex_value(hex[i]);
	for (int i = 11; i >= 0; i--, bits >>= 5)
		reference[i] = digits[bits & 31];
	reference[12] = '\0';
}
