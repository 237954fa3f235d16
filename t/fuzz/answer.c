/*
 * fuzz: a gateway's line that is read is written and read as the same; what is believed is money
 * of the amount that was asked.  The first byte chooses the op, the rest is the line.
 */
#include <assert.h>
#include <string.h>

#include "gateway_answer.h"
#include "json.h"
#include "utf8.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static bool
moves_money(enum gateway_op op)
{
	return op == GATEWAY_CONFIRM || op == GATEWAY_ABANDON || op == GATEWAY_CHARGE ||
	       op == GATEWAY_STATUS || op == GATEWAY_REFUND;
}

static void
check_belief(enum gateway_op op, const struct money *asked, const struct gateway_answer *a)
{
	assert(!a->is_alarm || (a->result == GATEWAY_UNKNOWN && a->problem[0] != '\0'));
	if (a->result == GATEWAY_REDIRECT)
		assert(a->redirect_url[0] != '\0' && a->token[0] != '\0');
	if (a->result != GATEWAY_APPROVED || !moves_money(op))
		return;
	assert(a->has_amount && a->amount.minor == asked->minor);
	assert(strcmp(a->amount.currency, asked->currency) == 0 && a->reference[0] != '\0');
}

static void
check_texts(const struct gateway_answer *a)
{
	assert(utf8_is_valid(a->message, strlen(a->message)) && !text_has_card_number(a->message));
	assert(utf8_is_valid(a->memo, strlen(a->memo)) && !text_has_card_number(a->memo));
	assert(a->payment[0] == '\0' || strlen(a->payment) == 32);
	assert(a->last4[0] == '\0' || strlen(a->last4) == 4);
	assert(a->voucher.instalments >= -1 && a->voucher.instalments <= 999);
}

static void
read_back(const struct gateway_answer *a)
{
	struct gateway_answer back;
	struct text one, two;
	struct err e = { 0 };

	text_open(&one);
	text_open(&two);
	gateway_answer_write(a, &one);
	assert(strchr(text_string(&one), '\n') == one.data + one.length - 1);
	assert(gateway_answer_read(one.data, one.length, &back, &e) == 0);
	gateway_answer_write(&back, &two);
	assert(strcmp(text_string(&one), text_string(&two)) == 0);
	text_close(&one);
	text_close(&two);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	const struct money asked = money_of(100000, "BOB");
	struct gateway_answer a;
	struct err e = { 0 };
	enum gateway_op op;

	if (size == 0)
		return 0;
	op = (enum gateway_op)(data[0] % (GATEWAY_FORGET + 1));
	if (gateway_answer_read((const char *)data + 1, size - 1, &a, &e)) {
		assert(e.code == ERR_USAGE && e.message[0] != '\0');
		return 0;
	}
	check_texts(&a);
	read_back(&a);
	gateway_judge(op, &asked, &a);
	check_belief(op, &asked, &a);
	return 0;
}
