package scheduling

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/lang"

	"inventorybeacon/app"
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
}

func newRunner(s *session.Session) *runner {
	r := &runner{session: s, says: widgets.NewStatusDot(theme.StatusNone, "")}
	r.install = widgets.NewButton(lang.L("Install service..."), func() { InstallService(s, nil) })
	r.content = container.NewBorder(nil, nil, nil, r.install, r.says)
	r.refresh()
	return r
}

// refresh says who runs the schedules now.
func (r *runner) refresh() {
	state := r.session.Beacon.SchedulerState()
	switch {
	case state.Active:
		r.says.Set(theme.StatusOK, lang.L("This window runs the schedules while it is open."))
	case state.Role == app.RoleService:
		r.says.Set(theme.StatusOK, lang.L("The service runs the schedules, also when this window is closed."))
	case state.Anywhere():
		r.says.Set(theme.StatusOK, lang.L("Another program runs the schedules:")+" "+state.Where()+".")
	default:
		r.says.Set(theme.StatusWarning, lang.L("Nobody runs the schedules at the moment."))
	}
	if state.Role == app.RoleService || r.session.Service == nil {
		r.install.Hide()
	} else {
		r.install.Show()
	}
}
