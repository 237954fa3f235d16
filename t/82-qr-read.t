#!/bin/sh
# shellcheck disable=SC2034,SC2154 # the libraries of the tests set and use them
# pp-qr read: our own images, those of others, photographs, several frames; what is broken or a bomb
# is refused in time.  PP_IMAGES images of ours (40) and two fifths as many of qrencode's, PP_PHOTOS
# photographs (20).
. "${0%/*}/lib.sh"

silently() {
	"$@" >quiet 2>&1 || diag "$*: $(cat quiet)"
}

# ---- our own

# most LEVEL VERSION: the bytes that a code of that version holds (ISO/IEC 18004, table 7)
most() {
	version=$2
	case $1 in
	L) set -- 17 32 53 78 106 134 154 192 230 271 321 367 425 458 520 586 644 718 792 858 929 1003 \
		1091 1171 1273 1367 1465 1528 1628 1732 1840 1952 2068 2188 2303 2431 2563 2699 2809 2953 ;;
	M) set -- 14 26 42 62 84 106 122 152 180 213 251 287 331 362 412 450 504 560 624 666 711 779 \
		857 911 997 1059 1125 1190 1264 1370 1452 1538 1628 1722 1809 1911 1989 2099 2213 2331 ;;
	Q) set -- 11 20 32 46 60 74 86 108 130 151 177 203 241 258 292 322 364 394 442 482 509 565 \
		611 661 715 751 805 868 908 982 1030 1112 1168 1228 1283 1351 1423 1499 1579 1663 ;;
	H) set -- 7 14 24 34 44 58 64 84 98 119 137 155 177 194 220 250 280 310 338 382 403 439 \
		461 511 535 593 625 658 698 742 790 842 898 958 983 1051 1093 1139 1219 1273 ;;
	esac
	shift $((version - 1))
	echo "$1"
}
# one N LEVEL VERSION: a text that needs that version at that level: as long as it can be, as short,
# and between, in turns
one() {
	most=$(most "$2" "$3")
	least=4
	[ "$3" -eq 1 ] || least=$(($(most "$2" $(($3 - 1))) + 1))
	case $((($1 - 1) / 160 % 3)) in
	0) bytes=$most ;;
	1) bytes=$least ;;
	2) bytes=$(((most + least) / 2)) ;;
	esac
	text=$(yes "ñandú $1 de $images, " | tr -d '\n' | head -c "$bytes" | iconv -c -f UTF-8 -t UTF-8 2>iconv.err)
	while [ "$(printf %s "$text" | wc -c)" -lt "$bytes" ]; do text=$text.; done
	silently pp-qr draw "$text" --level="$2" --scale=$((2 + $1 % 3)) -o own.png --force
	width=$(od -An -tu1 -j18 -N2 own.png | awk '{ print $1 * 256 + $2 }')
	[ "$width" -eq $(((2 + $1 % 3) * (17 + 4 * $3 + 8))) ] || drawn="$drawn $3-$2"
	[ "$(pp-qr read own.png --columns=payload)" = "$text" ] || wrong="$wrong $3-$2"
	command -v zbarimg >/dev/null || return 0
	[ "$(zbarimg -q --raw -Sdisable -Sqrcode.enable -Sbinary own.png 2>/dev/null)" = "$text" ] || theirs="$theirs $3-$2"
}

# Each version, 1 to 40, at a level in turn; from 160 images on each at each level.
images=${PP_IMAGES:-40} n=0 drawn='' wrong='' theirs=''
while [ $n -lt "$images" ]; do
	n=$((n + 1))
	one $n "$(echo LMQH | cut -c$((((n - 1) / 40 + n) % 4 + 1)))" $(((n - 1) % 40 + 1))
done
is "$drawn" '' "images of versions 1 to 40 are of the size that their text needs: $images"
is "$wrong" '' "and are read back"
if command -v zbarimg >/dev/null; then
	is "$theirs" '' "and by zbarimg"
else
	skip "zbarimg reads ours" "zbarimg is not here"
fi
if command -v qrencode >/dev/null; then
	wrong=0
	others=$((images * 2 / 5))
	for n in $(seq 1 $others); do
		text="de qrencode $n $(printf "%0$((n * 20 % 1000 + 1))d" "$n")"
		qrencode -o theirs.png -l "$(echo LMQH | cut -c$((n % 4 + 1)))" -s $((n % 5 + 2)) "$text"
		[ "$(pp-qr read theirs.png --columns=payload)" = "$text" ] || wrong=$((wrong + 1))
	done
	is "$wrong" 0 "qrencode's images are read: $others"
else
	skip "qrencode's images are read" "qrencode is not here"
fi

# ---- photographs

photos=${PP_PHOTOS:-20} ours=0 theirs=0
for n in $(seq 1 "$photos"); do
	"$build/t/pp-photo" "$n" "00020101021126230010org.ex.pay0105acc-3520400005303068 $n" >photo.jpg
	pp-qr read photo.jpg >found 2>&1 && ours=$((ours + 1))
	command -v zbarimg >/dev/null && zbarimg -q --raw photo.jpg >found 2>/dev/null && theirs=$((theirs + 1))
done
command -v zbarimg >/dev/null || theirs='none (it is not here)'
diag "$photos photographs: $ours read by us, $theirs by zbarimg"
[ "$ours" -ge $((photos * 8 / 10)) ]
ok $? "photographs, turned, leaning, blurred, noisy, as JPEG of quality 40"
if command -v zbarimg >/dev/null; then
	[ "$ours" -ge "$theirs" ]
	ok $? "not fewer than zbarimg reads"
else
	skip "not fewer than zbarimg reads" "zbarimg is not here"
fi

# ---- one after the other

pp-qr draw uno -o one.png
pp-qr draw dos -o two.png
"$build/t/pp-photo" 3 tres >three.jpg
run pp-qr read one.png two.png --columns=file,payload
out_is "one.png	uno
two.png	dos" "S0-08 several files"
cat one.png three.jpg one.png two.png >frames
run sh -c 'pp-qr read - --columns=payload <frames'
out_is "uno
tres
dos" "S0-08 a camera's frames through a pipe, each code once"
head -c "$(($(wc -c <one.png) / 2))" one.png >half.png
cat one.png half.png two.png >frames
run sh -c 'pp-qr read - --columns=payload <frames'
is_status 8 "a frame that is damaged"
err_like '^pp-qr: -: image 2: ' "is told, by its place"
is "$(cat out)" "uno
dos" "and those around it are read"
cat half.png two.png >frames
run sh -c 'pp-qr read - --columns=payload <frames'
err_like 'image 1: ' "also before the first"
out_is dos "whatever stands before it"
cat half.png half.png >frames
run sh -c 'pp-qr read - --columns=payload <frames'
is_status 8 "nothing but damaged ones"
out_empty "and nothing read"
run pp-qr read one.png --json
is "$(jq -r '[.type, .file, .payload, .kind] | join(" ")' out)" "symbol one.png uno text" "a record"
run pp-qr read one.png gone.png
is_status 8 "one of two is missing"
out_like '	uno	' "the other is read"

# ---- broken

# broken FILE NAME: status 2 or 3, quickly, no crash
broken() {
	begun=$(date +%s%N)
	run pp-qr read "$1"
	took=$((($(date +%s%N) - begun) / 1000000))
	[ "$status" -eq 2 ] || [ "$status" -eq 3 ]
	ok $? "$2: refused" || show_run
	[ "$(wc -l <err)" -eq 1 ] && [ ! -s out ]
	ok $? "$2: in one line" || show_run
	[ "$took" -lt 2500 ]
	ok $? "$2: in time" || diag "$took ms"
}
echo text >text
broken text "a text"
: >empty
broken empty "an empty file"
broken gone.png "a file that is not there"
broken . "a folder"
head -c 100 two.png >cut.png
broken cut.png "a PNG that is cut"
head -c 900 three.jpg >cut.jpg
broken cut.jpg "a JPEG that is cut"
perl -0777 -pe 'substr($_, 45, 4) = "\xff\xfe\xfd\xfc"' two.png >crc.png
broken crc.png "a PNG with damaged data"
# png WIDTH HEIGHT BYTES: black, of that much data
png() {
	perl -e 'use Compress::Zlib; sub c { my ($t, $d) = @_; pack("N", length $d) . $t . $d . pack("N", crc32($t . $d)) }
		my ($w, $h, $d) = @ARGV; print "\x89PNG\r\n\x1a\n", c("IHDR", pack("NNCCCCC", $w, $h, 8, 0, 0, 0, 0)),
		c("IDAT", compress("\0" x $d)), c("IEND", "")' "$@"
}
png 2000000000 2000000000 10 >giant.png
broken giant.png "a giant header"
png 16000 16000 100000000 >bomb.png
broken bomb.png "a decompression bomb"
png 7600 7600 57767600 >largest.png
broken largest.png "a bomb of a size that is just let in"
png 500 500 250500 >black.png
broken black.png "an image without a code"
is "$status" 3 "an image without a code is 3"

# What is inside the jail ends by itself too, whatever the bytes: PP_MUTANTS of each image.
mutants=${PP_MUTANTS:-25} crashed='' read=0
for image in two.png three.jpg; do
	for n in $(seq 1 "$mutants"); do
		perl -0777 -e 'my ($n, $f) = @ARGV; srand($n); local @ARGV = $f; my $b = <>;
			substr($b, 8 + int(rand(length($b) - 8)), 1) = chr(int(rand(256))) for 1 .. 1 + $n % 7;
			print substr($b, 0, $n % 5 ? length($b) : int(rand(length($b))))' "$n" $image >mutant
		"$build/t/pp-decode" mutant >found 2>&1
		case $? in 0) read=$((read + 1)) ;; 2 | 3) ;; *) crashed="$crashed $image:$n" ;; esac
	done
done
is "$crashed" '' "$((2 * mutants)) damaged images end as they should"
diag "$read of $((2 * mutants)) damaged images are read all the same"

# bounded FILE NAME: 2 s, 256 MB.  A busy machine has three tries to be quick.
bounded() {
	took=9999
	for _ in 1 2 3; do
		[ "$took" -lt 2000 ] && break
		begun=$(date +%s%N)
		/usr/bin/time -f %M -o peak pp-qr read "$1" >out 2>err
		took=$((($(date +%s%N) - begun) / 1000000))
	done
	peak=$(tail -1 peak)
	diag "$2: $took ms, $peak kB"
	[ "$took" -lt 2000 ]
	ok $? "$2: within 2 s"
	[ "$peak" -lt 262144 ]
	ok $? "$2: none of its processes takes 256 MB"
}
if [ -x /usr/bin/time ]; then
	bounded giant.png "a giant header"
	bounded bomb.png "a decompression bomb"
	bounded largest.png "the largest that is let in"
	"$build/t/pp-photo" 4 cuatro >photo.jpg
	bounded photo.jpg "a photograph"
else
	skip "the memory that reading takes" "time is not here"
fi

done_testing
