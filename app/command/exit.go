package command

import (
	"context"
	"errors"
	"os"
	"os/signal"
	"syscall"

	"inventorybeacon/app"
	"inventorybeacon/app/command/console"
	"inventorybeacon/app/configuration"
	"inventorybeacon/app/lists"
	"inventorybeacon/app/metrics"
	"inventorybeacon/app/workspace"
)

// Exit statuses. docs/console.md lists them: scripts decide by them.
const (
	exitDone     = 0
	exitFailed   = 1
	exitWrong    = 2
	exitNotFound = 3
	exitBusy     = 4
	exitHeldBack = 5
	exitOutdated = 6
	// exitSignal and the number of the signal are the status of what a signal has
	// ended, as shells count: 130 after Ctrl+C, 143 after SIGTERM.
	exitSignal = 128
)

// The words of "code" in errors as JSON that are not those of [app.Failure].
const (
	codeWrong       = "usage"
	codeInterrupted = "interrupted"
)

// outcome is how a command has ended, for who called it.
type outcome struct {
	status int
	code   string
}

// outcomeOf is the only place where an error becomes an exit status.
func outcomeOf(ctx context.Context, err error) outcome {
	var interrupted *Interrupted
	if errors.As(context.Cause(ctx), &interrupted) {
		return outcome{exitSignal + int(interrupted.Signal), codeInterrupted}
	}
	var usage *console.UsageError
	var problems *workspace.ProblemsError // with what stands in options and arguments
	var wrongFilter *lists.FilterError
	var wrongName *lists.ViewNameError
	var wrongFile *configuration.Error
	var wrongAddress *metrics.AddressError
	if errors.As(err, &usage) || errors.As(err, &wrongAddress) || errors.As(err, &problems) || errors.As(err, &wrongFilter) ||
		errors.As(err, &wrongName) ||
		errors.As(err, &wrongFile) {
		return outcome{exitWrong, codeWrong}
	}
	status := exitFailed
	failure := app.FailureOf(err)
	switch failure {
	case app.FailureNotFound:
		status = exitNotFound
	case app.FailureBusy:
		status = exitBusy
	case app.FailureHeldBack:
		status = exitHeldBack
	case app.FailureOutdated:
		status = exitOutdated
	}
	return outcome{status, string(failure)}
}

// Interrupted is why a context of [UntilSignal] has ended.
type Interrupted struct{ Signal syscall.Signal }

func (e *Interrupted) Error() string { return "ended by the signal: " + e.Signal.String() }

// Is makes it a kind of [context.Canceled].
func (e *Interrupted) Is(target error) bool { return target == context.Canceled }

// UntilSignal returns a context that ends with the first of the signals, with an
// [Interrupted] as its cause. stop gives the signals back.
func UntilSignal(parent context.Context, signals ...os.Signal) (ctx context.Context, stop func()) {
	ctx, cancel := context.WithCancelCause(parent)
	come := make(chan os.Signal, 1)
	signal.Notify(come, signals...)
	ended := make(chan struct{})
	go func() {
		defer close(ended)
		select {
		case s := <-come:
			number, _ := s.(syscall.Signal) // as every signal of an operating system is
			cancel(&Interrupted{Signal: number})
		case <-ctx.Done():
		}
	}()
	return ctx, func() {
		signal.Stop(come)
		cancel(nil)
		<-ended
	}
}
