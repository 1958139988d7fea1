package task

import (
	"bytes"
	"io"
	"log/slog"
	"strings"
	"testing"

	"inventorybeacon/app"
	"inventorybeacon/app/command/console"
	"inventorybeacon/app/imports"
	"inventorybeacon/connector"
)

func TestATaskIsNamedByWhatIsEasyToType(t *testing.T) {
	for name, want := range map[string]string{
		"Contoso": "Contoso", "contoso.example": "contoso.example", "Größe": "Größe",
		"Contoso Ltd": "7", "O'Neill": "7", "2026": "7", "-1": "7", "--yes": "7",
	} {
		if got := taskWord(app.Task{ID: 7, ConnectionName: name}); got != want {
			t.Errorf("a task of %s is named by %s, want %s", name, got, want)
		}
	}
}

func TestFollowingWritesAsImportDoes(t *testing.T) {
	lines := []app.Line{{Level: slog.LevelWarn, Text: "a warning"}, {Level: slog.LevelError, Text: "why it failed"}, {Text: "a line"}}
	phases := []imports.PhaseProgress{{Progress: connector.Progress{Phase: connector.PhaseUsers, Done: 10, Total: 60}}}
	var followed, imported bytes.Buffer
	on := func(err io.Writer) *console.Console {
		return &console.Console{Streams: console.Streams{Err: err}, ErrTTY: console.TTY{Color: true}}
	}
	newFollower(on(&followed)).tell(imports.Followed{Lines: lines, Phases: phases})
	(&progressPrinter{Console: on(&imported)}).tell(lines, phases)
	if followed.String() != imported.String() || !strings.Contains(followed.String(), "\x1b[33ma warning") ||
		!strings.Contains(followed.String(), "10 of 60") {
		t.Errorf("%q, and import %q", followed.String(), imported.String())
	}
}
