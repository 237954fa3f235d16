/*
 * sandbox_options - the command line of pp-gateway-sandbox.
 */
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include "config.inc"
#include "i18n.h"
#include "sandbox_options.h"

static const char *const usage =
    N_("usage: pp-gateway-sandbox [--seed=N --faults=P] [--slow=MS] [--any-card]\n"
       "       pp-gateway-sandbox approve|decline|abandon TOKEN [--card=CARD] [--late]\n"
       "\n"
       "  pp-pay claim --gateway=sandbox | pp-gateway-sandbox | pp-pay settle -\n"
       "  pp-gateway-sandbox approve sbt-000001\n"
       "  pp-gateway-sandbox approve sbt-000002 --card=sandbox-decline\n"
       "\n"
       "Reads requests as JSON Lines and answers them; with a verb, plays the customer at a\n"
       "hosted page.  Book: $PP_SANDBOX_BOOK, else the database's name with .book.\n"
       "Clock: $PP_NOW, else the real one.\n"
       "\n"
       "      --seed=N --faults=P  P percent of the plain charges and refunds go wrong, drawn\n"
       "                           from N and each key\n"
       "      --slow=MS            what sandbox-slow waits (2000)\n"
       "      --any-card           charges also cards that are none of the sandbox's\n"
       "      --card=CARD          what the customer pays with or inscribes (sandbox-approve)\n"
       "      --late               approve also what was declined or abandoned\n"
       "  -h, --help  -V, --version\n"
       "\n"
       "CARD: sandbox- and approve decline insufficient unknown lost slow garbage\n"
       "wrong-amount twice late; pp-gateway-sandbox(1) explains them.\n");

static bool
is_asked(char **argv, const char *letter, const char *word)
{
	for (int i = 1; argv[i] != NULL && strcmp(argv[i], "--") != 0; i++) {
		if (strcmp(argv[i], letter) == 0 || strcmp(argv[i], word) == 0)
			return true;
	}
	return false;
}

const char *
sandbox_options_told(char **argv)
{
	if (is_asked(argv, "-h", "--help"))
		return _(usage);
	if (is_asked(argv, "-V", "--version"))
		return "pp-gateway-sandbox " PP_VERSION "\n";
	return NULL;
}

static int
read_number(const char *name, const char *text, uint64_t max, uint64_t *number, struct err *e)
{
	char *end;
	errno = 0;
	unsigned long long value = strtoull(text, &end, 10);
	if (text[0] < '0' || text[0] > '9' || *end != '\0' || errno != 0 || value > max)
		return err_set(e, ERR_USAGE, _("bad value of --%s: %s"), name, text);
	*number = value;
	return 0;
}

/* name is without dashes; value as after '='. */
static int
set_option(struct sandbox_options *o, const char *name, const char *value, struct err *e)
{
	uint64_t number = 0;
	int status = 0;
	if (strcmp(name, "seed") == 0) {
		status = read_number(name, value, UINT64_MAX, &o->seed, e);
	} else if (strcmp(name, "faults") == 0) {
		status = read_number(name, value, 100, &number, e);
		o->faults = (int)number;
	} else if (strcmp(name, "slow") == 0) {
		status = read_number(name, value, 3600000, &number, e);
		o->slow_ms = (int)number;
	} else {
		o->card = value;
	}
	return status;
}

static int
take_long(struct sandbox_options *o, const char *argument, const char *following, struct err *e)
{
	static const char *const valued[] = { "seed", "faults", "slow", "card" };
	char name[16];
	size_t length = strcspn(argument, "=");
	if (strcmp(argument, "late") == 0) {
		o->is_late = true;
		return 0;
	}
	if (strcmp(argument, "any-card") == 0) {
		o->is_any_card = true;
		return 0;
	}
	if (length >= sizeof name)
		return err_set(e, ERR_USAGE, _("unknown option: --%s"), argument);
	memcpy(name, argument, length);
	name[length] = '\0';
	bool is_known = false;
	for (size_t i = 0; i < sizeof valued / sizeof valued[0]; i++)
		is_known = is_known || strcmp(valued[i], name) == 0;
	if (!is_known)
		return err_set(e, ERR_USAGE, _("unknown option: --%s"), argument);
	if (argument[length] == '=')
		return set_option(o, name, argument + length + 1, e);
	if (following == NULL)
		return err_set(e, ERR_USAGE, _("--%s needs a value"), name);
	return set_option(o, name, following, e) == 0 ? 1 : -1;
}

int
sandbox_options_read(struct sandbox_options *o, char **argv, struct err *e)
{
	bool is_over = false;
	for (int i = 1; argv[i] != NULL; i++) {
		bool is_option = !is_over && argv[i][0] == '-' && argv[i][1] != '\0';
		if (!is_option && o->word_count == 2)
			return err_set(e, ERR_USAGE, _("too many operands: %s"), argv[i]);
		if (!is_option) {
			o->words[o->word_count++] = argv[i];
			continue;
		}
		is_over = strcmp(argv[i], "--") == 0;
		if (is_over)
			continue;
		if (argv[i][1] != '-')
			return err_set(e, ERR_USAGE, _("unknown option: %s"), argv[i]);
		int skip = take_long(o, argv[i] + 2, argv[i + 1], e);
		if (skip < 0)
			return -1;
		i += skip;
	}
	if (o->word_count == 0 && (o->card[0] != '\0' || o->is_late))
		return err_set(e, ERR_USAGE, _("--card and --late are for approve"));
	return 0;
}
