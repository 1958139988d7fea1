package sourcetest

import (
	"sync"

	"inventorybeacon/connector"
)

// Observer is an observer that remembers.
type Observer struct {
	mu       sync.Mutex
	Notes    []string
	Warnings []connector.Warning
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

func (w *Observer) Note(text string) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.Notes = append(w.Notes, text)
}

func (w *Observer) Warn(warning connector.Warning) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.Warnings = append(w.Warnings, warning)
}
