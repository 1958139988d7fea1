package command

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"strings"
	"sync"
	"time"

	"inventorybeacon/app"
	"inventorybeacon/connector"
)

type importCommand struct {
	Name             string `arg:"" help:"Connection name."`
	AllowDuplicate   bool   `help:"Import although another connection has imported the same tenant."`
	ReplaceInventory bool   `help:"Import although the tenant is another one than that of the inventory, which is then lost."`
	JSON             bool   `name:"json" help:"Print the result as JSON."`
}

// importResult is what import --json prints.
type importResult struct {
	Connection string `json:"connection"`
	Task       int64  `json:"task"`
	Status     string `json:"status"`
	connector.Counts
	Warnings []string              `json:"warnings"`
	Error    *connector.Advice     `json:"error,omitempty"`
	Held     *connector.HeldBack   `json:"held,omitempty"`
	Seconds  float64               `json:"seconds"`
	Phases   []connector.PhaseTime `json:"phases"`
}

func (cmd importCommand) Run(ctx context.Context, c *console) error {
	beacon, closeAll, err := c.open(ctx)
	if err != nil {
		return err
	}
	defer closeAll()
	entry, err := c.named(beacon, cmd.Name)
	if err != nil {
		return err
	}
	var options []app.ImportOption
	if cmd.AllowDuplicate {
		options = append(options, app.AllowDuplicate)
	}
	if cmd.ReplaceInventory {
		options = append(options, app.ReplaceInventory)
	}
	return runImport(ctx, c, beacon, entry, cmd.JSON, options...)
}

// runImport imports with progress on standard error and prints the result.
func runImport(ctx context.Context, c *console, beacon *app.Beacon, entry app.Entry, asJSON bool, options ...app.ImportOption) error {
	progress := &progressPrinter{out: c.Err, beacon: beacon}
	stop := beacon.OnProgress(progress.print)
	task, err := beacon.Import(ctx, entry.Connection.ID, app.TriggerConsole, options...)
	stop()
	progress.end(beacon, task)
	if task.ID == 0 {
		return err
	}
	if task.Status == app.StatusHeldBack {
		c.held = task
	}
	if asJSON {
		err = errors.Join(err, c.printJSON(resultOf(task)))
	} else if err == nil {
		err = summary(task).write(c.Out)
	}
	if err != nil {
		return err
	}
	return c.awaitIndex(ctx, beacon)
}

func resultOf(task app.Task) importResult {
	result := importResult{
		Connection: task.ConnectionName,
		Task:       task.ID,
		Status:     string(task.Status),
		Counts:     task.Counts,
		Warnings:   []string{},
		Seconds:    task.Ended.Sub(task.Started).Round(time.Millisecond).Seconds(),
		Phases:     append([]connector.PhaseTime{}, task.Phases...), // never null
	}
	for _, w := range task.Warnings {
		result.Warnings = append(result.Warnings, strings.TrimSpace(w.Message+" "+w.Advice))
	}
	if task.Failure.Message != "" {
		result.Error = &task.Failure
	}
	if len(task.Held.Losses) > 0 {
		result.Held = &task.Held
	}
	return result
}

func summary(task app.Task) *table {
	t := newTable(task.ConnectionName, "Total", "Added", "Changed", "Removed")
	for _, row := range []struct {
		name  string
		count connector.Count
	}{
		{"Users", task.Counts.Users},
		{"Licenses", task.Counts.Licenses},
		{"Assignments", task.Counts.Assignments},
		{"Applications", task.Counts.Applications},
		{"Usage", task.Counts.Usage},
	} {
		t.add(row.name, number(row.count.Total), number(row.count.Added), number(row.count.Changed), number(row.count.Removed))
	}
	return t
}

func number(n int64) string { return fmt.Sprintf("%d", n) }

// progressPrinter writes the log lines of a running import as they come, and
// now and then how far it is.
type progressPrinter struct {
	out    io.Writer
	beacon *app.Beacon

	mu    sync.Mutex
	lines int
	last  time.Time
}

// betweenProgress is how often how-far lines are written; a log that collects
// standard error stays readable.
const betweenProgress = 2 * time.Second

func (p *progressPrinter) print() {
	p.mu.Lock()
	defer p.mu.Unlock()
	for _, execution := range p.beacon.Running() {
		p.printLines(execution.Lines)
		if time.Since(p.last) < betweenProgress {
			continue
		}
		p.last = time.Now()
		for _, phase := range execution.Phases {
			if !phase.Finished && phase.Done > 0 {
				_, _ = fmt.Fprintf(p.out, "         %s: %s\n", phase.Phase, howFar(phase))
			}
		}
	}
}

// printLines leaves out why the import failed: the command says that at its end.
func (p *progressPrinter) printLines(lines []app.Line) {
	for _, line := range lines[min(p.lines, len(lines)):] {
		if line.Level >= slog.LevelError {
			continue
		}
		_, _ = fmt.Fprintf(p.out, "%s %s\n", line.At.Local().Format(time.TimeOnly), line.Text)
	}
	p.lines = max(p.lines, len(lines))
}

// end writes the lines that came after the last look at the running import.
func (p *progressPrinter) end(beacon *app.Beacon, task app.Task) {
	if task.ID == 0 {
		return
	}
	lines, err := beacon.TaskLines(context.Background(), task.ID)
	if err != nil {
		return // the import's own outcome is what is reported
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	p.printLines(lines)
}

func howFar(p app.PhaseProgress) string {
	text := connector.Number(p.Done)
	if p.Total > 0 {
		text += " of " + connector.Number(p.Total)
	}
	if p.Rate > 0 {
		text += ", " + connector.Number(int64(p.Rate)) + "/s"
	}
	if p.Left > 0 {
		text += ", " + p.Left.Round(time.Second).String() + " left"
	}
	return text
}
