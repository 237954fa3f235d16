#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>
#include "biller.h"
#include "i18n.h"
#include "invoice.h"
#include "platform.h"
#include "setting.h"
#include "utf8.h"

/* In the first folder that has it. */
static int
find_program(
    const char *folders, const char *gateway, char program[GATEWAY_PATH_SIZE], struct err *e)
{
	const char *all = folders;

	while (*folders != '\0') {
		size_t length = strcspn(folders, ":");

		if (snprintf(program, GATEWAY_PATH_SIZE, "%.*s/pp-gateway-%s", (int)length, folders,
			gateway) >= GATEWAY_PATH_SIZE)
			return err_set(e, ERR_SETUP, _("the path of the filters is too long"));
		if (access(program, X_OK) == 0)
			return 0;
		folders += length + (folders[length] == ':');
	}
	return err_set(e, ERR_SETUP, _("there is no filter pp-gateway-%s in %.100s"), gateway, all);
}

static void
split_arguments(struct platform_filter *f)
{
	size_t count = 0;
	char *at = f->arguments;

	f->argv[count++] = f->program;
	while (count + 1 < sizeof f->argv / sizeof *f->argv) {
		at += strspn(at, " ");
		if (*at == '\0')
			break;
		f->argv[count++] = at;
		at += strcspn(at, " ");
		if (*at == '\0')
			break;
		*at++ = '\0';
	}
	f->argv[count] = NULL;
}

int
platform_check_name(struct office *office, const char *gateway, struct err *e)
{
	int listed = setting_has_gateway(office->db, gateway, e);

	if (listed == 0)
		return err_set(e, ERR_USAGE, _("there is no payment platform %s"), gateway);
	return listed < 0 ? -1 : 0;
}

int
platform_describe(
    struct office *office, const char *gateway, struct platform_filter *f, struct err *e)
{
	struct db *db = office->db;
	int64_t timeout_s;
	int listed = setting_has_gateway(db, gateway, e);

	if (listed < 0)
		return -1;
	if (listed == 0)
		return err_set(e, ERR_SETUP, _("there is no payment platform %s"), gateway);
	memset(f, 0, sizeof *f);
	if (setting_gateway_text(db, gateway, "arguments", f->arguments, sizeof f->arguments, e) !=
		0 ||
	    setting_gateway_text(
		db, gateway, "credentials", f->credentials, sizeof f->credentials, e) != 0 ||
	    setting_gateway_text(db, gateway, "merchant", f->merchant, sizeof f->merchant, e) !=
		0 ||
	    setting_gateway_int(db, gateway, "timeout", &timeout_s, e) != 0)
		return -1;
	f->filter.now = office->now;
	f->filter.timeout_ms = (int)timeout_s * 1000;
	return 0;
}

int
platform_open(struct office *office, const struct platform *platform, const char *gateway,
    struct platform_filter *f, struct err *e)
{
	if (platform_describe(office, gateway, f, e) != 0)
		return -1;
	if (find_program(platform->folders, gateway, f->program, e) != 0)
		return -1;
	split_arguments(f);
	f->filter.program = f->program;
	f->filter.argv = f->argv;
	f->filter.envp = platform->envp;
	return 0;
}

int
platform_check(
    struct office *office, const struct platform *platform, const char *gateway, struct err *e)
{
	struct platform_filter filter;

	return platform_open(office, platform, gateway, &filter, e);
}

int
platform_memo(struct db *db, int64_t payment, char memo[GATEWAY_TEXT_SIZE], struct err *e)
{
	struct payment_item item;
	struct invoice inv;
	struct biller b;
	struct query q;
	size_t length = 0;
	int row;

	memo[0] = '\0';
	if (payment_items(db, payment, &q, e) != 0)
		return -1;
	while ((row = payment_item_next(&q, &item, e)) == 1) {
		char name[120];
		size_t size;

		if (invoice_show(db, item.invoice, &inv, e) != 0 ||
		    biller_show(db, inv.biller, &b, e) != 0) {
			row = -1;
			break;
		}
		snprintf(name, sizeof name, "%s%s:%s", length ? ", " : "", b.code, inv.number);
		size = strlen(name);
		if (length + size >= GATEWAY_TEXT_SIZE)
			break;
		memcpy(memo + length, name, size + 1);
		length += size;
	}
	query_end(&q);
	return row < 0 ? -1 : 0;
}

static int
find_refunded(
    struct db *db, const struct payment *p, char of[GATEWAY_REFERENCE_SIZE], struct err *e)
{
	struct payment paid;

	if (payment_show(db, p->refund_of, &paid, e) != 0)
		return -1;
	memcpy(of, paid.gateway_ref, GATEWAY_REFERENCE_SIZE);
	return 0;
}

int
platform_request(struct office *office, const struct platform_filter *f, const struct payment *p,
    enum gateway_op op, struct gateway_request *r, struct err *e)
{
	memset(r, 0, sizeof *r);
	r->op = op;
	memcpy(r->key, p->key, sizeof r->key);
	r->amount = money_of(p->amount.minor - p->credit_minor, p->amount.currency);
	r->not_after = p->not_after;
	if (op != GATEWAY_CHARGE && op != GATEWAY_CHECKOUT && op != GATEWAY_REFUND)
		r->not_after = 0;
	memcpy(r->credentials, f->credentials, sizeof r->credentials);
	memcpy(r->merchant, f->merchant, sizeof r->merchant);
	memcpy(r->token, p->gateway_token, sizeof r->token);
	memcpy(r->user_address, p->client_address, sizeof r->user_address);
	if (op == GATEWAY_CHARGE)
		memcpy(r->card, p->card_token, sizeof r->card);
	if (p->customer != 0)
		ref_format(REF_CUSTOMER, p->customer, r->customer);
	if (platform_memo(office->db, p->id, r->memo, e) != 0)
		return -1;
	memcpy(r->description, p->memo[0] != '\0' ? p->memo : r->memo, sizeof r->description);
	return op == GATEWAY_REFUND ? find_refunded(office->db, p, r->of, e) : 0;
}

int
platform_ask(struct office *office, const struct platform *platform, const struct payment *p,
    struct gateway_request *request, struct gateway_answer *answer, struct err *e)
{
	struct platform_filter filter;
	struct gateway_request made;

	if (platform_open(office, platform, p->gateway, &filter, e) != 0)
		return -1;
	if (platform_request(office, &filter, p, request->op, &made, e) != 0)
		return -1;
	made.params = request->params;
	memcpy(made.return_url, request->return_url, sizeof made.return_url);
	return gateway_call(&filter.filter, &made, answer, e);
}
