# pp - a bill-payment office as a Unix toolset.  GNU make; everything made goes to $(B)/.
#
#   make            build            make check         all tests, through prove
#   make install    DESTDIR, PREFIX  make check-strict  sanitizers, valgrind, linters
#   make demo       an office in a temporary folder     make bench, make coverage, make po
#   make fuzz       each fuzz target for FUZZ_SECONDS

VERSION = 0.1.0
PREFIX = /usr/local
DESTDIR =
BINDIR = $(PREFIX)/bin
LIBEXECDIR = $(PREFIX)/libexec/pp
DATADIR = $(PREFIX)/share
MANDIR = $(DATADIR)/man
UNITDIR = $(PREFIX)/lib/systemd/system

B = build
CC = gcc
AR = ar
AWK = awk
JOBS = 2

WARNINGS = -Wall -Wextra -Wpedantic -Wshadow -Wconversion -Wstrict-prototypes \
	-Wmissing-prototypes -Wvla -Wformat=2 -Wundef -Werror
HARDENING = -fPIE -fstack-protector-strong -U_FORTIFY_SOURCE -D_FORTIFY_SOURCE=2
OPTIMISE = -O2 -g
SANITIZE =
CPPFLAGS = -D_POSIX_C_SOURCE=200809L -D_FILE_OFFSET_BITS=64 -Ilib -Icmd -I$(B)
CFLAGS = -std=c11 $(WARNINGS) $(OPTIMISE) $(HARDENING) $(SANITIZE)
LDFLAGS = -pie -Wl,-z,relro,-z,now,-z,noexecstack -Wl,--as-needed $(SANITIZE)
LIBS = -lsqlite3 -ljansson -lcrypto -lz -ldl -ljpeg -lm
LIB_SOURCES = $(wildcard lib/*.c)
PROGRAM_SOURCES = $(wildcard cmd/pp.c cmd/pp-*.c)
CMD_SOURCES = $(filter-out $(PROGRAM_SOURCES),$(wildcard cmd/*.c))
TEST_SOURCES = $(wildcard t/unit/*.c)
SHIM_SOURCES = $(wildcard t/fault/*.c)
FUZZ_SOURCES = $(filter-out t/fuzz/replay.c,$(wildcard t/fuzz/*.c))
FUZZ_ENGINE = $(B)/obj/t/fuzz/replay.o
FUZZ_SECONDS = 60

LIB_OBJECTS = $(LIB_SOURCES:%.c=$(B)/obj/%.o)
CMD_OBJECTS = $(CMD_SOURCES:%.c=$(B)/obj/%.o)
NAMES = $(notdir $(PROGRAM_SOURCES:.c=))
FILTERS = $(filter pp-gateway-%,$(NAMES))
TOOLS = $(filter-out $(FILTERS),$(NAMES))
PROGRAMS = $(TOOLS:%=$(B)/bin/%) $(FILTERS:%=$(B)/libexec/pp/%)
FILTER_LINKS = $(FILTERS:%=$(B)/bin/%)
UNIT_TESTS = $(TEST_SOURCES:t/unit/%.c=$(B)/t/unit/%)
SHIMS = $(SHIM_SOURCES:t/fault/%.c=$(B)/t/%.so)
FUZZERS = $(FUZZ_SOURCES:t/fuzz/%.c=$(B)/t/fuzz/%)
TEST_TOOLS = $(patsubst t/%.c,$(B)/t/pp-%,$(wildcard t/*.c))
GENERATED = $(B)/currencies.inc $(B)/schema.inc $(B)/templates.inc $(B)/config.inc $(B)/night.inc
CATALOGUES = $(patsubst share/po/%.po,$(B)/share/locale/%/LC_MESSAGES/pp.mo,$(wildcard share/po/*.po))
PAGES = $(wildcard man/*.[157])
PAGES_ES = $(wildcard man/es/*.[157])
PO_SOURCES = $(sort $(wildcard lib/*.[ch] cmd/*.[ch]))

all: programs tests

programs: $(PROGRAMS) $(FILTER_LINKS) $(CATALOGUES)

tests: $(UNIT_TESTS) $(SHIMS) $(TEST_TOOLS) $(FUZZERS)

# ---- building

$(B)/obj/%.o: %.c | $(GENERATED)
	@mkdir -p $(@D)
	@echo "cc $<"
	@$(CC) $(CPPFLAGS) $(CFLAGS) -MMD -MP -c -o $@ $<

$(B)/libpp.a: $(LIB_OBJECTS)
	@rm -f $@
	@echo "ar $@"
	@$(AR) rcs $@ $^

$(B)/libcmd.a: $(CMD_OBJECTS)
	@rm -f $@
	@echo "ar $@"
	@$(AR) rcs $@ $^

ARCHIVES = $(B)/libcmd.a $(B)/libpp.a
LINK = @mkdir -p $(@D) && echo "ld $@" && \
	$(CC) $(CFLAGS) $(LDFLAGS) -o $@ $< $(ARCHIVES) $(LIBS)

$(TOOLS:%=$(B)/bin/%): $(B)/bin/%: $(B)/obj/cmd/%.o $(ARCHIVES)
	$(LINK)

$(FILTERS:%=$(B)/libexec/pp/%): $(B)/libexec/pp/%: $(B)/obj/cmd/%.o $(ARCHIVES)
	$(LINK)

$(FILTER_LINKS): $(B)/bin/%: $(B)/libexec/pp/%
	@mkdir -p $(@D)
	ln -sf ../libexec/pp/$* $@

$(UNIT_TESTS): $(B)/t/unit/%: $(B)/obj/t/unit/%.o $(ARCHIVES)
	$(LINK)

$(TEST_TOOLS): $(B)/t/pp-%: $(B)/obj/t/%.o $(ARCHIVES)
	$(LINK)

$(FUZZERS): $(B)/t/fuzz/%: $(B)/obj/t/fuzz/%.o $(B)/obj/t/fuzz/replay.o $(ARCHIVES)
	@mkdir -p $(@D) && echo "ld $@" && \
	$(CC) $(CFLAGS) $(LDFLAGS) -o $@ $< $(FUZZ_ENGINE) $(ARCHIVES) $(LIBS)

$(SHIMS): $(B)/t/%.so: t/fault/%.c
	@mkdir -p $(@D)
	$(CC) -D_GNU_SOURCE -std=c11 -Wall -Wextra -Werror -O2 -g -fPIC -shared -o $@ $< -ldl

# ---- generated

$(B)/currencies.inc: share/currencies.awk share/currencies
	@mkdir -p $(@D)
	$(AWK) -f share/currencies.awk share/currencies >$@.new
	@mv $@.new $@

$(B)/schema.inc: share/schema.awk $(wildcard share/schema/*.sql)
	@mkdir -p $(@D)
	$(AWK) -f share/schema.awk share/schema/*.sql >$@.new
	@mv $@.new $@

$(B)/templates.inc: share/templates.awk $(wildcard share/templates/*/*.txt)
	@mkdir -p $(@D)
	$(AWK) -f share/templates.awk share/templates/*/*.txt >$@.new
	@mv $@.new $@

$(B)/night.inc: share/examples/night
	@mkdir -p $(@D)
	sed -e 's/[\\"]/\\&/g' -e 's/.*/"&\\n"/' $< >$@.new
	@mv $@.new $@

# Rewritten only when it would differ, so that another PREFIX rebuilds what names it.
$(B)/config.inc: FORCE
	@mkdir -p $(@D)
	@printf '#define PP_%s "%s"\n' VERSION '$(VERSION)' LIBEXEC_DIR '$(LIBEXECDIR)' \
	    LOCALE_DIR '$(DATADIR)/locale' MAN_DIR '$(MANDIR)' >$@.new
	@if cmp -s $@.new $@; then rm $@.new; else mv $@.new $@; fi

$(B)/share/locale/%/LC_MESSAGES/pp.mo: share/po/%.po
	@mkdir -p $(@D)
	msgfmt -c -o $@ $<

# Brings the translations in step with the sources.
po:
	@mkdir -p $(B)
	xgettext -L C -k_ -kN_ --from-code=UTF-8 --sort-output --no-location --omit-header \
	    -o $(B)/pp.pot $(PO_SOURCES)
	for po in share/po/*.po; do \
	    msgmerge -q --no-wrap --no-location --no-fuzzy-matching --sort-output -U --backup=off \
	        $$po $(B)/pp.pot && msgattrib --no-obsolete --no-wrap --sort-output -o $$po $$po; done

# ---- testing

check: all
	PP_BUILD='$(B)' prove -j$(JOBS) $(wildcard t/*.t) $(UNIT_TESTS)

check-strict:
	$(MAKE) check B=build/asan SANITIZE='-fsanitize=address,undefined -fno-sanitize-recover=all' \
	    OPTIMISE='-O1 -g -fno-omit-frame-pointer' HARDENING=-fPIE WARNINGS='-Wall -Wno-format-truncation'
	$(MAKE) all
	PP_BUILD='$(B)' prove -j$(JOBS) $(wildcard t/strict/*.t)

# Each target on a corpus of its own, which grows from run to run in build/fuzz/corpus; what it
# crashes on lies beside it.
fuzz:
	$(MAKE) fuzzers B=build/fuzz CC=clang FUZZ_ENGINE=-fsanitize=fuzzer HARDENING=-fPIE \
	    SANITIZE='-fsanitize=fuzzer-no-link,address,undefined -fno-sanitize-recover=all' \
	    OPTIMISE='-O1 -g -fno-omit-frame-pointer' WARNINGS=-Wall
	for t in $(FUZZ_SOURCES:t/fuzz/%.c=%); do mkdir -p build/fuzz/corpus/$$t && \
	    build/fuzz/t/fuzz/$$t -max_total_time=$(FUZZ_SECONDS) -timeout=10 -print_final_stats=1 \
	        -artifact_prefix=build/fuzz/$$t- build/fuzz/corpus/$$t t/fuzz/corpus/$$t || \
	    exit 1; done

fuzzers: $(FUZZERS)

coverage:
	-$(MAKE) check B=build/coverage SANITIZE='--coverage -fprofile-update=atomic' \
	    OPTIMISE='-O0 -g' HARDENING=-fPIE WARNINGS='-Wall -Wno-format-truncation'
	sh t/coverage build/coverage

bench: all
	PP_BUILD='$(B)' sh t/bench/run

demo: programs
	PATH="$(CURDIR)/$(B)/bin:$$PATH" sh share/demo

# ---- installing

BASH_COMPLETIONS = $(DATADIR)/bash-completion/completions
FISH_COMPLETIONS = $(DATADIR)/fish/vendor_completions.d
UNITS = pp-night.service pp-night.timer
# What the examples of the night name is where it was installed.
PLACES = -e 's,/usr/local/libexec/pp,$(LIBEXECDIR),' -e 's,/usr/local/bin,$(BINDIR),'

install: programs
	install -d $(DESTDIR)$(BINDIR) $(DESTDIR)$(LIBEXECDIR) $(DESTDIR)$(MANDIR)/man1 \
	    $(DESTDIR)$(MANDIR)/man5 $(DESTDIR)$(MANDIR)/man7 $(DESTDIR)$(DATADIR)/pp
	for p in $(TOOLS); do install $(B)/bin/$$p $(DESTDIR)$(BINDIR)/ || exit 1; done
	for p in $(FILTERS); do install $(B)/libexec/pp/$$p $(DESTDIR)$(LIBEXECDIR)/ && \
	    ln -sf $(LIBEXECDIR)/$$p $(DESTDIR)$(BINDIR)/$$p || exit 1; done
	for p in $(PAGES); do s=$${p##*.}; \
	    install -m 644 $$p $(DESTDIR)$(MANDIR)/man$$s/ || exit 1; done
	for p in $(PAGES_ES); do s=$${p##*.}; install -d $(DESTDIR)$(MANDIR)/es/man$$s && \
	    install -m 644 $$p $(DESTDIR)$(MANDIR)/es/man$$s/ || exit 1; done
	for mo in $(CATALOGUES:$(B)/share/%=%); do install -d $(DESTDIR)$(DATADIR)/$${mo%/*} && \
	    install -m 644 $(B)/share/$$mo $(DESTDIR)$(DATADIR)/$$mo || exit 1; done
	install -d $(DESTDIR)$(BASH_COMPLETIONS) $(DESTDIR)$(DATADIR)/zsh/site-functions \
	    $(DESTDIR)$(FISH_COMPLETIONS)
	for p in $(TOOLS); do install -m 644 completions/pp.bash $(DESTDIR)$(BASH_COMPLETIONS)/$$p && \
	    install -m 644 completions/pp.fish $(DESTDIR)$(FISH_COMPLETIONS)/$$p.fish || exit 1; done
	install -m 644 completions/_pp $(DESTDIR)$(DATADIR)/zsh/site-functions/_pp
	for d in $(wildcard share/examples share/maps); do \
	    cp -R $$d $(DESTDIR)$(DATADIR)/pp/ || exit 1; done
	install share/examples/night $(DESTDIR)$(LIBEXECDIR)/
	install -d $(DESTDIR)$(UNITDIR)
	for u in crontab $(UNITS); do sed $(PLACES) share/examples/$$u \
	    >$(DESTDIR)$(DATADIR)/pp/examples/$$u || exit 1; done
	for u in $(UNITS); do install -m 644 $(DESTDIR)$(DATADIR)/pp/examples/$$u \
	    $(DESTDIR)$(UNITDIR)/ || exit 1; done

uninstall:
	for p in $(TOOLS); do rm -f $(DESTDIR)$(BINDIR)/$$p $(DESTDIR)$(BASH_COMPLETIONS)/$$p \
	    $(DESTDIR)$(FISH_COMPLETIONS)/$$p.fish; done
	for p in $(FILTERS); do rm -f $(DESTDIR)$(LIBEXECDIR)/$$p $(DESTDIR)$(BINDIR)/$$p; done
	for p in $(PAGES:man/%=%); do rm -f $(DESTDIR)$(MANDIR)/man$${p##*.}/$$p; done
	for p in $(PAGES_ES:man/es/%=%); do rm -f $(DESTDIR)$(MANDIR)/es/man$${p##*.}/$$p; done
	for mo in $(CATALOGUES:$(B)/share/%=%); do rm -f $(DESTDIR)$(DATADIR)/$$mo; done
	rm -f $(DESTDIR)$(DATADIR)/zsh/site-functions/_pp $(DESTDIR)$(LIBEXECDIR)/night
	for u in $(UNITS); do rm -f $(DESTDIR)$(UNITDIR)/$$u; done
	rm -rf $(DESTDIR)$(DATADIR)/pp
	rmdir $(DESTDIR)$(LIBEXECDIR) 2>/dev/null || :

clean:
	rm -rf build

FORCE:

.PHONY: all programs tests po check check-strict fuzz fuzzers coverage bench demo install uninstall clean FORCE
.SECONDARY:
.DELETE_ON_ERROR:

-include $(wildcard $(B)/obj/*/*.d $(B)/obj/*/*/*.d)
