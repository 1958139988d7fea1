// Package user shows everything that is known of a user, beside a list and in a dialog.
package user

import (
	"context"
	"fmt"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/lang"
	fynetheme "fyne.io/fyne/v2/theme"

	"inventorybeacon/app"
	"inventorybeacon/ui/session"
	"inventorybeacon/ui/theme"
	"inventorybeacon/ui/widgets"
)

// Show reads and shows everything that is known of a user.
func Show(s *session.Session, row app.UserRow) {
	session.Go(s, s.Context(), func(ctx context.Context) (app.User, error) {
		return s.Beacon.User(ctx, row.Connection, row.ID)
	}, func(u app.User, err error) { openUser(s, u, err) })
}

// openUser opens what was read of a user, unless something has come before the
// window meanwhile: the same details, when Enter was held too long.
func openUser(s *session.Session, u app.User, err error) {
	switch {
	case err != nil:
		s.Fail(lang.L("The user could not be read"), err)
		return
	case widgets.Covered(s.Window.Canvas()):
		return
	}
	d := widgets.NewDialog(s.Window, u.DisplayName, userDetails(u))
	d.SetWidth(640)
	d.SetActions(nil, widgets.NewButton(lang.L("Close"), nil))
	d.Show()
}

func userDetails(u app.User) fyne.CanvasObject {
	content := container.NewVBox(widgets.NewPanel(lang.L("Account"), facts(
		lang.L("User Principal Name"), u.UserPrincipalName,
		lang.L("Formerly"), strings.Join(u.FormerNames, ", "),
		lang.L("Mail"), u.Mail,
		lang.L("Type"), TypeText(u.UserType),
		lang.L("Account"), enabledText(u.Enabled),
		lang.L("Department"), u.Department,
		lang.L("Company"), u.CompanyName,
		lang.L("Job title"), u.JobTitle,
		lang.L("Office"), u.OfficeLocation,
		lang.L("City"), u.City,
		lang.L("Country"), u.Country,
		lang.L("Usage location"), u.UsageLocation,
		lang.L("Employee ID"), u.EmployeeID,
		lang.L("Created"), u.Created.String(),
		lang.L("Last Activity"), u.LastActivity.String(),
		lang.L("Object ID"), u.ID,
	)))
	var licenses, failed, usage, activations []string
	for _, a := range u.Assignments {
		licenses = append(licenses, a.Product, AssignmentText(a))
	}
	for _, f := range u.Failed {
		failed = append(failed, f.Product, FailureText(f))
	}
	for _, g := range u.Usage {
		usage = append(usage, g.Application, g.LastActivity.String())
	}
	for _, a := range u.Activations {
		activations = append(activations, a.Product, fmt.Sprintf("%d (%s)", a.Devices(), a.LastActivated))
	}
	for _, part := range []struct {
		title, none string
		facts       []string
	}{
		{lang.L("Licenses"), lang.L("No license is assigned."), licenses},
		{lang.L("Licenses that could not be assigned"), "", failed},
		{lang.L("Last activity by application"), lang.L("No report tells of any activity."), usage},
		{lang.L("Activated products"), lang.L("No product is activated on a device."), activations},
	} {
		if len(part.facts) == 0 && part.none == "" {
			continue
		}
		if len(part.facts) == 0 {
			content.Add(widgets.NewPanel(part.title, muted(part.none)))
			continue
		}
		content.Add(widgets.NewPanel(part.title, facts(part.facts...)))
	}
	return content
}

const factNameWidth = 200

// facts lays out names and values in two columns; values that are not there are
// left out.
func facts(namesAndValues ...string) fyne.CanvasObject {
	rows := container.NewVBox()
	for i := 0; i+1 < len(namesAndValues); i += 2 {
		if namesAndValues[i+1] == "" {
			continue
		}
		value := widgets.NewWrapText(namesAndValues[i+1], fynetheme.ColorNameForeground, fynetheme.SizeNameText)
		rows.Add(widgets.Beside(muted(namesAndValues[i]), factNameWidth, value))
	}
	return rows
}

func muted(text string) fyne.CanvasObject {
	return widgets.NewWrapText(text, theme.ColorNameMutedText, fynetheme.SizeNameText)
}

// TypeText is what a type of user is called; Microsoft has two
// (learn.microsoft.com/graph/api/resources/user).
func TypeText(userType string) string {
	switch userType {
	case "Member":
		return lang.L("Member")
	case "Guest":
		return lang.L("Guest")
	default:
		return userType
	}
}

func enabledText(enabled bool) string {
	if enabled {
		return lang.L("Enabled")
	}
	return lang.L("Disabled")
}
