package command

import (
	"bytes"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"inventorybeacon/connector/demotenant"
)

// fieldReport returns a report as it was seen in the field.
func fieldReport(t *testing.T, name string) []byte {
	t.Helper()
	content, err := os.ReadFile(filepath.Join("..", "..", "connector", "microsoft365", "testdata", "cases", name))
	if err != nil {
		t.Fatal(err)
	}
	return content
}

// renamed returns an edit of the column of a report with the name.
func renamed(name func(row int, before []byte) string) func([]byte) []byte {
	return func(report []byte) []byte {
		lines := bytes.SplitAfter(report, []byte("\n"))
		at := slices.IndexFunc(bytes.Split(lines[0], []byte(",")), func(column []byte) bool { return string(column) == "User Principal Name" })
		for i, line := range lines[1:] {
			if fields := bytes.SplitN(line, []byte(","), at+2); len(fields) == at+2 {
				fields[at] = []byte(name(i, fields[at]))
				lines[i+1] = bytes.Join(fields, []byte(","))
			}
		}
		return bytes.Join(lines, nil)
	}
}

var firstLine = regexp.MustCompile(`^[^\n]*\n`)

// Reports that tell nothing, or not what they seem to, never make anybody inactive.
func TestImportGivenReportsOfTheField(t *testing.T) {
	pseudonym := func(row int, _ []byte) string { return fmt.Sprintf("<PII:H105(%040x=)>@contoso.example", row) }
	for _, c := range []struct {
		given    string
		edit     func(report []byte) []byte
		warnings []string
		// changes is what becomes of the figures; nil leaves them as they were.
		changes func(before []licenseFigures)
	}{
		{
			"names that are concealed and look like names", renamed(pseudonym),
			[]string{"The usage reports conceal the users' names, so usage cannot be assigned to users. "},
			func(all []licenseFigures) {
				for i := range all {
					l := &all[i]
					l.Unknown += *l.Active + *l.Inactive + *l.New
					l.Active, l.Inactive, l.New = nil, nil, nil
				}
			},
		},
		{
			"days as they are written in America", func(report []byte) []byte {
				if bytes.Contains(report, []byte("Exchange Last Activity Date")) {
					return fieldReport(t, "report_dates_us.csv")
				}
				return report
			},
			[]string{`The usage report getOffice365ActiveUserDetail has "11/26/2026" in the column "Report Refresh Date", a date that is not in a known form.`},
			nil,
		},
		{
			"reports without rows", func(report []byte) []byte { return firstLine.Find(report) },
			[]string{
				"The usage report getM365AppUserDetail has no rows yet.", "The usage report getOffice365ActivationsUserDetail has no rows yet.",
				"The usage report getOffice365ActiveUserDetail has no rows yet.",
				"The usage report getMicrosoft365CopilotUsageUserDetail has no rows yet.",
			},
			nil,
		},
		{
			"reports that are older than what was read before", func(report []byte) []byte { return yesterday(report) },
			[]string{
				"The usage report getOffice365ActiveUserDetail tells what happened up to",
				"The usage report getM365AppUserDetail tells what happened up to",
				"The usage report getOffice365ActivationsUserDetail tells what happened up to",
				"The usage report getMicrosoft365CopilotUsageUserDetail tells what happened up to",
			},
			nil,
		},
		{
			"reports that are the same", func(report []byte) []byte { return report }, nil, nil,
		},
	} {
		t.Run("given "+c.given, func(t *testing.T) {
			server, dir := newTenant(t, demotenant.Options{Users: 300}), t.TempDir()
			server.connect(t, dir, "Contoso")
			succeed(t, dir, "import", "Contoso")
			want := figures(t, dir)
			server.fail("/data/download/", &demotenant.Fault{Edit: c.edit})
			var result struct {
				Status   string   `json:"status"`
				Warnings []string `json:"warnings"`
			}
			if err := json.Unmarshal([]byte(succeed(t, dir, "import", "Contoso", "--json")), &result); err != nil {
				t.Fatal(err)
			}
			if len(result.Warnings) != len(c.warnings) || (result.Status == "succeeded") != (c.warnings == nil) {
				t.Fatalf("%+v", result)
			}
			for _, warning := range c.warnings {
				if !slices.ContainsFunc(result.Warnings, func(w string) bool { return strings.HasPrefix(w, warning) }) {
					t.Errorf("%q is not among %q", warning, result.Warnings)
				}
			}
			if c.changes != nil {
				c.changes(want)
			}
			if diff := cmp.Diff(want, figures(t, dir)); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
}

// yesterday makes the days of a report those of a day long ago.
func yesterday(report []byte) []byte { return dayOfReport.ReplaceAll(report, []byte("2026-01-02")) }

// licenseFigures is what the console says of the holders of a license.
type licenseFigures struct {
	SKU      string `json:"skuPartNumber"`
	Assigned int    `json:"assigned"`
	Active   *int   `json:"active"`
	Inactive *int   `json:"inactive"`
	New      *int   `json:"new"`
	Unknown  int    `json:"unknown"`
	Renewal  string `json:"renewal"`
}

func figures(t *testing.T, dir string) []licenseFigures {
	t.Helper()
	var all []licenseFigures
	if err := json.Unmarshal([]byte(succeed(t, dir, "inventory", "licenses", "--json")), &all); err != nil {
		t.Fatal(err)
	}
	return all
}

// One license of many is gone, as in sku_gone.json, and users hold it all the same.
func TestImportGivenALicenseThatIsHeldAndGone(t *testing.T) {
	server, dir := newTenant(t, demotenant.Options{Users: 300}), t.TempDir()
	server.connect(t, dir, "Contoso")
	succeed(t, dir, "import", "Contoso")
	before := figures(t, dir)
	server.fail("/subscribedSkus", &demotenant.Fault{Edit: func(body []byte) []byte {
		var list map[string]any
		if err := json.Unmarshal(body, &list); err != nil {
			t.Error(err)
			return body
		}
		list["value"] = slices.DeleteFunc(list["value"].([]any), func(sku any) bool { return sku.(map[string]any)["skuPartNumber"] == "SPE_E3" })
		edited, err := json.Marshal(list)
		if err != nil {
			t.Error(err)
		}
		return edited
	}})
	succeed(t, dir, "import", "Contoso")
	if diff := cmp.Diff(before, figures(t, dir)); diff != "" {
		t.Errorf("(-before +after):\n%s", diff)
	}
	text := succeed(t, dir, "inventory", "licenses", "--search", "SPE_E3", "--json")
	for _, part := range []string{`"status":"NotListed"`, `"purchased":0`, `"available":0`, `"product":"Microsoft 365 E3"`} {
		if !strings.Contains(text, part) {
			t.Errorf("%s is not in %s", part, text)
		}
	}
}
