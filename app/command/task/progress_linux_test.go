package task

import (
	"bytes"
	"strings"
	"testing"
	"time"

	"inventorybeacon/app"
	"inventorybeacon/app/command/console"
	"inventorybeacon/app/command/console/consoletest"
	"inventorybeacon/app/export"
	"inventorybeacon/app/imports"
	"inventorybeacon/connector"
)

func TestProgressIsDrawnInItsPlace(t *testing.T) {
	phases := []imports.PhaseProgress{
		{Progress: connector.Progress{Phase: connector.PhaseUsers, Done: 500, Total: 1000}, Rate: 100},
		{Progress: connector.Progress{Phase: connector.PhaseUsage, Done: 7}},
		{Progress: connector.Progress{Phase: connector.PhaseLicenses, Done: 19, Finished: true}},
	}
	lines := []app.Line{{Text: "500 users."}}
	t.Run("given a terminal", func(t *testing.T) {
		d := consoletest.NewDisplay(t, 40)
		printer := newProgressPrinter(console.New(console.Streams{In: d.Terminal, Out: d.Terminal, Err: d.Terminal}, nil), nil)
		printer.printPhases(phases)
		printer.printPhases(phases)
		printer.printLines(lines)
		printer.clear()
		shown := d.Close()
		drawn := console.ClearLine + "Users: 500 of 1,000, 100/s; Usage repo…"
		want := drawn + drawn + console.ClearLine + lines[0].At.Local().Format(time.TimeOnly) + " 500 users.\n"
		if shown != want {
			t.Errorf("shown %q, want %q", shown, want)
		}
		if n := export.Cells(strings.TrimPrefix(drawn, console.ClearLine)); n != 39 {
			t.Errorf("it takes %d cells, want 39", n)
		}
	})
	t.Run("given a file", func(t *testing.T) {
		var file bytes.Buffer
		printer := newProgressPrinter(console.New(console.Streams{Err: &file}, nil), nil)
		printer.printPhases(phases)
		printer.clear()
		if said := file.String(); strings.Contains(said, "\x1b") || strings.Count(said, "\n") != 2 ||
			!strings.Contains(said, "Users: 500 of 1,000, 100/s\n") {
			t.Errorf("written %q", said)
		}
	})
}
