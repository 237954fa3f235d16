#!/bin/sh
# What the fuzz targets start from, and what once broke them, is taken in by each.
. "${0%/*}/lib.sh"

for source in "$here"/fuzz/*.c; do
	target=$(basename "$source" .c)
	[ "$target" = replay ] && continue
	run "$build/t/fuzz/$target" "$here/fuzz/corpus/$target"
	is_status 0 "$target: $(sed -n 's/^ok 1 - \([0-9]* inputs\).*/\1/p' out)"
done

done_testing
