#ifndef PP_TOOLS_H
#define PP_TOOLS_H
/*
 * tools - the programs that lie beside this one, and what they say of themselves.
 */
#include <stddef.h>
#include <stdio.h>
#include "err.h"
#include "text.h"

enum { TOOL_NAME_SIZE = 64, TOOLS_MAX = 64 };

struct tools {
	char names[TOOLS_MAX][TOOL_NAME_SIZE]; /* "pp-pay", in order; filters left out */
	size_t count;
};

/* ERR_FAILED when the program's own folder cannot be read. */
int tools_find(struct tools *tools, struct err *e);
/* Path of a tool beside this program, or its bare name. */
void tools_path(const char *name, char *path, size_t size);
/* Appends what "NAME WORD" prints; nothing when it fails. */
void tools_ask(const char *name, const char *word, struct text *out);
/* Appends "page(section) TAB its one line" for each manual page installed with us. */
void tools_pages(struct text *out);

#endif
