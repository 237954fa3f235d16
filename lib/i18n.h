#ifndef PP_I18N_H
#define PP_I18N_H
/*
 * i18n - prose for people in their language.  Layer 0.
 *
 * _("...") translates here; N_("...") marks a text of a table that is translated where it is
 * printed.
 */
#include <libintl.h>

#define _(text)	 gettext(text)
#define N_(text) (text)

#endif
