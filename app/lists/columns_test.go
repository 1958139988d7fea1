package lists

import (
	"bytes"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"inventorybeacon/app/export"
)

// narrowing is a terminal with lines of so many cells.
type narrowing struct {
	bytes.Buffer
	width int
}

func (n *narrowing) Width() int { return n.width }

// leftOut are the headings in the order in which a terminal that becomes narrower
// leaves them out.
func leftOut[T any](t *testing.T, columns []export.Column[T]) []string {
	t.Helper()
	var gone []string
	places := map[int]string{} // of two at one place, chance would leave out the first
	for _, c := range columns {
		if other, taken := places[c.Spare]; taken && c.Spare > 0 {
			t.Errorf("%s and %s are left out at the same place", other, c.Title)
		}
		places[c.Spare] = c.Title
	}
	for width := 400; width > 0; width-- {
		terminal := &narrowing{width: width}
		if _, err := export.Write(terminal, export.Table, columns, func(func(T) error) error { return nil }); err != nil {
			t.Fatal(err)
		}
		heads := strings.Split(strings.TrimSpace(terminal.String()), "  ")
		for _, c := range columns {
			there := slices.ContainsFunc(heads, func(head string) bool {
				head = strings.TrimSuffix(strings.TrimSpace(head), "…") // where it was cut
				return head != "" && strings.HasPrefix(c.Title, head)
			})
			if !there && !slices.Contains(gone, c.Title) {
				gone = append(gone, c.Title)
			}
		}
	}
	return gone
}

func TestANarrowTerminalLeavesOutWhatMattersLeast(t *testing.T) {
	users := []string{"Id", "Mail", "User Type", "Enabled", "Country", "Department"}
	if diff := cmp.Diff(users, leftOut(t, UserColumns())); diff != "" {
		t.Error("users (-want +got):\n" + diff)
	}
	licenses := []string{
		"SKU Id", "Status", "Suspended", "Price", "Kind", "Failed", "Unknown", "New", "Renewal", "Unused Spend", "Currency",
		"SKU Part Number",
	}
	if diff := cmp.Diff(licenses, leftOut(t, LicenseColumns())); diff != "" {
		t.Error("licenses (-want +got):\n" + diff)
	}
	applications := []string{
		"Android Activations", "iOS Activations", "Mac Activations", "Windows Activations", "On Web", "On Mobile", "On Mac", "On Windows",
	}
	if diff := cmp.Diff(applications, leftOut(t, ApplicationColumns())); diff != "" {
		t.Error("applications (-want +got):\n" + diff)
	}
	if gone := leftOut(t, UsageColumns()); len(gone) > 0 {
		t.Errorf("of the usage, %q is left out", gone)
	}
}
