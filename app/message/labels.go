package message

import (
	"strings"

	"inventorybeacon/store"
)

// Status is a status as a label in the language of the account.
func Status(s store.Status) string { return L(StatusText(s)) }

// StatusText is the label in English, which is its entry in the catalogue and what JSON has.
func StatusText(s store.Status) string { return capitalized(string(s)) }

// Trigger is a trigger as a label in the language of the account.
func Trigger(t store.Trigger) string { return L(TriggerText(t)) }

// TriggerText is the label in English, which is its entry in the catalogue.
func TriggerText(t store.Trigger) string { return capitalized(string(t)) }

// YesNo says whether something is so.
func YesNo(is bool) string {
	if is {
		return L("yes")
	}
	return L("no")
}

func capitalized(text string) string {
	if text == "" {
		return ""
	}
	return strings.ToUpper(text[:1]) + text[1:]
}
