// SPDX-License-Identifier: Apache-2.0
// The floor of a wake-up: a writer publishes the time in shared memory and wakes a reader that sleeps on a futex, nothing
// else. Argument: samples a second. Each line of the input asks for a measurement of so many milliseconds; the answer has
// median and 99 % quantile of the latency in nanoseconds, percent of a core the reader took, and a 0.
#define _GNU_SOURCE
#include <linux/futex.h>
#include <stdatomic.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <signal.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

enum { SECOND = 1000000000, MAX_SAMPLES = 1 << 16 };

struct shared {
	_Alignas(64) _Atomic uint32_t event;
	_Alignas(64) _Atomic int64_t published;
};

static int64_t now(clockid_t clock) {
	struct timespec time;
	clock_gettime(clock, &time);
	return (int64_t) time.tv_sec * SECOND + time.tv_nsec;
}

static void write_samples(struct shared *shared, int64_t period) {
	for (int64_t due = now(CLOCK_MONOTONIC) + period;; due += period) {
		struct timespec until = { due / SECOND, due % SECOND };
		clock_nanosleep(CLOCK_MONOTONIC, TIMER_ABSTIME, &until, NULL);
		atomic_store(&shared->published, now(CLOCK_MONOTONIC));
		atomic_fetch_add(&shared->event, 1);
		syscall(SYS_futex, &shared->event, FUTEX_WAKE, INT32_MAX, NULL, NULL, 0);
	}
}

static int ascending(const void *one, const void *other) {
	int64_t difference = *(const int64_t *) one - *(const int64_t *) other;
	return (difference > 0) - (difference < 0);
}

static void measure(struct shared *shared, int64_t nanos) {
	static int64_t delays[MAX_SAMPLES];
	int samples = 0;
	int64_t start = now(CLOCK_MONOTONIC), used = now(CLOCK_PROCESS_CPUTIME_ID), end = start + nanos;
	for (int64_t time = start; time < end; time = now(CLOCK_MONOTONIC)) {
		uint32_t seen = atomic_load(&shared->event);
		struct timespec rest = { (end - time) / SECOND, (end - time) % SECOND };
		syscall(SYS_futex, &shared->event, FUTEX_WAIT, seen, &rest, NULL, 0);
		if (atomic_load(&shared->event) != seen && samples < MAX_SAMPLES) {
			delays[samples++] = now(CLOCK_MONOTONIC) - atomic_load(&shared->published);
		}
	}
	used = now(CLOCK_PROCESS_CPUTIME_ID) - used;
	qsort(delays, samples, sizeof(delays[0]), ascending);
	printf("%ld %ld %.3f 0\n", (long) delays[samples / 2], (long) delays[samples * 99 / 100], 100.0 * used / nanos);
	fflush(stdout);
}

int main(int count, char **arguments) {
	if (count != 2) {
		return 2;
	}
	struct shared *shared = mmap(NULL, sizeof(*shared), PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	if (shared == MAP_FAILED) {
		return 1;
	}
	if (fork() == 0) {
		prctl(PR_SET_PDEATHSIG, SIGKILL);
		write_samples(shared, SECOND / atol(arguments[1]));
	}
	puts("ready");
	fflush(stdout);
	long millis;
	for (char line[64]; fgets(line, sizeof(line), stdin) && sscanf(line, "measure %ld", &millis) == 1;) {
		measure(shared, millis * (SECOND / 1000));
	}
	return 0;
}
