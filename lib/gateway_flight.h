#ifndef PP_GATEWAY_FLIGHT_H
#define PP_GATEWAY_FLIGHT_H
/*
 * gateway_flight - the requests that wait for their answer: what each answer is judged by.
 * Layer 0, pure.
 */
#include <stdbool.h>
#include "err.h"
#include "gateway_request.h"

struct gateway_waiting {
	char key[GATEWAY_KEY_SIZE];
	enum gateway_op op;
	struct money amount;
	uint64_t begins_at; /* where its line begins in all that is written to the filter */
	int64_t expires_ms; /* monotonic */
	int64_t count;	    /* report: lines so far */
	int next;	    /* index, -1 at the end */
	bool is_used;
};

struct gateway_flight {
	struct gateway_waiting *slots;
	int *heads; /* of the chains of one hash */
	int capacity;
	int count;
	int free; /* first of the chain of unused slots */
};

/* For at most capacity requests.  ERR_FAILED without memory. */
int gateway_flight_open(struct gateway_flight *flight, int capacity, struct err *e);
void gateway_flight_close(struct gateway_flight *flight);
/* NULL if it is full or has that key already. */
struct gateway_waiting *gateway_flight_add(
    struct gateway_flight *flight, const struct gateway_request *r);
/* NULL if no request with that key waits. */
struct gateway_waiting *gateway_flight_find(const struct gateway_flight *flight, const char *key);
void gateway_flight_remove(struct gateway_flight *flight, struct gateway_waiting *waiting);

#endif
