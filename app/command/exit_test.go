package command

import (
	"context"
	"errors"
	"syscall"
	"testing"

	"inventorybeacon/app/command/console"
	"inventorybeacon/app/command/schedule"
	"inventorybeacon/app/scheduler"
)

func TestOutcomes(t *testing.T) {
	for name, given := range map[string]struct {
		signal syscall.Signal
		err    error
		want   outcome
	}{
		"a failure":            {0, errors.New("x"), outcome{1, "failed"}},
		"wrong usage":          {0, &console.UsageError{What: "x"}, outcome{2, "usage"}},
		"a schedule that runs": {0, &scheduler.RunningError{}, outcome{4, "busy"}},
		"a run of imports that all wait for the same": {0, &schedule.RunError{Err: &scheduler.RunningError{}}, outcome{4, "busy"}},
		"a run of imports that failed differently":    {0, &schedule.RunError{}, outcome{1, "failed"}},
		"Ctrl+C":  {syscall.SIGINT, context.Canceled, outcome{130, "interrupted"}},
		"SIGTERM": {syscall.SIGTERM, errors.New("what it led to"), outcome{143, "interrupted"}},
	} {
		t.Run("given "+name, func(t *testing.T) {
			ctx, cancel := context.WithCancelCause(t.Context())
			defer cancel(nil)
			if given.signal != 0 {
				cancel(&Interrupted{given.signal})
			}
			if got := outcomeOf(ctx, given.err); got != given.want {
				t.Errorf("got %v, want %v", got, given.want)
			}
		})
	}
}
