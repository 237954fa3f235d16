# bash completion for pp and its tools; every answer comes from the tool itself.

_pp()
{
	local tool=$1 word=${COMP_WORDS[COMP_CWORD]} i line
	local -a words=()

	# "=" breaks words here but not in our programs: join what it parted.
	for ((i = 1; i <= COMP_CWORD; i++)); do
		line=${COMP_WORDS[i]}
		if [[ $line == "=" && ${#words[@]} -gt 0 ]] ||
			[[ ${#words[@]} -gt 0 && ${COMP_WORDS[i - 1]} == "=" ]]; then
			words[${#words[@]} - 1]+=$line
		else
			words+=("$line")
		fi
	done
	[[ ${words[*]: -1} == "$word" ]] || word=${words[*]: -1}

	COMPREPLY=()
	while IFS=$'\t' read -r line _; do
		# What stands before "=" is already typed, in a word of its own.
		[[ ${COMP_WORDS[COMP_CWORD]} != "$word" ]] && line=${line#*=}
		COMPREPLY+=("$line")
	done < <("$tool" __complete "${words[@]}" 2>/dev/null)

	if [[ ${#COMPREPLY[@]} -eq 0 ]]; then
		compopt -o default 2>/dev/null
	elif [[ ${COMPREPLY[0]} == *= ]]; then
		compopt -o nospace 2>/dev/null
	fi
	return 0
}

complete -F _pp pp pp-account pp-biller pp-card pp-customer pp-db pp-invoice pp-ledger pp-notify \
	pp-pay pp-plan pp-qr pp-subscription pp-token
