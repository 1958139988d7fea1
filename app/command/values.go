package command

import (
	"fmt"
	"time"

	"inventorybeacon/app"
	"inventorybeacon/app/message"
	"inventorybeacon/app/workspace"
)

// localTime is a moment as the clock of this computer shows it; empty where there is none.
func localTime(t *time.Time) string {
	if t == nil || t.IsZero() {
		return ""
	}
	return message.Moment(t.Local())
}

// clockTime is a moment as the clocks show it that the schedules go by.
func clockTime(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return message.Moment(t)
}

// timeOrNull is a moment as JSON has it: null where there is none.
func timeOrNull(t time.Time) *time.Time {
	if t.IsZero() {
		return nil
	}
	return &t
}

// textOrNull is a text as JSON has it: null where it is empty.
func textOrNull(text string) *string {
	if text == "" {
		return nil
	}
	return &text
}

// yesNo says of a table's value whether it is so.
func yesNo(b bool) string {
	if b {
		return message.L("yes")
	}
	return message.L("no")
}

// number is a number as commands take it, without separators.
func number(n int64) string { return fmt.Sprintf("%d", n) }

// skuText is what a license is called where its part number stands.
func skuText(sku app.SKU) string {
	if sku.PartNumber == "" {
		return sku.ID
	}
	return sku.PartNumber
}

// tenantOr is the name of a connection's tenant, or what to call an unknown one.
func tenantOr(entry workspace.Entry, unknown string) string {
	if entry.Tenant == "" {
		return unknown
	}
	return entry.Tenant
}

// connectionNames are the names of connections.
func connectionNames(entries []workspace.Entry) []string {
	names := []string{}
	for _, e := range entries {
		names = append(names, e.Connection.Name)
	}
	return names
}

// keptRow says as JSON for how long something is kept.
type keptRow struct {
	Days int `json:"days"`
}
