package scheduling

import (
	"time"

	"fyne.io/fyne/v2/lang"

	"inventorybeacon/app"
	"inventorybeacon/app/message"
	"inventorybeacon/app/workspace"
	"inventorybeacon/ui/page"
	"inventorybeacon/ui/theme"
	"inventorybeacon/ui/widgets/grid"
)

// notScheduled is the key of the row that holds the connections without a
// schedule.
const notScheduled = "not scheduled"

// node is a row: a schedule, a connection below it, or Not scheduled.
type node struct {
	key         string
	schedule    *workspace.ScheduleEntry // nil for Not scheduled and connections
	connection  *workspace.Entry         // nil for schedules and Not scheduled
	connections []workspace.Entry        // below it
	parent      string                   // key of the row above a connection
}

// tree lists the schedules and, below those that are unfolded, their connections.
func tree(schedules []workspace.ScheduleEntry, rest []workspace.Entry, unfolded map[string]bool) []node {
	if len(schedules) == 0 {
		return nil
	}
	var nodes []node
	add := func(n node) {
		nodes = append(nodes, n)
		if !unfolded[n.key] {
			return
		}
		for _, c := range n.connections {
			nodes = append(nodes, node{key: "connection " + c.Connection.ID, connection: &c, parent: n.key})
		}
	}
	for _, s := range schedules {
		add(node{key: scheduleKey(s.Schedule.ID), schedule: &s, connections: s.Connections})
	}
	add(node{key: notScheduled, connections: rest})
	return nodes
}

func scheduleKey(id string) string { return "schedule " + id }

func columns() []grid.Column {
	return []grid.Column{
		{ID: "name", Title: lang.L("Schedule"), Width: 230, MinWidth: 170, Stretch: 2},
		{ID: "runs", Title: lang.L("Runs"), Width: 220, MinWidth: 150, Stretch: 2, Spare: 3},
		{ID: "connections", Title: lang.L("Connections"), Width: 104, AlignRight: true, Spare: 2},
		{ID: "next", Title: lang.L("Next run"), Width: 118},
		{ID: "last", Title: lang.L("Last run"), Width: 118, Spare: 1},
		{ID: "status", Title: lang.L("Status"), Width: 190, MinWidth: page.StatusWidth, Stretch: 1, Steady: true},
	}
}

func (n node) cells(unfolded bool, running map[string]bool) []grid.Cell {
	if n.connection != nil {
		return connectionCells(*n.connection, running[n.connection.Connection.ID])
	}
	icon := "chevron-right"
	if unfolded {
		icon = "chevron-down"
	}
	count := page.Number(int64(len(n.connections)))
	if n.schedule == nil {
		return []grid.Cell{
			{Text: lang.L("Not scheduled"), Icon: icon, Muted: true},
			grid.Muted(lang.L("Only by Execute Now")),
			count,
			{},
			{},
			{},
		}
	}
	s := *n.schedule
	name := grid.Cell{Text: s.Schedule.Name, Icon: icon, Value: s.Schedule.Name}
	switch s.Edit {
	case workspace.EditNew, workspace.EditChanged:
		name.Text += " •"
		name.Italic, name.Tooltip = true, lang.L("Waits for Save")
	case workspace.EditDeleted:
		name.Italic, name.Muted, name.Tooltip = true, true, lang.L("Will be deleted by Save")
		return []grid.Cell{name, grid.Muted(message.Text(s.Schedule.Summary())), count, {}, {}, grid.Muted(lang.L("Deleted, not saved"))}
	}
	next := page.NextRun(s.NextRun, time.Now(), s.NextRunWaits)
	return []grid.Cell{
		name, grid.Text(message.Text(s.Schedule.Summary())), count, next, lastRun(n.connections),
		together(n.connections, running),
	}
}

const connectionIndent = 42

func connectionCells(e workspace.Entry, running bool) []grid.Cell {
	name := grid.Cell{Text: e.Connection.Name, Indent: connectionIndent, Value: e.Connection.Name}
	if !e.Saved() {
		name.Text += " •"
		name.Italic, name.Tooltip = true, lang.L("Waits for Save")
	}
	next := page.NextRun(e.NextRun, time.Now(), e.NextRunWaits)
	if e.Connection.Disabled {
		next = grid.Muted(lang.L("Disabled"))
	}
	return []grid.Cell{name, grid.Muted(e.Tenant), {}, next, lastRun([]workspace.Entry{e}), page.ConnectionStatus(e, running)}
}

// lastRun is the newest run of the connections.
func lastRun(connections []workspace.Entry) grid.Cell {
	var newest time.Time
	for _, e := range connections {
		if e.LastTask.Started.After(newest) {
			newest = e.LastTask.Started
		}
	}
	if newest.IsZero() {
		return grid.Muted(lang.L("Never"))
	}
	return page.Moment(newest, time.Now())
}

// together says how the connections of a schedule are doing.
func together(connections []workspace.Entry, running map[string]bool) grid.Cell {
	failed, troubled, ran := 0, 0, false
	for _, e := range connections {
		switch {
		case running[e.Connection.ID] || e.LastTask.Status == app.StatusRunning:
			return grid.Cell{Status: theme.StatusRunning, Text: lang.L("Importing {{.Name}}", map[string]any{"Name": e.Connection.Name})}
		case e.LastTask.Status == app.StatusFailed:
			failed++
		case page.TaskStatus(e.LastTask.Status) == theme.StatusWarning || len(e.Warnings()) > 0:
			troubled++
		}
		if e.LastTask.ID != 0 {
			ran = true
		}
	}
	switch {
	case failed > 0:
		text := lang.L("{{.Failed}} of {{.All}} failed", map[string]any{"Failed": failed, "All": len(connections)})
		return grid.Cell{Status: theme.StatusFailed, Text: text}
	case troubled > 0:
		text := lang.L("{{.Some}} of {{.All}} with warnings", map[string]any{"Some": troubled, "All": len(connections)})
		return grid.Cell{Status: theme.StatusWarning, Text: text, Tooltip: lang.L("Unfold the schedule to see which")}
	case len(connections) == 0:
		return grid.Muted(lang.L("No connections"))
	case !ran:
		return grid.Muted(lang.L("Not run yet"))
	default:
		return grid.Cell{Status: theme.StatusOK, Text: lang.L("None failed")}
	}
}
