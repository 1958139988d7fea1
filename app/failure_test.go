package app

import (
	"context"
	"errors"
	"fmt"
	"testing"

	"inventorybeacon/app/imports"
	"inventorybeacon/app/scheduler"
	"inventorybeacon/app/workspace"
	"inventorybeacon/store"
	"inventorybeacon/store/inventory"
	"inventorybeacon/store/lock"
)

func TestFailureOf(t *testing.T) {
	for name, given := range map[string]struct {
		err  error
		want Failure
	}{
		"something else":                 {errors.New("x"), FailureOther},
		"a cancelled context":            {context.Canceled, FailureOther},
		"what is not stored":             {&store.NotFoundError{What: "task", Key: "7"}, FailureNotFound},
		"an inventory that is not kept":  {&workspace.KeptNotFoundError{}, FailureNotFound},
		"another import":                 {&lock.BusyError{}, FailureBusy},
		"another scheduler":              {&lock.SchedulerBusyError{}, FailureBusy},
		"another window":                 {&lock.SecondInstanceError{}, FailureBusy},
		"open connections":               {&lock.OpenElsewhereError{}, FailureBusy},
		"another backup":                 {&lock.BackupBusyError{}, FailureBusy},
		"a database that is locked":      {&store.InUseError{Err: errors.New("locked")}, FailureBusy},
		"a schedule that runs":           {&scheduler.RunningError{}, FailureBusy},
		"an import that was held back":   {&inventory.HeldBackError{}, FailureHeldBack},
		"an import with its task's word": {imports.Outcome(store.Task{Status: store.StatusHeldBack}), FailureHeldBack},
	} {
		t.Run("given "+name, func(t *testing.T) {
			if got := FailureOf(fmt.Errorf("doing something: %w", given.err)); got != given.want {
				t.Errorf("it is %q, want %q", got, given.want)
			}
		})
	}
}
