# shellcheck shell=sh disable=SC2034
# common.sh - what the small filters of the tests share; read by ". common.sh".

# The next request: its line, and what is needed of it.  False at the end.
next_request() {
	IFS= read -r line || return 1
	key=$(field key)
	amount=$(field amount)
	currency=$(field currency)
}

# A member of the request that is a text.
field() {
	printf '%s\n' "$line" | sed -n 's/.*"'"$1"'" *: *"\([^"]*\)".*/\1/p'
}

# approve KEY AMOUNT CURRENCY: one answer.
approve() {
	printf '{"v":1,"key":"%s","result":"approved","amount":"%s","currency":"%s","reference":"R-%s"}\n' \
	    "$1" "$2" "$3" "$1"
}
