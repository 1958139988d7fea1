package graph

import (
	"errors"
	"log/slog"
	"slices"
	"testing"
	"time"

	"inventorybeacon/connector"
)

func TestAWaitOfTwoSecondsIsSaid(t *testing.T) {
	var waits []time.Duration
	g := &Client{Log: slog.New(slog.DiscardHandler), Note: func(m connector.Message) {
		if m.ID != "graph.note.again" || m.Data["Path"] != "users" {
			t.Errorf("%v is said", m)
		}
		wait, _ := m.Data["Wait"].(time.Duration)
		waits = append(waits, wait)
	}}
	for _, delay := range []time.Duration{500 * time.Millisecond, 1999 * time.Millisecond, 2 * time.Second, 30 * time.Second} {
		g.announce("users", errors.New("reset"), 1, delay)
	}
	if want := []time.Duration{2 * time.Second, 30 * time.Second}; !slices.Equal(waits, want) {
		t.Errorf("the waits %v are said, want %v", waits, want)
	}
}
