package serve

import (
	"strings"
	"sync"

	"inventorybeacon/app"
	"inventorybeacon/app/scheduler"
	"inventorybeacon/app/service"
	"inventorybeacon/app/workspace"
)

// eventWriter writes what administrators watch servers for into the system's event log.
type eventWriter struct {
	write func(service.EventID, string)

	mu     sync.Mutex
	failed map[string]bool // connections through which nothing has been imported since a failure
	told   map[string]bool // what ends soon, in the words that change every day
}

func newEventWriter(write func(service.EventID, string)) *eventWriter {
	return &eventWriter{write: write, failed: map[string]bool{}, told: map[string]bool{}}
}

// begin notes what is known of the connections at the start.
func (w *eventWriter) begin(entries []workspace.Entry) {
	w.mu.Lock()
	defer w.mu.Unlock()
	for _, e := range entries {
		w.failed[e.Connection.ID] = w.failed[e.Connection.ID] || e.LastTask.Status == app.StatusFailed
	}
}

// imported writes what has become of an import, if somebody should hear of it.
func (w *eventWriter) imported(e scheduler.Event) {
	w.mu.Lock()
	defer w.mu.Unlock()
	id, connection := service.EventID(0), e.Task.ConnectionID
	switch e.Task.Status {
	case app.StatusFailed:
		id, w.failed[connection] = service.EventImportFailed, true
	case app.StatusHeldBack:
		id = service.EventHeldBack
	case app.StatusSucceeded, app.StatusWarnings:
		if w.failed[connection] {
			id = service.EventSucceeds
		}
		w.failed[connection] = false
	}
	if id != 0 {
		w.write(id, strings.TrimSpace(e.Text+"\n\n"+e.Task.Failure.Action))
	}
}

// expire writes what of the connections' sign-ins ends soon, once a day.
func (w *eventWriter) expire(entries []workspace.Entry) {
	w.mu.Lock()
	defer w.mu.Unlock()
	for _, e := range entries {
		for _, warning := range e.Expires() {
			text := e.Connection.Name + ": " + warning.Message + "\n\n" + warning.Advice
			if !w.told[text] {
				w.told[text] = true
				w.write(service.EventExpires, text)
			}
		}
	}
}
