/*
 * pp-notify - messages that wait for customers, and sending them.
 */
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include "announce.h"
#include "courier.h"
#include "customer.h"
#include "fill_message.h"
#include "notify.h"
#include "setting.h"
#include "show.h"
#include "summary.h"
#include "tools.h"

enum { PATH_SIZE = 1400 };

extern char **environ;

static int
list(struct cli *cli, struct err *e)
{
	const char *customer = cli_value(cli, "customer");
	struct outbox_filter filter = { .customer = 0 };
	struct message m;
	struct record r;
	struct query q;
	int row = 0;

	if (customer && customer_find(cli->office.db, customer, &filter.customer, e) != 0)
		return -1;
	if (outbox_list(cli->office.db, &filter, &q, e) != 0)
		return -1;
	record_open(&r, "message");
	while (cli_wants_more(cli) && (row = outbox_next(&q, &m, e)) == 1) {
		fill_message(&r, &m);
		if (cli_print(cli, &r, e) != 0) {
			row = -1;
			break;
		}
	}
	record_close(&r);
	query_end(&q);
	return row < 0 ? -1 : 0;
}

static int
show_item(struct cli *cli, const struct item *item, struct err *e)
{
	if (item->ref.type != REF_MESSAGE)
		return ref_absent(REF_MESSAGE, item->text, e);
	return show_message(cli, item->ref.id, e);
}

static int
show(struct cli *cli, struct err *e)
{
	return cli_each(cli, show_item, e);
}

/* ---- send */

struct sending {
	struct cli *cli;
	struct notify_post post;
	char courier[PATH_SIZE];
	char **envp;
	char broken[8]; /* a channel whose command is not there: told once */
	struct summary summary;
};

/* Nothing of ours goes to a command: the session, say, or where the key lies. */
static int
take_environment(struct sending *s, struct err *e)
{
	const char *folders = getenv("PATH");
	size_t count = 0, kept = 0;

	while (environ[count])
		count++;
	s->envp = calloc(count + 1, sizeof(*s->envp));
	if (!s->envp)
		return err_set(e, ERR_FAILED, _("out of memory"));
	for (size_t i = 0; i < count; i++)
		if (strncmp(environ[i], "PP_", 3) != 0)
			s->envp[kept++] = environ[i];
	s->post.envp = s->envp;
	s->post.folders = folders && *folders ? folders : "/usr/sbin:/usr/bin:/sbin:/bin";
	return 0;
}

static int
open_sending(struct sending *s, struct cli *cli, struct err *e)
{
	memset(s, 0, sizeof(*s));
	s->cli = cli;
	s->summary.what = "message";
	tools_path(cli->program->name, s->courier, sizeof(s->courier));
	s->post.courier = s->courier;
	s->post.is_heard = cli_flag(cli, "verbose");
	return take_environment(s, e);
}

static int
print(const struct message *m, void *context, struct err *e)
{
	struct sending *s = context;
	struct record r;
	int result;

	if (strcmp(m->status, "sent") == 0)
		s->summary.added++;
	record_open(&r, "message");
	fill_message(&r, m);
	result = cli_print(s->cli, &r, e);
	record_close(&r);
	return result;
}

/* Told at once, and the others go on; but not where they would fare the same. */
static int
fail(struct sending *s, const struct message *m, const struct err *failure, struct err *e)
{
	if (failure->code != ERR_PARTIAL && failure->code != ERR_SETUP) {
		*e = *failure;
		return -1;
	}
	s->summary.failed++;
	cli_item_failed(s->cli, failure);
	if (failure->code == ERR_PARTIAL)
		return print(m, s, e);
	snprintf(s->broken, sizeof(s->broken), "%s", m->channel);
	return 0;
}

/* One that is due. */
static int
send_due(struct sending *s, struct message *m, struct err *e)
{
	enum notify_outcome outcome;
	struct err failure;

	if (strcmp(m->channel, s->broken) == 0)
		return 0;
	if (notify_send(&s->cli->office, &s->post, m, &outcome, &failure) != 0)
		return fail(s, m, &failure, e);
	cli_item_done(s->cli);
	if (outcome == NOTIFY_WAITS)
		cli_note(s->cli, 1, _("msg-%lld waits: channel.%s is not set"), (long long)m->id,
		    m->channel);
	if (outcome == NOTIFY_EXPIRED)
		s->summary.failed++;
	return outcome == NOTIFY_SENT || outcome == NOTIFY_EXPIRED ? print(m, s, e) : 0;
}

/* Once a day, for what falls due or expires soon. */
static int
remind(struct sending *s, struct err *e)
{
	int64_t count;

	if (announce_due_soon(&s->cli->office, &count, e) != 0)
		return -1;
	if (count > 0)
		cli_note(s->cli, 1, _("%lld told of what falls due"), (long long)count);
	if (announce_expiring(&s->cli->office, &count, e) != 0)
		return -1;
	if (count > 0)
		cli_note(s->cli, 1, _("%lld told of cards that expire"), (long long)count);
	return 0;
}

static int
send_all(struct sending *s, struct err *e)
{
	struct outbox_cursor cursor = { 0, 0 };
	struct message m;
	int row;

	if (notify_recover(&s->cli->office, print, s, e) != 0 || remind(s, e) != 0)
		return -1;
	while ((row = outbox_due(&s->cli->office, &cursor, &m, e)) == 1) {
		if (send_due(s, &m, e) != 0)
			return -1;
		/* A long run: how late it is decides what has expired. */
		if (cli_refresh_clock(s->cli, e) != 0)
			return -1;
	}
	return row < 0 ? -1 : summary_print(s->cli, &s->summary, e);
}

static int
send_item(struct cli *cli, const struct item *item, struct err *e)
{
	struct sending s;
	struct message m;
	int result;

	if (item->ref.type != REF_MESSAGE)
		return ref_absent(REF_MESSAGE, item->text, e);
	if (office_request_check(&cli->office, e) != 0 ||
	    outbox_show(cli->office.db, item->ref.id, &m, e) != 0 || open_sending(&s, cli, e) != 0)
		return -1;
	result = notify_retry(&cli->office, &s.post, &m, e);
	free(s.envp);
	return result != 0 ? -1 : print(&m, &s, e);
}

static int
send(struct cli *cli, struct err *e)
{
	struct sending s;
	int result;

	if (cli->operand_count > 0)
		return cli_each(cli, send_item, e);
	/* Each message is a write of its own, and sent once whatever is repeated. */
	cli->office.request[0] = '\0';
	if (open_sending(&s, cli, e) != 0)
		return -1;
	result = send_all(&s, e);
	free(s.envp);
	return result;
}

/* ---- courier: what send starts for each message (courier.h) */

static int
courier(struct cli *cli, struct err *e)
{
	char **words = cli->operands;
	const struct courier_job job = { words[0], strtoll(words[1], NULL, 10), words[2], words[3],
		words[4], strtoll(words[5], NULL, 10), environ };
	int nowhere = cli_flag(cli, "verbose") ? -1 : open("/dev/null", O_WRONLY | O_CLOEXEC);

	if (nowhere >= 0) {
		dup2(nowhere, STDERR_FILENO);
		close(nowhere);
	}
	return courier_work(&job, e);
}

static const struct option_row options_list_own[] = {
	{ "customer", 0, OPTION_REF, "REF", "cus", N_("only to that customer"), false },
	{ 0 },
};

static const struct verb verbs[] = {
	{ "list", "", N_("lists messages"), "pp-notify list --status=waiting,failed",
	    options_list_own, 0, 0, VERB_READ | VERB_LIST, NULL, "message", NULL, list },
	{ "show", "REF...|-", N_("shows messages with their text, but no code"),
	    "pp-notify show msg-4", NULL, 1, OPERANDS_ANY, VERB_READ | VERB_STDIN, "msg", "message",
	    NULL, show },
	{ "send", "[REF...|-]", N_("sends what waits, or tries the named ones again"),
	    "pp-notify send\npp-notify list --status=failed | pp-notify send -", NULL, 0,
	    OPERANDS_ANY, VERB_WRITE | VERB_STDIN | VERB_CRON, "msg", "message", NULL, send },
	{ "courier", "JOURNAL ID KEY PROGRAM COMMAND SECONDS", N_("hands one message over"), NULL,
	    NULL, 6, 6, VERB_HIDDEN, NULL, NULL, "text", courier },
	{ 0 },
};

static const struct program program = { "pp-notify",
	N_("messages waiting for customers, and sending them"), verbs, show_ref };

int
main(int argc, char **argv)
{
	return cli_main(&program, argc, argv);
}
