/*
 * pace - how long commands take, side by side.
 *
 *   pace run ROUNDS A... -- B...    runs A and B in turns; prints the median of each in seconds,
 *                                   the largest memory of each in KiB, the median of processor
 *                                   time of each in seconds (A only: leave out --)
 *   pace crowd PROCESSES TIMES A... that many processes at once run A that many times each; prints
 *                                   the longest run in seconds and how many failed
 *   pace sync FILE ROUNDS           the median of one fdatasync after a write of a page
 *
 * What the commands print is thrown away.  In a word "@" stands for a number not used before.
 */
#define _DEFAULT_SOURCE /* wait4 */
#include <fcntl.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

enum { WORDS_MAX = 64, WORD_SIZE = 1024, ROUNDS_MAX = 10000 };

struct command {
	char **words;
	int count;
	double seconds[ROUNDS_MAX];
	double processor[ROUNDS_MAX]; /* seconds, of which other programs take nothing away */
	long kilobytes;
};

static double
now(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (double)t.tv_sec + 1e-9 * (double)t.tv_nsec;
}

static int
compare(const void *one, const void *other)
{
	const double *a = one, *b = other;

	return *a < *b ? -1 : *a > *b;
}

static double
median(double *values, int count)
{
	qsort(values, (size_t)count, sizeof(*values), compare);
	return count % 2 ? values[count / 2] : (values[count / 2 - 1] + values[count / 2]) / 2;
}

/* The words with "@" replaced by number, then exec. */
static void
become(const struct command *c, long number)
{
	static char texts[WORDS_MAX][WORD_SIZE];
	char *words[WORDS_MAX + 1];
	int null = open("/dev/null", O_RDWR);

	for (int i = 0; i < c->count && i < WORDS_MAX; i++) {
		const char *mark = strchr(c->words[i], '@');

		words[i] = texts[i];
		if (mark)
			snprintf(texts[i], WORD_SIZE, "%.*s%ld%s", (int)(mark - c->words[i]),
			    c->words[i], number, mark + 1);
		else
			snprintf(texts[i], WORD_SIZE, "%s", c->words[i]);
	}
	words[c->count] = NULL;
	dup2(null, 0);
	dup2(null, 1);
	execvp(words[0], words);
	_exit(127);
}

static double
seconds_of(const struct timeval *t)
{
	return (double)t->tv_sec + 1e-6 * (double)t->tv_usec;
}

/* Seconds, or -1 where it failed. */
static double
run_once(struct command *c, int round, long number)
{
	double begin = now(), took;
	struct rusage used;
	int status;
	pid_t child = fork();

	if (child < 0)
		return -1;
	if (child == 0)
		become(c, number);
	if (wait4(child, &status, 0, &used) != child)
		return -1;
	took = now() - begin;
	if (used.ru_maxrss > c->kilobytes)
		c->kilobytes = used.ru_maxrss;
	c->processor[round] = seconds_of(&used.ru_utime) + seconds_of(&used.ru_stime);
	return WIFEXITED(status) && WEXITSTATUS(status) == 0 ? took : -1;
}

static int
run(int rounds, int argc, char **argv)
{
	static struct command commands[2];
	long number = (long)time(NULL) * 1000;
	int split = 0;

	while (split < argc && strcmp(argv[split], "--") != 0)
		split++;
	commands[0].words = argv;
	commands[0].count = split;
	commands[1].words = argv + split + 1;
	commands[1].count = argc - split - 1;
	for (int i = 0; i < rounds; i++)
		for (int j = 0; j < 2 && commands[j].count > 0; j++) {
			commands[j].seconds[i] = run_once(&commands[j], i, number++);
			if (commands[j].seconds[i] < 0) {
				fprintf(stderr, "pace: %s failed\n", commands[j].words[0]);
				return 1;
			}
		}
	for (int j = 0; j < 2; j++)
		printf("%.6f ", commands[j].count > 0 ? median(commands[j].seconds, rounds) : 0);
	printf("%ld %ld", commands[0].kilobytes, commands[1].kilobytes);
	for (int j = 0; j < 2; j++)
		printf(" %.6f", commands[j].count > 0 ? median(commands[j].processor, rounds) : 0);
	printf("\n");
	return 0;
}

struct tally {
	double longest;
	int failed;
};

static int
crowd(int processes, int times, int argc, char **argv)
{
	static struct command command;
	struct tally *tallies = mmap(NULL, sizeof(*tallies) * (size_t)processes,
	    PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	struct tally all = { 0, 0 };

	command.words = argv;
	command.count = argc;
	if (tallies == MAP_FAILED)
		return 1;
	for (int i = 0; i < processes; i++) {
		if (fork() != 0)
			continue;
		for (int j = 0; j < times; j++) {
			double took =
			    run_once(&command, j, (long)time(NULL) * 1000000 + i * times + j);

			tallies[i].failed += took < 0;
			if (took > tallies[i].longest)
				tallies[i].longest = took;
		}
		_exit(0);
	}
	while (wait(NULL) > 0)
		;
	for (int i = 0; i < processes; i++) {
		all.failed += tallies[i].failed;
		if (tallies[i].longest > all.longest)
			all.longest = tallies[i].longest;
	}
	printf("%.6f %d\n", all.longest, all.failed);
	return 0;
}

static int
measure_sync(const char *path, int rounds)
{
	static double seconds[ROUNDS_MAX];
	static char page[4096];
	int file = open(path, O_WRONLY | O_CREAT, 0600);

	for (int i = 0; i < rounds; i++) {
		double begin = now();

		if (pwrite(file, page, sizeof(page), (off_t)i * (off_t)sizeof(page)) < 0 ||
		    fdatasync(file) != 0)
			return 1;
		seconds[i] = now() - begin;
	}
	printf("%.6f\n", median(seconds, rounds));
	return close(file);
}

static int
number(const char *text)
{
	int value = (int)strtol(text, NULL, 10);

	return value < 1 ? 1 : value > ROUNDS_MAX ? ROUNDS_MAX : value;
}

int
main(int argc, char **argv)
{
	if (argc > 3 && strcmp(argv[1], "run") == 0)
		return run(number(argv[2]), argc - 3, argv + 3);
	if (argc > 4 && strcmp(argv[1], "crowd") == 0)
		return crowd(number(argv[2]), number(argv[3]), argc - 4, argv + 4);
	if (argc == 4 && strcmp(argv[1], "sync") == 0)
		return measure_sync(argv[2], number(argv[3]));
	fprintf(stderr, "usage: pace run|crowd|sync ...\n");
	return 2;
}
