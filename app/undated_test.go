package app

import (
	"bytes"
	"net/http"
	"regexp"
	"strings"
	"testing"

	"inventorybeacon/connector/demotenant"
	"inventorybeacon/connector/demotenant/demotenanttest"
	"inventorybeacon/store/inventory"
)

// Graph now and then leaves licenseAssignmentStates out: then nobody knows whether a license
// is a new one, or how it came.
func TestNothingIsCertainOfLicensesOfUnknownOrigin(t *testing.T) {
	states := regexp.MustCompile(`,?"licenseAssignmentStates":\[\{.*?\}\]`)
	for given, instead := range map[string]string{
		"the lists are empty": `,"licenseAssignmentStates":[]`, "there are none": "", "they are null": `,"licenseAssignmentStates":null`,
	} {
		t.Run("given "+given, func(t *testing.T) {
			server := demotenanttest.Start(t, demotenant.Options{Users: 1_500})
			b := openDir(t, t.TempDir(), sourceOf(server))
			c := connect(t, b, "Contoso")
			if task := mustImport(t, b, c); len(task.Warnings) != 0 {
				t.Errorf("warnings before: %+v", task.Warnings)
			}
			certain := func() (n int) {
				t.Helper()
				rows, err := b.Reclaim.Page(t.Context(), ReclaimQuery{})
				if err != nil {
					t.Fatal(err)
				}
				for _, row := range rows {
					if row.Certainty != inventory.Review {
						n++
					}
				}
				return n
			}
			if certain() == 0 {
				t.Fatal("nothing was certain or probable before")
			}
			server.Script(func(r *http.Request) *demotenant.Fault {
				if r.URL.Path != "/v1.0/users" {
					return nil
				}
				return &demotenant.Fault{Edit: func(body []byte) []byte { return states.ReplaceAll(body, []byte(instead)) }}
			})
			task := mustImport(t, b, c)
			if len(task.Warnings) != 1 || !strings.Contains(task.Warnings[0].Message, "since when") || task.Warnings[0].Advice == "" {
				t.Errorf("warnings: %+v", task.Warnings)
			}
			if n := certain(); n != 0 {
				t.Errorf("%d are certain or probable", n)
			}
			var script bytes.Buffer
			counts, err := b.Reclaim.Script(t.Context(), &script, ReclaimQuery{})
			if err != nil || counts.Licenses != 0 || counts.Unknown == 0 {
				t.Errorf("the script: %+v, %v", counts, err)
			}
			server.Script(nil)
			mustImport(t, b, c)
			if certain() == 0 {
				t.Error("nothing is certain or probable after an import that tells of them again")
			}
		})
	}
}
