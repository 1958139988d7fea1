package app

import (
	"inventorybeacon/app/workspace"
	"inventorybeacon/schedule"
	"inventorybeacon/store"
	"inventorybeacon/store/lock"
)

// BusyError means that another import of the connection is running.
type BusyError = lock.BusyError

// SecretChanges are the secrets of an edit: nil leaves one as it is stored,
// an empty one clears it.
type SecretChanges = store.SecretChanges

// SecretState says since when each secret of a connection is stored.
type SecretState = store.SecretState

// Problem is what is wrong with the value of one field.
type Problem = workspace.Problem

// Warning is something that an administrator should know, in words.
type Warning = store.Warning

// Schedule is a named plan of runs that connections share.
type Schedule = schedule.Schedule
