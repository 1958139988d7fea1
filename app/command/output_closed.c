//go:build cgo && !windows

#include <errno.h>
#include <fcntl.h>

int standard_output_closed;

// Constructors run before the Go runtime, which puts /dev/null in the place of a
// standard output that is closed.
__attribute__((constructor)) static void look_at_standard_output(void) {
	standard_output_closed = fcntl(1, F_GETFD) == -1 && errno == EBADF;
}
