#ifndef PP_LANGUAGE_H
#define PP_LANGUAGE_H
/*
 * language - prose in the language that the environment asks for; records stay as they are.
 */
#include <stddef.h>

/* Sets LC_CTYPE and LC_MESSAGES only: numbers and order never depend on the locale. */
void language_set(void);
/* Between the two, messages stay as they are in the sources: for texts that go into records. */
void language_pause(void);
void language_resume(void);
/* The folder that the running program lies in, with a '/' at its end; "" when unknown. */
void language_folder(char *folder, size_t size);

#endif
