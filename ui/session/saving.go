package session

import (
	"context"
	"io"
	"path/filepath"
	"sync/atomic"
	"time"

	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/lang"
	"fyne.io/fyne/v2/layout"
	fynetheme "fyne.io/fyne/v2/theme"

	"inventorybeacon/app/message"
	"inventorybeacon/app/outputfile"
	"inventorybeacon/ui/filechooser"
	"inventorybeacon/ui/widgets"
	"inventorybeacon/ui/widgets/dialog"
)

// Saving is a file that somebody is asked for and that is then written beside the window.
// One of that name stays as it is until the other is complete.
type Saving struct {
	// Title is that of the dialog, Name what the file is called at first.
	Title, Name string
	// Failed is the title of what is said when the file cannot be written.
	Failed string
	// Rows is how many rows are written; 0 where it is something else.
	Rows int64
	// Write writes the file of that path and tells now and then how many rows it has written.
	Write func(ctx context.Context, path string, out io.Writer, rows func(written int64)) error
	// Saved is called with the file's path when it is complete.
	Saved func(path string)
}

const (
	// manyRows is from how many rows on it is shown how far the writing is: fewer take no
	// longer than the dialog that would show it.
	manyRows      = 20_000
	betweenRows   = 200 * time.Millisecond
	savingWidth   = 460
	savingPadding = 10
)

// SaveFile asks where a file is to be written, with a name to begin with, and
// writes it beside the window. failed is the title of what is said when that
// fails; saved is called with the file's path when it is complete.
func (s *Session) SaveFile(title, name, failed string, write func(ctx context.Context, out io.Writer) error, saved func(path string)) {
	s.Save(Saving{
		Title: title, Name: name, Failed: failed, Saved: saved,
		Write: func(ctx context.Context, _ string, out io.Writer, _ func(int64)) error { return write(ctx, out) },
	})
}

// Save asks where a file is to be written and writes it.
func (s *Session) Save(f Saving) {
	request := filechooser.Request{Title: f.Title, Name: f.Name, Extensions: []string{filepath.Ext(f.Name)}}
	s.chooseFile(request, true, func(path string) { s.save(f, path) })
}

func (s *Session) save(f Saving, path string) {
	ctx, cancel := context.WithCancel(s.ctx)
	var written atomic.Int64
	end := func() {}
	if f.Rows >= manyRows {
		end = s.showSaving(ctx, cancel, f, path, &written)
	}
	Go(s, ctx, func(ctx context.Context) (struct{}, error) {
		return struct{}{}, outputfile.Write(path, func(out io.Writer) error {
			if err := f.Write(ctx, path, out, written.Store); err != nil {
				return err
			}
			return ctx.Err() // what was canceled takes the place of nothing
		})
	}, func(_ struct{}, err error) {
		canceled := ctx.Err() != nil
		cancel()
		end()
		switch {
		case err == nil:
			f.Saved(path)
		case !canceled:
			s.Fail(f.Failed, err)
		}
	})
}

// showSaving shows how far a file is, until end is called; Cancel ends the writing.
func (s *Session) showSaving(ctx context.Context, cancel func(), f Saving, path string, written *atomic.Int64) (end func()) {
	bar := widgets.NewProgressBar()
	text := widgets.NewWrapText("", fynetheme.ColorNameForeground, fynetheme.SizeNameText)
	where := widgets.NewWrapText(lang.L("Writing {{.File}}...", map[string]any{"File": path}), fynetheme.ColorNameForeground,
		fynetheme.SizeNameText)
	show := func() {
		n := written.Load()
		bar.Set(float64(n) / float64(f.Rows))
		text.SetText(lang.L("{{.Done}} of {{.Total}} rows", map[string]any{"Done": message.Number(n), "Total": message.Number(f.Rows)}))
	}
	show()
	d := dialog.New(s.Window, f.Title, container.New(layout.NewCustomPaddedVBoxLayout(savingPadding), where, bar, text))
	d.SetWidth(savingWidth)
	d.SetActions(nil, widgets.NewButton(lang.L("Cancel"), nil))
	d.OnClosed = cancel
	d.Show()
	s.EveryUntil(ctx, betweenRows, show)
	return d.Close
}
