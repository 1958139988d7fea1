package store

import (
	"fmt"

	"inventorybeacon/connector"
)

// NotFoundError means that what was asked for is not stored, or no longer.
type NotFoundError struct {
	// What is a kind of thing: "connection", "deleted connection", "schedule", "task",
	// "backup", "license", "price", "commitment" or "user".
	What string
	// Key is the name or id that was asked for.
	Key string
}

func (e *NotFoundError) Error() string { return fmt.Sprintf("there is no %s %q", e.What, e.Key) }

// Message implements [connector.Explained].
func (e *NotFoundError) Message() connector.Message {
	return connector.Message{ID: notFound[e.What], Data: connector.Data{"Key": e.Key}}
}

// notFound has the messages by the kinds of things.
var notFound = map[string]string{
	"connection":         "store.not-found.connection",
	"deleted connection": "store.not-found.deleted-connection",
	"channel":            "store.not-found.channel",
	"schedule":           "store.not-found.schedule",
	"task":               "store.not-found.task",
	"backup":             "store.not-found.backup",
	"license":            "store.not-found.license",
	"application":        "store.not-found.application",
	"price":              "store.not-found.price",
	"commitment":         "store.not-found.commitment",
	"user":               "store.not-found.user",
	"license-of-user":    "store.not-found.license-of-user",
	"kept-license":       "store.not-found.kept-license",
}
