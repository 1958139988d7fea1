package user

import (
	"context"
	"strings"
	"time"

	"fyne.io/fyne/v2/lang"

	"inventorybeacon/app"
	"inventorybeacon/app/lists"
	"inventorybeacon/app/message"
	"inventorybeacon/connector"
	"inventorybeacon/ui/changes"
	"inventorybeacon/ui/page"
	"inventorybeacon/ui/theme"
	"inventorybeacon/ui/widgets/grid"
)

// known is what there is to say of a user.
type known struct {
	app.User
	changes []app.Change // the newest first
	product func(skuID, partNumber string) string
}

// mostChanges is how many changes are shown of a user; the page Changes has all.
const mostChanges = 100

// read reads what is known of a user, beside the window.
func read(ctx context.Context, beacon *app.Beacon, row app.UserRow) (k known, err error) {
	k.product = beacon.Product
	if k.User, err = beacon.User(ctx, row.Connection, row.ID); err == nil {
		k.changes, err = beacon.ChangesOf(ctx, k.User, mostChanges)
	}
	return k, err
}

// rowsOf are what is known of a user, a fact a row, below bold titles.
func rowsOf(u known) grid.Rows {
	rows := accountRows(u.User)
	section := func(title, none string, more grid.Rows) {
		if more == nil && none == "" {
			return
		}
		rows = append(rows, []grid.Cell{{Text: title, Bold: true, Wide: true}, {}})
		if more == nil {
			more = grid.Rows{{{Text: none, Muted: true, Wide: true}, {}}}
		}
		rows = append(rows, more...)
	}
	section(lang.L("Licenses"), lang.L("No license is assigned."), append(licenseRows(u.Assignments), costRows(u.User)...))
	section(lang.L("Licenses that could not be assigned"), "", failureRows(u.Failed))
	section(lang.L("Last activity by application"), lang.L("No report tells of any activity."), usageRows(u.User))
	section(lang.L("Activated products"), lang.L("No product is activated on a device."), activationRows(u.Activations))
	section(lang.L("What imports have changed"), lang.L("No import has changed anything yet."), changeRows(u))
	for _, a := range u.Assignments {
		section(lang.L("Service plans of {{.License}}", map[string]any{"License": a.Product}), "", planRows(a.Plans))
	}
	return rows
}

// fact is a row; nothing where there is no value.
func fact(name, value string) grid.Rows {
	if value == "" {
		return nil
	}
	return grid.Rows{{grid.Muted(name), grid.Text(value)}}
}

func accountRows(u app.User) (rows grid.Rows) {
	for _, f := range []struct{ name, value string }{
		{lang.L("User Principal Name"), u.UserPrincipalName},
		{lang.L("Formerly"), strings.Join(u.FormerNames, ", ")},
		{lang.L("Given name"), u.GivenName},
		{lang.L("Surname"), u.Surname},
		{lang.L("Mail"), u.Mail},
		{lang.L("Type"), lists.UserTypeText(u.UserType)},
		{lang.L("Account"), lists.EnabledText(u.Enabled)},
		{lang.L("Activity"), holderText(u.Activity)},
		{lang.L("Last Activity"), u.LastActivity.String()},
		{lang.L("Department"), u.Department},
		{lang.L("Company"), u.CompanyName},
		{lang.L("Job title"), u.JobTitle},
		{lang.L("Office"), u.OfficeLocation},
		{lang.L("City"), u.City},
		{lang.L("State"), u.State},
		{lang.L("Country"), u.Country},
		{lang.L("Usage location"), u.UsageLocation},
		{lang.L("Employee ID"), u.EmployeeID},
		{lang.L("Synchronized"), yesText(u.OnPremisesSynced)},
		{lang.L("Created"), u.Created.String()},
		{lang.L("Tenant"), u.TenantName},
		{lang.L("Object ID"), u.ID},
	} {
		rows = append(rows, fact(f.name, f.value)...)
	}
	return rows
}

// licenseRows are the licenses, each with how and since when below it.
func licenseRows(licenses []app.UserAssignment) (rows grid.Rows) {
	for _, a := range licenses {
		rows = append(rows, []grid.Cell{{Text: a.Product, Bold: true}, {Text: assignmentActivity(a), Status: activityStatus(a.Activity)}})
		detail := func(name, value string) {
			for _, row := range fact(name, value) {
				row[0].Indent = 12
				rows = append(rows, row)
			}
		}
		detail(lang.L("Assigned"), WayText(a))
		if a.Since != 0 {
			detail(lang.L("Since"), a.Since.String())
		}
		if a.Price != nil {
			detail(lang.L("Price a month"), a.Price.Times(1).In(a.Price.Currency)+" "+a.Price.Currency)
		}
		if a.State != "" && a.State != "Active" {
			detail(lang.L("State"), strings.TrimSpace(a.State+" "+violationText(a.Error)))
		}
		detail(lang.L("Service plans"), plansText(a))
		detail(lang.L("Switched off"), strings.Join(a.DisabledPlans, ", "))
	}
	return rows
}

// costRows are what the paid licenses cost together, which is what is freed when the user leaves.
func costRows(u app.User) (rows grid.Rows) {
	costs, unpriced := u.Costs()
	for _, currency := range costs.Currencies() {
		month := costs[currency].Spent
		year := lang.L("{{.Amount}} a year", map[string]any{"Amount": month.Times(12).In(currency) + " " + currency})
		sum := month.In(currency) + " " + currency + " · " + year
		rows = append(rows, []grid.Cell{{Text: lang.L("Costs a month"), Bold: true}, grid.Text(sum)})
	}
	if unpriced > 0 {
		rows = append(rows, fact(lang.L("Without a price"), lang.L("{{.Number}}, in no sum", map[string]any{"Number": unpriced}))...)
	}
	return rows
}

// activityStatus is the color of a state of activity.
func activityStatus(state app.Activity) theme.Status {
	switch state {
	case app.Active:
		return theme.StatusOK
	case app.New:
		return theme.StatusRunning
	case app.Inactive:
		return theme.StatusWarning
	default:
		return theme.StatusNone
	}
}

// plansText says how many service plans of a license are on.
func plansText(a app.UserAssignment) string {
	if len(a.Plans) == 0 {
		return ""
	}
	on := 0
	for _, p := range a.Plans {
		if p.Enabled {
			on++
		}
	}
	return lang.L("{{.On}} of {{.All}} on", map[string]any{"On": on, "All": len(a.Plans)})
}

// planRows are the service plans, those that are switched off first.
func planRows(plans []app.UserPlan) (rows grid.Rows) {
	for _, enabled := range []bool{false, true} {
		for _, p := range plans {
			if p.Enabled != enabled {
				continue
			}
			name, state := grid.Text(p.Title), grid.Cell{Text: lang.L("on"), Status: theme.StatusOK}
			name.Tooltip = p.Name
			if !p.Enabled {
				state = grid.Cell{Text: lang.L("switched off"), Muted: true}
			}
			rows = append(rows, []grid.Cell{name, state})
		}
	}
	return rows
}

// changeRows are what imports have changed, with what was before and is after.
func changeRows(u known) (rows grid.Rows) {
	for _, c := range u.changes {
		said := lists.EventText(c.Event)
		if c.SKUPartNumber != "" {
			said += ": " + u.product(c.SKUID, c.SKUPartNumber)
		}
		before, after := changes.Value(u.product, c.Event, c.Before).Text, changes.Value(u.product, c.Event, c.After).Text
		switch {
		case before != "" && after != "":
			said += " · " + before + " → " + after
		case before+after != "":
			said += " · " + before + after
		}
		at := page.Moment(c.Time, time.Now())
		at.Muted = true
		rows = append(rows, []grid.Cell{at, {Text: said, Tooltip: said}})
	}
	return rows
}

// yesText says yes, and nothing in place of no.
func yesText(is bool) string {
	if is {
		return lang.L("yes")
	}
	return ""
}

func failureRows(failures []app.UserFailure) (rows grid.Rows) {
	for _, f := range failures {
		rows = append(rows, []grid.Cell{grid.Text(f.Product), {Text: FailureText(f), Status: theme.StatusFailed}})
	}
	return rows
}

func usageRows(u app.User) (rows grid.Rows) {
	for _, g := range u.Usage {
		said := g.LastActivity.String()
		if places := platformsText(u.Platforms, g.Application); places != "" {
			said += " · " + places
		}
		rows = append(rows, []grid.Cell{grid.Text(g.Application), grid.Text(said)})
	}
	return rows
}

// platformsText are the platforms on which an application was used.
func platformsText(used connector.PlatformUse, application string) string {
	var names []string
	for bit := range used.All {
		if a, platform := connector.OfPlatformBit(bit); a.String() == application {
			names = append(names, platformText(platform))
		}
	}
	return strings.Join(names, ", ")
}

func platformText(p connector.Platform) string {
	switch p {
	case connector.OnMobile:
		return lang.L("Mobile")
	case connector.OnWeb:
		return lang.L("Web")
	default: // names of systems
		return p.String()
	}
}

func activationRows(activations []app.Activation) (rows grid.Rows) {
	for _, a := range activations {
		var on []string
		for _, devices := range []struct {
			name  string
			count int
		}{{"Windows", a.Windows}, {"Mac", a.Mac}, {"iOS", a.IOS}, {"Android", a.Android}, {"Windows Mobile", a.WindowsMobile}} {
			if devices.count > 0 {
				on = append(on, devices.name+" "+message.Number(int64(devices.count)))
			}
		}
		if a.SharedComputer {
			on = append(on, lang.L("shared computer"))
		}
		rows = append(rows, []grid.Cell{grid.Text(a.Product), grid.Text(strings.Join(append(on, a.LastActivated.String()), " · "))})
	}
	return rows
}
