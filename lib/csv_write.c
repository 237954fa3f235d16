#include "csv.h"

#include <string.h>

void
csv_write(struct text *out, const char *value, bool is_text)
{
	bool is_formula = is_text && *value && strchr("=+-@\t\r", *value);
	bool is_quoted = value[strcspn(value, ",\"\r\n")] != '\0';

	if (is_quoted)
		text_add_char(out, '"');
	if (is_formula)
		text_add_char(out, '\'');
	while (*(value = text_add_safe(out, value, "\"\t\r\n")) != '\0') {
		if (*value == '"')
			text_add_char(out, '"');
		text_add_char(out, *value++);
	}
	if (is_quoted)
		text_add_char(out, '"');
}

void
tsv_write(struct text *out, const char *value)
{
	static const char special[] = "\\\t\n\r";
	static const char letters[] = "\\tnr";

	while (*(value = text_add_safe(out, value, special)) != '\0') {
		text_add_char(out, '\\');
		text_add_char(out, letters[strchr(special, *value++) - special]);
	}
}
