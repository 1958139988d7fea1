package inventory

import (
	"slices"
	"testing"

	"inventorybeacon/connector"
)

// A report comes in as many pieces as the source likes.
func TestAReportThatComesInPiecesIsLikeOneThatComesWhole(t *testing.T) {
	d := contoso()
	inv := open(t, t.TempDir())
	publishDelivery(t, inv, "one", d)
	whole := published(t, inv)

	inPieces := d
	inPieces.activeUsers, inPieces.appUsers, inPieces.activations = nil, nil, nil
	inv = open(t, t.TempDir())
	imp := begin(t, inv, "one")
	inPieces.deliver(t, imp)
	for stream, rows := range map[string][]connector.Usage{connector.StreamActiveUsers: d.activeUsers, connector.StreamAppUsers: d.appUsers} {
		for piece := range slices.Chunk(rows, 1) {
			must(t, imp.Usage(t.Context(), stream, piece))
		}
	}
	for piece := range slices.Chunk(d.activations, 1) {
		must(t, imp.Activations(t.Context(), connector.StreamActivations, piece))
	}
	_, err := imp.Publish(t.Context(), noon, nil)
	must(t, err)
	if got := published(t, inv); got != whole {
		t.Errorf("in pieces:\n%s\nwhole:\n%s", got, whole)
	}
}
