package console

import (
	"fmt"
	"time"

	"inventorybeacon/app/message"
	"inventorybeacon/app/workspace"
)

// LocalTime is a moment as the clock of this computer shows it; empty where there is none.
func LocalTime(t *time.Time) string {
	if t == nil || t.IsZero() {
		return ""
	}
	return message.Moment(t.Local())
}

// ClockTime is a moment as the clocks show it that the schedules go by.
func ClockTime(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return message.Moment(t)
}

// TimeOrNull is a moment as JSON has it: null where there is none.
func TimeOrNull(t time.Time) *time.Time {
	if t.IsZero() {
		return nil
	}
	return &t
}

// TextOrNull is a text as JSON has it: null where it is empty.
func TextOrNull(text string) *string {
	if text == "" {
		return nil
	}
	return &text
}

// Number is a number as commands take it, without separators.
func Number(n int64) string { return fmt.Sprintf("%d", n) }

// TenantOr is the name of a connection's tenant, or what to call an unknown one.
func TenantOr(entry workspace.Entry, unknown string) string {
	if entry.Tenant == "" {
		return unknown
	}
	return entry.Tenant
}

// ConnectionNames are the names of connections.
func ConnectionNames(entries []workspace.Entry) []string {
	names := []string{}
	for _, e := range entries {
		names = append(names, e.Connection.Name)
	}
	return names
}

// KeptRow says as JSON for how long something is kept.
type KeptRow struct {
	Days int `json:"days"`
}
