#ifndef PP_ENROLMENT_PRIVATE_H
#define PP_ENROLMENT_PRIVATE_H
/*
 * enrolment_private - what must hold before somebody is enrolled.  Layer 8.
 */
#include "enrolment.h"

/* What was found on the way. */
struct consent {
	struct account account;
	int64_t terms_version; /* with en->terms */
	char terms_hash[65];
};

/* Completes *en and refuses what enrolment_set refuses, but for another's enrolment. */
int enrolment_check_consent(
    struct office *office, struct enrolment *en, struct consent *c, struct err *e);

#endif
