package graph

import (
	"strings"

	"inventorybeacon/connector/network"
)

// gates hold back the services behind Graph apart from each other, because each
// has limits of its own (learn.microsoft.com/graph/throttling-limits): a usage
// report that must wait does not hold the users.
type gates struct{ directory, reports network.Gate }

// of returns the gate of the service that serves a path.
func (g *gates) of(path string) *network.Gate {
	if isReport(path) {
		return &g.reports
	}
	return &g.directory
}

// isReport reports whether a path of Graph is that of a usage report.
func isReport(path string) bool { return strings.Contains(path, "/reports/") }
