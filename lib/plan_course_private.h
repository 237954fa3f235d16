#ifndef PP_PLAN_COURSE_PRIVATE_H
#define PP_PLAN_COURSE_PRIVATE_H
/*
 * plan_course_private - what plan_course.c and plan_course_end.c share.  Layer 10.
 */
#include "plan_course.h"

/* The plan ended: the debt's invoices are paid, or open again. */
int plan_course_let_go(
    struct office *office, const struct plan *plan, const char *on, struct err *e);
/* As plan_course_end, whatever is held. */
int plan_course_close(struct office *office, struct plan *plan, enum plan_status to, const char *on,
    const char *why, struct err *e);

#endif
