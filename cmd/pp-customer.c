/*
 * pp-customer - who the customer is: registering, logging in, contact data, suspending.
 */
#include "customers.h"
#include "show.h"

#define CONTACT                                                                                    \
	{ "document", 0, OPTION_TEXT, "TYPE:NUMBER", NULL, N_("identity document"), false },       \
	    { "phone", 0, OPTION_TEXT, "NUMBER", NULL, N_("mobile phone, for codes by SMS"),       \
		    false },                                                                       \
	    { "address", 0, OPTION_TEXT, "TEXT", NULL, N_("postal address"), false },              \
	    { "language", 0, OPTION_CHOICE, "LANG", "es|en", N_("of messages to the customer"),    \
		    false },                                                                       \
	{                                                                                          \
		"adviser", 0, OPTION_TEXT, "TEXT", NULL, N_("whom the customer may ask"), false    \
	}
#define KIND                                                                                       \
	{                                                                                          \
		"kind", 0, OPTION_CHOICE, "KIND", "person|business", N_("person or business"),     \
		    false                                                                          \
	}
#define CODE                                                                                       \
	{                                                                                          \
		"code", 0, OPTION_SECRET, NULL, NULL, N_("the code that was sent"), false          \
	}

static const struct option_row options_register[] = {
	{ "name", 0, OPTION_TEXT, "TEXT", NULL, N_("full name"), true },
	KIND,
	CONTACT,
	{ "password", 0, OPTION_SECRET, NULL, NULL, N_("10 to 1024 bytes"), false },
	{ 0 },
};

static const struct option_row options_edit[] = {
	{ "name", 0, OPTION_TEXT, "TEXT", NULL, N_("full name"), false },
	{ "email", 0, OPTION_TEXT, "EMAIL", NULL, N_("address to log in with"), false },
	KIND,
	CONTACT,
	{ 0 },
};

static const struct option_row options_reset[] = {
	CODE,
	{ "password", 0, OPTION_SECRET, NULL, NULL, N_("the new password"), false },
	{ 0 },
};

static const struct option_row options_confirm[] = {
	CODE,
	{ "customer", 0, OPTION_REF, "REF", "cus", N_("whose; operators"), false },
	{ 0 },
};

static const struct option_row options_login[] = {
	{ "password", 0, OPTION_SECRET, NULL, NULL, N_("goes with an e-mail address"), false },
	{ "document", 0, OPTION_TEXT, "TYPE:NUMBER", NULL, N_("log in by a code sent by SMS"),
	    false },
	CODE,
	{ 0 },
};

static const struct option_row options_password[] = {
	{ "password", 0, OPTION_SECRET, NULL, NULL, N_("the old one"), false },
	{ "new-password", 0, OPTION_SECRET, NULL, NULL, N_("the new one"), false },
	{ "temporary", 0, OPTION_FLAG, NULL, NULL,
	    N_("make one, print it once; it must be changed at first login"), false },
	{ 0 },
};

static const struct option_row options_list[] = {
	{ "kind", 0, OPTION_CHOICE, "KIND", "person|business", N_("only of that kind"), false },
	{ 0 },
};

#define PROVING (VERB_WRITE | VERB_PUBLIC | VERB_CUSTOMER | VERB_REPEATS | VERB_PROVES)
#define OWN	(VERB_WRITE | VERB_CUSTOMER)

static const struct verb verbs[] = {
	{ "register", "EMAIL", N_("makes a customer: active with a password, else invited"),
	    "pp-customer register ana@example.com --name='Ana Quispe'", options_register, 1, 1,
	    PROVING, NULL, "customer", NULL, customer_register },
	{ "import", "FILE|-", N_("invites many; what it knows is brought up to date"),
	    "pp-customer import members.csv", options_customer_import, 1, 1,
	    VERB_WRITE | VERB_INPUT, NULL, "summary", NULL, customer_verb_import },
	{ "activate", "EMAIL", N_("sends the activation code; with it sets the first password"),
	    "pp-customer activate ana@example.com\npp-customer activate ana@example.com"
	    " --code-fd=3",
	    options_reset, 1, 1, PROVING, NULL, "customer", NULL, customer_activate },
	{ "recover", "EMAIL", N_("sends a code for a forgotten password; with it sets a new one"),
	    "pp-customer recover ana@example.com", options_reset, 1, 1, PROVING, NULL, "customer",
	    NULL, customer_recover },
	{ "confirm", "phone|email", N_("sends a code to phone or e-mail; with it confirms them"),
	    "pp-customer confirm phone\npp-customer confirm phone --code-fd=0", options_confirm, 1,
	    1, OWN | VERB_PROVES | VERB_REPEATS, NULL, "customer", NULL, customer_confirm },
	{ "login", "[EMAIL]", N_("logs in; the session is kept in the file of --session"),
	    "pp-customer login ana@example.com\npp-customer login --document=CI:1234567",
	    options_login, 0, 1, PROVING | VERB_LIMITED, NULL, "customer", NULL, customer_login },
	{ "logout", "", N_("ends the session"), "pp-customer logout", NULL, 0, 0,
	    OWN | VERB_LIMITED | VERB_PROVES, NULL, "customer", NULL, customer_logout },
	{ "whoami", "", N_("shows who is logged in"), "pp-customer whoami", NULL, 0, 0,
	    VERB_READ | VERB_CUSTOMER | VERB_LIMITED, NULL, "customer", NULL, customer_whoami },
	{ "password", "[REF]", N_("changes one's password; operators give a temporary one"),
	    "pp-customer password\npp-customer password cus-5 --temporary", options_password, 0, 1,
	    OWN | VERB_LIMITED | VERB_REPEATS, "cus", "customer", NULL, customer_password },
	{ "show", "[REF...|-]", N_("shows oneself, or the customers named"),
	    "pp-customer show ana@example.com", NULL, 0, OPERANDS_ANY,
	    VERB_READ | VERB_CUSTOMER | VERB_STDIN, "cus", "customer", NULL, customer_verb_show },
	{ "edit", "[REF]", N_("changes what is given; a new address is to be confirmed"),
	    "pp-customer edit --phone=+59170012345", options_edit, 0, 1, OWN, "cus", "customer",
	    NULL, customer_verb_edit },
	{ "list", "", N_("lists customers"), "pp-customer list --status=suspended", options_list, 0,
	    0, VERB_READ | VERB_LIST, NULL, "customer", NULL, customer_verb_list },
	{ "unlock", "REF", N_("lets password, token and codes be tried again at once"),
	    "pp-customer unlock cus-5", NULL, 1, 1, VERB_WRITE, "cus", "customer", NULL,
	    customer_unlock },
	{ "suspend", "REF", N_("stops the service; sessions end"), "pp-customer suspend cus-5",
	    NULL, 1, 1, VERB_WRITE, "cus", "customer", NULL, customer_suspend },
	{ "resume", "REF", N_("takes up the service again"), "pp-customer resume cus-5", NULL, 1, 1,
	    VERB_WRITE, "cus", "customer", NULL, customer_resume },
	{ "close", "REF", N_("ends the service for good"), "pp-customer close cus-5", NULL, 1, 1,
	    VERB_WRITE, "cus", "customer", NULL, customer_close },
	{ 0 },
};

static const struct program program = { "pp-customer",
	N_("who the customer is: register, log in, contact data, suspend"), verbs, show_ref };

int
main(int argc, char **argv)
{
	return cli_main(&program, argc, argv);
}
