package microsoft365

import (
	"context"
	"runtime"
	"sync"
	"testing"
	"time"

	"inventorybeacon/connector"
	"inventorybeacon/connector/demotenant"
)

// discarding is a sink that counts and keeps nothing.
type discarding struct {
	mu          sync.Mutex
	users, rows int
}

func (d *discarding) Tenant(context.Context, connector.Tenant) error                { return nil }
func (d *discarding) Licenses(context.Context, []connector.License) error           { return nil }
func (d *discarding) Subscriptions(context.Context, []connector.Subscription) error { return nil }
func (d *discarding) Groups(context.Context, []connector.Group) error               { return nil }
func (d *discarding) Counted(context.Context, int64) error                          { return nil }
func (d *discarding) Restart(context.Context, string) error                         { return nil }
func (d *discarding) Resume(context.Context, string, string, time.Time) (connector.Position, error) {
	return connector.Position{}, nil
}

func (d *discarding) Users(_ context.Context, page connector.UserPage) error {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.users += len(page.Users)
	return nil
}

func (d *discarding) Usage(_ context.Context, _ string, rows []connector.Usage) error {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.rows += len(rows)
	return nil
}

func (d *discarding) Activations(_ context.Context, _ string, rows []connector.Activation) error {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.rows += len(rows)
	return nil
}

// BenchmarkImport imports a tenant of 100,000 users, reports included, from the
// offline tenant in the same process, whose work is part of the figures.
func BenchmarkImport(b *testing.B) {
	const users = 100_000
	server, source := demo(b, demotenant.Options{Users: users})
	a := asApplication(server, source)
	sink := &discarding{}
	b.ReportAllocs()
	for b.Loop() {
		*sink = discarding{}
		if err := source.Import(b.Context(), a, sink, &watching{}); err != nil || sink.users != users {
			b.Fatal(sink.users, err)
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
	const users = 100_000
	server, source := demo(b, demotenant.Options{Users: users, Latency: 300 * time.Millisecond})
	a := asApplication(server, source)
	for _, bb := range []struct {
		name string
		many int64
	}{{"one_after_another", users + 1}, {"side_by_side", sideBySideFrom}} {
		b.Run(bb.name, func(b *testing.B) {
			client, err := newHTTPClient(a, source.roots)
			if err != nil {
				b.Fatal(err)
			}
			defer client.CloseIdleConnections()
			session := source.newSession(a)
			defer session.close()
			g, err := newGraph(a.Connection, client, session, importBudget)
			if err != nil {
				b.Fatal(err)
			}
			sink := &discarding{}
			im := &importer{graph: g, sink: sink, observer: &watching{}, log: g.log, many: bb.many}
			for b.Loop() {
				*sink = discarding{}
				if err := im.users(b.Context(), "the-tenant", users); err != nil || sink.users != users {
					b.Fatal(sink.users, err)
				}
			}
			b.ReportMetric(b.Elapsed().Seconds()/float64(b.N), "s")
		})
	}
}
