#include "check_private.h"
#include "i18n.h"

#define LIVE	" IN ('sending', 'redirected', 'unknown') "
#define SETTLED " IN ('approved', 'refunded') "

const struct check_rule check_rules[] = {
	{ "ledger-sums", N_("a ledger transaction does not sum to zero"),
	    "SELECT 'txn-' || e.txn, a.currency FROM entry e JOIN ledger_account a"
	    " ON a.id = e.account GROUP BY e.txn, a.currency HAVING SUM(e.amount_minor) <> 0" },
	{ "ledger-total", N_("the books do not sum to zero"),
	    "SELECT '', currency FROM ledger_account GROUP BY currency"
	    " HAVING SUM(balance_minor) <> 0" },
	{ "ledger-balances", N_("a balance is not the sum of its entries"),
	    "SELECT '', a.name || ' ' || a.currency FROM ledger_account a LEFT JOIN"
	    " (SELECT account, SUM(amount_minor) AS total FROM entry GROUP BY account) s"
	    " ON s.account = a.id WHERE a.balance_minor <> COALESCE(s.total, 0)" },
	{ "ledger-owing", N_("an account owes less than nothing"),
	    "SELECT '', name || ' ' || currency FROM ledger_account WHERE balance_minor > 0"
	    " AND (substr(name, 1, 8) = 'deposit:' OR substr(name, 1, 7) = 'credit:'"
	    " OR substr(name, 1, 9) IN ('reserved:', 'suspense:')"
	    " OR substr(name, 1, 8) = 'payable:')" },
	{ "ledger-entries", N_("a ledger transaction has no entries"),
	    "SELECT 'txn-' || t.id, t.kind FROM txn t"
	    " WHERE NOT EXISTS (SELECT 1 FROM entry e WHERE e.txn = t.id)" },
	{ "ledger-reserved", N_("what is reserved is not what open payments wait for"),
	    "SELECT 'pay-' || p.id, a.name FROM ledger_account a JOIN payment p"
	    " ON p.id = CAST(substr(a.name, 14) AS INTEGER)"
	    " WHERE substr(a.name, 1, 13) = 'reserved:pay-' AND a.balance_minor <> 0"
	    " AND p.status NOT" LIVE "UNION ALL"
	    " SELECT 'pay-' || p.id, p.currency FROM payment p WHERE p.status" LIVE
	    "AND CASE p.kind WHEN 'refund' THEN p.amount_minor ELSE p.credit_minor END <>"
	    " COALESCE((SELECT -a.balance_minor FROM ledger_account a"
	    " WHERE a.name = 'reserved:pay-' || p.id AND a.currency = p.currency), 0)" },
	{ "payment-booked", N_("a settled payment has no ledger transaction"),
	    "SELECT 'pay-' || p.id, p.status FROM payment p WHERE p.status" SETTLED
	    "AND NOT EXISTS (SELECT 1 FROM txn t WHERE t.payment = p.id AND t.kind = p.kind"
	    " AND t.kind IN ('payment', 'refund'))" },
	{ "payment-unbooked", N_("a payment that is not settled has a ledger transaction"),
	    "SELECT 'pay-' || p.id, p.status FROM txn t JOIN payment p ON p.id = t.payment"
	    " WHERE t.kind IN ('payment', 'refund')"
	    " AND (p.status NOT" SETTLED "OR t.kind <> p.kind)" },
	{ "payment-platform", N_("a platform's reference and a captured amount do not go together"),
	    "SELECT 'pay-' || id, status FROM payment WHERE"
	    " (gateway_ref IS NOT NULL) <> (gateway IS NOT NULL AND captured_minor IS NOT NULL)" },
	{ "payment-sums", N_("a payment's money is not where it went"),
	    "SELECT 'pay-' || p.id, p.currency FROM payment p WHERE p.kind = 'payment'"
	    " AND p.status" SETTLED "AND p.captured_minor + p.credit_minor <>"
	    " (SELECT COALESCE(SUM(a.amount_minor), 0) FROM allocation a"
	    " WHERE a.payment = p.id AND a.kind = 'payment')"
	    " + COALESCE((SELECT c.amount_minor FROM collection c WHERE c.payment = p.id), 0)"
	    " + (SELECT COALESCE(SUM(x.amount_minor), 0) FROM payment_excess x"
	    " WHERE x.payment = p.id AND x.made_by = p.id)" },
	{ "payment-empty", N_("a payment that is not settled has moved money"),
	    "SELECT 'pay-' || p.id, p.status FROM payment p WHERE p.status NOT" SETTLED
	    "AND (EXISTS (SELECT 1 FROM allocation a WHERE a.payment = p.id)"
	    " OR EXISTS (SELECT 1 FROM collection c WHERE c.payment = p.id)"
	    " OR EXISTS (SELECT 1 FROM payment_excess x WHERE x.made_by = p.id))" },
	{ "payment-items", N_("a payment's parts do not sum to its amount"),
	    "SELECT 'pay-' || p.id, p.currency FROM payment p WHERE COALESCE(p.flag, '') <> "
	    "'orphan'"
	    " AND p.amount_minor - COALESCE(p.payee_minor, 0) <>"
	    " (SELECT COALESCE(SUM(i.amount_minor), 0) FROM payment_item i"
	    " WHERE i.payment = p.id) + CASE WHEN p.kind = 'refund' THEN (SELECT"
	    " COALESCE(SUM(c.amount_minor), 0) FROM payment_credit c WHERE c.payment = p.id)"
	    " ELSE 0 END" },
	{ "payment-currency", N_("a payment and its invoice have two currencies"),
	    "SELECT 'pay-' || p.id, v.currency FROM payment_item i JOIN payment p"
	    " ON p.id = i.payment JOIN invoice v ON v.id = i.invoice"
	    " WHERE v.currency <> p.currency" },
	{ "refund-sums", N_("a refund's money is not where it came from"),
	    "SELECT 'pay-' || r.id, r.currency FROM payment r WHERE r.kind = 'refund'"
	    " AND r.status" SETTLED "AND -r.captured_minor <>"
	    " (SELECT COALESCE(SUM(a.amount_minor), 0) FROM allocation a WHERE a.payment = r.id"
	    " AND a.instalment IS NULL)"
	    " + COALESCE((SELECT c.amount_minor FROM collection c WHERE c.payment = r.id), 0)"
	    " + (SELECT COALESCE(SUM(x.amount_minor), 0) FROM payment_excess x"
	    " WHERE x.payment = r.refund_of AND x.made_by = r.id)" },
	{ "payee", N_("what reached a payee is not what the books credit to it"),
	    "SELECT 'pay-' || c.payment, 'acc-' || c.account FROM collection c JOIN payment p"
	    " ON p.id = c.payment WHERE p.payee IS NULL OR p.payee <> c.account"
	    " OR (c.amount_minor < 0) <> (p.kind = 'refund')"
	    " OR c.amount_minor > p.payee_minor OR -c.amount_minor > p.payee_minor"
	    " OR (p.kind = 'payment' AND -c.amount_minor <> COALESCE((SELECT SUM(n.amount_minor)"
	    " FROM txn t JOIN entry n ON n.txn = t.id JOIN ledger_account l ON l.id = n.account"
	    " WHERE t.payment = p.id AND t.kind = 'payment' AND l.currency = p.currency"
	    " AND l.name = 'deposit:acc-' || c.account), 0))" },
	{ "payee-account", N_("a payee is no deposit account of the payment's currency"),
	    "SELECT 'pay-' || p.id, 'acc-' || a.id FROM payment p"
	    " LEFT JOIN account a ON a.id = p.payee"
	    " WHERE (p.payee IS NULL) <> (p.payee_minor IS NULL)"
	    " OR (p.payee IS NOT NULL AND (a.kind <> 'deposit' OR a.currency <> p.currency"
	    " OR p.payee = COALESCE(p.source, 0)))" },
	{ "payee-refund", N_("more was taken back from a payee than it got"),
	    "SELECT 'pay-' || r.refund_of, '' FROM payment r WHERE r.payee_minor IS NOT NULL"
	    " AND r.kind = 'refund' AND r.status NOT IN ('declined', 'cancelled', 'expired')"
	    " GROUP BY r.refund_of HAVING SUM(r.payee_minor) > COALESCE((SELECT c.amount_minor"
	    " FROM collection c WHERE c.payment = r.refund_of), 0)" },
	{ "qr-once", N_("a charge that is good for one payment was not paid by just one"),
	    "SELECT 'qr-' || q.id, q.status FROM qr q WHERE (SELECT COUNT(*) FROM payment p"
	    " WHERE p.qr = q.id AND p.kind = 'payment' AND p.status" SETTLED
	    "AND (EXISTS (SELECT 1 FROM collection c WHERE c.payment = p.id)"
	    " OR EXISTS (SELECT 1 FROM allocation a WHERE a.payment = p.id))) <>"
	    " CASE q.status WHEN 'used' THEN 1 ELSE 0 END AND q.use = 'once'" },
	{ "qr-holds", N_("a payment that is not open holds a charge"),
	    "SELECT 'qr-' || h.qr, p.status FROM qr_hold h JOIN payment p ON p.id = h.payment"
	    " JOIN qr q ON q.id = h.qr WHERE p.status NOT" LIVE
	    "OR COALESCE(p.qr, 0) <> h.qr OR q.status <> 'active' OR q.use <> 'once'" },
	{ "qr-account", N_("a charge and its account have two currencies, or it is no payee's"),
	    "SELECT 'qr-' || q.id, a.currency FROM qr q JOIN account a ON a.id = q.account"
	    " LEFT JOIN invoice v ON v.id = q.invoice WHERE CASE WHEN q.invoice IS NULL"
	    " THEN a.kind <> 'deposit' OR a.currency <> q.currency"
	    " ELSE v.account <> q.account OR v.currency <> q.currency END" },
	{ "refund-limit", N_("more was refunded than captured"),
	    "SELECT 'pay-' || p.id, p.currency FROM payment r JOIN payment p ON p.id = r.refund_of"
	    " WHERE r.status NOT IN ('declined', 'cancelled', 'expired')"
	    " GROUP BY p.id, p.currency, p.captured_minor"
	    " HAVING SUM(r.amount_minor) > COALESCE(p.captured_minor, 0)" },
	{ "refund-whole", N_("refunded is not what was wholly refunded"),
	    "SELECT 'pay-' || p.id, p.status FROM payment p WHERE p.kind = 'payment'"
	    " AND p.status" SETTLED "AND p.captured_minor > 0 AND (p.status = 'refunded') <>"
	    " (p.captured_minor = (SELECT COALESCE(SUM(r.amount_minor), 0) FROM payment r"
	    " WHERE r.refund_of = p.id AND r.status = 'approved'))" },
	{ "invoice-paid", N_("an invoice's status and its payments disagree"),
	    "SELECT 'inv-' || v.id, v.status FROM invoice v LEFT JOIN (SELECT invoice,"
	    " SUM(amount_minor - late_fee_minor) AS principal FROM allocation GROUP BY invoice) a"
	    " ON a.invoice = v.id WHERE CASE v.status"
	    " WHEN 'paid' THEN COALESCE(a.principal, 0) <> v.amount_minor"
	    " AND COALESCE(a.principal, 0) <> COALESCE(v.due2_amount_minor, -1)"
	    " WHEN 'open' THEN COALESCE(a.principal, 0) < 0 OR COALESCE(a.principal, 0) >="
	    " CASE WHEN v.due2_amount_minor > v.amount_minor THEN v.due2_amount_minor"
	    " ELSE v.amount_minor END + CASE WHEN v.frozen_on IS NULL THEN 0 ELSE 1 END"
	    " WHEN 'in_plan' THEN 0 ELSE COALESCE(a.principal, 0) <> 0 END" },
	{ "invoice-lines", N_("an invoice's lines do not sum to its amount"),
	    "SELECT 'inv-' || v.id, v.number FROM invoice_line l JOIN invoice v"
	    " ON v.id = l.invoice GROUP BY v.id, v.number, v.amount_minor"
	    " HAVING SUM(l.amount_minor) <> v.amount_minor" },
	{ "invoice-account", N_("an invoice and its account have two billers"),
	    "SELECT 'inv-' || v.id, v.number FROM invoice v JOIN account a ON a.id = v.account"
	    " WHERE a.biller IS NULL OR a.biller <> v.biller" },
	{ "holds", N_("a payment that is not open holds an invoice"),
	    "SELECT 'inv-' || h.invoice, p.status FROM hold h JOIN payment p ON p.id = h.payment"
	    " WHERE p.status NOT" LIVE "OR NOT EXISTS (SELECT 1 FROM payment_item i"
	    " WHERE i.payment = h.payment AND i.invoice = h.invoice)" },
	{ "lease", N_("a payment that is not clear would never be asked about"),
	    "SELECT 'pay-' || p.id, p.status FROM payment p WHERE p.status" LIVE
	    "AND NOT EXISTS (SELECT 1 FROM lease l WHERE l.payment = p.id)" },
	{ "credit", N_("an account's credit is not what was left over and not spent"),
	    "SELECT 'acc-' || s.account, s.currency FROM (SELECT x.account, p.currency,"
	    " x.amount_minor FROM payment_excess x JOIN payment p ON p.id = x.payment"
	    " WHERE x.account IS NOT NULL UNION ALL SELECT c.account, p.currency, -c.amount_minor"
	    " FROM payment_credit c JOIN payment p ON p.id = c.payment"
	    " WHERE c.account IS NOT NULL AND (p.status" LIVE
	    "OR (p.kind = 'payment' AND p.status" SETTLED "AND p.credit_minor > 0))"
	    " UNION ALL SELECT CAST(substr(name, 12) AS INTEGER), currency, 0 FROM ledger_account"
	    " WHERE substr(name, 1, 11) = 'credit:acc-') s"
	    " GROUP BY s.account, s.currency HAVING SUM(s.amount_minor) <> COALESCE((SELECT"
	    " -a.balance_minor FROM ledger_account a WHERE a.name = 'credit:acc-' || s.account"
	    " AND a.currency = s.currency), 0)" },
	{ "suspense", N_("a payment's suspense is not what was left over of it"),
	    "SELECT 'pay-' || s.payment, s.currency FROM (SELECT x.payment, p.currency,"
	    " x.amount_minor FROM payment_excess x JOIN payment p ON p.id = x.payment"
	    " WHERE x.account IS NULL UNION ALL SELECT r.refund_of, r.currency, -c.amount_minor"
	    " FROM payment_credit c JOIN payment r ON r.id = c.payment"
	    " WHERE c.account IS NULL AND r.status" LIVE
	    "UNION ALL SELECT CAST(substr(name, 14) AS INTEGER), currency, 0 FROM ledger_account"
	    " WHERE substr(name, 1, 13) = 'suspense:pay-') s"
	    " GROUP BY s.payment, s.currency HAVING SUM(s.amount_minor) <> COALESCE((SELECT"
	    " -a.balance_minor FROM ledger_account a WHERE a.name = 'suspense:pay-' || s.payment"
	    " AND a.currency = s.currency), 0)" },
	{ "token-tries", N_("a token's wrong codes and its lock do not go together"),
	    "SELECT 'cus-' || customer, tried || ' wrong' FROM token"
	    " WHERE tried < 0 OR tried > 5 OR (tried = 5) <> (locked_until IS NOT NULL)" },
	{ "token-future", N_("a token's code was accepted before its time"),
	    "SELECT 'cus-' || t.customer, 'step ' || t.last_step FROM token t"
	    " WHERE t.last_step >= 0 AND t.last_step * t.period > COALESCE("
	    "(SELECT MAX(a.at) FROM activity a WHERE a.customer = t.customer), -1)" },
	{ "card-default", N_("a customer with a card has no default card"),
	    "SELECT 'cus-' || customer, '' FROM card GROUP BY customer"
	    " HAVING SUM(CASE WHEN status = 'active' THEN 1 ELSE 0 END) > 0"
	    " AND SUM(is_default) <> 1" },
	{ "card-inscribed", N_("a card and its inscription disagree"),
	    "SELECT 'card-' || c.id, c.status FROM card c LEFT JOIN card r ON r.id = c.replaces"
	    " WHERE (c.status <> 'enrolling' AND (c.redirect_url IS NOT NULL"
	    " OR c.gateway_token IS NOT NULL OR c.return_url IS NOT NULL))"
	    " OR (c.status IN ('enrolling', 'failed') AND c.token IS NOT NULL)"
	    " OR (c.status <> 'removed' AND (c.successor IS NOT NULL"
	    " OR c.forgotten_at IS NOT NULL)) OR r.customer <> c.customer"
	    " OR (r.status = 'active' AND c.status = 'active')" },
	{ "debit-tries", N_("the tries of an automatic debit do not follow each other"),
	    "SELECT 'pay-' || p.id, p.status FROM payment p WHERE p.debit_invoice IS NOT NULL AND"
	    " (p.debit_try IS NULL OR p.debit_due_on IS NULL"
	    " OR (p.debit_try < 0 AND p.status NOT IN ('cancelled', 'approved', 'refunded'))"
	    " OR (p.debit_try >= 0 AND p.status = 'cancelled')"
	    " OR NOT EXISTS (SELECT 1 FROM payment_item i WHERE i.payment = p.id"
	    " AND i.invoice = p.debit_invoice) OR (p.debit_try > 0 AND NOT EXISTS"
	    " (SELECT 1 FROM payment o WHERE o.debit_invoice = p.debit_invoice"
	    " AND o.debit_due_on = p.debit_due_on AND o.debit_try = p.debit_try - 1)))" },
	{ "subscription-periods", N_("a subscription has not one invoice for each period"),
	    "SELECT 'sub-' || s.id, s.next_on FROM subscription s LEFT JOIN (SELECT subscription,"
	    " COUNT(*) AS periods, MAX(period) AS last FROM invoice WHERE subscription IS NOT NULL"
	    " GROUP BY subscription) v ON v.subscription = s.id"
	    " WHERE s.issued <> COALESCE(v.periods, 0) OR COALESCE(v.last, '') >= s.next_on" },
	{ "subscription-account", N_("a subscription's invoice is not on its account"),
	    "SELECT 'inv-' || v.id, v.number FROM invoice v JOIN subscription s"
	    " ON s.id = v.subscription WHERE v.account <> s.account OR v.biller <> s.biller"
	    " OR v.kind <> 'subscription'" },
	{ "message-sent", N_("a message was sent without being handed over, or waits for no time"),
	    "SELECT 'msg-' || id, status FROM message WHERE (status = 'sent' AND attempts = 0)"
	    " OR (status = 'sent') <> (sent_at IS NOT NULL)"
	    " OR (status = 'waiting') <> (next_at IS NOT NULL)" },
	{ "message-secret", N_("a message keeps a code that it needs no more"),
	    "SELECT 'msg-' || id, status FROM message WHERE secret IS NOT NULL"
	    " AND (status <> 'waiting' OR expires_at IS NULL)" },
	{ "plan-sums", N_("a plan's instalments are not its debt and interest, or rise"),
	    "SELECT 'plan-' || p.id, p.status FROM plan p LEFT JOIN (SELECT plan,"
	    " COUNT(*) AS n, SUM(amount_minor) AS amount, SUM(late_fee_minor) AS late_fee,"
	    " SUM(interest_minor) AS interest, MAX(amount_minor) AS most,"
	    " SUM(CASE WHEN n = 1 THEN interest_minor ELSE 0 END) AS first"
	    " FROM plan_instalment GROUP BY plan) i ON i.plan = p.id"
	    " LEFT JOIN (SELECT plan, SUM(due_minor) AS due, SUM(late_fee_minor) AS late_fee"
	    " FROM plan_debt GROUP BY plan) d ON d.plan = p.id"
	    " WHERE COALESCE(i.n, 0) <> p.instalments OR i.amount - i.interest <> p.debt_minor"
	    " OR i.amount <> p.amount_minor * (p.instalments - 1) + p.last_minor"
	    " OR i.most <> p.amount_minor OR p.last_minor > p.amount_minor OR i.first <> 0"
	    " OR i.late_fee <> p.late_fee_minor OR COALESCE(d.due, 0) <> p.debt_minor"
	    " OR d.late_fee <> p.late_fee_minor" },
	{ "plan-active", N_("a plan's state and its paid instalments disagree"),
	    "SELECT 'plan-' || p.id, p.status FROM plan p JOIN (SELECT i.plan, COUNT(*) AS n,"
	    " SUM(CASE WHEN v.status = 'paid' THEN 1 ELSE 0 END) AS paid,"
	    " SUM(CASE WHEN v.status = 'paid' AND i.n = 1 THEN 1 ELSE 0 END) AS first,"
	    " SUM(CASE WHEN v.status = 'open' THEN 1 ELSE 0 END) AS open"
	    " FROM plan_instalment i JOIN invoice v ON v.id = i.invoice GROUP BY i.plan) i"
	    " ON i.plan = p.id WHERE CASE p.status"
	    " WHEN 'pending' THEN i.paid > 0 OR i.n <> 1 OR i.open <> 1"
	    " WHEN 'lapsed' THEN i.paid > 0 OR i.open > 0"
	    " WHEN 'active' THEN i.first <> 1 OR i.open = 0 OR i.n <> p.instalments"
	    " WHEN 'completed' THEN i.paid <> p.instalments"
	    " ELSE i.open > 0 END" },
	{ "plan-one", N_("an account has two live plans"),
	    "SELECT 'acc-' || account, currency FROM plan WHERE status IN ('pending', 'active')"
	    " GROUP BY account, currency HAVING COUNT(*) > 1" },
	{ "plan-in", N_("an invoice is in a plan that is not active, or the reverse"),
	    "SELECT 'inv-' || v.id, v.number FROM invoice v LEFT JOIN plan p ON p.id = v.plan"
	    " WHERE v.status = 'in_plan' AND (p.status IS NULL OR p.status <> 'active')"
	    " UNION ALL SELECT 'inv-' || v.id, v.number FROM plan p"
	    " JOIN plan_debt d ON d.plan = p.id JOIN invoice v ON v.id = d.invoice"
	    " WHERE (p.status = 'active' AND (v.status <> 'in_plan' OR v.plan <> p.id"
	    " OR v.frozen_fee_minor <> d.frozen_fee_minor OR v.frozen_on <> p.created_on))"
	    " OR (p.status = 'pending' AND v.status <> 'open')" },
	{ "plan-paid", N_("what instalments paid is not what reached the plan's debt"),
	    "SELECT 'plan-' || p.id, p.status FROM plan p JOIN (SELECT plan,"
	    " SUM(paid_minor) AS paid, SUM(fee_paid_minor) AS fee FROM plan_debt"
	    " GROUP BY plan) d ON d.plan = p.id LEFT JOIN (SELECT i.plan,"
	    " SUM(a.amount_minor - COALESCE(a.plan_interest_minor, 0)) AS paid,"
	    " SUM(COALESCE(a.plan_fee_minor, 0)) AS fee FROM plan_instalment i"
	    " JOIN allocation a ON a.invoice = i.invoice AND a.kind = 'payment' GROUP BY i.plan) a"
	    " ON a.plan = p.id WHERE d.paid <> COALESCE(a.paid, 0) OR d.fee <> COALESCE(a.fee, 0)"
	    " OR (p.status = 'completed' AND d.paid <> p.debt_minor)" },
	{ "plan-through", N_("a part of an instalment did not go on to the debt's invoices"),
	    "SELECT 'pay-' || a.payment, 'inv-' || a.invoice FROM allocation a"
	    " JOIN plan_instalment i ON i.invoice = a.invoice LEFT JOIN (SELECT payment,"
	    " instalment, SUM(amount_minor) AS amount, SUM(late_fee_minor) AS fee"
	    " FROM allocation WHERE instalment IS NOT NULL GROUP BY payment, instalment) t"
	    " ON t.payment = a.payment AND t.instalment = a.invoice"
	    " WHERE COALESCE(t.amount, 0) <> a.amount_minor - COALESCE(a.plan_interest_minor, 0)"
	    " OR COALESCE(t.fee, 0) <> COALESCE(a.plan_fee_minor, 0)"
	    " UNION ALL SELECT 'pay-' || a.payment, 'inv-' || a.invoice FROM allocation a"
	    " WHERE (a.kind = 'plan' AND a.instalment IS NULL) OR (a.instalment IS NOT NULL"
	    " AND NOT EXISTS (SELECT 1 FROM plan_instalment i JOIN plan_debt d"
	    " ON d.plan = i.plan AND d.invoice = a.invoice WHERE i.invoice = a.instalment))" },
	{ "plan-instalment", N_("an instalment and its invoice disagree"),
	    "SELECT 'inv-' || v.id, v.number FROM plan_instalment i JOIN plan p ON p.id = i.plan"
	    " JOIN invoice v ON v.id = i.invoice WHERE v.kind <> 'instalment' OR v.plan IS NULL"
	    " OR v.plan <> i.plan OR v.account <> p.account OR v.currency <> p.currency"
	    " OR v.due_on <> i.due_on OR v.amount_minor > i.amount_minor"
	    " OR (p.ended_on IS NULL AND v.amount_minor <> i.amount_minor)" },
	{ "deposit-closed", N_("a closed account holds money"),
	    "SELECT 'acc-' || a.id, l.currency FROM account a JOIN ledger_account l"
	    " ON l.name = 'deposit:acc-' || a.id WHERE a.status = 'closed'"
	    " AND l.balance_minor <> 0" },
	{ "password-tries", N_("a password's tries and its lock disagree"),
	    "SELECT 'cus-' || customer, '' FROM password WHERE tried NOT BETWEEN 0 AND 3"
	    " OR (tried = 3) <> (locked_until IS NOT NULL)" },
	{ "code-tries", N_("a code was tried too often, or was never good"),
	    "SELECT 'cus-' || customer, purpose FROM code WHERE tried NOT BETWEEN 0 AND 5"
	    " OR expires_at <= sent_at" },
	{ "session-customer", N_("somebody is logged in who is not active"),
	    "SELECT 'cus-' || s.customer, c.status FROM session s JOIN customer c"
	    " ON c.id = s.customer WHERE s.ended_at IS NULL AND c.status <> 'active'" },
	{ "link-live", N_("what is closed, or holds money, is linked"),
	    "SELECT 'acc-' || l.account, 'cus-' || l.customer FROM link l JOIN customer c"
	    " ON c.id = l.customer JOIN account a ON a.id = l.account WHERE l.ended_at IS NULL"
	    " AND (c.status = 'closed' OR a.status = 'closed' OR a.kind = 'deposit')" },
	{ "enrolment-linked", N_("what is enrolled is closed, or not linked by who enrolled it"),
	    "SELECT 'acc-' || n.account, n.kind FROM enrolment n JOIN account a ON a.id = n.account"
	    " WHERE n.status <> 'ended' AND (a.status = 'closed' OR a.kind = 'deposit'"
	    " OR (n.customer IS NOT NULL AND NOT EXISTS (SELECT 1 FROM link l"
	    " WHERE l.customer = n.customer AND l.account = n.account AND l.ended_at IS NULL)))" },
	{ "enrolment-method", N_("a mandate draws on what is another's, or in another currency"),
	    "SELECT 'acc-' || n.account, n.method FROM enrolment n JOIN account a"
	    " ON a.id = n.account LEFT JOIN card k ON k.id = n.card LEFT JOIN account s"
	    " ON s.id = n.source WHERE n.status <> 'ended' AND n.kind = 'autodebit' AND"
	    " CASE n.method WHEN 'card' THEN n.customer IS NULL OR COALESCE(k.customer, n.customer)"
	    " <> n.customer ELSE COALESCE(s.customer, 0) <> COALESCE(n.customer, 0)"
	    " OR s.kind <> 'deposit' OR s.currency <> a.currency END" },
	{ NULL, NULL, NULL },
};

/* Free text in which a card number would be a leak. */
const struct check_text check_texts[] = {
	{ "biller name", "SELECT 'bil-' || id, name FROM biller" },
	{ "holder", "SELECT 'acc-' || id, holder FROM account" },
	{ "address", "SELECT 'acc-' || id, address FROM account WHERE address IS NOT NULL" },
	{ "concept", "SELECT 'inv-' || id, concept FROM invoice WHERE concept IS NOT NULL" },
	{ "holder", "SELECT 'inv-' || id, holder FROM invoice WHERE holder IS NOT NULL" },
	{ "concept", "SELECT 'inv-' || invoice, concept FROM invoice_line" },
	{ "concept", "SELECT 'sub-' || id, concept FROM subscription" },
	{ "memo", "SELECT 'pay-' || id, memo FROM payment WHERE memo IS NOT NULL" },
	{ "reason", "SELECT 'pay-' || id, reason FROM payment WHERE reason IS NOT NULL" },
	{ "memo", "SELECT 'qr-' || id, memo FROM qr WHERE memo IS NOT NULL" },
	{ "memo", "SELECT 'txn-' || id, memo FROM txn WHERE memo IS NOT NULL" },
	{ "alias", "SELECT 'acc-' || account, alias FROM link WHERE alias IS NOT NULL" },
	{ "brand", "SELECT 'card-' || id, brand FROM card WHERE brand IS NOT NULL" },
	{ "reason", "SELECT 'card-' || id, reason FROM card WHERE reason IS NOT NULL" },
	{ "customer name", "SELECT 'cus-' || id, name FROM customer" },
	{ "address", "SELECT 'cus-' || id, address FROM customer WHERE address IS NOT NULL" },
	{ "adviser", "SELECT 'cus-' || id, adviser FROM customer WHERE adviser IS NOT NULL" },
	{ NULL, NULL },
};
