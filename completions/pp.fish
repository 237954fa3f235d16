# fish completion for pp and its tools; every answer comes from the tool itself.

function __pp_complete
    set -l words (commandline -opc) (commandline -ct)
    $words[1] __complete $words[2..-1] 2>/dev/null
end

for tool in pp pp-account pp-biller pp-card pp-customer pp-db pp-invoice pp-ledger pp-notify \
        pp-pay pp-plan pp-qr pp-subscription pp-token
    complete -c $tool -a '(__pp_complete)'
end
