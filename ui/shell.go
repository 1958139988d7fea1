package ui

import (
	"context"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/lang"

	"inventorybeacon/app"
	"inventorybeacon/ui/background"
	"inventorybeacon/ui/central"
	"inventorybeacon/ui/changes"
	"inventorybeacon/ui/filechooser"
	"inventorybeacon/ui/inventory"
	"inventorybeacon/ui/license"
	"inventorybeacon/ui/notifications"
	"inventorybeacon/ui/overview"
	"inventorybeacon/ui/reclaim"
	"inventorybeacon/ui/scheduling"
	"inventorybeacon/ui/session"
	"inventorybeacon/ui/systems"
	"inventorybeacon/ui/tasks"
	"inventorybeacon/ui/theme"
	"inventorybeacon/ui/widgets"
	"inventorybeacon/ui/widgets/sidebar"
)

// page is what the navigation bar leads to.
type page interface {
	Content() fyne.CanvasObject
	// Shown is called each time the page comes to the front.
	Shown()
}

// hider is a page that wants to know when it is no longer in front.
type hider interface{ Hidden() }

// The pages, by the ids of their entries in the navigation bar.
const (
	pageSystems      = "systems"
	pageScheduling   = "scheduling"
	pageOverview     = "overview"
	pageUsers        = "users"
	pageApplications = "applications"
	pageLicenses     = "licenses"
	pageUsage        = "usage"
	pageCosts        = "costs"
	pageReclaim      = "reclaim"
	pageChanges      = "changes"
	pageTasks        = "tasks"
	pageCentral      = "central"
	pageLicense      = "license" // one of pageLicenses, which its entry stands for
)

// shell is the window around the pages: navigation bar, status bar, menu.
type shell struct {
	session *session.Session
	window  fyne.Window
	tray    *background.Tray // nil where the desktop has no notification area
	sidebar *sidebar.Sidebar
	notice  *widgets.Notice
	status  *widgets.StatusBar
	save    *widgets.Button
	cancel  *widgets.Button
	front   *fyne.Container
	body    *fyne.Container

	systems *systems.Page
	planned *scheduling.Page // nil until it is asked for
	central *central.Watch
	// notifications says which messages could not be sent.
	notifications *notifications.Watch
	pages         map[string]page
	make          map[string]func() page
	current       string
	updateMenu    func() // where the system shows it
	leaving       bool   // exit finds out whether it has to ask something

	restore func(backup string) // closes the window's session and opens another
	end     func()              // closes everything
	told    map[string]bool     // notices of the program that were shown
	demo    func() error        // opens the demonstration; nil where there is none
	letters []theme.Letters     // in which names are written, and for which there is no font
}

// newShell fills the window. Pages are made when they are first shown, so that
// the window is there at once.
func newShell(
	ctx context.Context, window fyne.Window, tray *background.Tray, beacon *app.Beacon, o Options, restore func(backup string), end func(),
) *shell {
	s := &shell{
		session: session.New(ctx,
			session.Options{
				Window: window, Beacon: beacon, Cloud: o.Cloud, Service: o.Service, PlaceBeside: beside(window, o.screen),
				Files: filechooser.System{}, Elevated: app.Elevated(),
			}),
		window:  window,
		tray:    tray,
		pages:   map[string]page{},
		front:   container.NewStack(),
		notice:  widgets.NewNotice(),
		restore: restore,
		end:     end,
		told:    map[string]bool{},

		updateMenu: func() {},
		demo:       o.Demonstrate,
	}
	s.systems = systems.New(s.session)
	s.central, s.notifications = central.NewWatch(s.session), notifications.NewWatch(s.session)
	s.make = map[string]func() page{
		pageSystems:      func() page { return s.systems },
		pageScheduling:   func() page { return s.schedulingPage() },
		pageOverview:     func() page { return overview.New(s.session, s.ways()) },
		pageUsers:        func() page { return inventory.NewUsers(s.session) },
		pageApplications: func() page { return inventory.NewApplications(s.session, s.ways()) },
		pageLicenses:     func() page { return inventory.NewLicenses(s.session, s.ways()) },
		pageLicense: func() page {
			return license.New(s.session, func() { s.show(pageLicenses) })
		},
		pageUsage:   func() page { return inventory.NewUsage(s.session) },
		pageCosts:   func() page { return inventory.NewCosts(s.session, s.ways()) },
		pageReclaim: func() page { return reclaim.New(s.session) },
		pageChanges: func() page { return changes.New(s.session, s.waysFromChanges()) },
		pageTasks:   func() page { return tasks.New(s.session) },
		pageCentral: func() page { return central.NewPage(s.session, s.central) },
	}
	s.sidebar = sidebar.New(navigation(), s.show)
	s.save = widgets.NewPrimaryButton(lang.L("Save"), s.saveAll)
	s.cancel = widgets.NewButton(lang.L("Cancel"), s.cancelAll)
	s.status = widgets.NewStatusBar(s.save, s.cancel, widgets.NewButton(lang.L("Exit"), s.exit))
	s.body = container.New(frame{}, s.installMenu(ownMenu), s.sidebar, s.notice, s.front, s.status.Row)
	s.notice.OnClosed = s.noticeClosed
	window.SetContent(widgets.NewTooltipHost(s.body))
	window.SetCloseIntercept(s.close)

	s.watchLetters()

	refresh := s.session.Coalesce(s.refresh)
	s.session.OnEnd(beacon.Workspace.OnChange(refresh))
	s.followActivity()
	s.central.OnChange(s.tellCentral)
	s.notifications.OnChange(s.tellActivity)
	s.systems.OnOpenTask(s.openTask)
	s.refresh()
	s.show(pageSystems)
	s.offerRecovered()
	s.tellNotices()
	background.Notify(s.session)
	s.session.Beside(s.comeToFront)
	if tray != nil {
		tray.Follow(s.session, s.exit)
	}
	return s
}

// comeToFront brings the window to the front when the program is started again, until the session ends.
func (s *shell) comeToFront() {
	const glance = 250 * time.Millisecond
	look := time.NewTicker(glance)
	defer look.Stop()
	raise := s.session.Coalesce(func() {
		s.window.Show() // it may be hidden in the notification area
		s.window.RequestFocus()
	})
	for {
		select {
		case <-look.C:
			if s.session.Beacon.AskedToFront() {
				raise()
			}
		case <-s.session.Context().Done():
			return
		}
	}
}

// schedulingPage is made when it is first asked for, by the navigation bar or by
// the menu.
func (s *shell) schedulingPage() *scheduling.Page {
	if s.planned == nil {
		s.planned = scheduling.New(s.session)
	}
	return s.planned
}

func navigation() []sidebar.Group {
	return []sidebar.Group{
		{Title: lang.L("Data collection"), Entries: []sidebar.Entry{
			{ID: pageSystems, Text: lang.L("Inventory Systems")},
			{ID: pageScheduling, Text: lang.L("Scheduling")},
		}},
		{Title: lang.L("Inventory"), Entries: []sidebar.Entry{
			{ID: pageOverview, Text: lang.L("Overview")},
			{ID: pageUsers, Text: lang.L("Users")},
			{ID: pageApplications, Text: lang.L("Applications")},
			{ID: pageLicenses, Text: lang.L("Licenses")},
			{ID: pageUsage, Text: lang.L("Usage")},
			{ID: pageCosts, Text: lang.L("Costs")},
			{ID: pageReclaim, Text: lang.L("Reclaim")},
			{ID: pageChanges, Text: lang.L("Changes")},
		}},
		{Title: lang.L("Activity"), Entries: []sidebar.Entry{
			{ID: pageTasks, Text: lang.L("Tasks")},
			{ID: pageCentral, Text: lang.L("Central")},
		}},
	}
}

// entryOf is the entry of the navigation bar that stands for a page.
func entryOf(id string) string {
	if id == pageLicense {
		return pageLicenses
	}
	return id
}

// show brings a page to the front.
func (s *shell) show(id string) {
	if s.pages[id] == nil {
		s.pages[id] = s.make[id]()
	}
	if previous, ok := s.pages[s.current].(hider); ok && s.current != id {
		previous.Hidden()
	}
	widgets.ClearTooltips(s.window.Canvas())
	another := s.current != id
	s.current = id
	s.sidebar.Select(entryOf(id))
	s.front.Objects = []fyne.CanvasObject{s.pages[id].Content()}
	s.front.Refresh()
	if another { // what is looked at does not move
		s.tellLetters()
	}
	s.pages[id].Shown()
	s.updateMenu()
}

// refresh shows in the status bar what waits for Save, and as a badge how many
// connections' newest task failed.
func (s *shell) refresh() {
	s.tellNotices()
	unsaved := s.session.Beacon.Unsaved()
	s.save.SetEnabled(unsaved > 0)
	s.cancel.SetEnabled(unsaved > 0)
	switch unsaved {
	case 0:
		s.status.SetStatus(s.lastImport())
	case 1:
		s.status.SetStatus(theme.StatusWarning, widgets.Phrase{Tail: lang.L("1 unsaved change")})
	default:
		text := lang.L("{{.Count}} unsaved changes", map[string]any{"Count": unsaved})
		s.status.SetStatus(theme.StatusWarning, widgets.Phrase{Tail: text})
	}
	s.tellActivity()
	failed := 0
	for _, e := range s.session.Beacon.Entries() {
		if e.LastTask.Status == app.StatusFailed {
			failed++
		}
	}
	s.sidebar.SetBadge(pageTasks, failed, failedText(failed))
	s.updateMenu()
}

// failedText says what the badge counts.
func failedText(failed int) string {
	switch failed {
	case 0:
		return ""
	case 1:
		return lang.L("The last import of 1 connection has failed")
	default:
		return lang.L("The last imports of {{.Count}} connections have failed", map[string]any{"Count": failed})
	}
}
