/*
 * shim - makes one system call of a program fail, or kills the program there.  Preloaded.
 *
 *   PP_FAULT=kill    SIGKILL before the call
 *   PP_FAULT=torn    half of a write, then SIGKILL; as kill where the call writes nothing
 *   PP_FAULT=eio     the call fails with EIO (once)
 *   PP_FAULT=enospc  from the call on, whatever needs room in a regular file fails with ENOSPC
 *   PP_FAULT=malloc  the allocation fails (once); then allocations alone are counted
 *   PP_FAULT_AT=N    which of the counted calls, from 1; without it calls are only counted
 *   PP_FAULT_CALL=NAME       count only calls of that name: "pwrite" means pwrite64 too
 *   PP_FAULT_FILE=SUBSTRING  count only calls on such paths or descriptors of such paths
 *   PP_FAULT_PROGRAM=NAME    only where /proc/self/exe has that base name; else every program
 *   PP_FAULT_COUNT=FILE      at exit, how many calls were counted
 *   PP_FAULT_CLOCK=SECONDS   each look at the clock is so much later than the one before; the same
 *   PP_FAULT_FS=HEX          what statfs tells of the filesystem's type; no counted call
 *
 * A child that was forked and runs no other program is left alone.  What libc does inside itself
 * (stdio writing a stream, fopen) passes through no symbol and is not seen: strace sees it.
 * With ASan: LD_PRELOAD="libasan.so shim.so"; allocations are ASan's then.
 */
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <spawn.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/statfs.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

enum kind { NONE, KILL, TORN, EIO_ONCE, ENOSPC_EVER, NO_MEMORY };
enum verdict { PASS, FAIL, TEAR };

static enum kind kind;
static long at;
static const char *only_call, *only_file, *count_file, *filesystem;
static long clock_step;
static atomic_long clock_looks;
static bool is_on;
static bool is_full; /* the disk, from now on */
static pid_t home;
static atomic_long counted;

void *__libc_malloc(size_t size);
void *__libc_calloc(size_t count, size_t size);
void *__libc_realloc(void *old, size_t size);
ssize_t __read_chk(int fd, void *bytes, size_t length, size_t size);
ssize_t __pread64_chk(int fd, void *bytes, size_t length, off64_t offset, size_t size);
int __open_2(const char *path, int flags);
int __open64_2(const char *path, int flags);

__attribute__((constructor)) static void
begin(void)
{
	static const char *const names[] = { "", "kill", "torn", "eio", "enospc", "malloc" };
	const char *named = getenv("PP_FAULT_PROGRAM"), *fault = getenv("PP_FAULT");
	const char *number = getenv("PP_FAULT_AT");
	char exe[4096];
	ssize_t length = readlink("/proc/self/exe", exe, sizeof exe - 1);
	exe[length < 0 ? 0 : length] = '\0';
	const char *slash = strrchr(exe, '/');
	if (named != NULL && (slash == NULL || strcmp(slash + 1, named) != 0))
		return;
	for (int i = 1; fault != NULL && i <= NO_MEMORY; i++)
		kind = strcmp(names[i], fault) == 0 ? (enum kind)i : kind;
	at = number == NULL ? 0 : strtol(number, NULL, 10);
	only_call = getenv("PP_FAULT_CALL");
	only_file = getenv("PP_FAULT_FILE");
	count_file = getenv("PP_FAULT_COUNT");
	filesystem = getenv("PP_FAULT_FS");
	number = getenv("PP_FAULT_CLOCK");
	clock_step = number == NULL ? 0 : strtol(number, NULL, 10);
	home = getpid();
	is_on = true;
}

__attribute__((destructor)) static void
end(void)
{
	char text[32];
	if (!is_on || count_file == NULL || getpid() != home)
		return;
	is_on = false;
	long fd = syscall(SYS_openat, AT_FDCWD, count_file, O_WRONLY | O_CREAT | O_TRUNC, 0600);
	int length = snprintf(text, sizeof text, "%ld\n", atomic_load(&counted));
	syscall(SYS_write, fd, text, (size_t)length);
	syscall(SYS_close, fd);
}

static bool
is_named(const char *name)
{
	size_t length = only_call == NULL ? 0 : strlen(only_call);
	if (length == 0)
		return true;
	return strncmp(name, only_call, length) == 0 &&
	       (name[length] == '\0' || strcmp(name + length, "64") == 0);
}

static bool
is_about_file(int fd, const char *path)
{
	char link[64], target[4096];
	if (only_file == NULL || only_file[0] == '\0')
		return true;
	if (path != NULL)
		return strstr(path, only_file) != NULL;
	if (fd < 0)
		return false;
	snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
	long length = syscall(SYS_readlinkat, AT_FDCWD, link, target, sizeof target - 1);
	target[length < 0 ? 0 : length] = '\0';
	return strstr(target, only_file) != NULL;
}

static void
die(void)
{
	syscall(SYS_kill, (long)getpid(), (long)SIGKILL);
}

/* needs_room: a full disk would refuse it. */
static enum verdict
strike(const char *name, int fd, const char *path, bool needs_room)
{
	if (!is_on || kind == NO_MEMORY || getpid() != home || !is_about_file(fd, path))
		return PASS;
	bool is_it = is_named(name) && atomic_fetch_add(&counted, 1) + 1 == at;
	if (is_it && kind == TORN && needs_room)
		return TEAR;
	if (is_it && (kind == KILL || kind == TORN))
		die();
	if (is_it && kind == ENOSPC_EVER)
		is_full = true;
	bool is_failing = is_it && kind == EIO_ONCE;
	if (is_failing || (is_full && needs_room)) {
		errno = is_failing ? EIO : ENOSPC;
		return FAIL;
	}
	return PASS;
}

static bool
is_regular(int fd)
{
	struct stat st;
	return fstat(fd, &st) == 0 && S_ISREG(st.st_mode);
}

static bool
is_new(const char *path, int flags)
{
	return (flags & O_CREAT) != 0 && syscall(SYS_faccessat, AT_FDCWD, path, F_OK, 0) != 0;
}

#define REAL(name)                                                                                 \
	static __typeof__(name) *real;                                                             \
	if (real == NULL)                                                                          \
	real = (__typeof__(name) *)dlsym(RTLD_NEXT, #name)

/* ---- writing: half of it may be written */

/* A pipe has no room to run out of, but its writes tear like others. */
static enum verdict
strike_write(const char *name, int fd)
{
	bool could_fill = is_regular(fd);
	enum verdict verdict = strike(name, fd, NULL, could_fill || kind == TORN);
	return verdict;
}

ssize_t
write(int fd, const void *bytes, size_t length)
{
	REAL(write);
	switch (strike_write("write", fd)) {
	case FAIL:
		return -1;
	case TEAR:
		real(fd, bytes, length / 2);
		die();
		break;
	case PASS:
		break;
	}
	return real(fd, bytes, length);
}

#define PWRITE(name, offset_type)                                                                  \
	ssize_t name(int fd, const void *bytes, size_t length, offset_type offset)                 \
	{                                                                                          \
		REAL(name);                                                                        \
		enum verdict verdict = strike_write(#name, fd);                                    \
		if (verdict == FAIL)                                                               \
			return -1;                                                                 \
		if (verdict == TEAR) {                                                             \
			real(fd, bytes, length / 2, offset);                                       \
			die();                                                                     \
		}                                                                                  \
		return real(fd, bytes, length, offset);                                            \
	}
PWRITE(pwrite, off_t)
PWRITE(pwrite64, off64_t)

#define TRUNCATE(name, offset_type)                                                                \
	int name(int fd, offset_type length)                                                       \
	{                                                                                          \
		struct stat st;                                                                    \
		REAL(name);                                                                        \
		bool grows = kind != TORN && fstat(fd, &st) == 0 && length > st.st_size;           \
		return strike(#name, fd, NULL, grows) == FAIL ? -1 : real(fd, length);             \
	}
TRUNCATE(ftruncate, off_t)
TRUNCATE(ftruncate64, off64_t)

/* ---- opening */

#define OPEN(name)                                                                                 \
	int name(const char *path, int flags, ...)                                                 \
	{                                                                                          \
		va_list rest;                                                                      \
		REAL(name);                                                                        \
		va_start(rest, flags);                                                             \
		mode_t mode = (flags & (O_CREAT | O_TMPFILE)) ? va_arg(rest, mode_t) : 0;          \
		va_end(rest);                                                                      \
		bool needs_room = kind != TORN && is_new(path, flags);                             \
		return strike(#name, -1, path, needs_room) == FAIL ? -1 : real(path, flags, mode); \
	}
OPEN(open)
OPEN(open64)

#define OPENAT(name)                                                                               \
	int name(int folder, const char *path, int flags, ...)                                     \
	{                                                                                          \
		va_list rest;                                                                      \
		REAL(name);                                                                        \
		va_start(rest, flags);                                                             \
		mode_t mode = (flags & (O_CREAT | O_TMPFILE)) ? va_arg(rest, mode_t) : 0;          \
		va_end(rest);                                                                      \
		return strike(#name, -1, path, false) == FAIL ? -1                                 \
							      : real(folder, path, flags, mode);   \
	}
OPENAT(openat)
OPENAT(openat64)

int
__open_2(const char *path, int flags)
{
	return open(path, flags);
}

int
__open64_2(const char *path, int flags)
{
	return open64(path, flags);
}

#define STATFS(name)                                                                               \
	int name(const char *path, struct name *found)                                             \
	{                                                                                          \
		REAL(name);                                                                        \
		int result = real(path, found);                                                    \
		if (is_on && filesystem != NULL)                                                   \
			found->f_type = (__fsword_t)strtoul(filesystem, NULL, 16);                 \
		return result;                                                                     \
	}
STATFS(statfs)
STATFS(statfs64)

int
clock_gettime(clockid_t which, struct timespec *now)
{
	REAL(clock_gettime);
	int result = real(which, now);
	if (is_on && clock_step != 0 && which == CLOCK_REALTIME)
		now->tv_sec += clock_step * atomic_fetch_add(&clock_looks, 1);
	return result;
}

/* ---- the rest */

#define SIMPLE(type, name, parameters, arguments, fd, path)                                        \
	type name parameters                                                                       \
	{                                                                                          \
		REAL(name);                                                                        \
		return strike(#name, fd, path, false) == FAIL ? (type)-1 : real arguments;         \
	}
SIMPLE(ssize_t, read, (int fd, void *bytes, size_t length), (fd, bytes, length), fd, NULL)
SIMPLE(ssize_t, pread, (int fd, void *bytes, size_t length, off_t offset),
    (fd, bytes, length, offset), fd, NULL)
SIMPLE(ssize_t, pread64, (int fd, void *bytes, size_t length, off64_t offset),
    (fd, bytes, length, offset), fd, NULL)
SIMPLE(int, fsync, (int fd), (fd), fd, NULL)
SIMPLE(int, fdatasync, (int fd), (fd), fd, NULL)
SIMPLE(int, unlink, (const char *path), (path), -1, path)
SIMPLE(int, rename, (const char *from, const char *to), (from, to), -1, from)
SIMPLE(pid_t, fork, (void), (), -1, NULL)
SIMPLE(int, kill, (pid_t pid, int number), (pid, number), -1, NULL)
SIMPLE(int, pipe, (int ends[2]), (ends), -1, NULL)
SIMPLE(int, execve, (const char *path, char *const argv[], char *const envp[]), (path, argv, envp),
    -1, path)

ssize_t
__read_chk(int fd, void *bytes, size_t length, size_t size)
{
	(void)size;
	return read(fd, bytes, length);
}

ssize_t
__pread64_chk(int fd, void *bytes, size_t length, off64_t offset, size_t size)
{
	(void)size;
	return pread64(fd, bytes, length, offset);
}

/* A close that fails has closed. */
int
close(int fd)
{
	REAL(close);
	if (strike("close", fd, NULL, false) == PASS)
		return real(fd);
	real(fd);
	errno = EIO;
	return -1;
}

#define FCNTL(name)                                                                                \
	int name(int fd, int command, ...)                                                         \
	{                                                                                          \
		va_list rest;                                                                      \
		REAL(name);                                                                        \
		va_start(rest, command);                                                           \
		void *argument = va_arg(rest, void *);                                             \
		va_end(rest);                                                                      \
		return strike(#name, fd, NULL, false) == FAIL ? -1 : real(fd, command, argument);  \
	}
FCNTL(fcntl)
FCNTL(fcntl64)

int
posix_spawn(pid_t *pid, const char *path, const posix_spawn_file_actions_t *actions,
    const posix_spawnattr_t *attributes, char *const argv[], char *const envp[])
{
	REAL(posix_spawn);
	if (strike("posix_spawn", -1, path, false) == FAIL)
		return EIO;
	return real(pid, path, actions, attributes, argv, envp);
}

/* exit() counts by itself. */
void
_exit(int status)
{
	end();
	syscall(SYS_exit_group, (long)status);
	__builtin_unreachable();
}

/* ---- memory */

static bool
is_starved(void)
{
	if (!is_on || kind != NO_MEMORY || getpid() != home)
		return false;
	bool is_it = atomic_fetch_add(&counted, 1) + 1 == at;
	if (is_it)
		errno = ENOMEM;
	return is_it;
}

void *
malloc(size_t size)
{
	return is_starved() ? NULL : __libc_malloc(size);
}

void *
calloc(size_t count, size_t size)
{
	return is_starved() ? NULL : __libc_calloc(count, size);
}

void *
realloc(void *old, size_t size)
{
	return is_starved() ? NULL : __libc_realloc(old, size);
}
