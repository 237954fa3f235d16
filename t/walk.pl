# walk.pl - walks every verb of the programs named as a customer, with another customer's things.
#
#   perl walk.pl THINGS TOOL...
#
# THINGS has a line for each: "foreign TYPE NAME MISSING", a thing of the other customer and a name
# of the same form that names nothing; "number NAME MISSING", an account's number, which anybody
# may name to look, link and pay; "own TYPE NAME", something of the customer who walks; "public
# TYPE".  WALKER names that customer's session file.  What each verb takes is asked of it (__verbs,
# __takes).  Prints "1 TAB name" for what holds, "0 TAB name TAB why" for what does not.
use strict;
use warnings;

my (%foreign, %own, %public, @numbers);
my $things = shift;
open my $in, '<', $things or die "$things: $!";
while (<$in>) {
	my ($what, @rest) = split;
	push @{$foreign{$rest[0]}}, [@rest[1, 2]] if $what eq 'foreign';
	push @numbers, [@rest] if $what eq 'number';
	$own{$rest[0]} = $rest[1] if $what eq 'own';
	$public{$rest[0]} = 1 if $what eq 'public';
}
# Any open service account may be named by its number there: pp-account(1), pp-pay(1).
my %by_number = map { $_ => 1 } 'pp-account find', 'pp-account link', 'pp-pay quick';

# What is no ref is a text to them, to be drawn or read: pp-qr(1), pp-pay(1).
my %takes_text = map { $_ => 1 } 'pp-qr draw', 'pp-pay qr';

# Operands of verbs that take several kinds of names: what these words stand for has an owner.
my $names_things = qr/REF|NUMBER|INVOICE|ACCOUNT|CUSTOMER|CARD|PAYMENT/;

sub say_result {
	my ($name, $why) = @_;
	$why = '' unless defined $why;
	$why =~ s/\s+/ /g;
	print $why eq '' ? "1\t$name\n" : "0\t$name\t$why\n";
}

sub slurp {
	my ($path) = @_;
	open my $file, '<', $path or die "$path: $!";
	local $/;
	my $text = <$file>;
	return defined $text ? $text : '';
}

sub run {
	my ($session, $input, @command) = @_;
	open my $file, '>', 'walk.in' or die;
	print $file $input;
	close $file;
	my $pid = fork;
	if ($pid == 0) {
		$ENV{PP_SESSION} = $session;
		open STDIN, '<', 'walk.in' or die;
		open STDOUT, '>', 'walk.out' or die;
		open STDERR, '>', 'walk.err' or die;
		exec @command or die;
	}
	waitpid $pid, 0;
	return { status => $? >> 8, out => slurp('walk.out'), err => slurp('walk.err') };
}

# All tables but work in progress.
sub dump_of {
	return join '', grep { !/^INSERT INTO (?:lease|session|spent) / } `sqlite3 "$ENV{PP_DB}" .dump`;
}
my $before = dump_of();

# What differs between the answers to two calls that differ in one word, or ''.
sub compare {
	my ($session, $calls, $words, $input, $is_vague) = @_;
	my @answers;
	for my $i (0, 1) {
		my $answer = run($session, $input ? "$words->[$i]\n" : '', @{$calls->[$i]});
		my $now = dump_of();
		if ($now ne $before) {
			$before = $now;
			return "changed something: @{$calls->[$i]}";
		}
		s/\Q$words->[$i]\E/TYPED/g for $answer->{out}, $answer->{err};
		push @answers, $answer;
	}
	my ($one, $other) = @answers;
	for my $part ('status', 'out', 'err') {
		return "@{$calls->[0]}: $part is $one->{$part}, for what is not there $other->{$part}"
		    if $one->{$part} ne $other->{$part};
	}
	return '' if $one->{status} == 3 || ($one->{status} == 0 && $one->{out} eq '');
	return '' if $is_vague && $one->{status} == 2;
	return "@{$calls->[0]}: neither absent nor empty: $one->{status} $one->{err}";
}

# What stands for an operand or a required option of which nothing is asked.
sub filler {
	my ($word) = @_;
	return $1 if $word =~ /^[a-z|]+\|([a-z]+)$/;
	return $own{number} if $word =~ /NUMBER/;
	return 1;
}

sub option_filler {
	my ($option) = @_;
	return $1 if $option->{kind} eq 'choice' && $option->{values} =~ /^([^|]+)/;
	return $own{$1} if $option->{kind} eq 'ref' && $option->{values} =~ /^(\w+)/ && $own{$1};
	return $1 if $option->{kind} eq 'int' && $option->{values} =~ /^(\d+)/;
	return '2026-04-01' if $option->{kind} eq 'date';
	return 'https://shop.example/' if $option->{name} =~ /return-url/;
	return 'month' if $option->{name} eq '--every';
	return 1;
}

sub pairs {
	my ($verb, $type) = @_;
	my @pairs = @{$foreign{$type} || []};
	push @pairs, @numbers if $type eq 'acc' && !$by_number{$verb->{name}};
	@pairs = grep { $_->[0] =~ /^$type-\d+$/ } @pairs if $takes_text{$verb->{name}};
	return @pairs;
}

# The types of "inv|plan", or all; those that are public left out.
sub types {
	my ($list) = @_;
	return grep { !$public{$_} } $list ne '' ? split /\|/, $list : sort keys %foreign;
}

# The words of a call: operands, with "@" at a place, and required options.
sub call {
	my ($verb, $at, %given) = @_;
	my @words;
	for my $i (0 .. $#{$verb->{operands}}) {
		my $word = $verb->{operands}[$i];
		if ($i == $at) {
			push @words, '@';
		} elsif ($i < $at || $word !~ /^\[/) {
			my ($type) = types($verb->{refs});
			my $is_ref = $i == 0 && $verb->{refs} ne '';
			push @words, $is_ref && defined $type && defined $own{$type} ? $own{$type} : filler($word);
		}
	}
	for my $option (@{$verb->{options}}) {
		my $name = $option->{name};
		if (exists $given{$name}) {
			push @words, "$name=$given{$name}";
		} elsif ($name eq '--with') { # with it more is looked at
			push @words, "$name=sandbox";
		} elsif ($option->{is_required} && $option->{kind} ne 'secret') {
			push @words, $option->{kind} eq 'flag' ? $name :
			    "$name=" . option_filler($option);
		}
	}
	return (split(' ', $verb->{name}), @words);
}

sub try_all {
	my ($session, $verb, $type, $call, $what, $is_input) = @_;
	my @pairs = pairs($verb, $type);
	@pairs = grep { $_->[0] =~ /^$type-/ } @pairs if $is_input;
	return say_result("$verb->{name} $what: $type", "the walk has no $type of another") unless @pairs;
	for my $pair (@pairs) {
		my $why = '';
		# What is no ref may be a wrong word there.
		my $is_vague = $what eq 'operand' ? $verb->{refs} eq '' : $pair->[0] !~ /^[a-z]+-\d+$/;
		for my $format ('tsv', 'json') {
			next if $format eq 'tsv' && $verb->{is_text};
			my @calls = map {
				my $word = $_;
				[(map { (my $w = $_) =~ s/\@/$is_input ? '-' : $word/e; $w } @$call), '--yes',
				    "--format=$format"]
			} @$pair;
			$why = compare($session, \@calls, $pair, $is_input, $is_vague);
			last if $why ne '';
		}
		say_result("$verb->{name} $what: $pair->[0]", $why);
	}
}

sub walk {
	my ($verb, $session) = @_;
	my @places = grep { $verb->{operands}[$_] =~ /$names_things/ } 0 .. $#{$verb->{operands}};
	@places = (0) if $verb->{refs} ne '';
	for my $at (@places) {
		my @call = call($verb, $at);
		try_all($session, $verb, $_, \@call, 'operand', 0) for types($verb->{refs});
		next unless $verb->{operands}[$at] =~ /\|-/;
		try_all($session, $verb, $_, \@call, 'stdin', 1) for types($verb->{refs});
	}
	for my $option (grep { $_->{kind} eq 'ref' } @{$verb->{options}}) {
		my @call = call($verb, -1, $option->{name} => '@');
		try_all($session, $verb, $_, \@call, $option->{name}, 0) for types($option->{values});
	}
}

# What is listed or shown where nothing is named is none of another's; nor does one's own thing beside
# another's show more of that.
sub look {
	my ($verb, $session) = @_;
	return if $verb->{is_write};
	my @call = call($verb, -1);
	if (!grep { !/^\[/ } @{$verb->{operands}}) {
		my $answer = run($session, '', @call, '--yes', '--format=json');
		my @shown = grep { $answer->{out} =~ /(?<![\w-])\Q$_\E(?![\w-])/ }
		    map { map { $_->[0] } @$_ } values %foreign;
		say_result("$verb->{name} shows nothing of another's", @shown ? "@shown" : '');
	}
	return unless $verb->{operands}[0] && $verb->{operands}[0] =~ /\.\.\./;
	my ($owned) = types($verb->{refs});
	return if !$owned || !defined $own{$owned} || !$foreign{$owned};
	my @pair = @{$foreign{$owned}[0]};
	my @both = map { [split(' ', $verb->{name}), $own{$owned}, $_] } @pair;
	my $why = compare($session, \@both, \@pair, 0, 0);
	$why = '' if $why =~ /neither absent nor empty: (?:8|3) /;
	say_result("$verb->{name} beside one's own: $pair[0]", $why);
}

# An operator's verb, or one for who is logged in, is refused before it looks at anything.
sub refuse {
	my ($verb, $session, $reason) = @_;
	my ($type) = types($verb->{refs});
	my $named = $foreign{$type || 'acc'} ? $foreign{$type || 'acc'}[0][0] : "$type-1";
	my @call = map { s/\@/$named/r } call($verb, 0);
	my $answer = run($session, '', @call, '--json');
	my $is_right = $answer->{status} == 6 && $answer->{err} =~ /"reason":"$reason"/ &&
	    $answer->{out} eq '';
	say_result("$verb->{name} is $reason", $is_right ? '' : "@call: $answer->{status} $answer->{err}");
}

for my $tool (@ARGV) {
	for (`$tool __verbs`) {
		chomp;
		my ($name, $operands, undef, $flags) = split /\t/;
		my %verb = (name => "$tool $name", operands => [split ' ', $operands]);
		$verb{is_write} = $flags =~ / write/;
		my @takes = `$tool __takes $name`;
		for (@takes) {
			chomp;
			my ($what, $kind, $values, $need) = split /\t/;
			$verb{refs} = $values if $what eq 'operands';
			push @{$verb{options}}, { name => $what, kind => $kind, values => $values,
				is_required => $need eq 'required' } if $what ne 'operands';
		}
		$verb{is_text} = `$tool $name --help` !~ /\S/ ? 0 : $name =~ /^(?:receipt|explain)$/;
		if ($flags =~ /^operator/) {
			refuse(\%verb, $ENV{WALKER}, 'operator_only');
			refuse(\%verb, '', 'operator_only');
		} elsif ($flags =~ /^customer/) {
			walk(\%verb, $ENV{WALKER});
			look(\%verb, $ENV{WALKER});
			refuse(\%verb, '', 'session_expired');
		} else {
			for ($ENV{WALKER}, '') {
				walk(\%verb, $_);
				look(\%verb, $_);
			}
		}
	}
}
