/*
 * guard - what a verb that holds secrets leaves behind when it dies: nothing.
 */
#include <sys/prctl.h>
#include <sys/resource.h>
#include "private.h"

/* Those that open no office have no key file to read; the hidden ones carry messages. */
static bool
may_hold_secrets(const struct verb *verb)
{
	for (const struct option_row *row = verb->options; row && row->name; row++)
		if (row->kind == OPTION_SECRET)
			return true;
	return (verb->flags &
		   (VERB_READ | VERB_WRITE | VERB_CREATES | VERB_UNOPENED | VERB_HIDDEN)) != 0;
}

void
guard_secrets(const struct verb *verb)
{
	const struct rlimit none = { 0, 0 };

	if (!may_hold_secrets(verb))
		return;
	setrlimit(RLIMIT_CORE, &none);
#ifndef __SANITIZE_ADDRESS__ /* whose search for leaks traces its own process */
	prctl(PR_SET_DUMPABLE, 0, 0, 0, 0);
#endif
}
