package command

import (
	"os"
	"os/signal"
	"syscall"
)

// EndSignals are the signals on which a program ends in good order: Ctrl+C, what
// services are ended with, and the end of the terminal it was started in, unless it
// was started to outlive that (nohup(1)).
func EndSignals() []os.Signal {
	signals := []os.Signal{os.Interrupt, syscall.SIGTERM}
	if !signal.Ignored(syscall.SIGHUP) {
		signals = append(signals, syscall.SIGHUP)
	}
	return signals
}
