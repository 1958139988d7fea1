package microsoft365

import (
	"runtime"
	"testing"
	"time"

	"inventorybeacon/connector/demotenant"
	"inventorybeacon/connector/microsoft365/internal/graph"
	"inventorybeacon/connector/microsoft365/internal/sourcetest"
	"inventorybeacon/connector/microsoft365/internal/users"
	"inventorybeacon/connector/network"
)

// BenchmarkImport imports a tenant of 100,000 users, reports included, from the
// offline tenant in the same process, whose work is part of the figures.
func BenchmarkImport(b *testing.B) {
	const users = 100_000
	server, source := demo(b, demotenant.Options{Users: users})
	a := asApplication(server, source)
	sink := &sourcetest.Discard{}
	b.ReportAllocs()
	for b.Loop() {
		*sink = sourcetest.Discard{}
		if err := source.Import(b.Context(), a, sink, &sourcetest.Observer{}); err != nil || sink.Accounts != users {
			b.Fatal(sink.Accounts, err)
		}
	}
	b.ReportMetric(users*float64(b.N)/b.Elapsed().Seconds(), "users/s")
	var memory runtime.MemStats
	runtime.ReadMemStats(&memory)
	b.ReportMetric(float64(memory.Sys)/(1<<20), "MiB-sys")
}

// BenchmarkUsersFarAway reads 100,000 users, each answer of which takes 300 ms;
// -benchtime 1x is enough.
func BenchmarkUsersFarAway(b *testing.B) {
	const people = 100_000
	server, source := demo(b, demotenant.Options{Users: people, Latency: 300 * time.Millisecond})
	a := asApplication(server, source)
	for _, bb := range []struct {
		name string
		many int64
	}{{"one_after_another", people + 1}, {"side_by_side", users.SideBySideFrom}} {
		b.Run(bb.name, func(b *testing.B) {
			client, err := network.NewClient(a, source.entra.Roots)
			if err != nil {
				b.Fatal(err)
			}
			defer client.CloseIdleConnections()
			session := source.entra.NewTokenSource(a, client, network.InteractiveBudget)
			g, err := graph.New(a.Connection, client, session, network.PatientBudget)
			if err != nil {
				b.Fatal(err)
			}
			sink := &sourcetest.Discard{}
			im := &importer{graph: g, sink: sink, observer: &sourcetest.Observer{}, log: g.Log, sideBySideFrom: bb.many}
			for b.Loop() {
				*sink = sourcetest.Discard{}
				if err := im.users(b.Context(), "the-tenant", people); err != nil || sink.Accounts != people {
					b.Fatal(sink.Accounts, err)
				}
			}
			b.ReportMetric(b.Elapsed().Seconds()/float64(b.N), "s")
		})
	}
}
