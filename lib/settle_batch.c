#include <assert.h>
#include <stdlib.h>
#include <string.h>
#include "i18n.h"
#include "settle_batch.h"

int
settle_batch_open(struct settle_batch *batch, struct err *e)
{
	*batch = (struct settle_batch){ 0 };
	batch->answers = calloc(SETTLE_BATCH_MAX, sizeof *batch->answers);
	batch->payments = calloc(SETTLE_BATCH_MAX, sizeof *batch->payments);
	if (batch->answers != NULL && batch->payments != NULL)
		return 0;
	settle_batch_close(batch);
	return err_set(e, ERR_FAILED, _("out of memory"));
}

void
settle_batch_close(struct settle_batch *batch)
{
	free(batch->answers);
	free(batch->payments);
	*batch = (struct settle_batch){ 0 };
}

void
settle_batch_add(struct settle_batch *batch, const struct gateway_answer *answer)
{
	assert(batch->count < SETTLE_BATCH_MAX);
	batch->answers[batch->count++] = *answer;
}

/* Whether the answer says anything new: 1 and its payment, 0, -1. */
static int
is_awaited(struct office *office, struct settlement *s, struct payment *p, struct err *e)
{
	int known = payment_by_key(office->db, s->answer->key, &s->payment, e);

	if (known <= 0)
		return known;
	if (payment_show(office->db, s->payment, p, e) != 0)
		return -1;
	if (p->method != METHOD_CARD || p->is_refund)
		return 0;
	return payment_is_live(p) || (s->answer->result == GATEWAY_APPROVED && p->settled_at == 0);
}

static int
work(struct office *office, void *context, struct err *e)
{
	struct settle_batch *batch = context;

	batch->settled = 0;
	for (size_t i = 0; i < batch->count; i++) {
		struct settlement s = { .op = GATEWAY_CHARGE, .answer = &batch->answers[i] };
		struct payment *p = &batch->payments[batch->settled];
		int known = is_awaited(office, &s, p, e);

		if (known < 0 || (known == 1 && settle_within(office, &s, p, e) != 0))
			return -1;
		batch->settled += (size_t)known;
	}
	return 0;
}

int
settle_batch_run(struct office *office, struct settle_batch *batch, struct err *e)
{
	int result;

	batch->settled = 0;
	if (batch->count == 0)
		return 0;
	result = office_write(office, work, batch, e);
	if (result != 0)
		batch->settled = 0;
	batch->count = 0;
	return result;
}
