/*
 * Requests and answers as lines: what is written is read again, what is no answer is not believed.
 */
#include <stdlib.h>
#include "base64.h"
#include "gateway_answer.h"
#include "gateway_request.h"
#include "tap.h"

#define KEY "0123456789abcdef0123456789abcdef"

static struct err e;

static struct gateway_request
request(enum gateway_op op)
{
	struct gateway_request r;
	memset(&r, 0, sizeof r);
	r.op = op;
	strcpy(r.key, KEY);
	return r;
}

static void
write_requests(void)
{
	static const char charge[] =
	    "{\"v\":1,\"op\":\"charge\",\"key\":\"" KEY
	    "\",\"amount\":\"175277.00\",\"currency\":\"COP\","
	    "\"not_after\":\"2026-01-31T12:00:00Z\",\"memo\":\"inv-42 \\\"a\\\"\","
	    "\"merchant\":null,\"credentials\":\"/etc/pp/key\","
	    "\"customer\":\"cus-5\",\"user_address\":null,\"card\":\"tok_1\"}\n";
	struct gateway_request r = request(GATEWAY_CHARGE);
	struct text line;
	text_open(&line);
	r.amount = money_of(17527700, "COP");
	r.not_after = 1769860800;
	strcpy(r.memo, "inv-42 \"a\"");
	strcpy(r.credentials, "/etc/pp/key");
	strcpy(r.customer, "cus-5");
	strcpy(r.card, "tok_1");
	is_int(gateway_request_write(&r, &line, &e), 0, "a charge is written");
	is_text(text_string(&line), charge, "as the page says");

	text_clear(&line);
	r = request(GATEWAY_CONFIRM);
	strcpy(r.token, "t1");
	r.params = "{ \"token_ws\":\n\"t1\" }";
	is_int(gateway_request_write(&r, &line, &e), 0, "params are written");
	ok(strstr(text_string(&line), ",\"params\":{\"token_ws\":\"t1\"}}\n") != NULL,
	    "as an object on the same line");
	r.params = "[1]";
	is_int(gateway_request_write(&r, &line, &e), -1, "params must be an object");
	is_int(e.code, ERR_USAGE, "else it is a bad value");
	strcpy(r.key, "0123");
	is_int(gateway_request_write(&r, &line, &e), -1, "a short key is refused");
	text_close(&line);
}

static void
read_requests(void)
{
	static const unsigned char body[] = { 0, 255, '{', '\n' };
	struct gateway_request r = request(GATEWAY_WEBHOOK), back;
	struct gateway_store store;
	struct text line;
	text_open(&line);
	gateway_store_open(&store);
	r.headers = "{\"x-sig\":\"ab\"}";
	r.body = body;
	r.body_length = sizeof body;
	is_int(gateway_request_write(&r, &line, &e), 0, "a webhook is written");
	is_int(gateway_request_read(line.data, line.length - 1, &store, &back, &e), 0, "and read");
	is_int(back.op, GATEWAY_WEBHOOK, "its op");
	is_text(back.headers, "{\"x-sig\":\"ab\"}", "its headers");
	ok(back.body_length == sizeof body && memcmp(back.body, body, sizeof body) == 0,
	    "its body, byte for byte");
	static const char *const bad[] = { "", "{", "[]", "{\"v\":1}",
		"{\"v\":2,\"op\":\"charge\",\"key\":\"" KEY "\"}",
		"{\"v\":1,\"op\":\"steal\",\"key\":\"" KEY "\"}",
		"{\"v\":1,\"op\":\"charge\",\"key\":\"" KEY
		"\",\"amount\":\"1.5\",\"currency\":\"CLP\"}",
		"{\"v\":1,\"op\":\"charge\",\"key\":\"" KEY "\",\"amount\":1,\"currency\":\"CLP\"}",
		"{\"v\":1,\"op\":\"charge\",\"key\":\"" KEY "\",\"amount\":\"1\"}",
		"{\"v\":1,\"op\":\"charge\",\"key\":\"" KEY "\",\"not_after\":\"soon\"}",
		"{\"v\":1,\"op\":\"charge\",\"key\":\"" KEY "\",\"key\":\"" KEY "\"}",
		"{\"v\":1,\"op\":\"webhook\",\"key\":\"" KEY "\",\"body\":\"a\"}",
		"{\"v\":1,\"op\":\"charge\",\"key\":\"0123456789ABCDEF0123456789ABCDEF\"}" };
	for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
		is_int(gateway_request_read(bad[i], strlen(bad[i]), &store, &back, &e), -1,
		    "no request: %s", bad[i]);
	}
	is_int(gateway_request_read(bad[5], strlen(bad[5]), &store, &back, &e), -1,
	    "of a bad request");
	is_text(back.key, KEY, "the key is known all the same");
	gateway_store_close(&store);
	text_close(&line);
}

#define ANSWER(rest) "{\"v\":1,\"key\":\"" KEY "\"," rest "}"
#define APPROVED     "\"result\":\"approved\",\"reference\":\"R1\""
#define CLP_1000     "\"amount\":\"1000\",\"currency\":\"CLP\""

/* Each is the answer to a request for CLP 1000. */
static const struct {
	enum gateway_op op;
	const char *line;
	enum gateway_result result;
	const char *problem;
	bool is_alarm;
} verdicts[] = {
	{ GATEWAY_CHARGE, ANSWER(APPROVED "," CLP_1000), GATEWAY_APPROVED, "", false },
	{ GATEWAY_CHARGE, ANSWER("\"result\":\"declined\""), GATEWAY_DECLINED, "", false },
	{ GATEWAY_CHARGE, ANSWER("\"result\":\"declined\"," CLP_1000), GATEWAY_DECLINED, "",
	    false },
	{ GATEWAY_CHARGE, ANSWER("\"result\":\"not_sent\""), GATEWAY_NOT_SENT, "", false },
	{ GATEWAY_CHARGE, ANSWER("\"result\":\"unknown\""), GATEWAY_UNKNOWN, "", false },
	{ GATEWAY_CHARGE, ANSWER(APPROVED ",\"amount\":\"1001\",\"currency\":\"CLP\""),
	    GATEWAY_UNKNOWN, "wrong amount", true },
	{ GATEWAY_CHARGE, ANSWER(APPROVED ",\"amount\":\"1000\",\"currency\":\"PYG\""),
	    GATEWAY_UNKNOWN, "wrong currency", true },
	{ GATEWAY_CHARGE, ANSWER(APPROVED ",\"amount\":\"1000.00\",\"currency\":\"CLP\""),
	    GATEWAY_UNKNOWN, "bad amount", true },
	{ GATEWAY_CHARGE, ANSWER(APPROVED ",\"amount\":1000,\"currency\":\"CLP\""), GATEWAY_UNKNOWN,
	    "bad amount", true },
	{ GATEWAY_CHARGE, ANSWER(APPROVED ",\"amount\":\"1000\""), GATEWAY_UNKNOWN, "bad amount",
	    true },
	{ GATEWAY_CHARGE, ANSWER(APPROVED), GATEWAY_UNKNOWN, "no amount", true },
	{ GATEWAY_CHARGE, ANSWER("\"result\":\"approved\"," CLP_1000), GATEWAY_UNKNOWN,
	    "no reference", true },
	{ GATEWAY_CHARGE, ANSWER("\"result\":\"declined\",\"amount\":\"9\",\"currency\":\"CLP\""),
	    GATEWAY_UNKNOWN, "wrong amount", true },
	{ GATEWAY_CHARGE, ANSWER("\"result\":\"Approved\"," CLP_1000), GATEWAY_UNKNOWN, "no result",
	    true },
	{ GATEWAY_CHARGE, ANSWER("\"result\":true"), GATEWAY_UNKNOWN, "no result", true },
	{ GATEWAY_CHARGE, ANSWER("\"result\":\"redirect\""), GATEWAY_UNKNOWN, "unexpected result",
	    true },
	{ GATEWAY_CHARGE, ANSWER("\"result\":\"not_found\""), GATEWAY_UNKNOWN, "unexpected result",
	    true },
	{ GATEWAY_CHARGE, ANSWER("\"result\":\"end\",\"count\":0"), GATEWAY_UNKNOWN,
	    "unexpected result", true },
	{ GATEWAY_CHARGE, "{\"v\":2,\"key\":\"" KEY "\"," APPROVED "," CLP_1000 "}",
	    GATEWAY_UNKNOWN, "other version", true },
	{ GATEWAY_STATUS, ANSWER("\"result\":\"not_found\""), GATEWAY_NOT_FOUND, "", false },
	{ GATEWAY_STATUS, ANSWER("\"result\":\"pending\""), GATEWAY_PENDING, "", false },
	{ GATEWAY_REFUND, ANSWER(APPROVED ",\"amount\":\"10\",\"currency\":\"CLP\""),
	    GATEWAY_UNKNOWN, "wrong amount", true },
	{ GATEWAY_ABANDON, ANSWER(APPROVED), GATEWAY_UNKNOWN, "no amount", true },
	{ GATEWAY_CHECKOUT,
	    ANSWER("\"result\":\"redirect\",\"redirect_url\":\"https://a/\",\"token\":\"t\""),
	    GATEWAY_REDIRECT, "", false },
	{ GATEWAY_CHECKOUT, ANSWER("\"result\":\"redirect\",\"token\":\"t\""), GATEWAY_UNKNOWN,
	    "no redirect", true },
	{ GATEWAY_CHECKOUT, ANSWER(APPROVED "," CLP_1000), GATEWAY_UNKNOWN, "unexpected result",
	    true },
	{ GATEWAY_ENROLLED, ANSWER("\"result\":\"approved\",\"card\":\"c1\""), GATEWAY_APPROVED, "",
	    false },
	{ GATEWAY_ENROLLED, ANSWER("\"result\":\"approved\""), GATEWAY_UNKNOWN, "no card", true },
	{ GATEWAY_WEBHOOK, ANSWER("\"result\":\"approved\",\"event\":\"e1\""), GATEWAY_APPROVED, "",
	    false },
	{ GATEWAY_REPORT, ANSWER("\"result\":\"end\""), GATEWAY_UNKNOWN, "no count", true },
};

static void
judge_answers(void)
{
	struct money asked = money_of(1000, "CLP");
	struct gateway_answer a;
	for (size_t i = 0; i < sizeof verdicts / sizeof verdicts[0]; i++) {
		const char *line = verdicts[i].line;
		int status = gateway_answer_read(line, strlen(line), &a, &e);
		gateway_judge(verdicts[i].op, &asked, &a);
		ok(status == 0 && a.result == verdicts[i].result &&
			strcmp(a.problem, verdicts[i].problem) == 0 &&
			a.is_alarm == verdicts[i].is_alarm,
		    "%s: %s", gateway_op_name(verdicts[i].op), line);
		note_unless(a.result == verdicts[i].result, "%s", gateway_result_name(a.result));
		note_unless(strcmp(a.problem, verdicts[i].problem) == 0, "\"%s\"", a.problem);
	}
}

static void
refuse_lines(void)
{
	static const char *const none[] = { "", "null", "[]", "{}", "x", "{\"v\":1,\"key\":1}",
		"{\"v\":1,\"result\":\"approved\"}", ANSWER(APPROVED) "x",
		"{\"v\":1,\"key\":\"" KEY "\",\"key\":\"" KEY "\"}",
		"{\"v\":1,\"key\":\"" KEY KEY "\"}", "{\"v\":1,\"key\":\"" KEY "\"" };
	struct gateway_answer a;
	for (size_t i = 0; i < sizeof none / sizeof none[0]; i++)
		is_int(gateway_answer_read(none[i], strlen(none[i]), &a, &e), -1, "no answer: %s",
		    none[i]);
}

static void
read_details(void)
{
	static const char full[] = ANSWER(APPROVED
	    "," CLP_1000
	    ",\"at\":\"2026-01-31T12:00:00Z\",\"authorization\":\"1213\",\"code\":\"0\","
	    "\"message\":\"pan 4111 1111 1111 1111\",\"total\":\"1000\",\"tax\":\"1.9\","
	    "\"instalments\":3,\"response_code\":\"00\",\"kind\":\"refund\",\"payment\":\"" KEY
	    "\"");
	struct gateway_answer a;
	char line[700], long_reference[200];
	is_int(gateway_answer_read(full, strlen(full), &a, &e), 0, "a full answer is read");
	is_int(a.at, 1769860800, "its instant");
	is_text(a.authorization, "1213", "its authorization");
	is_text(a.message, "", "a card number is not kept");
	is_text(a.voucher.total, "1000", "a total in its currency");
	is_text(a.voucher.tax, "", "a tax that is no amount of its currency is dropped");
	is_int(a.voucher.instalments, 3, "its instalments");
	is_int(a.kind, GATEWAY_KIND_REFUND, "its kind");
	is_text(a.payment, KEY, "the key it is about");
	memset(long_reference, 'r', sizeof long_reference);
	long_reference[sizeof long_reference - 1] = '\0';
	(void)snprintf(line, sizeof line, ANSWER("\"result\":\"approved\",\"reference\":\"%s\""),
	    long_reference);
	is_int(gateway_answer_read(line, strlen(line), &a, &e), 0, "too long a reference is read");
	is_int(a.result, GATEWAY_UNKNOWN, "but not believed");
	is_text(a.problem, "bad answer", "and said to be bad");
	(void)snprintf(line, sizeof line, ANSWER("\"result\":\"declined\",\"message\":\"%s%s\""),
	    long_reference, long_reference);
	is_int(gateway_answer_read(line, strlen(line), &a, &e), 0, "too long a message is read");
	is_int((int64_t)strlen(a.message), 200, "and cut");
	is_int(a.result, GATEWAY_DECLINED, "and the answer stands");
}

static void
write_answers(void)
{
	static const char wanted[] =
	    "{\"v\":1,\"key\":\"" KEY "\",\"result\":\"approved\",\"amount\":\"10.50\","
	    "\"currency\":\"BOB\",\"reference\":\"R1\"}\n";
	struct gateway_answer a, back;
	struct text line;
	text_open(&line);
	gateway_answer_without(&a, KEY, GATEWAY_APPROVED, "");
	a.amount = money_of(1050, "BOB");
	a.has_amount = true;
	strcpy(a.reference, "R1");
	gateway_answer_write(&a, &line);
	is_text(text_string(&line), wanted, "an answer is written without what it lacks");
	is_int(gateway_answer_read(line.data, line.length - 1, &back, &e), 0, "and read");
	ok(back.amount.minor == 1050 && back.voucher.instalments == -1, "as it was");
	text_close(&line);
}

static void
read_ends(void)
{
	static const char end[] = "{\"op\":\"end\",\"count\":12}";
	int64_t count = 0;
	is_int(gateway_line_end(end, strlen(end), &count), 1, "the end line");
	is_int(count, 12, "its count");
	is_int(gateway_line_end("{\"op\":\"end\"}", 12, &count), 0, "needs a count");
	is_int(gateway_line_end("{\"op\":\"charge\",\"count\":1}", 25, &count), 0,
	    "another op is none");
}

static void
encode(void)
{
	/* RFC 4648 section 10 */
	static const char *const pairs[][2] = { { "", "" }, { "f", "Zg==" }, { "fo", "Zm8=" },
		{ "foo", "Zm9v" }, { "foob", "Zm9vYg==" }, { "fooba", "Zm9vYmE=" },
		{ "foobar", "Zm9vYmFy" } };
	static const char *const bad[] = { "Z", "Zg=", "Zg",
		"Zh==", "Zm9=", "Z===", "====", "Zg==Zg==", "Zm 9v", "Zm9v\n", "Z\x80\x80v" };
	struct text out;
	text_open(&out);
	for (size_t i = 0; i < sizeof pairs / sizeof pairs[0]; i++) {
		text_clear(&out);
		base64_write(&out, pairs[i][0], strlen(pairs[i][0]));
		is_text(text_string(&out), pairs[i][1], "base64 of \"%s\"", pairs[i][0]);
		text_clear(&out);
		ok(base64_read(&out, pairs[i][1]) && strcmp(text_string(&out), pairs[i][0]) == 0,
		    "and back");
	}
	for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++)
		ok(!base64_read(&out, bad[i]), "no base64: number %zu", i);
	text_close(&out);
}

int
main(void)
{
	write_requests();
	read_requests();
	judge_answers();
	refuse_lines();
	read_details();
	write_answers();
	read_ends();
	encode();
	return done();
}
