package scheduling

import (
	"context"
	"slices"

	"fyne.io/fyne/v2/lang"

	"inventorybeacon/app/workspace"
	"inventorybeacon/ui/session"
	"inventorybeacon/ui/theme"
	"inventorybeacon/ui/widgets/dialog"
)

// WhenServiceNeeded finds out whether schedules would stop with this window: there
// are connections that have one, and no service to run them. It calls one of both.
func WhenServiceNeeded(s *session.Session, needed, otherwise func()) {
	if s.Service == nil || !scheduled(s.Beacon.Entries()) {
		otherwise()
		return
	}
	session.Go(s, s.Context(), func(context.Context) (bool, error) { return s.Service.Running(), nil }, func(running bool, _ error) {
		if running {
			otherwise()
		} else {
			needed()
		}
	})
}

func scheduled(entries []workspace.Entry) bool {
	return slices.ContainsFunc(entries, func(e workspace.Entry) bool { return !e.NextRun.IsZero() })
}

// OfferService asks on the way out whether imports shall go on without the window.
// leave is called unless the administrator stays.
func OfferService(s *session.Session, leave func()) {
	dialog.Confirm(s.Window, lang.L("Imports stop with this window"),
		lang.L("Nothing is imported at the times of the schedules while Inventory Beacon is closed. A service goes on with them. You are asked this once; the page Scheduling installs the service at any time."),
		dialog.Choice{Text: lang.L("Install Service..."), Primary: true, Action: func() { InstallService(s, leave) }},
		dialog.Choice{Text: lang.L("Exit Without It"), Action: leave},
		dialog.Choice{Text: lang.L("Cancel"), Cancel: true})
}

// InstallService says what the service is, and installs it; then is called after
// that was acknowledged, and may be nil.
func InstallService(s *session.Session, then func()) {
	text := lang.L("The service runs the schedules when this window is closed. If the key of the stored secrets is in the keyring, it moves to a file of the data directory that only your account can read, because a service cannot open the keyring.")
	if s.Service.Elevates {
		text += "\n\n" + lang.L("Windows asks for the consent of an administrator.")
	}
	s.Confirm(lang.L("Install the service?"), text, lang.L("Install"), func() {
		session.Go(s, s.Context(), s.Service.Install, func(said string, err error) { tellInstalled(s, said, err, then) })
	})
}

func tellInstalled(s *session.Session, said string, err error, then func()) {
	if err != nil {
		s.Fail(lang.L("The service could not be installed"), err)
		return
	}
	dialog.Message(s.Window, theme.StatusOK, lang.L("The service is installed"), said, "").OnClosed = then
}
