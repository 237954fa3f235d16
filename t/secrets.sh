# shellcheck shell=sh disable=SC2034,SC2154
# secrets.sh - where a secret could be left:  . "$here/secrets.sh"
#
#   spy SECRET OPTION CMD...   like run, the secret given by OPTION=FIFO once CMD waits for it; what
#                              /proc told of CMD before and after is in $T/spied
#   no_core NAME               and it may not leave a core dump
#   unseen SECRET NAME         nor there, nor in what it printed is the secret
#   sealed NAME SECRET...      no file of the office, nor a fresh backup, nor the log, has one of
#                              the secrets: as it is, or as the bytes that it is base32 or hex of
#   held_open CMD...           runs it while somebody reads the office, so that its WAL stays

# has_begun: whether process $pid waits for something, or is over
has_begun() {
	case $(sed 's/.*) //; s/ .*//' "/proc/$pid/stat" 2>/dev/null) in
	'' | S | Z) return 0 ;;
	esac
	return 1
}

spy() {
	secret=$1 option=$2
	shift 2
	last="$* $option=FIFO"
	rm -f "$T/secret.fifo" "$T/spied"
	mkfifo -m 600 "$T/secret.fifo"
	exec 3<>"$T/secret.fifo"
	"$@" "$option=$T/secret.fifo" >"$T/out" 2>"$T/err" </dev/null 3>&- &
	pid=$!
	while ! has_begun; do :; done
	tries=0
	while cat "/proc/$pid/limits" >"$T/limits" 2>/dev/null && [ $tries -lt 2000 ] &&
		! grep -q '^Max core file size  *0  *0 ' "$T/limits"; do
		tries=$((tries + 1))
	done
	cat "/proc/$pid/cmdline" "/proc/$pid/environ" >"$T/spied" 2>/dev/null
	printf '%s\n' "$secret" >&3
	while [ "$(sed 's/.*) //; s/ .*//' "/proc/$pid/stat" 2>/dev/null)" != Z ] &&
		cat "/proc/$pid/cmdline" "/proc/$pid/environ" >>"$T/spied" 2>/dev/null; do :; done
	wait "$pid"
	status=$?
	exec 3>&-
}

no_core() {
	like "$(grep '^Max core' "$T/limits")" 'size +0 +0 ' "$1"
}

unseen() {
	[ -s "$T/spied" ] && ! grep -aqF -e "$1" "$T/spied" "$T/out" "$T/err"
	ok $? "$2" || diag "$(wc -c <"$T/spied") bytes of /proc: $(tr '\0' ' ' <"$T/spied" | head -c 300)"
}

# leaks FILE...: those of the files that hold one of the secrets of $T/secrets
leaks() {
	perl -e '
		open my $list, "<", shift or die;
		chomp(my @secrets = <$list>);
		my %value;
		@value{"A" .. "Z", 2 .. 7} = 0 .. 31;
		for my $s (@secrets) {
			push @forms, $s;
			push @forms, pack "H*", $s if $s =~ /^(?:[0-9a-f]{2}){16,}$/;
			push @forms, pack "B*", substr join("", map { sprintf "%05b", $value{$_} }
				split //, $s), 0, 8 * int(5 * length($s) / 8) if $s =~ /^[A-Z2-7]{16,}$/;
		}
		for my $file (@ARGV) {
			open my $in, "<:raw", $file or next;
			local $/;
			my $bytes = <$in>;
			print "$file\n" if grep { index($bytes, $_) >= 0 } @forms;
		}' "$T/secrets" "$@"
}

sealed() {
	name=$1
	shift
	printf '%s\n' "$@" >"$T/secrets"
	rm -f "$T/copy.db" "$T/copy.db.key"
	pp-db backup "$T/copy.db" >/dev/null 2>&1
	pp-db log --json >"$T/the-log"
	is "$(leaks "$PP_DB" "$PP_DB"-* "$PP_DB".* "$T/copy.db" "$T/the-log")" "" "$name"
}

held_open() {
	rm -f "$T/hold.fifo" "$T/held.fifo"
	mkfifo "$T/hold.fifo" "$T/held.fifo"
	sqlite3 -readonly "$PP_DB" <"$T/hold.fifo" >"$T/held.fifo" &
	reader=$!
	exec 7>"$T/hold.fifo" 8<"$T/held.fifo"
	echo 'BEGIN; SELECT count(*) FROM activity;' >&7
	read -r _ <&8
	run "$@"
	exec 7>&- 8<&-
	held=$reader
}
