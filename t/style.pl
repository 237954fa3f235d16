#!/usr/bin/perl
# Prints "fail KIND WHERE WHAT" and "warn KIND WHERE WHAT" for the sources named.
# Relies on what clang-format makes sure of: a function's name and its braces begin lines.
use strict;
use warnings;

my %limits = (
	function => [40, 70], parameters => [4, 6], nesting => [2, 3],
	file => [300, 500], header => [100, 150], line => [80, 100],
);
my $banned = qr/\b(sprintf|vsprintf|strcpy|strcat|gets|atoi|atol|atoll|strtok|localtime|gmtime|asctime|ctime|system|rand|strncpy|strncat|alloca|setjmp|longjmp)\s*\(/;
my $impure = qr/(?<![\w>.])(printf|puts|putchar|exit|_exit|getenv|time|clock_gettime|gettimeofday)\s*\(/;
# Children end by _exit.  Waiting may be counted by the monotonic clock.
my $is_edge = qr{^lib/(gateway|sandbox|platform|image|http|pdf)};

sub measure {
	my ($kind, $value, $where, $what) = @_;
	my ($guide, $fence) = @{ $limits{$kind} };
	return if $value <= $guide;
	print $value > $fence ? "fail" : "warn", " $kind $where $what: $value\n";
}

sub columns {
	my $width = 0;
	for my $c (split //, shift) {
		$width += $c eq "\t" ? 8 - $width % 8 : 1;
	}
	return $width;
}

# Text without comments, strings and character constants, its lines kept.
sub bare {
	my $text = shift;
	$text =~ s{(/\*.*?\*/|"(?:\\.|[^"\\])*"|'(?:\\.|[^'\\])*')}
		{ my $t = $1; my $n = ($t =~ tr/\n//); ($t =~ m{^/} ? " " : '""') . "\n" x $n }gse;
	return $text;
}

sub parameters {
	my $list = shift;
	$list =~ s/\(void\)//;
	return 0 unless $list =~ /^[^(]*\((.*)\)/s;
	my ($depth, $count, $inner) = (0, 1, $1);
	return 0 unless $inner =~ /\S/;
	for my $c (split //, $inner) {
		$depth++ if $c eq "(" || $c eq "{";
		$depth-- if $c eq ")" || $c eq "}";
		$count++ if $c eq "," && $depth == 0;
	}
	return $count;
}

sub functions {
	my ($file, @lines) = @_;
	my ($name, $begin, $head, $deepest);
	for my $i (0 .. $#lines) {
		my $line = $lines[$i];
		if (!defined $begin && $line =~ /^(\w+)\(/) {
			($name, $head) = ($1, "");
		}
		$head .= "$line\n" if defined $name && !defined $begin;
		if (defined $name && !defined $begin && $line =~ /;\s*$/) {
			undef $name;
		} elsif (defined $name && $line eq "{") {
			($begin, $deepest) = ($i, 0);
			measure("parameters", parameters($head), "$file:$i", $name);
		} elsif (defined $begin && $line eq "}") {
			measure("function", $i - $begin - 1, "$file:$begin", $name);
			measure("nesting", $deepest, "$file:$begin", $name);
			undef $begin;
			undef $name;
		} elsif (defined $begin && $line =~ /^(\t+)(?:\} )?(?:if|for|while|do|switch|else)\b/) {
			$deepest = length $1 if length $1 > $deepest;
		}
	}
}

for my $file (@ARGV) {
	open my $in, "<:encoding(UTF-8)", $file or next;
	my $text = do { local $/; <$in> };
	close $in;
	my $is_test = $file =~ m{^t/};
	my @raw = split /\n/, $text;
	my @bare = split /\n/, bare($text);
	measure($file =~ /\.h$/ ? "header" : "file", scalar @raw, $file, "lines") unless $is_test;
	for my $i (0 .. $#raw) {
		my $n = $i + 1;
		measure("line", columns($raw[$i]), "$file:$n", "columns");
		my $line = $bare[$i] // "";
		print "fail banned $file:$n $1\n" if !$is_test && $line =~ $banned;
		print "fail typedef $file:$n\n" if $line =~ /^\s*typedef\s+(?:struct|union|enum)\b/;
		print "fail pure $file:$n $1\n"
			if $file =~ m{^lib/.*\.c$} && $file !~ $is_edge && $line =~ $impure
			&& $line !~ /CLOCK_MONOTONIC/;
		print "fail prototype $file:$n\n"
			if $file =~ /\.h$/ && $line =~ /\w+\([^()]*(?:\*|\b(?:int|size_t|int64_t|bool|char))\s*[,)]/
			&& $line !~ /^\s*#|__attribute__|sizeof/;
	}
	functions($file, @bare);
}
