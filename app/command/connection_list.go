package command

import (
	"context"
	"strings"
	"time"

	"inventorybeacon/app"
	"inventorybeacon/app/message"
	"inventorybeacon/app/workspace"
	"inventorybeacon/connector"
)

type connectionListCommand struct{}

// connectionRow is a connection in the list, as JSON.
type connectionRow struct {
	Name        string     `json:"name"`
	Type        string     `json:"type"`
	SourceType  string     `json:"sourceType"`
	Tenant      string     `json:"tenant"`
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

func (connectionListCommand) Run(ctx context.Context, c *console, beacon *app.Beacon) error {
	rows, entries := []connectionRow{}, beacon.Entries()
	for _, e := range entries {
		rows = append(rows, connectionRow{
			Name:        e.Connection.Name,
			Type:        connector.ConnectionType,
			SourceType:  string(e.Connection.SourceType),
			Tenant:      e.Tenant,
			Schedule:    textOrNull(e.Schedule.Name),
			NextRun:     timeOrNull(e.NextRun),
			LastRun:     timeOrNull(e.LastTask.Started),
			Status:      e.Status(),
			Account:     e.Account,
			SignedInAt:  timeOrNull(e.SignedIn),
			TokenUsedAt: timeOrNull(e.TokenUsed),
			Disabled:    e.Connection.Disabled,
			Warnings:    warningTexts(e),
		})
		noteWarnings(c, e)
	}
	if c.json {
		return c.printJSON(rows)
	}
	if len(rows) == 0 {
		c.note("There are no connections yet. Add one with: %s connection add NAME", c.program())
		return nil
	}
	t := newTable("Connection Name", "Type", "Source Type", "Tenant", "Account", "Signed in", "Token used", "Last run", "Schedule",
		"Next run", "Status")
	t.leaveOut("Type", "Source Type", "Token used", "Signed in", "Account", "Schedule", "Tenant", "Next run")
	for i, e := range entries {
		r := rows[i]
		t.add(r.Name, r.Type, r.SourceType, r.Tenant, r.Account, localTime(r.SignedInAt), localTime(r.TokenUsedAt), localTime(r.LastRun),
			e.Schedule.Name, clockTime(e.NextRun), message.L(r.Status))
	}
	return t.write(c)
}

// warningTexts are the sentences about what will keep a connection from importing.
func warningTexts(e workspace.Entry) []string {
	texts := []string{}
	for _, w := range e.Warnings() {
		texts = append(texts, strings.TrimSpace(w.Message+" "+w.Advice))
	}
	return texts
}

func noteWarnings(c *console, e workspace.Entry) {
	for _, text := range warningTexts(e) {
		c.note("%s: %s", e.Connection.Name, text)
		c.hintButtons(text, e.Connection.Name)
	}
}
