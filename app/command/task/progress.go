package task

import (
	"context"
	"fmt"
	"log/slog"
	"strings"
	"sync"
	"time"

	"inventorybeacon/app"
	"inventorybeacon/app/command/console"
	"inventorybeacon/app/export"
	"inventorybeacon/app/imports"
	"inventorybeacon/app/message"
)

// progressPrinter writes the log lines of an import as they come, and how
// far it is: on a terminal in one line that is drawn anew, else now and then.
type progressPrinter struct {
	*console.Console
	beacon *app.Beacon // whose imports print shows

	mu    sync.Mutex
	lines int
	last  time.Time
	drawn bool // the last line on the terminal says how far it is
}

// How often it is said how far an import is: as often as eyes follow, and in a file
// seldom enough for its log to stay readable.
const (
	betweenDrawings = 100 * time.Millisecond
	betweenProgress = 10 * time.Second
)

func newProgressPrinter(c *console.Console, beacon *app.Beacon) *progressPrinter {
	return &progressPrinter{Console: c, beacon: beacon, last: time.Now()}
}

// print shows the imports of this process.
func (p *progressPrinter) print() {
	p.mu.Lock()
	defer p.mu.Unlock()
	for _, execution := range p.beacon.Running() {
		p.tell(p.unseen(execution.Lines), execution.Phases)
	}
}

// tell shows lines that have come, and how far the import is when it is time to.
func (p *progressPrinter) tell(lines []app.Line, phases []imports.PhaseProgress) {
	if p.Quiet {
		return
	}
	p.printLines(lines)
	between := betweenProgress
	if p.ErrTTY.Redraws() {
		between = betweenDrawings
	}
	if len(phases) > 0 && time.Since(p.last) >= between {
		p.last = time.Now()
		p.printPhases(phases)
	}
}

// unseen are the lines of an import that were not shown yet.
func (p *progressPrinter) unseen(lines []app.Line) []app.Line {
	seen := min(p.lines, len(lines))
	p.lines = max(p.lines, len(lines))
	return lines[seen:]
}

func (p *progressPrinter) printPhases(phases []imports.PhaseProgress) {
	var parts []string
	for _, phase := range phases {
		if !phase.Finished && phase.Done > 0 {
			parts = append(parts, message.L(string(phase.Phase))+": "+howFar(phase))
		}
	}
	switch {
	case len(parts) == 0:
	case p.ErrTTY.Redraws():
		text := strings.Join(parts, "; ")
		if width := p.ErrTTY.Width(); width > 0 {
			text = export.Cut(text, width-1) // the last cell would begin the next line
		}
		p.Ask("%s%s", console.ClearLine, text)
		p.drawn = true
	default:
		for _, part := range parts {
			p.Say("         %s", part)
		}
	}
}

// clear takes the drawn line away.
func (p *progressPrinter) clear() {
	if p.drawn {
		p.Ask("%s", console.ClearLine)
		p.drawn = false
	}
}

// printLines leaves out why the import failed: the command says that at its end.
func (p *progressPrinter) printLines(lines []app.Line) {
	for _, line := range lines {
		if line.Level >= slog.LevelError {
			continue
		}
		p.clear()
		text := line.Text
		if line.Level >= slog.LevelWarn {
			text = p.ErrTTY.Paint(console.Yellow, text)
		}
		p.Say("%s %s", line.At.Local().Format(time.TimeOnly), text)
	}
}

// end writes the lines that came after the last look at the running import.
func (p *progressPrinter) end(beacon *app.Beacon, task app.Task) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.clear()
	if task.ID == 0 || p.Quiet {
		return
	}
	lines, err := beacon.TaskLines(context.Background(), task.ID)
	if err != nil {
		return // the import's own outcome is what is reported
	}
	p.printLines(p.unseen(lines))
}

func howFar(p imports.PhaseProgress) string {
	text := message.Number(p.Done)
	if p.Total > 0 {
		text = fmt.Sprintf(message.L("%s of %s"), text, message.Number(p.Total))
	}
	if p.Rate > 0 {
		text += ", " + message.Number(int64(p.Rate)) + "/s"
	}
	if p.Left > 0 {
		text += ", " + fmt.Sprintf(message.L("%s left"), message.Roughly(p.Left))
	}
	return text
}
