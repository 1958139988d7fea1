package sourcetest

import (
	"slices"
	"sync"

	"inventorybeacon/connector"
)

// Observer is an observer that remembers.
type Observer struct {
	mu       sync.Mutex
	Notes    []connector.Message
	Warnings []connector.Message
	Last     map[connector.Phase]connector.Progress
}

func (w *Observer) Progress(p connector.Progress) {
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.Last == nil {
		w.Last = map[connector.Phase]connector.Progress{}
	}
	w.Last[p.Phase] = p
}

func (w *Observer) Note(m connector.Message) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.Notes = append(w.Notes, m)
}

func (w *Observer) Warn(m connector.Message) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.Warnings = append(w.Warnings, m)
}

// Noted reports whether the task's log has a message.
func (w *Observer) Noted(id string) bool {
	w.mu.Lock()
	defer w.mu.Unlock()
	return slices.ContainsFunc(w.Notes, func(m connector.Message) bool { return m.ID == id })
}
