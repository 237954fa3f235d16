/* The jail that images are read in: what can still be done there, and what cannot. */
#define _GNU_SOURCE /* syscall */
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>
#include "image_private.h"
#include "tap.h"

enum { HELD = 0, DONE = 1 };

/* Each tries one thing: DONE where it was let. */
static int
try_open(void)
{
	return open("/dev/null", O_RDONLY) >= 0 ? DONE : HELD;
}

static int
try_create(void)
{
	return open("made", O_WRONLY | O_CREAT, 0600) >= 0 ? DONE : HELD;
}

static int
try_old_open(void)
{
#ifdef __NR_open
	return syscall(__NR_open, "/dev/null", O_RDONLY) >= 0 ? DONE : HELD;
#else
	return HELD;
#endif
}

static int
try_stat(void)
{
	return access("/", F_OK) == 0 ? DONE : HELD;
}

static int
try_socket(void)
{
	return socket(AF_INET, SOCK_STREAM, 0) >= 0 ? DONE : HELD;
}

static int
try_unix_socket(void)
{
	return socket(AF_UNIX, SOCK_STREAM, 0) >= 0 ? DONE : HELD;
}

static int
try_fork(void)
{
	pid_t child = fork();

	if (child == 0)
		_exit(HELD);
	return child > 0 ? DONE : HELD;
}

static int
try_exec(void)
{
	char *const words[] = { "/bin/false", NULL }; /* ends with DONE */

	(void)execv(words[0], words);
	return HELD;
}

static int
try_kill(void)
{
	return kill(getppid(), 0) == 0 ? DONE : HELD;
}

static int
try_read(void)
{
	char byte;

	return read(STDIN_FILENO, &byte, 0) == 0 ? DONE : HELD;
}

static int
try_code(void)
{
	void *page = mmap(NULL, 4096, PROT_READ | PROT_EXEC, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);

	return page != MAP_FAILED ? DONE : HELD;
}

static int
try_unlock(void)
{
	return mprotect((void *)((uintptr_t)&try_code & ~(uintptr_t)4095), 4096,
		   PROT_READ | PROT_WRITE | PROT_EXEC) == 0
		   ? DONE
		   : HELD;
}

static int
try_limit(void)
{
	const struct rlimit all = { RLIM_INFINITY, RLIM_INFINITY };

	return setrlimit(RLIMIT_AS, &all) == 0 ? DONE : HELD;
}

static int
try_trace(void)
{
	return syscall(__NR_ptrace, 0, 0, 0, 0) == 0 ? DONE : HELD;
}

static int
try_much_memory(void)
{
	return malloc((size_t)IMAGE_MEMORY_MAX + 1) != NULL ? DONE : HELD;
}

static int
try_memory(void)
{
	char *bytes = malloc(1 << 20);

	if (bytes == NULL)
		return HELD;
	memset(bytes, 1, 1 << 20);
	free(bytes);
	return DONE;
}

static int answer_end; /* of the pipe, the jail's own descriptor */

static int
try_write(void)
{
	return write(answer_end, "x", 1) == 1 ? DONE : HELD;
}

static int
try_other_write(void)
{
	return write(STDOUT_FILENO, "# escaped\n", 10) > 0 ? DONE : HELD;
}

static int
try_forever(void)
{
	volatile unsigned turn = 0;

	do
		turn = 0;
	while (turn == 0);
	return DONE;
}

/* How a child ends that enters the jail and tries. */
static int
jailed(int (*try)(void))
{
	int ends[2], status = 0;
	pid_t child;

	(void)fflush(stdout);
	if (pipe(ends) != 0)
		return -1;
	answer_end = ends[1];
	child = fork();
	if (child == 0) {
		image_jail(ends[1]);
		_exit(try());
	}
	(void)close(ends[1]);
	(void)waitpid(child, &status, 0);
	(void)close(ends[0]);
	return status;
}

static bool
is_killed(int status)
{
	return WIFSIGNALED(status) && WTERMSIG(status) == SIGSYS;
}

static const struct {
	const char *name;
	int (*try)(void);
	bool is_end; /* the filter kills at once; else it answers an error */
} tries[] = {
	{ "opening a file", try_open, false },
	{ "making a file", try_create, false },
	{ "opening by the old call", try_old_open, true },
	{ "asking for a file", try_stat, true },
	{ "a socket", try_socket, true },
	{ "a local socket", try_unix_socket, true },
	{ "a process of its own", try_fork, true },
	{ "another program", try_exec, true },
	{ "a signal to another", try_kill, true },
	{ "reading", try_read, true },
	{ "memory that can be run", try_code, true },
	{ "code that can be written", try_unlock, true },
	{ "a wider limit", try_limit, true },
	{ "tracing", try_trace, true },
	{ "more memory than there is", try_much_memory, false },
	{ "writing to another descriptor", try_other_write, false },
};

static void
test_held(void)
{
	for (size_t i = 0; i < sizeof tries / sizeof *tries; i++) {
		int status = jailed(tries[i].try);
		bool is_held = WIFEXITED(status) && WEXITSTATUS(status) == HELD;

		ok(tries[i].is_end ? is_killed(status) : is_held, "%s: %s", tries[i].name,
		    tries[i].is_end ? "is the end" : "is refused");
		if (!is_held && !is_killed(status))
			printf("# status %#x\n", (unsigned)status);
	}
}

/* What the work needs is let; and outside the jail so is the rest. */
static void
test_free(void)
{
	int status = jailed(try_memory);

	ok(WIFEXITED(status) && WEXITSTATUS(status) == DONE, "memory is there");
	status = jailed(try_write);
	ok(WIFEXITED(status) && WEXITSTATUS(status) == DONE, "the answer can be written");
	ok(try_open() == DONE && try_unix_socket() == DONE && try_fork() == DONE &&
		try_code() == DONE && try_read() == DONE,
	    "outside, a file, a socket, a process and code are let");
}

static void
test_time(void)
{
	struct rusage used;
	int status = jailed(try_forever);

	(void)getrusage(RUSAGE_CHILDREN, &used);
	ok(WIFSIGNALED(status), "what never ends is ended");
	ok(used.ru_utime.tv_sec + used.ru_stime.tv_sec <= 2, "after 2 s of the processor");
}

int
main(void)
{
#if defined(__SANITIZE_ADDRESS__)
	ok(true, "a sanitizer's calls are not filtered # SKIP");
#else
	test_held();
#endif
	test_free();
	test_time();
	return done();
}
