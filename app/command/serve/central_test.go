package serve

import (
	"bytes"
	"fmt"
	"strings"
	"testing"
	"time"

	"inventorybeacon/app"
	"inventorybeacon/app/command/console"
	"inventorybeacon/app/service"
)

func TestThatPublishingFailsIsSaidOnceForEachReason(t *testing.T) {
	var said bytes.Buffer
	var written []string
	at := time.Date(2026, 11, 30, 6, 30, 0, 0, time.Local)
	teller := &publishTeller{
		Console: &console.Console{Streams: console.Streams{Err: &said}}, now: func() time.Time { return at },
		events: newEventWriter(func(id service.EventID, text string) { written = append(written, fmt.Sprint(id, " ", text)) }),
	}
	for _, step := range []struct {
		failure    string
		publishing bool
		line       string
		event      string
	}{
		{"", false, "", ""},
		{
			"The disk is full.", false, "2026-11-30 06:30:00 Contoso cannot be published into the central database: The disk is full. Make room.\n",
			"203 Contoso cannot be published into the central database: The disk is full.\n\nMake room.",
		},
		{"The disk is full.", true, "", ""},
		{"The disk is full.", false, "", ""},
		{
			"No answer.", false, "2026-11-30 06:30:00 Contoso cannot be published into the central database: No answer. Make room.\n",
			"203 Contoso cannot be published into the central database: No answer.\n\nMake room.",
		},
		{
			"", false, "2026-11-30 06:30:00 Contoso is published into the central database again.\n",
			"202 Contoso is published into the central database again.",
		},
		{"", false, "", ""},
	} {
		said.Reset()
		written = nil
		tenant := app.CentralTenantStatus{TenantID: "t", Name: "Contoso", LastError: step.failure, Publishing: step.publishing}
		if step.failure != "" {
			tenant.Advice = "Make room."
		}
		teller.tell(app.CentralStatus{Tenants: []app.CentralTenantStatus{tenant}})
		if said.String() != step.line || strings.Join(written, "|") != step.event {
			t.Errorf("%q: said %q, want %q; written %q, want %q", step.failure, said.String(), step.line, written, step.event)
		}
	}
}
