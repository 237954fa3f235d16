#!/bin/sh
# shellcheck disable=SC2034,SC2119,SC2154 # set or read by lib.sh and its fellows
# What customers are told in the life of a plan, a subscription, a card: each once, with what
# causes it; and nobody transacts whose contact is not confirmed.
. "${0%/*}/lib.sh"
. "$here/paying.sh"
. "$here/owning.sh"
. "$here/planning.sh"

# since: the messages since the last call, in one line
seen=0
since() {
	sqlite3 "$PP_DB" "SELECT template || ' ' || about || ' ' || recipient FROM message
	    WHERE id > $seen ORDER BY id" | paste -sd';' -
}
forget() {
	seen=$(sqlite3 "$PP_DB" 'SELECT COALESCE(max(id), 0) FROM message')
}
newest() {
	pp-notify show "msg-$(sqlite3 "$PP_DB" 'SELECT max(id) FROM message')" --json | jq -r ".$1"
}

# ---- a plan

scene() {
	rm -rf pp.db* session.*
	plan_office
	silently "$seed" customer Ana ana@example.com
	silently pp-account link water:1001 --customer=cus-1
	forget
}

scene
as cus-1 pp-plan create --account=water:1001 --instalments=3 --accept-terms --yes --dry-run
is "$(since)" "" "a dry run of a plan tells nobody"
as cus-1 pp-plan create --account=water:1001 --instalments=3 --accept-terms --yes
is "$(since)" "plan-created plan-1 ana@example.com" "S1-30 a plan that was made is told to who asked for it"
is "$(newest text | sed -n 5,14p)" "Plan: plan-1
Cuenta: 1001
Deuda: BOB 165.20
Total del plan: BOB 169.30
Primera cuota hasta el: 2026-03-20

1/3  2026-03-20  BOB 56.44
2/3  2026-04-20  BOB 56.44
3/3  2026-05-20  BOB 56.42" "S1-30 with its instalments"
like "$(newest text)" 'nunca le pide datos personales' "S0-31 with the notice against fraud"
forget
pay inv-3
is "$(since)" "plan-active plan-1 ana@example.com" "S1-32 that it is active"
forget
on 2026-04-20
run pp-plan run
is "$(since)" "" "nothing is missed on the day that it is due"
on 2026-04-21
run pp-plan run --dry-run
is "$(since)" "" "a dry run tells nobody"
run pp-plan run
works "the day after, silently"
is "$(since)" "plan-missed inv-4 ana@example.com" "an instalment that was missed is told"
like "$(newest subject)" 'venció la cuota plan-1-2 de su plan' "which"
like "$(newest text)" 'Si no la paga hasta el 2026-05-20, el plan termina' "and until when it can be paid"
forget
run pp-plan run
on 2026-04-22
run pp-plan run
is "$(since)" "" "once, however often it is run"
later 2026-05-21
run pp-plan run --json
is "$(since)" "plan-defaulted plan-1 ana@example.com" "a default is told, and no other instalment any more"

scene
as cus-1 pp-plan create --account=water:1001 --instalments=2 --accept-terms --yes \
	--email=casa@example.com
is "$(since)" "plan-created plan-1 casa@example.com" "to the address given for it"
forget
pay inv-3
pay inv-4
is "$(since | tr ';' '\n' | grep plan- | paste -sd';' -)" \
	"plan-active plan-1 casa@example.com;plan-completed plan-1 casa@example.com" "S1-34 paid: it is over"
scene
plan
is "$(since)" "plan-created plan-1 ana@example.com" "a plan made by an operator: who linked its account is told"
forget
run pp-plan cancel plan-1 --yes
is "$(since)" "plan-cancelled plan-1 ana@example.com" "cancelled"
plan
forget
on 2026-03-21
run pp-plan run
is "$(since)" "plan-lapsed plan-2 ana@example.com" "S1-32 lapsed, because its time came"
plan
forget
pay inv-1
is "$(since)" "plan-lapsed plan-3 ana@example.com" "or its debt was paid"
sqlite3 "$PP_DB" "UPDATE customer SET email = 'no address' WHERE id = 1"
silently pp-invoice add F-9 --account=water:1001 --amount=50 --due-on=2026-03-20
run pp-plan create inv-2 --instalments=2 --accept-terms --yes
forget
pay "$(pp-invoice list --plan=plan-4 --format=tsv --columns=id)"
is "$status $(field plan-4 status) $(since)" "0 active " \
	"what cannot be told never keeps a payment from being recorded"
sqlite3 "$PP_DB" "UPDATE customer SET email = 'ana@example.com' WHERE id = 1"
run pp-db check
works "the books"

# ---- a subscription

rm -rf pp.db* session.*
PP_NOW=2026-03-15T12:00:00Z
shop
silently pp-biller add press --name='Diario Sur' --service=press
forget
subscribe() {
	as cus-1 pp-subscription create --biller=press --amount=50 --every=month --start="$1" \
		--concept=Diario --yes
}
subscribe 2026-01-15
is "$(since)" "subscription-created sub-1 ana@example.com" "S4-05 a subscription is told to its customer"
is "$(newest text | sed -n 3,10p)" "Su suscripción con Diario Sur está activa.

Suscripción: sub-1
Concepto: Diario
Importe de cada período: BOB 50.00
Período: 1 mes
Primer período: 2026-01-15" "with what it takes and when, and no promise of a debit without a card"
forget
run pp-subscription run
is "$(since)" "subscription-issued inv-1 ana@example.com;subscription-issued inv-2 ana@example.com;subscription-issued inv-3 ana@example.com" \
	"each period that has begun, once"
like "$(newest text | tr '\n' ' ')" 'Fecha: 2026-03-15 +--' "nor is there one then"
is "$(newest text | awk '!NF && !full { print NR } { full = NF }')" "" "without a second blank line"
run pp-subscription run
is "$(since | tr ';' '\n' | wc -l)" 3 "run again: nothing more"
forget
run pp-pay debit
is "$(since)" "debit-no-card inv-1 ana@example.com;debit-no-card inv-2 ana@example.com;debit-no-card inv-3 ana@example.com" \
	"S4-27 that it cannot be charged"
run pp-account enrol press:sub-1 paperless --customer=cus-1 --accept-terms
at $((31 * 86400))
silently pp-db clock --accept
forget
run pp-subscription run
is "$(since)" "bill inv-4 ana@example.com" "S1-61 with paperless bills a period is a bill, once"
forget
card sandbox-decline
run pp-pay debit
is "$(since | tr ';' '\n' | cut -d ' ' -f 1 | sort -u)" debit-declined "a debit that failed"
like "$(newest text)" '^Medio de pago: card-1$' "and what it was to be charged to"
forget
for day in 34 39 46; do
	at $((day * 86400))
	run pp-pay debit
done
is "$(since | tr ';' '\n' | grep -c '^mandate-stopped acc-2 ana@example.com$')" 1 \
	"the mandate that was stopped, once"
forget
silently pp-subscription create --customer=cus-1 --biller=press --amount=5 --every=7d \
	--start=2026-04-25 --concept=Semanal
like "$(newest text | tr '\n' ' ')" 'Período en días: 7 .*Débito automático: card-1' \
	"with a card: what is debited"
on 2026-05-02
silently pp-subscription run
like "$(newest text | tr '\n' ' ')" 'Número: sub-2-2026-05-02 .*Débito automático: card-1' \
	"of a period too"
silently pp-account unenrol press:sub-2 autodebit --yes
on 2026-05-09
silently pp-subscription run
like "$(newest text | tr '\n' ' ')" 'Número: sub-2-2026-05-09 .*Fecha: 2026-05-09 +--' \
	"not once its debit has ended"
forget
run pp-subscription cancel sub-1 --yes
is "$(since)" "subscription-cancelled sub-1 ana@example.com" "S4-14 and that it was cancelled"
forget
run pp-subscription cancel sub-1 --yes
is "$(since)" "" "once"

# ---- cards

rm -rf pp.db* session.*
at 0
shop
forget
# inscribe [OPTION...]: a card of Ana's, inscribed at the sandbox's page
inscribe() {
	as cus-1 pp-card add --gateway=sandbox --return-url='https://x.example/{ref}' --json "$@"
	silently pp-gateway-sandbox approve "$(jq -r .gateway_token out)" --card=sandbox-approve
	as cus-1 pp-card confirm "$(jq -r .id out)" --json
}
as cus-1 pp-card add --gateway=sandbox --return-url='https://x.example/{ref}' --json
is "$(since)" "" "S4-20 a card that is not verified yet is not told"
silently pp-gateway-sandbox decline "$(jq -r .gateway_token out)"
as cus-1 pp-card confirm card-1
is "$(since)" "" "S4-20 nor one that failed"
inscribe
is "$(since)" "card-added card-2 ana@example.com" "S4-18 one that was added is"
like "$(newest text)" '^Se cobra desde ahora a: card-2$' "S4-17 the first is the one that is charged"
is "$(newest text | grep -cE '[0-9]{13}')" 0 "S4-19 no card number is in it"
forget
inscribe
like "$(since)" '^card-added card-3 ana@example.com$' "S4-18 a second one"
is "$(newest text | grep -c '^Se cobra desde ahora')" 0 "S4-17 is not charged before it is the default"
forget
as cus-1 pp-card default card-3
is "$(since)" "card-default card-3 ana@example.com" "S4-22 the default that changed"
as cus-1 pp-card default card-3
is "$(since | tr ';' '\n' | wc -l)" 1 "once"
forget
inscribe --replaces=card-2
is "$(since)" "card-added card-4 ana@example.com" "S4-04 one in the place of another"
like "$(newest text)" '^En lugar de: card-2$' "S4-04 of which"
forget
as cus-1 pp-card remove card-3 --yes
is "$(since)" "card-removed card-3 ana@example.com" "S4-24 one that was removed"
like "$(newest text)" '^Se cobra desde ahora a: card-4$' "S4-26 and who inherits"
forget
as cus-1 pp-card remove card-4 --yes
is "$(since)" "card-last card-4 ana@example.com" "S4-27 the only one: nothing can be charged"
forget
as cus-1 pp-card remove card-4 --yes
is "$(since)" "" "removed twice: told once"

# ---- cards that expire

silently "$seed" customer Beto beto@example.com
for month in 2026-03 2026-04 2026-05; do
	silently "$seed" card cus-2 sandbox-approve
	sqlite3 "$PP_DB" "UPDATE card SET expires = '$month' WHERE id = (SELECT max(id) FROM card)"
done
no_books=1 # which were tampered with
forget
run pp-notify send
works "sending, silently"
is "$(since)" "card-expiring card-5 beto@example.com" "a card that expires within thirty days is told"
like "$(newest text)" '^Vence el: 2026-03-31$' "when"
forget
run pp-notify send
at $((14 * 86400))
run pp-notify send
is "$(since)" "" "once, and no other before its time"
at $((16 * 86400))
run pp-notify send
is "$(since)" "card-expiring card-6 beto@example.com" "the next when its time has come"
at $((47 * 86400))
silently pp-db clock --accept
silently pp-db config notify.card-expiring 0
forget
run pp-notify send
is "$(since)" "" "nobody where that is turned off"

# ---- whose contact is not confirmed

rm -rf pp.db* session.*
plan_office
silently "$seed" customer Ana ana@example.com
silently pp-account link water:1001 --customer=cus-1
silently pp-account open --currency=BOB --holder=Ana --customer=cus-1
sqlite3 "$PP_DB" 'UPDATE customer SET email_confirmed_at = NULL, phone_confirmed_at = NULL'
unconfirmed() {
	is "$status $(jq -r .reason err)" "4 unconfirmed" "$1"
}
as cus-1 pp-plan create --account=water:1001 --instalments=2 --accept-terms --yes --json
unconfirmed "S3-07 no plan without a confirmed contact"
as cus-1 pp-subscription create --biller=water --amount=1 --every=month --start=2026-04-01 \
	--concept=x --yes --json
unconfirmed "S3-07 no subscription"
as cus-1 pp-card add --gateway=sandbox --return-url='https://x.example/{ref}' --json
unconfirmed "S3-07 no card"
as cus-1 pp-account enrol water:1001 autodebit --with=acc-2 --accept-terms --json
unconfirmed "S3-07 no automatic debit"
as cus-1 pp-account enrol water:1001 paperless --accept-terms --json
is_status 0 "bills by e-mail are no transaction"
as cus-1 pp-plan create --account=water:1001 --instalments=2 --accept-terms --yes -v
err_like 'hint: pp-customer confirm email' "S3-07 what to do"
silently pp-db config customer.confirmed no
as cus-1 pp-plan create --account=water:1001 --instalments=2 --accept-terms --yes
works "unless the office does without"

done_testing
