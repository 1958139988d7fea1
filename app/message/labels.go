package message

import (
	"strings"

	"inventorybeacon/store"
)

// Status is a status as a label: with a capital.
func Status(s store.Status) string { return capitalized(string(s)) }

// Trigger is a trigger as a label: with a capital.
func Trigger(t store.Trigger) string { return capitalized(string(t)) }

func capitalized(text string) string {
	if text == "" {
		return ""
	}
	return strings.ToUpper(text[:1]) + text[1:]
}
