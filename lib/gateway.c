/*
 * gateway - running a gateway filter: one call, many, or a report.
 */
#include <assert.h>
#include "gateway.h"
#include "gateway_run.h"

/* One request and the place of its answer. */
struct single {
	const struct gateway_request *request;
	struct gateway_answer *answer;
	int (*record)(void *arg, const struct gateway_answer *line, struct err *e);
	void *arg;
	bool is_asked;
};

static int
next_single(void *arg, struct gateway_request *request, struct err *e)
{
	struct single *single = arg;
	(void)e;
	if (single->is_asked)
		return 0;
	single->is_asked = true;
	*request = *single->request;
	return 1;
}

static int
take_single(void *arg, const struct gateway_answer *answer, struct err *e)
{
	struct single *single = arg;
	(void)e;
	*single->answer = *answer;
	return 0;
}

static int
record_single(void *arg, const struct gateway_answer *line, struct err *e)
{
	struct single *single = arg;
	return single->record(single->arg, line, e);
}

static int
run_single(const struct gateway_filter *filter, struct single *single, struct err *e)
{
	struct gateway_batch batch = { .next = next_single, .answer = take_single, .arg = single };
	struct gateway_filter narrow = *filter;
	struct gateway_tally tally;
	/* Room for one more, so that the filter hears at once that none comes. */
	narrow.in_flight_max = 2;
	return gateway_run(&narrow, &batch, record_single, &tally, e);
}

int
gateway_call(const struct gateway_filter *filter, const struct gateway_request *request,
    struct gateway_answer *answer, struct err *e)
{
	struct single single = { .request = request, .answer = answer };
	assert(request->op != GATEWAY_REPORT);
	return run_single(filter, &single, e);
}

int
gateway_exchange(const struct gateway_filter *filter, const struct gateway_batch *batch,
    struct gateway_tally *tally, struct err *e)
{
	return gateway_run(filter, batch, NULL, tally, e);
}

int
gateway_report(const struct gateway_filter *filter, const struct gateway_request *request,
    int (*record)(void *arg, const struct gateway_answer *line, struct err *e), void *arg,
    struct gateway_answer *answer, struct err *e)
{
	struct single single = {
		.request = request, .answer = answer, .record = record, .arg = arg
	};
	assert(request->op == GATEWAY_REPORT);
	return run_single(filter, &single, e);
}
