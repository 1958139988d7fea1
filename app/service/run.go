package service

// outcome is what the system is told of work that has ended: a status of its own other
// than zero when it was not stopped, for only then is it started again.
func outcome(err error, stopped bool) (status uint32) {
	if err == nil || stopped {
		return 0
	}
	return 1
}
