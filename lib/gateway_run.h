#ifndef PP_GATEWAY_RUN_H
#define PP_GATEWAY_RUN_H
/*
 * gateway_run - one run of a filter, from its start to its end: the engine of gateway.h.  Edge.
 */
#include "err.h"
#include "gateway_answer.h"

struct gateway_filter;
struct gateway_batch;
struct gateway_tally;

/* As gateway_exchange(); record, called with batch->arg, takes the lines of reports. */
int gateway_run(const struct gateway_filter *filter, const struct gateway_batch *batch,
    int (*record)(void *arg, const struct gateway_answer *line, struct err *e),
    struct gateway_tally *tally, struct err *e);

#endif
