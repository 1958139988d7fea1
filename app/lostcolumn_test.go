package app

import (
	"bytes"
	"encoding/json"
	"fmt"
	"net/http"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"inventorybeacon/connector/demotenant"
	"inventorybeacon/connector/demotenant/demotenanttest"
	"inventorybeacon/store/inventory"
)

// A column that is gone must not read as no activity: nobody becomes inactive by it.
func TestAReportThatHasLostAColumnIsNotUsed(t *testing.T) {
	for _, c := range []struct {
		given string
		drop  []string
		from  string // a header, and
		to    string // what it is called now
		lost  string // in the warning; empty for none
		ended bool   // and so what was known of it goes
	}{
		{given: "no column for Yammer", drop: []string{"Yammer Last Activity Date"}, lost: "Yammer"},
		{given: "another name for Yammer", from: "Yammer Last Activity Date", to: "Viva Engage Last Activity Date"},
		{given: "a name for Yammer that nobody knows", from: "Yammer Last Activity Date", to: "Other Last Activity Date", lost: "Yammer"},
		{given: "no column for Skype, which has ended", drop: []string{"Skype For Business Last Activity Date"}, ended: true},
		{given: "no column for an application of Copilot", drop: []string{"Word Copilot Last Activity Date"}, lost: "Word Copilot"},
		{given: "no column for a platform", drop: []string{"Word (Mac)"}, lost: "Word"},
		{given: "no column for Teams beside another report of it", drop: []string{"Teams"}, lost: "Teams"},
	} {
		t.Run("given "+c.given, func(t *testing.T) {
			server := demotenanttest.Start(t, demotenant.Options{Users: 1_500})
			b := openDir(t, t.TempDir(), sourceOf(server))
			connection := connect(t, b, "Contoso")
			mustImport(t, b, connection)
			before := whatIsKnown(t, b)
			server.Script(func(r *http.Request) *demotenant.Fault {
				if !strings.HasPrefix(r.URL.Path, "/data/download/") {
					return nil
				}
				fault := &demotenant.Fault{DropColumns: c.drop}
				if c.from != "" {
					fault.Edit = func(body []byte) []byte { return bytes.Replace(body, []byte(c.from), []byte(c.to), 1) }
				}
				return fault
			})
			task := mustImport(t, b, connection)
			if diff := cmp.Diff(before, whatIsKnown(t, b)); diff != "" && !c.ended {
				t.Error("what is known has changed (-before +after):\n" + diff)
			}
			switch {
			case c.lost == "" && len(task.Warnings) != 0:
				t.Errorf("warnings: %+v", task.Warnings)
			case c.lost == "":
			case len(task.Warnings) != 1 || !strings.Contains(task.Warnings[0].Message, "no column for "+c.lost+" any more") ||
				task.Warnings[0].Advice == "":
				t.Errorf("warnings: %+v", task.Warnings)
			}
		})
	}
}

// whatIsKnown are the applications, and who is recommended for what, and when everybody was
// last active.
func whatIsKnown(t *testing.T, b *opened) (known []string) {
	t.Helper()
	applications, err := b.Applications(t.Context(), inventory.ApplicationQuery{})
	if err != nil {
		t.Fatal(err)
	}
	for _, a := range applications {
		text, err := json.Marshal(a)
		if err != nil {
			t.Fatal(err)
		}
		known = append(known, string(text))
	}
	rows, err := b.Reclaim.Page(t.Context(), ReclaimQuery{})
	if err != nil {
		t.Fatal(err)
	}
	for _, r := range rows {
		known = append(known, fmt.Sprint(r.UserPrincipalName, r.SKUPartNumber, r.Reason, r.Certainty, r.LastActivity))
	}
	return known
}
