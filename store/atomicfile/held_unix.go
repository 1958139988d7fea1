//go:build !windows

package atomicfile

// heldOpen is never so: a file that is open can be replaced.
func heldOpen(string, error) bool { return false }
