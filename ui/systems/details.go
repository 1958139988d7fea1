package systems

import (
	"strings"
	"time"

	"fyne.io/fyne/v2/lang"

	"inventorybeacon/app"
	"inventorybeacon/app/message"
	"inventorybeacon/app/workspace"
	"inventorybeacon/ui/format"
	"inventorybeacon/ui/page"
	"inventorybeacon/ui/theme"
	"inventorybeacon/ui/widgets"
)

// facts are what the pane says of a connection through which nothing is imported at the moment; tenant is what its tenant is called,
// and twice is through what else that is counted.
func facts(e workspace.Entry, tenant string, twice duplicates, now time.Time) []widgets.Fact {
	list := []widgets.Fact{
		{Label: lang.L("Tenant"), Text: tenantFact(e, tenant)},
		lastImport(e.LastTask, now),
	}
	if changed := strings.Join(page.Counts(e.LastTask.Counts), " · "); changed != "" {
		list = append(list, widgets.Fact{Label: lang.L("Imported"), Text: changed})
	}
	list = append(list, widgets.Fact{Label: lang.L("Next run"), Text: next(e, now)})
	for _, w := range problems(e, twice) {
		list = append(list, widgets.Fact{Label: lang.L("Warning"), Text: w, Status: theme.StatusWarning})
	}
	return list
}

func tenantFact(e workspace.Entry, tenant string) string {
	var parts []string
	for _, part := range []string{tenant, e.Domain, e.Account} {
		if part != "" && !strings.Contains(strings.Join(parts, " "), part) {
			parts = append(parts, part)
		}
	}
	if len(parts) == 0 {
		return lang.L("Not known before the first import")
	}
	if !e.SignedIn.IsZero() {
		parts = append(parts, lang.L("Signed in on {{.Day}}", map[string]any{"Day": format.Date(e.SignedIn.Local())}))
	}
	return strings.Join(parts, " · ")
}

// lastImport says when and how the last import ended, and why it failed.
func lastImport(t app.Task, now time.Time) widgets.Fact {
	fact := widgets.Fact{Label: lang.L("Last import"), Text: lang.L("Never")}
	if t.ID == 0 {
		return fact
	}
	fact.Status = page.TaskStatus(t.Status)
	parts := []string{
		message.Status(t.Status), format.When(t.Started, now), message.Duration(app.Took(t, now)),
		page.TaskNumber(t), message.Trigger(t.Trigger),
	}
	fact.Text = strings.Join(parts, " · ")
	if outcome := page.Outcome(t); outcome != "" {
		fact.Text += "\n" + outcome
	}
	return fact
}

func next(e workspace.Entry, now time.Time) string {
	switch {
	case e.Schedule.IsZero():
		return lang.L("Not scheduled")
	case e.NextRun.IsZero():
		return lang.L("None") + " · " + e.Schedule.Name
	default:
		return format.Run(e.NextRun, now, e.NextRunWaits) + " · " + e.Schedule.Name + ": " + message.Text(e.Schedule.Summary())
	}
}

// duplicates are what has the tenant of a connection too: other connections, and inventories that are kept of deleted ones.
type duplicates struct {
	connections []workspace.Entry
	kept        []workspace.KeptInventory
}

// problems are the warnings of a connection that its last import does not say already.
func problems(e workspace.Entry, twice duplicates) []string {
	var texts []string
	outcome := page.Outcome(e.LastTask)
	for _, w := range e.Warnings() {
		if text := strings.TrimSpace(w.Message + " " + w.Advice); text != "" && !strings.Contains(outcome, text) {
			texts = append(texts, text)
		}
	}
	if len(twice.connections) > 0 && len(texts) == 0 {
		var names []string
		for _, other := range twice.connections {
			names = append(names, other.Connection.Name)
		}
		texts = append(texts,
			lang.L("The same tenant is imported through {{.Names}} too: only the newest import counts. Delete one of the connections with its inventory, unless both are wanted.",
				map[string]any{"Names": strings.Join(names, ", ")}))
	}
	if len(twice.kept) > 0 {
		var names []string
		for _, k := range twice.kept {
			names = append(names, k.Name)
		}
		texts = append(texts,
			lang.L("The same tenant is in the inventory kept of {{.Names}} too: only the newest import counts. Remove that under Connection > Kept Inventories..., unless both are wanted.",
				map[string]any{"Names": strings.Join(names, ", ")}))
	}
	return texts
}
