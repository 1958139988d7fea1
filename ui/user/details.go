// Package user shows everything that is known of a user, beside a list and in a dialog.
package user

import (
	"context"
	"errors"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/lang"
	fynetheme "fyne.io/fyne/v2/theme"

	"inventorybeacon/app"
	"inventorybeacon/ui/session"
	"inventorybeacon/ui/theme"
	"inventorybeacon/ui/widgets"
	"inventorybeacon/ui/widgets/dialog"
	"inventorybeacon/ui/widgets/grid"
)

// Show reads and shows everything that is known of a user.
func Show(s *session.Session, row app.UserRow) {
	session.Go(s, s.Context(), func(ctx context.Context) (known, error) {
		return read(ctx, s.Inventory(), row)
	}, func(u known, err error) { openUser(s, u, err) })
}

// ShowReported reads and shows everything that is known of the user of whom reports tell by a name, or says that nobody has it.
func ShowReported(s *session.Session, u app.WideUsageRow) {
	if u.UserID == "" {
		dialog.Message(s.Window, theme.StatusRunning, u.UserPrincipalName, lang.L(
			"No user in the inventory has this name: Microsoft 365 conceals names in its reports, or the account was deleted since.",
		), "")
		return
	}
	Show(s, app.UserRow{Connection: u.Connection, ID: u.UserID})
}

// ShowOf reads and shows everything that is known of the user of an id, or says of its name that it is gone.
func ShowOf(s *session.Session, id, name string) {
	session.Go(s, s.Context(), func(ctx context.Context) (known, error) {
		found, err := s.Inventory().FindUsers(ctx, nil, id)
		if err == nil && len(found) == 0 {
			err = app.ErrNotFound
		}
		if err != nil {
			return known{}, err
		}
		return read(ctx, s.Inventory(), app.UserRow{Connection: found[0].Connection, ID: found[0].ID})
	}, func(u known, err error) {
		if errors.Is(err, app.ErrNotFound) {
			dialog.Message(s.Window, theme.StatusRunning, name,
				lang.L("This user is no longer in the inventory: an import has removed it, or its tenant was removed."), "")
			return
		}
		openUser(s, u, err)
	})
}

// openUser opens what was read of a user, unless something has come before the
// window meanwhile: the same details, when Enter was held too long.
func openUser(s *session.Session, u known, err error) {
	switch {
	case err != nil:
		s.Fail(lang.L("The user could not be read"), err)
		return
	case widgets.Covered(s.Window.Canvas()):
		return
	}
	d := dialog.New(s.Window, u.DisplayName, userDetails(u))
	d.SetWidth(640)
	d.SetExtras(widgets.NewButton(lang.L("Copy"), func() { fyne.CurrentApp().Clipboard().SetContent(asText(u)) }))
	leave := widgets.NewButton(lang.L("Close"), nil)
	d.SetActions(nil, leave)
	d.SetFocus(leave)
	d.Show()
}

// asText is everything that is known as lines of a text.
func asText(u known) string {
	lines := []string{u.DisplayName}
	for _, row := range rowsOf(u) {
		name, value := row[0], row[1]
		switch {
		case name.Bold && value.Text == "":
			lines = append(lines, "", name.Text)
		case value.Text == "":
			lines = append(lines, name.Text)
		case name.Indent > 0:
			lines = append(lines, "  "+name.Text+": "+value.Text)
		default:
			lines = append(lines, name.Text+": "+value.Text)
		}
	}
	return strings.Join(lines, "\n")
}

// userDetails are the rows of the pane, each part in a panel.
func userDetails(u known) fyne.CanvasObject {
	content := container.NewVBox()
	title, part := lang.L("Account"), container.NewVBox()
	add := func() { content.Add(widgets.NewPanel(title, part)) }
	for _, row := range rowsOf(u) {
		name, value := row[0], row[1]
		switch {
		case name.Bold && value.Text == "":
			add()
			title, part = name.Text, container.NewVBox()
		case value.Text == "":
			part.Add(muted(name.Text))
		default:
			text := widgets.NewWrapText(value.Text, fynetheme.ColorNameForeground, fynetheme.SizeNameText)
			part.Add(widgets.Beside(nameOf(name), factNameWidth, text))
		}
	}
	add()
	return content
}

const factNameWidth = 200

// nameOf is the name of a fact; that of a license, and of what they cost, stands out.
func nameOf(name grid.Cell) fyne.CanvasObject {
	if name.Bold {
		return widgets.NewBoldText(name.Text, fynetheme.SizeNameText)
	}
	return muted(name.Text)
}

func muted(text string) fyne.CanvasObject {
	return widgets.NewWrapText(text, theme.ColorNameMutedText, fynetheme.SizeNameText)
}
