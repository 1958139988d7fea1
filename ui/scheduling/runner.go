package scheduling

import (
	"context"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/lang"

	"inventorybeacon/app/scheduler"
	"inventorybeacon/ui/session"
	"inventorybeacon/ui/theme"
	"inventorybeacon/ui/widgets"
)

// runner says below the list who runs the schedules, and offers the service.
type runner struct {
	session *session.Session
	content fyne.CanvasObject
	says    *widgets.StatusDot
	install *widgets.Button
	service bool // it runs, and waits for this window to end if that has the schedules
}

func newRunner(s *session.Session) *runner {
	r := &runner{session: s, says: widgets.NewStatusDot(theme.StatusNone, "")}
	r.install = widgets.NewButton(lang.L("Install Service..."), func() { InstallService(s, r.look) })
	r.content = container.NewBorder(nil, nil, nil, r.install, r.says)
	r.refresh()
	return r
}

// look asks the system whether the service runs.
func (r *runner) look() {
	if r.session.Service == nil {
		return
	}
	session.Go(r.session, r.session.Context(), func(context.Context) (bool, error) { return r.session.Service.Running(), nil },
		func(running bool, _ error) {
			r.service = running
			r.refresh()
		})
}

// refresh says who runs the schedules now.
func (r *runner) refresh() {
	state := r.session.Beacon.SchedulerState()
	switch {
	case state.Active && r.service:
		r.says.Set(theme.StatusOK, lang.L("This window runs the schedules while it is open, and then the service does."))
	case state.Active:
		r.says.Set(theme.StatusOK, lang.L("This window runs the schedules while it is open."))
	case state.Role == scheduler.RoleService:
		r.says.Set(theme.StatusOK, lang.L("The service runs the schedules, also when this window is closed."))
	case state.Anywhere():
		r.says.Set(theme.StatusOK, lang.L("Another program runs the schedules: {{.Where}}.", map[string]any{"Where": state.Where()}))
	default:
		r.says.Set(theme.StatusWarning, lang.L("Nobody runs the schedules at the moment."))
	}
	if r.service || state.Role == scheduler.RoleService || r.session.Service == nil {
		r.install.Hide()
	} else {
		r.install.Show()
	}
}
