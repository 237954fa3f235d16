/*
 * gateway_flight - the requests that wait for their answer.
 */
#include <stdlib.h>
#include <string.h>
#include "gateway_flight.h"
#include "i18n.h"

int
gateway_flight_open(struct gateway_flight *flight, int capacity, struct err *e)
{
	size_t n = (size_t)capacity;
	*flight = (struct gateway_flight){ .capacity = capacity };
	flight->slots = calloc(n, sizeof *flight->slots);
	flight->heads = calloc(n, sizeof *flight->heads);
	if (flight->slots == NULL || flight->heads == NULL) {
		gateway_flight_close(flight);
		return err_set(e, ERR_FAILED, _("out of memory"));
	}
	for (int i = 0; i < capacity; i++) {
		flight->heads[i] = -1;
		flight->slots[i].next = i + 1 < capacity ? i + 1 : -1;
	}
	return 0;
}

void
gateway_flight_close(struct gateway_flight *flight)
{
	free(flight->slots);
	free(flight->heads);
	*flight = (struct gateway_flight){ .capacity = 0 };
}

/* FNV-1a: keys are random, but nothing forces a caller. */
static int *
head_of(const struct gateway_flight *flight, const char *key)
{
	uint64_t hash = UINT64_C(14695981039346656037);
	for (const char *p = key; *p != '\0'; p++)
		hash = (hash ^ (unsigned char)*p) * UINT64_C(1099511628211);
	return &flight->heads[hash % (uint64_t)flight->capacity];
}

struct gateway_waiting *
gateway_flight_find(const struct gateway_flight *flight, const char *key)
{
	for (int i = *head_of(flight, key); i >= 0; i = flight->slots[i].next) {
		if (strcmp(flight->slots[i].key, key) == 0)
			return &flight->slots[i];
	}
	return NULL;
}

struct gateway_waiting *
gateway_flight_add(struct gateway_flight *flight, const struct gateway_request *r)
{
	if (flight->free < 0 || gateway_flight_find(flight, r->key) != NULL)
		return NULL;
	int i = flight->free;
	int *head = head_of(flight, r->key);
	struct gateway_waiting *waiting = &flight->slots[i];
	flight->free = waiting->next;
	*waiting = (struct gateway_waiting){
		.op = r->op, .amount = r->amount, .next = *head, .is_used = true
	};
	memcpy(waiting->key, r->key, sizeof waiting->key);
	*head = i;
	flight->count++;
	return waiting;
}

void
gateway_flight_remove(struct gateway_flight *flight, struct gateway_waiting *waiting)
{
	int i = (int)(waiting - flight->slots);
	int *link = head_of(flight, waiting->key);
	while (*link != i)
		link = &flight->slots[*link].next;
	*link = waiting->next;
	waiting->is_used = false;
	waiting->next = flight->free;
	flight->free = i;
	flight->count--;
}
