#!/usr/bin/perl
# Prints what the pages of a PDF document show: "page N", then its lines from top to bottom, what
# stands beside each other parted by tabs; "squares N" where N rectangles are filled, "font NAME"
# for what is embedded.  Dies where the file is not what its own tables say.
# Knows as much of ISO 32000-1 as our documents use.
use strict;
use warnings;
use Compress::Zlib;

my $file = do { local $/; binmode STDIN; <STDIN> };
$file =~ /^%PDF-1\.\d\n/ or die "no header\n";
$file =~ /startxref\n(\d+)\n%%EOF\n?$/ or die "no end\n";
my $table = substr $file, $1;
$table =~ /^xref\n0 (\d+)\n/ or die "no table at its place\n";
my $count = $1;
my @entries = $table =~ /^(\d{10}) \d{5} n/mg;
@entries == $count - 1 or die "the table has other entries than it says\n";

my @objects;
for my $i (0 .. $#entries) {
	my $number = $i + 1;
	my $object = substr $file, $entries[$i];
	$object =~ /^$number 0 obj\n/ or die "object $number is not at its place\n";
	my $end = index $object, "endobj";
	$objects[$number] = substr $object, 0, $end if $end >= 0;
}

# The value of a key: a number, a reference's number.
sub value {
	my ($object, $key) = @_;
	return $object =~ m{/$key (\d+)} ? $1 : die "no $key\n";
}

sub stream {
	my $number = shift;
	my $object = substr $file, $entries[ $number - 1 ];
	my $length = value($object, "Length");
	# Its length is an object of its own.
	$length = $1 if $object =~ m{/Length \d+ 0 R} && $objects[$length] =~ /obj\n(\d+)/;
	my $begin = index($object, "stream", index($object, ">>")) + 6;
	$begin++ while substr($object, $begin, 1) =~ /[\r\n]/;
	my $bytes = substr $object, $begin, $length;
	return $object =~ m{/FlateDecode} ? uncompress($bytes) // die "not inflated\n" : $bytes;
}

my @special = map { chr } 0x20AC, 0xFFFD, 0x201A, 0x192, 0x201E, 0x2026, 0x2020, 0x2021, 0x2C6,
	0x2030, 0x160, 0x2039, 0x152, 0xFFFD, 0x17D, 0xFFFD, 0xFFFD, 0x2018, 0x2019, 0x201C, 0x201D,
	0x2022, 0x2013, 0x2014, 0x2DC, 0x2122, 0x161, 0x203A, 0x153, 0xFFFD, 0x17E, 0x178;

sub letters {
	my $text = shift;
	$text =~ s/\\([0-7]{3}|.)/length $1 == 3 ? chr oct $1 : $1/ges;
	$text =~ s/([\x80-\x9F])/$special[ ord($1) - 0x80 ]/g;
	return $text;
}

my $squares;
sub lines {
	my $content = shift;
	my ($x, $y, %at) = (0, 0);
	while ($content =~ m{\G\s*(BT|(-?[\d.]+) (-?[\d.]+) Td|(?:(\((?:\\.|[^\\)])*\))|<([0-9A-Fa-f]*)>) Tj|\S+)}gs) {
		($x, $y) = (0, 0) if $1 eq "BT";
		($x, $y) = ($x + $2, $y + $3) if defined $2;
		$squares++ if $1 eq "re";
		my $text = defined $4 ? letters(substr $4, 1, -1) : undef;
		$text = join "", map { chr hex } $5 =~ /(....)/g if defined $5;
		push @{ $at{$y} }, [$x, $text] if defined $text;
	}
	return map { join "\t", map { $_->[1] } sort { $a->[0] <=> $b->[0] } @{ $at{$_} } }
		sort { $b <=> $a } keys %at;
}

binmode STDOUT, ":encoding(UTF-8)" unless @ARGV;
my $catalog = $objects[ $file =~ m{/Root (\d+) 0 R} ? $1 : die "no root\n" ];
my $pages = $objects[ value($catalog, "Pages") ];
my $n = 0;
for my $page ($pages =~ m{/Kids \[([^]]*)\]} ? $1 =~ /(\d+) 0 R/g : ()) {
	$squares = 0;
	my $box = $objects[$page] =~ m{/MediaBox \[ ?0 0 (\S+) (\S+)} ? "$1 x $2" : "";
	$box =~ /^59[56]\S* x 84[12]/ or die "no A4 page: $box\n";
	if (@ARGV && $ARGV[0] eq "--content") {
		print stream(value($objects[$page], "Contents"));
		exit;
	}
	print "page ", ++$n, "\n";
	print "$_\n" for lines(stream(value($objects[$page], "Contents")));
	print "squares $squares\n" if $squares;
}
$n == value($pages, "Count") or die "other pages than it says\n";
print "font $_\n" for $file =~ m{/FontName /(\w{6}\+\S+)}g;
