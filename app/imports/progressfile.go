package imports

import (
	"encoding/json"
	"errors"
	"io/fs"
	"os"

	"inventorybeacon/store"
	"inventorybeacon/store/lock"
)

// toldProgress is what an import tells other processes of how far it is.
type toldProgress struct {
	Task   int64
	Phases []PhaseProgress
}

// tellProgress writes how far the import is. Whoever reads meanwhile may find half
// of it, and looks again; that it cannot be written is no reason to complain.
func (e *execution) tellProgress() {
	e.mu.Lock()
	told := toldProgress{Task: e.task.ID, Phases: e.phases.list(e.runner.now())}
	e.mu.Unlock()
	content, err := json.Marshal(told)
	if err == nil {
		err = os.WriteFile(e.progressFile(), content, 0o600)
	}
	if err != nil {
		e.runner.log.Debug("telling the progress", "task", told.Task, "error", err)
	}
}

// forgetProgress removes what was told.
func (e *execution) forgetProgress() {
	if err := os.Remove(e.progressFile()); err != nil && !errors.Is(err, fs.ErrNotExist) {
		e.runner.log.Debug("removing the progress", "error", err)
	}
}

func (e *execution) progressFile() string {
	return lock.ProgressFile(e.runner.dir, e.task.ConnectionID)
}

// readProgress returns how far the import of a task is, in whichever process;
// nothing when that is not known.
func readProgress(dir string, t store.Task) []PhaseProgress {
	content, err := os.ReadFile(lock.ProgressFile(dir, t.ConnectionID))
	var told toldProgress
	if err != nil || json.Unmarshal(content, &told) != nil || told.Task != t.ID {
		return nil
	}
	return told.Phases
}
