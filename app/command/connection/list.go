package connection

import (
	"context"
	"strings"
	"time"

	"inventorybeacon/app"
	"inventorybeacon/app/command/console"
	"inventorybeacon/app/message"
	"inventorybeacon/app/workspace"
	"inventorybeacon/connector"
)

type listCommand struct{}

// listed is a connection in the list, as JSON.
type listed struct {
	Name        string     `json:"name"`
	Type        string     `json:"type"`
	SourceType  string     `json:"sourceType"`
	Tenant      string     `json:"tenant"`
	TenantID    *string    `json:"tenantId"` // null when it is not known
	Schedule    *string    `json:"schedule"` // null when it is not scheduled
	NextRun     *time.Time `json:"nextRun"`
	LastRun     *time.Time `json:"lastRun"`
	Status      string     `json:"status"`
	Account     string     `json:"account"`
	SignedInAt  *time.Time `json:"signedInAt"`
	TokenUsedAt *time.Time `json:"tokenUsedAt"`
	Disabled    bool       `json:"disabled"`
	Warnings    []string   `json:"warnings"`
}

func (listCommand) Run(ctx context.Context, c *console.Console, beacon *app.Beacon) error {
	rows, entries := []listed{}, beacon.Entries()
	for _, e := range entries {
		rows = append(rows, newListed(e))
		noteWarnings(c, e)
	}
	if c.JSON {
		return c.PrintJSON(rows)
	}
	if len(rows) == 0 {
		c.Note("There are no connections yet. Add one with: %s connection add NAME", c.Program())
		return nil
	}
	t := console.NewTable("Connection Name", "Type", "Source Type", "Tenant", "Account", "Signed in", "Token used", "Last run", "Schedule",
		"Next run", "Status")
	t.LeaveOut("Type", "Source Type", "Token used", "Signed in", "Account", "Schedule", "Tenant", "Next run")
	for i, e := range entries {
		r := rows[i]
		t.Add(r.Name, r.Type, r.SourceType, r.Tenant, r.Account, console.LocalTime(r.SignedInAt), console.LocalTime(r.TokenUsedAt),
			console.LocalTime(r.LastRun),
			e.Schedule.Name, console.ClockTime(e.NextRun), message.L(r.Status))
	}
	return t.Write(c)
}

func newListed(e workspace.Entry) listed {
	return listed{
		Name:        e.Connection.Name,
		Type:        connector.ConnectionType,
		SourceType:  string(e.Connection.SourceType),
		Tenant:      e.Tenant,
		TenantID:    console.TextOrNull(e.TenantID),
		Schedule:    console.TextOrNull(e.Schedule.Name),
		NextRun:     console.TimeOrNull(e.NextRun),
		LastRun:     console.TimeOrNull(e.LastTask.Started),
		Status:      e.Status(),
		Account:     e.Account,
		SignedInAt:  console.TimeOrNull(e.SignedIn),
		TokenUsedAt: console.TimeOrNull(e.TokenUsed),
		Disabled:    e.Connection.Disabled,
		Warnings:    warningTexts(e),
	}
}

// warningTexts are the sentences about what will keep a connection from importing.
func warningTexts(e workspace.Entry) []string {
	texts := []string{}
	for _, w := range e.Warnings() {
		texts = append(texts, strings.TrimSpace(w.Message+" "+w.Advice))
	}
	return texts
}

func noteWarnings(c *console.Console, e workspace.Entry) {
	for _, text := range warningTexts(e) {
		c.Note("%s: %s", e.Connection.Name, text)
		c.HintButtons(text, e.Connection.Name)
	}
}
