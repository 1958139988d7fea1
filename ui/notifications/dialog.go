// Package notifications is the dialog of the word to people: the channels that are written to,
// and what is told through them.
package notifications

import (
	"context"
	"errors"
	"slices"
	"strings"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/lang"
	fynetheme "fyne.io/fyne/v2/theme"

	"inventorybeacon/app/notify"
	"inventorybeacon/connector"
	"inventorybeacon/ui/format"
	"inventorybeacon/ui/session"
	"inventorybeacon/ui/theme"
	"inventorybeacon/ui/widgets"
	"inventorybeacon/ui/widgets/dialog"
	"inventorybeacon/ui/widgets/grid"
)

const (
	dialogWidth = 700
	gridHeight  = 180
)

// manager is one showing of the dialog.
type manager struct {
	session *session.Session
	frame   *dialog.Dialog
	grid    *grid.Grid
	all     contents

	edit, test, remove *widgets.Button
	testing            bool // a test message is being sent
}

// contents are what the dialog shows.
type contents struct {
	channels []notify.Channel
	secrets  map[string][]connector.Field
	waiting  []notify.Waiting
	refused  []notify.Refused
}

// Show opens the dialog.
func Show(s *session.Session) {
	m := newManager(s)
	m.load()
	m.frame.Show()
}

// ShowReport opens the dialog, and above it what is told, where the report that is sent by itself is chosen.
func ShowReport(s *session.Session) {
	Show(s)
	openRules(s, func(d *rulesDialog) fyne.Focusable { return d.every })
}

func newManager(s *session.Session) *manager {
	m := &manager{session: s, grid: grid.New(
		grid.Column{ID: "name", Title: lang.L("Channel"), Width: 130, MinWidth: 80, Stretch: 1},
		grid.Column{ID: "kind", Title: lang.L("Type"), Width: 90},
		grid.Column{ID: "to", Title: lang.L("To"), Width: 170, MinWidth: 100, Stretch: 2},
		grid.Column{ID: "state", Title: lang.L("Status"), Width: 200, MinWidth: 120, Stretch: 1},
	)}
	m.grid.Fits = true
	m.edit = widgets.NewButton(lang.L("Edit..."), m.editSelected)
	m.test = widgets.NewButton(lang.L("Send Test Message"), m.testSelected)
	m.remove = widgets.NewButton(lang.L("Remove..."), m.removeSelected)
	about := widgets.NewWrapText(lang.L("By e-mail and webhooks people are told what has failed, what waits for a decision and what ends soon, each once, and once more when it is over. What Is Told... has a weekly or monthly report, too. Whatever runs the schedules sends it."),
		fynetheme.ColorNameForeground, fynetheme.SizeNameText)
	m.frame = dialog.New(s.Window, lang.L("Notifications"), dialog.NewAround(10, m.grid, gridHeight, about, m.grid))
	m.frame.SetExtras(
		widgets.NewButton(lang.L("Add..."), func() { openChannel(s, notify.NewChannel(), nil, m.load) }), m.edit, m.test, m.remove,
		widgets.NewButton(lang.L("What Is Told..."), func() { openRules(s, func(d *rulesDialog) fyne.Focusable { return d.unused }) }),
	)
	m.frame.SetActions(nil, widgets.NewButton(lang.L("Close"), nil))
	m.frame.SetWidth(dialogWidth)
	m.grid.OnSelected = func(int) { m.update() }
	m.grid.OnActivate = func(int) { m.editSelected() }
	m.frame.SetFocus(m.grid)
	m.update()
	return m
}

func (m *manager) selected() (notify.Channel, bool) {
	i := m.grid.Selected()
	if i < 0 || m.grid.SelectionCount() != 1 {
		return notify.Channel{}, false
	}
	return m.all.channels[i], true
}

func (m *manager) update() {
	_, one := m.selected()
	for _, b := range []*widgets.Button{m.edit, m.test, m.remove} {
		b.SetEnabled(one)
	}
	m.test.SetEnabled(one && !m.testing)
}

func (m *manager) load() {
	n := m.session.Beacon.Notify
	session.Go(m.session, m.session.Context(), func(ctx context.Context) (all contents, err error) {
		if all.channels, err = n.Channels(ctx); err == nil {
			all.secrets, err = n.StoredSecrets(ctx)
		}
		if err == nil {
			all.waiting, err = n.Waiting(ctx)
		}
		if err == nil {
			all.refused, err = n.Refused(ctx)
		}
		return all, err
	}, func(all contents, err error) {
		if err != nil {
			m.session.FailReading(m.grid, lang.L("The channels could not be read"), err)
			return
		}
		m.show(all)
	})
}

func (m *manager) show(all contents) {
	selected := max(0, m.grid.Selected())
	m.all = all
	rows := make(grid.Rows, len(all.channels))
	for i, c := range all.channels {
		rows[i] = []grid.Cell{grid.Text(c.Name), grid.Text(kindLabel(c.Kind)), grid.Text(target(c)), m.state(c)}
	}
	m.grid.SetEmpty(lang.L("Nobody is written to yet"), lang.L("Add a mail server or a webhook."), nil)
	m.grid.SetData(rows)
	m.grid.Select(min(selected, len(rows)-1))
	m.update()
}

// state says whether messages arrive.
func (m *manager) state(c notify.Channel) grid.Cell {
	if c.Disabled {
		return grid.Cell{Text: lang.L("Disabled"), Status: theme.StatusUnset}
	}
	if i := slices.IndexFunc(m.all.waiting, func(w notify.Waiting) bool { return w.Channel == c.Name && w.Failure != "" }); i >= 0 {
		w := m.all.waiting[i]
		text := lang.L("Not sent since {{.When}}", map[string]any{"When": format.When(w.Since, time.Now())})
		return grid.Cell{Text: text, Tooltip: w.Failure, Status: theme.StatusFailed}
	}
	var addresses, texts []string
	for _, r := range m.all.refused {
		if r.Channel == c.Name {
			addresses, texts = append(addresses, r.Address), append(texts, r.Text())
		}
	}
	if len(addresses) > 0 {
		text := lang.L("Refused for {{.Addresses}}", map[string]any{"Addresses": strings.Join(addresses, ", ")})
		return grid.Cell{Text: text, Tooltip: strings.Join(texts, "\n"), Status: theme.StatusFailed}
	}
	return grid.Cell{Text: lang.L("Nothing is left unsent"), Status: theme.StatusOK}
}

func kindLabel(kind string) string {
	if kind == notify.KindWebhook {
		return lang.L("Webhook")
	}
	return lang.L("E-mail")
}

// target says where messages go, without what is a secret.
func target(c notify.Channel) string {
	if c.Kind == notify.KindWebhook {
		return formatLabel(c.Format)
	}
	return strings.Join(c.To, ", ")
}

func formatLabel(format string) string {
	switch format {
	case notify.FormatTeams:
		return lang.L("Teams")
	case notify.FormatSlack:
		return lang.L("Slack")
	default:
		return lang.L("JSON")
	}
}

func (m *manager) editSelected() {
	if c, one := m.selected(); one {
		openChannel(m.session, c, m.all.secrets[c.ID], m.load)
	}
}

func (m *manager) testSelected() {
	if c, one := m.selected(); one {
		sendTest(m.session, c, nil, func(sending bool) {
			m.testing = sending
			m.update()
		})
	}
}

// sendTest sends a test message, and says what has come of it. sending is told when that begins and ends.
func sendTest(s *session.Session, c notify.Channel, secrets notify.Secrets, sending func(bool)) {
	sending(true)
	session.Go(s, s.Context(), func(ctx context.Context) (struct{}, error) {
		return struct{}{}, s.Beacon.Notify.Test(ctx, c, secrets)
	}, func(_ struct{}, err error) {
		sending(false)
		if err != nil {
			title := lang.L("The test message could not be sent")
			if partly := (*notify.PartlySentError)(nil); errors.As(err, &partly) {
				title = lang.L("The test message was sent, but not to all")
			}
			s.Fail(title, err)
			return
		}
		dialog.Message(s.Window, theme.StatusOK, lang.L("The test message was sent"), lang.L("Look whether it has arrived."), "")
	})
}

func (m *manager) removeSelected() {
	c, one := m.selected()
	if !one {
		return
	}
	m.session.ConfirmLoss(lang.L("Remove this channel?"),
		lang.L("{{.Name}} is removed with its secrets; nothing is sent through it any more.", map[string]any{"Name": c.Name}), lang.L("Remove"),
		func() {
			m.session.Do(lang.L("The channel could not be removed"), func(ctx context.Context) error {
				return m.session.Beacon.Notify.RemoveChannel(ctx, c.ID)
			}, m.load)
		})
}
