// Package session is what every page and dialog of the window works with: the
// program behind it, work beside the window's own goroutine, and messages.
package session

import (
	"context"
	"errors"
	"strconv"
	"sync"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/lang"

	"inventorybeacon/app"
	"inventorybeacon/app/message"
	"inventorybeacon/connector"
	"inventorybeacon/ui/theme"
	"inventorybeacon/ui/widgets"
	"inventorybeacon/ui/widgets/dialog"
	"inventorybeacon/ui/widgets/grid"
)

// Options are what a session is made of.
type Options struct {
	Window fyne.Window
	Beacon *app.Beacon
	// Cloud is what the Cloud list starts on for a new connection.
	Cloud connector.CloudID
	// Service installs the service; nil where there can be none.
	Service *Service
	// PlaceBeside returns what tells where the window of a sign-in covers nothing of this one,
	// as it stands then; nil where nobody knows.
	PlaceBeside func() Placer
	// Elevated says that the program runs with the rights of an administrator.
	Elevated bool
	// Files asks for files with the dialogs of the system; nil asks with Fyne's.
	Files FileChooser
}

// Service is the operating system's service that runs the schedules without a
// window.
type Service struct {
	// Running reports whether it runs. It takes a moment: not on the window's goroutine.
	Running func() bool
	// Install installs and starts it, and returns what is to be said of that.
	Install func(ctx context.Context) (said string, err error)
	// Elevates says that the system asks for an administrator's consent.
	Elevates bool
}

// Placer is [connector.WindowPlacer] as a function; nil where there is none.
type Placer func() (at connector.Area, ok bool)

// Session is one opened window.
type Session struct {
	Options
	ctx    context.Context
	cancel context.CancelFunc
	work   sync.WaitGroup
	stops  []func()
	told   map[string]bool // what is being said at the moment
	source source
	folder string // in which the last file was that was asked for in the window
}

// New begins a session that lasts until Close.
func New(ctx context.Context, o Options) *Session {
	s := &Session{Options: o, told: map[string]bool{}}
	s.ctx, s.cancel = context.WithCancel(ctx)
	return s
}

// Close cancels all work and waits until it has ended.
func (s *Session) Close() {
	s.cancel()
	for _, stop := range s.stops {
		stop()
	}
	s.work.Wait()
	s.closeSource()
}

// Context ends with the session.
func (s *Session) Context() context.Context { return s.ctx }

// Go runs work beside the window and then, on the window's goroutine, then with
// what came out of it. Nothing is called any more once the session has ended.
func Go[T any](s *Session, ctx context.Context, work func(ctx context.Context) (T, error), then func(T, error)) {
	s.work.Add(1)
	go func() {
		defer s.work.Done()
		result, err := work(ctx)
		s.onWindow(func() { then(result, err) })
	}()
}

// onWindow has something done on the window's goroutine unless the session ends before.
func (s *Session) onWindow(do func()) {
	if s.ctx.Err() != nil {
		return
	}
	widgets.Do(func() {
		if s.ctx.Err() == nil { // it may have ended since
			do()
		}
	})
}

// Every has refresh run on the window's goroutine again and again until the
// session ends, for what changes with the time alone.
func (s *Session) Every(d time.Duration, refresh func()) { s.EveryUntil(s.ctx, d, refresh) }

// EveryUntil is [Session.Every] until ctx ends, which is made from the session's.
func (s *Session) EveryUntil(ctx context.Context, d time.Duration, refresh func()) {
	again := s.Coalesce(refresh)
	s.Beside(func() {
		ticker := time.NewTicker(d)
		defer ticker.Stop()
		for {
			select {
			case <-ticker.C:
				again()
			case <-ctx.Done():
				return
			}
		}
	})
}

// Beside runs work beside the window; it ends at the latest with the session's
// context.
func (s *Session) Beside(work func()) { s.work.Go(work) }

// Do is [Go] for work without a result: then is called only after success, and
// what went wrong is shown under title.
func (s *Session) Do(title string, work func(ctx context.Context) error, then func()) {
	Go(s, s.ctx, func(ctx context.Context) (struct{}, error) {
		return struct{}{}, work(ctx)
	}, func(_ struct{}, err error) {
		if err != nil {
			s.Fail(title, err)
			return
		}
		if then != nil {
			then()
		}
	})
}

// Fail shows what went wrong, in the administrator's words; the error itself
// goes to the log.
func (s *Session) Fail(title string, err error) {
	if err == nil || errors.Is(err, context.Canceled) {
		return
	}
	s.Beacon.Log().Error(title, "error", err)
	if app.SecretsLost(err) {
		advice := message.Explain(err)
		s.OfferToForget(title, advice.Message+"\n\n"+advice.Action)
		return
	}
	s.Show(title, message.Explain(err))
}

// FailReading is [Session.Fail] for what a list was to show: the list says it, too, and not that there is nothing.
func (s *Session) FailReading(list *grid.Grid, title string, err error) {
	s.Fail(title, err)
	list.SetEmpty(title, message.Explain(err).Message, nil)
	list.SetData(nil)
}

// OfferToForget shows a text with the way on when the key of the secrets is lost.
func (s *Session) OfferToForget(title, text string) {
	s.tell(title+text, func() *dialog.Dialog {
		return dialog.Confirm(s.Window, title, text,
			dialog.Choice{Text: lang.L("Close"), Primary: true, Cancel: true},
			dialog.Choice{Text: lang.L("Give Up the Secrets..."), Action: s.AskToForget})
	})
}

// AskToForget asks before all stored secrets are removed.
func (s *Session) AskToForget() {
	held := 0
	for _, e := range s.Beacon.Entries() {
		if e.Secrets != (app.SecretState{}) {
			held++
		}
	}
	s.ConfirmLoss(lang.L("Give up all stored secrets?"),
		lang.L("All refresh tokens, client secrets, certificates and passwords are removed, those of the central database too, with the changes that wait for Save. Connections and inventory stay. Afterwards sign in again with Generate...")+"\n\n"+
			lang.L("Connections with secrets")+": "+strconv.Itoa(held)+"\n"+lang.L("Unsaved changes")+": "+strconv.Itoa(s.Beacon.Unsaved()),
		lang.L("Give Up the Secrets"), func() {
			s.Do(lang.L("The secrets could not be removed"), s.Beacon.ForgetSecrets, nil)
		})
}

// Show shows an advice as a message.
func (s *Session) Show(title string, advice connector.Advice) {
	text := advice.Message
	if advice.Action != "" {
		text += "\n\n" + advice.Action
	}
	s.tell(title+advice.Message, func() *dialog.Dialog {
		return dialog.Message(s.Window, theme.StatusFailed, title, text, advice.Reference)
	})
}

// tell shows a dialog unless it says what another one is just saying: pages read
// again with every change, and what keeps them from it would pile up.
func (s *Session) tell(what string, show func() *dialog.Dialog) {
	if s.told[what] {
		return
	}
	s.told[what] = true
	show().OnClosed = func() { delete(s.told, what) }
}

// ConfirmLoss asks before something is lost; yes is the button that does it. Enter presses the other one.
func (s *Session) ConfirmLoss(title, text, yes string, then func()) *dialog.Dialog {
	return dialog.Confirm(s.Window, title, text,
		dialog.Choice{Text: yes, Action: then},
		dialog.Choice{Text: lang.L("Cancel"), Primary: true, Cancel: true},
	)
}

// Confirm asks before something by which nothing is lost; yes is the button that does it, and that Enter presses.
func (s *Session) Confirm(title, text, yes string, then func()) {
	dialog.Confirm(s.Window, title, text,
		dialog.Choice{Text: yes, Primary: true, Action: then},
		dialog.Choice{Text: lang.L("Cancel"), Cancel: true},
	)
}

// OnEnd has stop called when the session ends.
func (s *Session) OnEnd(stop func()) { s.stops = append(s.stops, stop) }
