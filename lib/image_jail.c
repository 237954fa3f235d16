#define _GNU_SOURCE /* syscall */
#include <errno.h>
#include <linux/audit.h>
#include <linux/filter.h>
#include <linux/landlock.h>
#include <linux/seccomp.h>
#include <stddef.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <unistd.h>
#include "image_private.h"

/* Sanitizers need more memory and more calls than a jail leaves. */
#if defined(__SANITIZE_ADDRESS__)
#define IS_SANITIZED 1
#else
#define IS_SANITIZED 0
#endif

/* No file can be opened any more, by whatever way: an empty ruleset. */
static void
lock_files(void)
{
#if defined(__NR_landlock_create_ruleset) && defined(__NR_landlock_restrict_self)
	const struct landlock_ruleset_attr rules = {
		.handled_access_fs = LANDLOCK_ACCESS_FS_EXECUTE | LANDLOCK_ACCESS_FS_WRITE_FILE |
				     LANDLOCK_ACCESS_FS_READ_FILE | LANDLOCK_ACCESS_FS_READ_DIR
	};
	long fd = syscall(__NR_landlock_create_ruleset, &rules, sizeof rules, 0);

	if (fd < 0)
		return;
	(void)syscall(__NR_landlock_restrict_self, fd, 0);
	(void)close((int)fd);
#endif
}

static void
limit(void)
{
	const struct rlimit none = { 0, 0 }, memory = { IMAGE_MEMORY_MAX, IMAGE_MEMORY_MAX };
	const struct rlimit seconds = { 2, 2 };

	(void)setrlimit(RLIMIT_CORE, &none);
	(void)setrlimit(RLIMIT_FSIZE, &none);
	(void)setrlimit(RLIMIT_NPROC, &none);
	(void)setrlimit(RLIMIT_CPU, &seconds);
	(void)setrlimit(RLIMIT_NOFILE, &none);
	if (!IS_SANITIZED)
		(void)setrlimit(RLIMIT_AS, &memory);
}

#if defined(__x86_64__)
#define ARCHITECTURE AUDIT_ARCH_X86_64
#elif defined(__aarch64__)
#define ARCHITECTURE AUDIT_ARCH_AARCH64
#endif

#define LOAD(field)                                                                                \
	BPF_STMT(BPF_LD | BPF_W | BPF_ABS, (unsigned)offsetof(struct seccomp_data, field))
#define ANSWER(how)    BPF_STMT(BPF_RET | BPF_K, (how))
#define ON(call, how)  BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, (unsigned)(call), 0, 1), ANSWER(how)
#define REFUSE(number) (SECCOMP_RET_ERRNO | (number))

/* What memory, locks and the answer need; what iconv and qsort ask is refused; all else is the
 * end. */
static void
filter_calls(void)
{
#ifdef ARCHITECTURE
	struct sock_filter rules[] = {
		LOAD(arch),
		BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, ARCHITECTURE, 1, 0),
		ANSWER(SECCOMP_RET_KILL_PROCESS),
		LOAD(nr),
		ON(__NR_write, SECCOMP_RET_ALLOW),
		ON(__NR_futex, SECCOMP_RET_ALLOW),
		ON(__NR_brk, SECCOMP_RET_ALLOW),
		ON(__NR_munmap, SECCOMP_RET_ALLOW),
		ON(__NR_madvise, SECCOMP_RET_ALLOW),
		ON(__NR_mremap, SECCOMP_RET_ALLOW),
		ON(__NR_exit_group, SECCOMP_RET_ALLOW),
		ON(__NR_sysinfo, REFUSE(EPERM)),
		ON(__NR_openat, REFUSE(EACCES)),
		ON(__NR_newfstatat, REFUSE(EACCES)),
		BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, __NR_mmap, 1, 0),
		ANSWER(SECCOMP_RET_KILL_PROCESS),
		LOAD(args[2]), /* mmap: nothing that can be run, nothing of a file */
		BPF_JUMP(BPF_JMP | BPF_JSET | BPF_K, PROT_EXEC, 2, 0),
		LOAD(args[3]),
		BPF_JUMP(BPF_JMP | BPF_JSET | BPF_K, MAP_ANONYMOUS, 1, 0),
		ANSWER(SECCOMP_RET_KILL_PROCESS),
		ANSWER(SECCOMP_RET_ALLOW),
	};
	const struct sock_fprog program = { sizeof rules / sizeof *rules, rules };

	(void)prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &program, 0, 0);
#endif
}

void
image_jail(int fd)
{
	for (int other = 0; other < 1024; other++)
		if (other != fd)
			(void)close(other);
	(void)prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0);
	lock_files();
	limit();
	if (!IS_SANITIZED)
		filter_calls();
}
