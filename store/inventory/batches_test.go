package inventory

import (
	"slices"
	"strings"
	"testing"

	"inventorybeacon/connector"
)

// reported is what is published of reports, a row each.
func reported(t *testing.T, inv *Inventory) string {
	t.Helper()
	var rows []string
	for row := range strings.Lines(published(t, inv)) {
		switch table, _, _ := strings.Cut(row, " "); table {
		case "usage", "activation", "report_join", "application", "application_day", "application_platform_day":
			rows = append(rows, row)
		}
	}
	if len(rows) < 10 {
		t.Errorf("only %d rows are of reports", len(rows))
	}
	return strings.Join(rows, "")
}

// A report comes in as many pieces as the source likes.
func TestAReportThatComesInPiecesIsLikeOneThatComesWhole(t *testing.T) {
	d := contoso()
	inv := open(t, t.TempDir())
	publishDelivery(t, inv, "one", d)
	whole := reported(t, inv)

	inPieces := d
	inPieces.activeUsers, inPieces.appUsers, inPieces.activations = nil, nil, nil
	inv = open(t, t.TempDir())
	imp := begin(t, inv, "one")
	inPieces.deliver(t, imp)
	for piece := range slices.Chunk(d.activeUsers, 1) {
		must(t, imp.Usage(t.Context(), connector.StreamActiveUsers, piece))
	}
	for piece := range slices.Chunk(d.appUsers, 1) {
		must(t, imp.Usage(t.Context(), connector.StreamAppUsers, piece))
	}
	for piece := range slices.Chunk(d.activations, 1) {
		must(t, imp.Activations(t.Context(), connector.StreamActivations, piece))
	}
	_, err := imp.Publish(t.Context(), noon, nil)
	must(t, err)
	if got := reported(t, inv); got != whole {
		t.Errorf("in pieces:\n%s\nwhole:\n%s", got, whole)
	}
}
