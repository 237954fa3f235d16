#include <stdio.h>
#include <string.h>
#include "guide.h"
#include "i18n.h"
#include "utf8.h"

#define COLUMNS                                                                                    \
	"SELECT id, biller, kind, invoice_kind, title, text, pays, url, chat, phone, email,"       \
	" address, hours, language, place FROM guide"
static const char sql_find[] =
    COLUMNS " WHERE COALESCE(biller, 0) = :biller AND kind = :kind"
	    " AND COALESCE(invoice_kind, '') = :invoice_kind AND COALESCE(language, '') = :language"
	    " AND title = :title";
static const char sql_list[] =
    COLUMNS " WHERE (:biller = 0 OR biller = :biller OR biller IS NULL)"
	    " AND (:kind IS NULL OR kind = :kind)"
	    " AND (:invoice_kind IS NULL OR invoice_kind = :invoice_kind)"
	    " AND (:language IS NULL OR language = :language OR language IS NULL)"
	    " ORDER BY CASE WHEN biller IS NULL THEN 1 ELSE 0 END, biller, kind, place, id";
static const char sql_last[] = "SELECT COALESCE(MAX(place), 0) + 1 FROM guide"
			       " WHERE COALESCE(biller, 0) = :biller AND kind = :kind";
static const char sql_add[] =
    "INSERT INTO guide (biller, kind, invoice_kind, title, text, pays, url, chat, phone, email,"
    " address, hours, language, place) VALUES (:biller, :kind, :invoice_kind, :title, :text, :pays,"
    " :url, :chat, :phone, :email, :address, :hours, :language, :place) RETURNING id";
static const char sql_edit[] =
    "UPDATE guide SET text = :text, pays = :pays, url = :url, chat = :chat, phone = :phone,"
    " email = :email, address = :address, hours = :hours, place = :place WHERE id = :id";
static const char sql_remove[] = "DELETE FROM guide WHERE id = :id";

#define BIND_CONTENT(g)                                                                            \
	BIND_TEXT_OR_NULL(":text", (g)->text), BIND_TEXT_OR_NULL(":pays", (g)->pays),              \
	    BIND_TEXT_OR_NULL(":url", (g)->url), BIND_TEXT_OR_NULL(":chat", (g)->chat),            \
	    BIND_TEXT_OR_NULL(":phone", (g)->phone), BIND_TEXT_OR_NULL(":email", (g)->email),      \
	    BIND_TEXT_OR_NULL(":address", (g)->address), BIND_TEXT_OR_NULL(":hours", (g)->hours),  \
	    BIND_INT(":place", (g)->place)

int
guide_next(struct query *q, struct guide *g, struct err *e)
{
	int row = query_next(q, e);

	if (row != 1)
		return row;
	g->id = query_int(q, 0);
	g->biller = query_int(q, 1);
	query_text(q, 2, g->kind, sizeof g->kind);
	query_text(q, 3, g->invoice_kind, sizeof g->invoice_kind);
	query_text(q, 4, g->title, sizeof g->title);
	query_text(q, 5, g->text, sizeof g->text);
	query_text(q, 6, g->pays, sizeof g->pays);
	query_text(q, 7, g->url, sizeof g->url);
	query_text(q, 8, g->chat, sizeof g->chat);
	query_text(q, 9, g->phone, sizeof g->phone);
	query_text(q, 10, g->email, sizeof g->email);
	query_text(q, 11, g->address, sizeof g->address);
	query_text(q, 12, g->hours, sizeof g->hours);
	query_text(q, 13, g->language, sizeof g->language);
	g->place = query_int(q, 14);
	return 1;
}

int
guide_list(struct db *db, const struct guide_filter *f, struct query *q, struct err *e)
{
	return db_query(db, sql_list,
	    BINDS(BIND_INT(":biller", f->biller), BIND_TEXT(":kind", f->kind),
		BIND_TEXT(":invoice_kind", f->invoice_kind), BIND_TEXT(":language", f->language)),
	    q, e);
}

static int
check_word(const char *word, const char *const *words, const char *what, struct err *e)
{
	for (; *words != NULL; words++)
		if (strcmp(word, *words) == 0)
			return 0;
	return err_set(e, ERR_USAGE, _("%.40s is no %s"), word, what);
}

/* Where people are sent to: a page, or a number to write to. */
static int
check_link(const char *link, const char *what, struct err *e)
{
	size_t length = strlen(link);

	if (length == 0)
		return 0;
	if (strspn(link, "+0123456789 ()-") == length && strcmp(what, "url") != 0)
		return 0;
	if (strncmp(link, "https://", 8) != 0 && strncmp(link, "http://", 7) != 0)
		return err_set(e, ERR_USAGE, _("%s takes a link that begins https://"), what);
	return number_check(link, length, what, e);
}

static int
check_optional(const char *text, const char *what, struct err *e)
{
	return text[0] == '\0' ? 0 : text_check(text, strlen(text), what, e);
}

static int
check(const struct guide *g, struct err *e)
{
	static const char *const kinds[] = { "place", "procedure", "topic", "contact", NULL };
	static const char *const invoice_kinds[] = { "", "bill", "charge", "slip", "credit",
		"instalment", "subscription", NULL };
	static const char *const languages[] = { "", "es", "en", NULL };

	if (check_word(g->kind, kinds, _("kind of guide"), e) != 0 ||
	    check_word(g->invoice_kind, invoice_kinds, _("kind of invoice"), e) != 0 ||
	    check_word(g->language, languages, _("language"), e) != 0)
		return -1;
	if (text_check(g->title, sizeof g->title - 1, N_("title"), e) != 0 ||
	    check_optional(g->text, N_("text"), e) != 0 ||
	    check_optional(g->pays, N_("pays"), e) != 0 ||
	    check_optional(g->address, N_("address"), e) != 0 ||
	    check_optional(g->hours, N_("hours"), e) != 0)
		return -1;
	if (check_link(g->url, "url", e) != 0 || check_link(g->chat, "chat", e) != 0)
		return -1;
	if (g->phone[0] != '\0' && number_check(g->phone, sizeof g->phone - 1, N_("phone"), e) != 0)
		return -1;
	return g->email[0] == '\0' ? 0 : email_check(g->email, e);
}

/* The entry of that name as it is: 1, 0, -1. */
static int
find(struct db *db, const struct guide *g, struct guide *found, struct err *e)
{
	struct query q;
	int row;

	if (db_query(db, sql_find,
		BINDS(BIND_INT(":biller", g->biller), BIND_TEXT(":kind", g->kind),
		    BIND_TEXT(":invoice_kind", g->invoice_kind),
		    BIND_TEXT(":language", g->language), BIND_TEXT(":title", g->title)),
		&q, e) != 0)
		return -1;
	row = guide_next(&q, found, e);
	query_end(&q);
	return row;
}

static bool
is_same(const struct guide *a, const struct guide *b)
{
	return strcmp(a->text, b->text) == 0 && strcmp(a->pays, b->pays) == 0 &&
	       strcmp(a->url, b->url) == 0 && strcmp(a->chat, b->chat) == 0 &&
	       strcmp(a->phone, b->phone) == 0 && strcmp(a->email, b->email) == 0 &&
	       strcmp(a->address, b->address) == 0 && strcmp(a->hours, b->hours) == 0 &&
	       a->place == b->place;
}

static int
note(struct office *office, const struct guide *g, const char *what, struct err *e)
{
	char summary[300];

	snprintf(summary, sizeof summary, "guide %s %s: %s", what, g->kind, g->title);
	return office_log(office,
	    &(struct office_note){ .type = g->biller != 0 ? REF_BILLER : REF_NONE,
		.id = g->biller,
		.summary = summary },
	    e);
}

static int
add(struct office *office, struct guide *g, struct err *e)
{
	if (g->place == 0 && db_int(office->db, sql_last,
				 BINDS(BIND_INT(":biller", g->biller), BIND_TEXT(":kind", g->kind)),
				 &g->place, e) < 0)
		return -1;
	if (db_int(office->db, sql_add,
		BINDS(BIND_INT_OR_NULL(":biller", g->biller), BIND_TEXT(":kind", g->kind),
		    BIND_TEXT_OR_NULL(":invoice_kind", g->invoice_kind),
		    BIND_TEXT(":title", g->title), BIND_CONTENT(g),
		    BIND_TEXT_OR_NULL(":language", g->language)),
		&g->id, e) < 0)
		return -1;
	return note(office, g, "adds", e);
}

int
guide_put(struct office *office, struct guide *g, enum guide_change *change, struct err *e)
{
	struct guide before = { .id = 0 };
	int row = check(g, e) == 0 ? find(office->db, g, &before, e) : -1;

	*change = GUIDE_NEW;
	if (row <= 0)
		return row < 0 ? -1 : add(office, g, e);
	g->id = before.id;
	if (g->place == 0)
		g->place = before.place;
	*change = is_same(g, &before) ? GUIDE_SAME : GUIDE_CHANGED;
	if (*change == GUIDE_SAME)
		return 0;
	if (db_run(office->db, sql_edit, BINDS(BIND_CONTENT(g), BIND_INT(":id", g->id)), NULL, e) !=
	    0)
		return -1;
	return note(office, g, "changes", e);
}

int
guide_remove(struct office *office, const struct guide *g, enum guide_change *change, struct err *e)
{
	struct guide before = { .id = 0 };
	int row = check(g, e) == 0 ? find(office->db, g, &before, e) : -1;

	*change = GUIDE_SAME;
	if (row <= 0)
		return row;
	*change = GUIDE_CHANGED;
	if (db_run(office->db, sql_remove, BINDS(BIND_INT(":id", before.id)), NULL, e) != 0)
		return -1;
	return note(office, g, "removes", e);
}

int
guide_contact(struct db *db, int64_t biller, char contact[GUIDE_CONTACT_SIZE], struct err *e)
{
	const struct guide_filter filter = { .biller = biller, .kind = "contact" };
	struct guide g;
	struct query q;
	int row;

	contact[0] = '\0';
	if (guide_list(db, &filter, &q, e) != 0)
		return -1;
	while ((row = guide_next(&q, &g, e)) == 1) {
		const char *const parts[] = { g.title, g.phone, g.email, g.chat, g.url };
		size_t used = 0;

		if (g.biller != 0 && g.biller != biller)
			continue; /* the office's, where no biller was named */
		for (size_t i = 0; i < sizeof parts / sizeof parts[0]; i++)
			if (parts[i][0] != '\0' && used + strlen(parts[i]) + 3 < GUIDE_CONTACT_SIZE)
				used += (size_t)snprintf(contact + used, GUIDE_CONTACT_SIZE - used,
				    "%s%s", used > 0 ? ", " : "", parts[i]);
		break;
	}
	query_end(&q);
	return row < 0 ? -1 : 0;
}
