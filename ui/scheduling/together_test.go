package scheduling

import (
	"testing"

	_ "fyne.io/fyne/v2/test" // sets up the translations

	"inventorybeacon/app"
	"inventorybeacon/app/workspace"
	"inventorybeacon/connector"
	"inventorybeacon/ui/theme"
)

func TestAScheduleSaysHowItsConnectionsAreDoing(t *testing.T) {
	ended := func(status app.Status) workspace.Entry {
		token := connector.Secret("token")
		e := workspace.Entry{LastTask: app.Task{ID: 1, Status: status}}
		e.Connection.Flow, e.Waiting.RefreshToken = connector.AuthorizationCode, &token
		return e
	}
	for _, given := range []struct {
		connections []workspace.Entry
		text        string
		status      theme.Status
	}{
		{nil, "No connections", theme.StatusUnset},
		{[]workspace.Entry{{}}, "Not run yet", theme.StatusUnset},
		{[]workspace.Entry{ended(app.StatusCancelled)}, "None failed", theme.StatusOK},
		{[]workspace.Entry{ended(app.StatusCancelled), ended(app.StatusInterrupted)}, "1 of 2 with warnings", theme.StatusWarning},
		{[]workspace.Entry{ended(app.StatusWarnings), ended(app.StatusFailed)}, "1 of 2 failed", theme.StatusFailed},
		{[]workspace.Entry{ended(app.StatusFailed), ended(app.StatusRunning)}, "Importing ", theme.StatusRunning},
	} {
		if got := together(given.connections, nil); got.Text != given.text || got.Status != given.status {
			t.Errorf("of %+v it says %q, %v; want %q", given.connections, got.Text, got.Status, given.text)
		}
	}
}
