#!/bin/sh
# A request id makes a repeat harmless, and stands for all that was asked for.
. "${0%/*}/lib.sh"

office
run pp-biller add water --name='Aguas del Valle' --service=water
run pp-account add 1001 --biller=water --holder='Ana Flores'
printf 'number,account,amount,due_on\nF-1,1001,20.00,2026-04-01\n' >bills.csv

run pp-invoice import bills.csv --biller=water --request-id=march --json
out_like '"new":1,"same":0' "an import with a request id is done"
run pp-invoice import bills.csv --biller=water --request-id=march --json
works "the same again succeeds"
out_like '"new":0,"same":1' "and tells that all is there"
is "$(pp-invoice list | wc -l | tr -d ' ')" 1 "and does nothing"

printf 'F-2,1001,30.00,2026-04-01\n' >>bills.csv
run pp-invoice import bills.csv --biller=water --request-id=march
refused 4 'request id was used with other parameters' "the same id with another file is refused"
is "$(pp-invoice list | wc -l | tr -d ' ')" 1 "and nothing is imported"

run_in "$(cat bills.csv)" pp-invoice import - --biller=water --request-id=april --json
out_like '"new":1,"same":1' "standard input counts as a file does"
run_in "$(cat bills.csv)" pp-invoice import - --biller=water --request-id=april --json
out_like '"new":0,"same":2' "and its repeat too"
run_in "$(sed 's/30/31/' bills.csv)" pp-invoice import - --biller=water --request-id=april
refused 4 'request id was used with other parameters' "other standard input is refused"

run pp-pay invoice inv-1 --with=cash --yes --request-id=p1 --json
works "a payment with a request id"
out >first
run pp-pay invoice inv-1 --with=cash --yes --request-id=p1 --json
works "the same payment again"
out_is "$(cat first)" "shows the same payment"
run pp-pay invoice inv-2 --with=cash --yes --request-id=p1
refused 4 'request id was used with other parameters' "its id for another invoice is refused"
run pp-pay invoice inv-1 --with=cash --yes --request-id=p2
refused 4 'already paid by pay-1' "another id meets the paid invoice"

done_testing
