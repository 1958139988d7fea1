package ui

import (
	"context"
	"os"
	"slices"
	"sync"
	"sync/atomic"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/lang"

	"inventorybeacon/app"
	"inventorybeacon/app/message"
	"inventorybeacon/ui/background"
	"inventorybeacon/ui/backups"
	"inventorybeacon/ui/theme"
	"inventorybeacon/ui/widgets"
	"inventorybeacon/ui/widgets/dialog"
)

// program is the window with the data directory that it opens, and opens again
// after a backup was restored.
type program struct {
	ctx     context.Context
	cancel  context.CancelFunc
	window  fyne.Window
	tray    *background.Tray // nil where the desktop has no notification area
	options Options
	shell   *shell // nil while nothing is open
	dir     string // the data directory, once it is known
	exiting atomic.Bool

	closing sync.Once
	work    sync.WaitGroup
	mu      sync.Mutex
	last    opened // the outcome of the last opening
}

// opened is the outcome of opening the data directory.
type opened struct {
	beacon *app.Beacon
	done   func()
	err    error
}

// open opens the data directory beside the window, and shows what came of it. before
// runs first; what it returns is told in the opened window.
func (p *program) open(before func() (told func(*shell))) {
	p.work.Go(func() {
		told := func(*shell) {}
		if before != nil {
			told = before()
		}
		var r opened
		r.beacon, r.done, r.err = p.options.Open(p.ctx)
		p.mu.Lock()
		p.last = r
		p.mu.Unlock()
		widgets.Do(func() { p.show(r, told) })
	})
}

func (p *program) show(r opened, told func(*shell)) {
	switch {
	case p.ctx.Err() != nil: // the window was closed meanwhile
	case r.err != nil:
		p.dir, _ = app.RestorableBackups(r.err)
		p.refuse(r.err)
	default:
		p.dir = r.beacon.Dir()
		p.shell = newShell(p.ctx, p.window, p.tray, r.beacon, p.options, p.restore, p.exit)
		told(p.shell)
	}
}

// restore closes the data directory, restores a backup and opens it again.
func (p *program) restore(backup string) {
	before, dir := p.shell, p.dir
	p.shell = nil
	p.window.SetContent(container.NewWithoutLayout())
	p.open(func() func(*shell) {
		if before != nil {
			before.session.Close()
		}
		p.closeLast()
		restored, err := app.RestoreBackup(p.ctx, dir, backup, time.Now())
		var sealed error
		if err == nil {
			sealed = app.SecretsAfterRestore(p.ctx, dir)
		}
		return func(s *shell) { s.tellRestored(restored, sealed, err) }
	})
}

// tellRestored also says why the restored secrets cannot be opened, if sealed says so.
func (s *shell) tellRestored(restored app.Restored, sealed, err error) {
	if err != nil {
		s.session.Fail(lang.L("The backup could not be restored"), err)
		return
	}
	text, status := app.AfterRestore(), theme.StatusOK
	if sealed != nil {
		status = theme.StatusWarning
		advice := message.Explain(sealed)
		text += "\n\n" + advice.Message + " " + advice.Action
	}
	if restored.HistoryLeft {
		text += "\n\n" + app.HistoryLeft()
	}
	if restored.Kept != "" {
		text += "\n\n" + lang.L("The file of before is kept as {{.File}}.", map[string]any{"File": restored.Kept})
	}
	if restored.KeptHistory != "" {
		text += "\n\n" + lang.L("The file of before is kept as {{.File}}.", map[string]any{"File": restored.KeptHistory})
	}
	if app.SecretsLost(sealed) {
		s.session.OfferToForget(lang.L("The backup is restored"), text)
		return
	}
	dialog.Message(s.window, status, lang.L("The backup is restored"), text, "")
}

// closeLast closes what was opened last.
func (p *program) closeLast() {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.last.done != nil {
		p.last.done()
	}
	p.last.done = nil
}

// refuse says why the data directory cannot be opened; then the program ends.
func (p *program) refuse(err error) {
	advice := message.Explain(err)
	if dir, offered := app.RestorableBackups(err); len(offered) > 0 {
		backups.Offer(p.ctx, p.window, advice, dir, offered, p.restore, p.exit)
		return
	}
	title, text := lang.L("Inventory Beacon cannot start"), advice.Message+"\n\n"+advice.Action
	dir, needed := app.NeedsAdministrator(err)
	if !needed {
		dialog.Message(p.window, theme.StatusFailed, title, text, advice.Reference).OnClosed = p.exit
		return
	}
	e := elevation{window: p.window, work: &p.work, title: title, text: text, exit: p.exit}
	e.restart = func() error {
		// The last --data holds: that of an administrator is another one by default.
		return app.RestartAsAdministrator(append(slices.Clone(os.Args[1:]), "--data", dir))
	}
	e.offer()
}
