#include <stdlib.h>
#include "i18n.h"
#include "readiness.h"
#include "subscription_batch.h"

struct part {
	struct subscription_batch *batch;
	struct subscription subscription;
};

static int
remember(const struct invoice *inv, void *context, struct err *e)
{
	struct subscription_batch *batch = context;

	if (batch->count == batch->room) {
		size_t room = batch->room == 0 ? SUBSCRIPTION_BATCH_MAX : 2 * batch->room;
		int64_t *invoices = realloc(batch->invoices, room * sizeof *invoices);

		if (invoices == NULL)
			return err_set(e, ERR_FAILED, _("out of memory"));
		batch->invoices = invoices;
		batch->room = room;
	}
	batch->invoices[batch->count++] = inv->id;
	return batch->watch != NULL ? batch->watch(inv, batch->context, e) : 0;
}

static int
issue(struct office *office, void *context, struct err *e)
{
	struct part *part = context;

	return subscription_issue(office, &part->subscription, remember, part->batch, e);
}

/* Only what is wrong with the one subscription is its own. */
static int
issue_alone(struct office *office, struct part *part, struct err *e)
{
	struct subscription_batch *batch = part->batch;
	size_t before = batch->count;
	char ref[REF_SIZE];
	struct err why;

	if (office_part(office, issue, part, &why) == 0)
		return 0;
	batch->count = before;
	if (why.code != ERR_CONFLICT && why.code != ERR_USAGE && why.code != ERR_SETUP) {
		*e = why;
		return -1;
	}
	err_prefix(&why, "%s", ref_format(REF_SUBSCRIPTION, part->subscription.id, ref));
	batch->failures[batch->failed++] = why;
	return 0;
}

static int
work(struct office *office, void *context, struct err *e)
{
	struct subscription_batch *batch = context;
	struct part part = { .batch = batch };
	int row = 1;

	if (readiness_check(office, e) != 0)
		return -1;
	while (batch->taken < SUBSCRIPTION_BATCH_MAX &&
	       (row = subscription_due(office, &batch->after, e)) == 1) {
		part.subscription.id = batch->after;
		if (issue_alone(office, &part, e) != 0)
			return -1;
		batch->taken++;
	}
	return row < 0 ? -1 : 0;
}

int
subscription_batch_run(struct office *office, struct subscription_batch *batch, struct err *e)
{
	int64_t first = batch->after;
	int row;

	batch->taken = batch->count = batch->failed = 0;
	row = subscription_due(office, &first, e); /* a quiet night writes nothing */
	if (row <= 0)
		return row;
	return office_write(office, work, batch, e);
}

void
subscription_batch_close(struct subscription_batch *batch)
{
	free(batch->invoices);
	batch->invoices = NULL;
	batch->room = 0;
}
