package backups

import (
	"testing"
	"time"

	"inventorybeacon/app"
	"inventorybeacon/ui/theme"
)

func TestABackupWhoseSecretsAreLostIsNotCalledWhole(t *testing.T) {
	now := time.Date(2026, 10, 1, 12, 0, 0, 0, time.UTC)
	cells := cellsOf(checked{Backup: app.Backup{At: now}, secretsLost: true}, now)
	if state := cells[3]; state.Text != "Without its secrets" || state.Status != theme.StatusWarning ||
		state.Tooltip != app.SecretsOfBackup() {
		t.Errorf("%+v", state)
	}
	if state := cellsOf(checked{Backup: app.Backup{At: now, History: true}}, now)[3]; state.Text != "Complete" ||
		state.Status != theme.StatusOK {
		t.Errorf("%+v", state)
	}
	if state := cellsOf(checked{Backup: app.Backup{At: now}}, now)[3]; state.Text != "Without the history" ||
		state.Tooltip != app.HistoryLeft() {
		t.Errorf("%+v", state)
	}
}
