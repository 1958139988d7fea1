package session

import (
	"context"
	"errors"
	"sync/atomic"
	"time"

	"fyne.io/fyne/v2/lang"

	"inventorybeacon/app"
	"inventorybeacon/app/message"
	"inventorybeacon/connector"
	"inventorybeacon/ui/theme"
	"inventorybeacon/ui/widgets/dialog"
)

// centralEvery is how often it is looked whether there is something new in the central database, while it is looked at.
const centralEvery = 5 * time.Minute

// source is what pages read: the inventory of this computer, or the copy of the central database.
type source struct {
	center *app.CentralCopy // once it was opened
	// looking reads the center while that is looked at; it is also asked beside the window.
	looking atomic.Pointer[app.Beacon]
	// opening and refreshing say that the copy is being opened or brought up to date.
	opening, refreshing bool
	asOf                time.Time
	outdated            error // why it could not be brought up to date
	version             int
}

// Inventory is what pages read. Everything else, such as connections and what is entered, is asked of Beacon. It may be called
// from any goroutine.
func (s *Session) Inventory() *app.Beacon {
	if center := s.source.looking.Load(); center != nil {
		return center
	}
	return s.Beacon
}

// AtCentral reports whether the central database is looked at.
func (s *Session) AtCentral() bool { return s.source.looking.Load() != nil }

// InventoryVersion is another number whenever what Inventory reads has become something else without an import.
func (s *Session) InventoryVersion() int { return s.source.version }

// LookHere has pages read the inventory of this computer.
func (s *Session) LookHere() {
	s.source.looking.Store(nil)
	s.sourceChanged()
}

// LookAtCentral has pages read the central database: at first the copy as it is, and then what is new.
func (s *Session) LookAtCentral() {
	if s.source.opening {
		return
	}
	if s.source.center != nil {
		s.source.looking.Store(s.source.center.Beacon)
		s.sourceChanged()
		s.RefreshCentral()
		return
	}
	s.source.opening = true
	Go(s, s.ctx, s.Beacon.OpenCentralCopy, func(center *app.CentralCopy, err error) {
		s.source.opening = false
		if err != nil {
			s.Fail(lang.L("The central database cannot be looked at"), err)
			s.sourceChanged()
			return
		}
		s.source.center = center
		s.source.looking.Store(center.Beacon)
		s.sourceChanged()
		s.Every(centralEvery, s.RefreshCentral)
		s.RefreshCentral()
	})
}

// RefreshCentral reads what is new in the central database, while that is looked at.
func (s *Session) RefreshCentral() {
	if !s.AtCentral() || s.source.refreshing {
		return
	}
	s.source.refreshing = true
	type brought struct {
		asOf     time.Time
		outdated error
	}
	center := s.source.center
	Go(s, s.ctx, func(ctx context.Context) (b brought, err error) {
		outdated, err := center.Bring(ctx, nil)
		if outdated != nil {
			b.outdated = outdated.Err
		}
		if err != nil {
			return b, err
		}
		b.asOf, err = center.AsOf(ctx)
		return b, err
	}, func(b brought, err error) {
		s.source.refreshing = false
		s.source.asOf, s.source.outdated = b.asOf, errors.Join(b.outdated, err)
		if err != nil { // there is nothing to look at
			s.Fail(lang.L("The central database cannot be looked at"), err)
		}
		s.sourceChanged()
	})
}

// sourceChanged has pages read again.
func (s *Session) sourceChanged() {
	s.source.version++
	s.Beacon.Workspace.Notify()
}

// SourceText says what is looked at, where that is not this computer, and as of when; and whether that is not up to date.
func (s *Session) SourceText() (text string, outdated bool) {
	switch {
	case !s.AtCentral():
		return "", false
	case s.source.outdated != nil && s.source.asOf.IsZero():
		return lang.L("Central database: {{.Why}}", map[string]any{"Why": message.Explain(s.source.outdated).Message}), true
	case s.source.outdated != nil:
		return lang.L("Central database as of {{.Time}}: {{.Why}}", map[string]any{
			"Time": message.Moment(s.source.asOf.Local()), "Why": message.Explain(s.source.outdated).Message,
		}), true
	case s.source.asOf.IsZero() || s.source.refreshing:
		return lang.L("Central database: what is new is being read..."), false
	default:
		return lang.L("Central database as of {{.Time}}", map[string]any{"Time": message.Moment(s.source.asOf.Local())}), false
	}
}

// Enter does something by which something is entered, unless the central database is looked at, where nothing is: then it says why.
func (s *Session) Enter(do func()) {
	if s.AtCentral() {
		advice := message.Advice(connector.Message{ID: "central.copy.read-only"})
		dialog.Message(s.Window, theme.StatusRunning, lang.L("The central database is only looked at"), advice.Message+"\n\n"+advice.Action, "")
		return
	}
	do()
}

// closeSource closes what was opened to be looked at, when nothing reads any more.
func (s *Session) closeSource() {
	if s.source.center == nil {
		return
	}
	if err := s.source.center.Close(); err != nil {
		s.Beacon.Log().Error("closing the copy of the central database", "error", err)
	}
}
