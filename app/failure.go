package app

import (
	"errors"

	publish "inventorybeacon/app/central"
	"inventorybeacon/app/centralsettings"
	"inventorybeacon/app/scheduler"
	"inventorybeacon/app/workspace"
	"inventorybeacon/store"
	"inventorybeacon/store/history"
	"inventorybeacon/store/inventory"
	"inventorybeacon/store/lock"
)

// Failure is a kind of failure that who calls the program decides by.
type Failure string

// The kinds of failures. Their values are words that stay as they are.
const (
	FailureOther    Failure = "failed"
	FailureNotFound Failure = "not_found" // what was named is not stored
	FailureBusy     Failure = "busy"      // another process, or another import, holds what is needed
	FailureHeldBack Failure = "held_back" // an import waits for somebody to decide
	FailureOutdated Failure = "outdated"  // what was shown is older than what there is
)

// FailureOf says of which kind an error is.
func FailureOf(err error) Failure {
	switch {
	case isA[*inventory.HeldBackError](err):
		return FailureHeldBack
	case isA[*CentralOutdatedError](err): // whatever the reason is
		return FailureOutdated
	case isA[*store.NotFoundError](err), isA[*workspace.KeptNotFoundError](err), isA[*history.TenantNotFoundError](err),
		isA[*history.ViewNotFoundError](err), isA[*history.ExportNotFoundError](err), isA[*centralsettings.NotSetError](err),
		isA[*publish.TenantNotFoundError](err), isA[*CentralTenantError](err):
		return FailureNotFound
	case isA[*lock.BusyError](err), isA[*lock.SchedulerBusyError](err), isA[*lock.SecondInstanceError](err),
		isA[*lock.OpenElsewhereError](err), isA[*lock.BackupBusyError](err), isA[*lock.ConfigurationBusyError](err), isA[*store.InUseError](err),
		isA[*lock.CentralBusyError](err), isA[*lock.CentralCopyBusyError](err), isA[*scheduler.RunningError](err):
		return FailureBusy
	default:
		return FailureOther
	}
}

func isA[E error](err error) bool {
	var target E
	return errors.As(err, &target)
}
