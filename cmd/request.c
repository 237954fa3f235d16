/*
 * request - the digest that tells a repeated request from another one with the same id.
 */
#include <stdlib.h>
#include <string.h>
#include "digest.h"
#include "i18n.h"
#include "private.h"
#include "utf8.h"

enum { REQUEST_BYTES_MAX = 100 }; /* leaves room for the number of an item */

/* Options that do not change what a request does. */
static bool
is_parameter(const struct given *given)
{
	static const char other[] = "db|session|json|format|columns|null|output|force|yes|quiet|"
				    "verbose|help|version|dry-run|request-id";

	return given->row->kind != OPTION_SECRET &&
	       !words_have(other, given->name, strlen(given->name));
}

static int
compare_given(const void *a, const void *b)
{
	return strcmp(((const struct given *)a)->name, ((const struct given *)b)->name);
}

static int
add_items(struct cli *cli, struct digest *digest, struct err *e)
{
	struct item item;
	int result;

	items_rewind(&cli->own->items);
	while ((result = items_next(&cli->own->items, cli, &item, e)) == 1)
		digest_add_text(digest, item.text);
	items_rewind(&cli->own->items);
	return result;
}

/* What a file holds is part of what is asked for.  Standard input is kept for the verb. */
static int
add_file(struct cli *cli, struct digest *digest, const char *path, struct err *e)
{
	char bytes[4096];
	size_t got;
	FILE *file;

	if (cli_input(cli, path, &file, e) != 0)
		return -1;
	while ((got = fread(bytes, 1, sizeof(bytes), file)) > 0)
		digest_add(digest, bytes, got);
	digest_add_text(digest, NULL);
	if (strcmp(path, "-") == 0) {
		rewind(file);
		cli->own->input = file;
		return 0;
	}
	fclose(file);
	return 0;
}

static int
add_files(struct cli *cli, struct digest *digest, struct err *e)
{
	const struct arguments *a = &cli->own->arguments;
	bool is_file = strstr(cli->verb->operands, "FILE") != NULL;

	for (size_t i = 0; i < a->given_count; i++)
		if (a->given[i].row->kind == OPTION_FILE && is_parameter(&a->given[i]) &&
		    add_file(cli, digest, a->given[i].value, e) != 0)
			return -1;
	for (size_t i = 0; cli->verb->flags & VERB_INPUT && i < cli->operand_count; i++)
		if ((is_file || strcmp(cli->operands[i], "-") == 0) &&
		    add_file(cli, digest, cli->operands[i], e) != 0)
			return -1;
	return 0;
}

static int
digest_request(struct cli *cli, struct err *e)
{
	struct given sorted[OPTIONS_MAX];
	const struct arguments *a = &cli->own->arguments;
	unsigned char bytes[DIGEST_SIZE];
	struct digest *digest;
	int result = -1;

	if (digest_open(&digest, e) != 0)
		return -1;
	memcpy(sorted, a->given, a->given_count * sizeof(*sorted));
	qsort(sorted, a->given_count, sizeof(*sorted), compare_given);
	digest_add_text(digest, cli->office.verb);
	for (size_t i = 0; i < a->given_count; i++) {
		if (!is_parameter(&sorted[i]))
			continue;
		digest_add_text(digest, sorted[i].name);
		digest_add_text(digest, sorted[i].value);
	}
	digest_add_text(digest, NULL);
	if (add_files(cli, digest, e) == 0 && add_items(cli, digest, e) == 0 &&
	    digest_take(digest, bytes, e) == 0) {
		digest_to_hex(bytes, cli->office.request_digest);
		result = 0;
	}
	digest_close(digest);
	return result;
}

int
request_set(struct cli *cli, struct err *e)
{
	const char *id = cli->verb->flags & VERB_WRITE ? cli_value(cli, "request-id") : NULL;

	if (!id)
		return 0;
	if (text_check(id, REQUEST_BYTES_MAX, "--request-id", e) != 0)
		return -1;
	snprintf(cli->office.request, sizeof(cli->office.request), "%s", id);
	return digest_request(cli, e);
}
