#ifndef PP_PLATFORM_H
#define PP_PLATFORM_H
/*
 * platform - asking a payment platform about one payment, through its filter.
 * Owns no table.  Layer 12.
 */
#include "gateway.h"
#include "payment.h"

struct platform {	     /* handed in by the program; lib reads no environment */
	const char *folders; /* where filters are, separated by ':' */
	char *const *envp;   /* what filters see */
};

struct platform_filter { /* a filter ready to run */
	struct gateway_filter filter;
	char program[GATEWAY_PATH_SIZE];
	char arguments[1025];
	char *argv[34];
	char credentials[GATEWAY_PATH_SIZE];
	char merchant[GATEWAY_TEXT_SIZE];
};

/* ERR_USAGE where somebody named a platform that the settings do not list. */
int platform_check_name(struct office *office, const char *gateway, struct err *e);
/* What of it the settings say, for requests that somebody else runs a filter on.  ERR_SETUP where
 * the platform is not listed. */
int platform_describe(
    struct office *office, const char *gateway, struct platform_filter *filter, struct err *e);

/* ERR_SETUP where the platform is not listed in the settings, or its filter is nowhere. */
int platform_open(struct office *office, const struct platform *platform, const char *gateway,
    struct platform_filter *filter, struct err *e);

/* The same refusals, before anything is recorded that the filter would be needed for. */
int platform_check(
    struct office *office, const struct platform *platform, const char *gateway, struct err *e);

/* The request of that op for a payment; memo, merchant and credentials included. */
int platform_request(struct office *office, const struct platform_filter *filter,
    const struct payment *p, enum gateway_op op, struct gateway_request *request, struct err *e);

/* One call.  0: *answer is filled, unknown where the filter failed. */
int platform_ask(struct office *office, const struct platform *platform, const struct payment *p,
    struct gateway_request *request, struct gateway_answer *answer, struct err *e);

/* Names the invoices that a payment pays, "water:F-1, water:F-2"; cut at 200 bytes. */
int platform_memo(struct db *db, int64_t payment, char memo[GATEWAY_TEXT_SIZE], struct err *e);

#endif
