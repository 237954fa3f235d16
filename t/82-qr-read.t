#!/bin/sh
# shellcheck disable=SC2034,SC2154 # the libraries of the tests set and use them
# pp-qr read: our own images, those of others, photographs, several frames; what is broken or a bomb
# is refused in time.  PP_PHOTOS photographs (20), PP_IMAGES images (40).
. "${0%/*}/lib.sh"

silently() {
	"$@" >quiet 2>&1 || diag "$*: $(cat quiet)"
}

# ---- our own

n=0
for level in L M Q H; do
	for _ in $(seq 1 $((${PP_IMAGES:-40} / 4))); do
		n=$((n + 1))
		text="Prueba $n ñ $(printf "%0$((n * n % 1100 + 1))d" "$n")"
		silently pp-qr draw "$text" --level=$level -o "own-$n.png"
		printf '%s\n' "$text" >"own-$n.txt"
	done
done
wrong=0 theirs=0
for image in own-*.png; do
	pp-qr read "$image" --columns=payload >found 2>&1
	cmp -s found "${image%.png}.txt" || wrong=$((wrong + 1))
	command -v zbarimg >/dev/null || continue
	[ "$(zbarimg -q --raw -Sbinary "$image" 2>/dev/null)" = "$(cat "${image%.png}.txt")" ] ||
		theirs=$((theirs + 1))
done
is "$wrong" 0 "our images, of all levels, are read back: $(find . -name 'own-*.png' | wc -l)"
if command -v zbarimg >/dev/null; then
	is "$theirs" 0 "and by zbarimg"
else
	skip "zbarimg is not here"
fi
if command -v qrencode >/dev/null; then
	wrong=0
	for n in $(seq 1 20); do
		text="de qrencode $n $(printf "%0$((n * 20))d" "$n")"
		qrencode -o theirs.png -l "$(echo LMQH | cut -c$((n % 4 + 1)))" -s $((n % 5 + 2)) "$text"
		[ "$(pp-qr read theirs.png --columns=payload)" = "$text" ] || wrong=$((wrong + 1))
	done
	is "$wrong" 0 "qrencode's images are read"
else
	skip "qrencode is not here"
fi

# ---- photographs

photos=${PP_PHOTOS:-20} ours=0 theirs=0
for n in $(seq 1 "$photos"); do
	"$build/t/pp-photo" "$n" "00020101021126230010org.ex.pay0105acc-3520400005303068 $n" >photo.jpg
	pp-qr read photo.jpg >found 2>&1 && ours=$((ours + 1))
	command -v zbarimg >/dev/null && zbarimg -q --raw photo.jpg >found 2>/dev/null && theirs=$((theirs + 1))
done
diag "$photos photographs: $ours read by us, $theirs by zbarimg"
[ "$ours" -ge $((photos * 8 / 10)) ]
ok $? "photographs, turned, leaning, blurred, noisy, as JPEG of quality 40"
[ "$ours" -ge "$theirs" ]
ok $? "not fewer than zbarimg reads"

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
perl -e 'use Compress::Zlib; sub c { my ($t, $d) = @_; pack("N", length $d) . $t . $d . pack("N", crc32($t . $d)) }
	my ($w, $h, $d) = @ARGV; print "\x89PNG\r\n\x1a\n", c("IHDR", pack("NNCCCCC", $w, $h, 8, 0, 0, 0, 0)),
	c("IDAT", compress("\0" x $d)), c("IEND", "")' 2000000000 2000000000 10 >giant.png
broken giant.png "a giant header"
perl -e 'use Compress::Zlib; sub c { my ($t, $d) = @_; pack("N", length $d) . $t . $d . pack("N", crc32($t . $d)) }
	print "\x89PNG\r\n\x1a\n", c("IHDR", pack("NNCCCCC", 16000, 16000, 8, 0, 0, 0, 0)),
	c("IDAT", compress("\0" x 100000000)), c("IEND", "")' >bomb.png
broken bomb.png "a decompression bomb"
perl -e 'use Compress::Zlib; sub c { my ($t, $d) = @_; pack("N", length $d) . $t . $d . pack("N", crc32($t . $d)) }
	print "\x89PNG\r\n\x1a\n", c("IHDR", pack("NNCCCCC", 500, 500, 8, 0, 0, 0, 0)),
	c("IDAT", compress(("\0" . "\xff" x 500) x 500)), c("IEND", "")' >white.png
broken white.png "an image without a code"
is "$status" 3 "an image without a code is 3"

done_testing
