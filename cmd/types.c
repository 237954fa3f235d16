/*
 * types - every record type that is printed: interface.md section 5a as data.
 */
#include <string.h>
#include "record.h"

#define FIELDS(...) ((const struct field[]){ __VA_ARGS__, { NULL, FIELD_TEXT } })
#define TEXT(name)                                                                                 \
	{                                                                                          \
		name, FIELD_TEXT                                                                   \
	}
#define REF(name)                                                                                  \
	{                                                                                          \
		name, FIELD_REF                                                                    \
	}
#define MONEY(name)                                                                                \
	{                                                                                          \
		name, FIELD_MONEY                                                                  \
	}
#define DECIMAL(name)                                                                              \
	{                                                                                          \
		name, FIELD_DECIMAL                                                                \
	}
#define DAY(name)                                                                                  \
	{                                                                                          \
		name, FIELD_DATE                                                                   \
	}
#define INSTANT(name)                                                                              \
	{                                                                                          \
		name, FIELD_INSTANT                                                                \
	}
#define YES_NO(name)                                                                               \
	{                                                                                          \
		name, FIELD_BOOL                                                                   \
	}
#define INT(name)                                                                                  \
	{                                                                                          \
		name, FIELD_INT                                                                    \
	}
#define NESTED(name)                                                                               \
	{                                                                                          \
		name, FIELD_NESTED                                                                 \
	}

/* clang-format off */
static const struct record_type types[] = {
	{ "account", FIELDS(
		TEXT("kind"), REF("biller"), TEXT("number"), TEXT("holder"), TEXT("address"),
		TEXT("currency"), MONEY("balance"), TEXT("status"), TEXT("alias"), DECIMAL("lat"),
		DECIMAL("lon"), TEXT("geo")),
	    "id,kind,biller,number,holder,alias,balance,status", "active|closed" },
	{ "account_status", FIELDS(
		REF("account"), TEXT("holder"), MONEY("overdue"), DAY("next_due_on"),
		MONEY("next_due"), REF("plan"), YES_NO("paperless"), YES_NO("autodebit"),
		MONEY("credit"), TEXT("currency"), TEXT("number"), TEXT("alias"), TEXT("status"),
		TEXT("mandate"), TEXT("mandate_with"), INT("mandate_day"), MONEY("mandate_max"),
		REF("mandate_customer"), NESTED("due")),
	    "account,number,alias,overdue,next_due_on,next_due,plan,paperless,autodebit,credit",
	    NULL },
	{ "age", FIELDS(
		REF("biller"), INT("count"), MONEY("current"), MONEY("days_1_30"),
		MONEY("days_31_60"), MONEY("days_61_90"), MONEY("days_over_90"), MONEY("due"),
		TEXT("currency")),
	    "biller,count,current,days_1_30,days_31_60,days_61_90,days_over_90,due", NULL },
	{ "balance", FIELDS(
		TEXT("account"), MONEY("amount"), TEXT("currency")),
	    "account,amount,currency", NULL },
	{ "biller", FIELDS(
		TEXT("code"), TEXT("name"), TEXT("service"), TEXT("agreement"), TEXT("tax_id"),
		TEXT("currency"), TEXT("timezone"), TEXT("city"), TEXT("mcc"),
		TEXT("number_pattern"), TEXT("unique_code"), TEXT("terminal")),
	    "id,code,name,service,currency,city", NULL },
	{ "card", FIELDS(
		REF("customer"), TEXT("gateway"), TEXT("status"), TEXT("brand"), TEXT("last4"),
		TEXT("expires"), YES_NO("default"), TEXT("redirect_url"), TEXT("gateway_token"),
		REF("replaces"), REF("successor")),
	    "id,customer,gateway,status,brand,last4,expires,default",
	    "enrolling|active|removed|failed" },
	{ "code", FIELDS(
		TEXT("channel"), TEXT("sent_to"), INT("seconds")),
	    "channel,sent_to,seconds", NULL },
	{ "customer", FIELDS(
		TEXT("status"), TEXT("kind"), TEXT("name"), TEXT("email"), TEXT("phone"),
		TEXT("document"), TEXT("address"), TEXT("language"), TEXT("adviser"),
		YES_NO("email_confirmed"), YES_NO("phone_confirmed"), TEXT("portal_url"),
		INSTANT("created_at")),
	    "id,status,kind,name,email,phone,document", "invited|active|suspended|closed" },
	{ "database", FIELDS(
		TEXT("file"), TEXT("key"), INT("version"), INSTANT("at"), REF("log"),
		TEXT("hash"), TEXT("aside")),
	    "file,key,version,at,log,aside", NULL },
	{ "explanation", FIELDS(
		REF("invoice"), DAY("on"), MONEY("principal"), TEXT("principal_is"),
		MONEY("late_fee"), MONEY("paid"), MONEY("due"), TEXT("currency"),
		TEXT("rule"), INT("rule_version"), REF("rule_log"), INT("grace"), DECIMAL("cap"),
		INT("late_days"), MONEY("late_base"), INT("missed_count"), MONEY("missed"),
		YES_NO("capped"), MONEY("frozen"), DAY("frozen_on"), DAY("thawed_on"),
		NESTED("payments")),
	    "invoice,on,principal,late_fee,paid,due", NULL },
	{ "field", FIELDS(
		TEXT("name"), TEXT("value"), INT("offset"), TEXT("kind"), TEXT("rule"),
		TEXT("severity"), TEXT("what")),
	    "id,name,value,offset,kind,rule,severity,what", NULL },
	{ "guide", FIELDS(
		REF("biller"), TEXT("kind"), TEXT("invoice_kind"), TEXT("title"), TEXT("text"),
		TEXT("pays"), TEXT("url"), TEXT("chat"), TEXT("phone"), TEXT("email"),
		TEXT("address"), TEXT("hours"), TEXT("language"), INT("place")),
	    "biller,kind,title,text,pays,url,phone,address,hours", NULL },
	{ "invoice", FIELDS(
		REF("biller"), REF("account"), TEXT("number"), TEXT("kind"), TEXT("concept"),
		TEXT("period"), DAY("issued_on"), DAY("due_on"), DAY("due2_on"),
		MONEY("due2_amount"), MONEY("amount"), MONEY("paid"), MONEY("late_fee"),
		MONEY("due"), TEXT("currency"), TEXT("status"), MONEY("instalment"), INT("term"),
		TEXT("holder"), DAY("paid_on"), REF("held_by"), REF("plan"), REF("subscription"),
		INT("instalments_left"), NESTED("lines")),
	    "id,account,number,kind,concept,due_on,due,status",
	    "unbilled|open|overdue|in_plan|paid|void|payable=open+overdue" },
	{ "log", FIELDS(
		INSTANT("at"), TEXT("actor"), TEXT("verb"), REF("ref"), REF("customer"),
		TEXT("reference"), TEXT("summary"), TEXT("hash")),
	    "id,at,actor,verb,ref,summary", NULL },
	{ "message", FIELDS(
		TEXT("status"), TEXT("channel"), TEXT("to"), TEXT("subject"),
		INSTANT("created_at"), INSTANT("sent_at"), INT("attempts"), REF("customer"),
		TEXT("template"), TEXT("language"), REF("about"), INSTANT("next_at"),
		INSTANT("expires_at"), TEXT("text")),
	    "id,status,channel,to,subject,created_at,attempts", "waiting|sent|failed" },
	{ "method", FIELDS(
		TEXT("kind"), TEXT("title"), MONEY("balance"), TEXT("currency")),
	    "id,kind,title,balance", NULL },
	{ "offer", FIELDS(
		INT("instalments"), MONEY("amount"), MONEY("last"), MONEY("total"),
		DECIMAL("rate"), TEXT("currency"), DAY("first_due_on")),
	    "instalments,amount,last,total,rate,first_due_on", NULL },
	{ "otp", FIELDS(
		TEXT("code"), INT("seconds")),
	    "code,seconds", NULL },
	{ "password", FIELDS(
		REF("customer"), TEXT("email"), TEXT("password")),
	    "customer,email,password", NULL },
	{ "payable", FIELDS(
		REF("biller"), TEXT("code"), TEXT("name"), MONEY("principal"), MONEY("late_fee"),
		MONEY("plan_interest"), MONEY("amount"), TEXT("currency")),
	    "biller,code,name,principal,late_fee,plan_interest,amount", NULL },
	{ "payment", FIELDS(
		TEXT("reference"), TEXT("kind"), TEXT("status"), TEXT("method"), MONEY("amount"),
		TEXT("currency"), REF("customer"), INSTANT("created_at"), INSTANT("settled_at"),
		TEXT("gateway"), TEXT("gateway_ref"), TEXT("authorization"), REF("card"),
		TEXT("redirect_url"), TEXT("memo"), TEXT("flag"), MONEY("credit"),
		REF("qr"), REF("payee"), TEXT("beneficiary"),
		NESTED("allocations"),
		NESTED("voucher")),
	    "id,reference,kind,status,method,amount,customer,created_at,flag",
	    "sending|approved|declined|redirected|unknown|cancelled|expired|refunded" },
	{ "plan", FIELDS(
		REF("account"), TEXT("status"), INT("instalments"), MONEY("amount"), MONEY("last"),
		MONEY("total"), DECIMAL("rate"), TEXT("currency"), DAY("created_on"),
		MONEY("debt"), DAY("first_due_on"), DAY("ended_on"), TEXT("phone"),
		TEXT("email"), NESTED("schedule")),
	    "id,account,status,debt,instalments,amount,last,total,created_on,ended_on",
	    "pending|active|completed|defaulted|cancelled|lapsed" },
	{ "qr", FIELDS(
		TEXT("status"), REF("account"), TEXT("beneficiary"), MONEY("amount"),
		TEXT("currency"), TEXT("memo"), DAY("expires_on"), TEXT("use"), TEXT("payload"),
		REF("invoice"), INSTANT("created_at")),
	    "id,status,account,beneficiary,amount,memo,expires_on,use",
	    "active|used|expired|cancelled" },
	{ "rule", FIELDS(
		REF("biller"), TEXT("key"), TEXT("value"), INT("version"), DAY("effective_on"),
		TEXT("meaning")),
	    "key,value,version,effective_on,meaning", NULL },
	{ "setting", FIELDS(
		TEXT("value"), YES_NO("set"), TEXT("meaning")),
	    "id,value,set,meaning", NULL },
	{ "statement", FIELDS(
		DAY("on"), TEXT("kind"), MONEY("amount"), MONEY("balance"), TEXT("currency"),
		REF("account"), INSTANT("at"), REF("ref"), TEXT("memo")),
	    "id,on,kind,ref,memo,amount,balance", NULL },
	{ "subscription", FIELDS(
		REF("customer"), REF("biller"), REF("account"), TEXT("status"), MONEY("amount"),
		TEXT("currency"), TEXT("every"), TEXT("concept"), DAY("started_on"),
		DAY("next_on")),
	    "id,customer,biller,status,amount,every,concept,next_on", "active|cancelled" },
	{ "rehearsal", FIELDS(
		DAY("on"), TEXT("thing"), TEXT("status"), REF("ref"), TEXT("number"),
		REF("customer"), REF("account"), MONEY("amount"), TEXT("currency"),
		TEXT("method"), REF("with"), DAY("due_on"), TEXT("why"), INT("count")),
	    "on,thing,status,ref,number,customer,with,amount,count,why", NULL },
	{ "summary", FIELDS(
		TEXT("what"), INT("new"), INT("same"), INT("failed"), NESTED("totals"),
		NESTED("changed")), /* a number: accounts that were known and differed */
	    "what,new,same,failed", NULL },
	{ "symbol", FIELDS(
		TEXT("file"), TEXT("payload"), TEXT("kind"), NESTED("fields")),
	    "file,kind,payload", NULL },
	{ "terms", FIELDS(
		REF("biller"), TEXT("for"), INT("version"), TEXT("hash"), INSTANT("set_at"),
		TEXT("text")),
	    "biller,for,version,hash,set_at,text", NULL },
	{ "token", FIELDS(
		REF("customer"), TEXT("status"), INT("period"), INSTANT("enrolled_at"),
		INSTANT("locked_until"), INT("wrong"), TEXT("uri")),
	    "customer,status,period,enrolled_at,locked_until,wrong", NULL },
	{ "total", FIELDS(
		INT("count"), MONEY("amount"), MONEY("paid"), MONEY("late_fee"), MONEY("due"),
		TEXT("currency")),
	    "count,amount,paid,late_fee,due", NULL },
	{ "txn", FIELDS(
		INSTANT("at"), TEXT("memo"), REF("ref"), TEXT("kind"), TEXT("reference"),
		DAY("on"), NESTED("entries")),
	    "id,at,kind,reference,memo,ref", NULL },
	{ "violation", FIELDS(
		TEXT("what"), TEXT("ref")),
	    "id,what,ref", NULL },
};
/* clang-format on */

const struct record_type *
record_type_at(size_t i)
{
	return i < sizeof(types) / sizeof(types[0]) ? &types[i] : NULL;
}

const struct record_type *
record_type_find(const char *name)
{
	const struct record_type *type;

	for (size_t i = 0; (type = record_type_at(i)) != NULL; i++)
		if (strcmp(type->name, name) == 0)
			return type;
	return NULL;
}

int
record_field(const struct record_type *type, const char *name)
{
	if (strcmp(name, "id") == 0)
		return RECORD_ID;
	for (int i = 0; type->fields[i].name; i++)
		if (strcmp(type->fields[i].name, name) == 0)
			return i;
	return -1;
}

const struct record_type *
record_type_of(const char *names, bool is_last)
{
	char first[32];
	const char *mark = names ? strchr(names, '|') : NULL;

	if (!names || !mark)
		return names ? record_type_find(names) : NULL;
	if (is_last)
		return record_type_find(mark + 1);
	snprintf(first, sizeof(first), "%.*s", (int)(mark - names), names);
	return record_type_find(first);
}
