package inventory

import (
	"testing"
	"time"

	"inventorybeacon/connector"
)

// BenchmarkChanges imports a tenant of which nobody, one in a hundred and everybody has
// changed: their departments, or one of their licenses.
func BenchmarkChanges(b *testing.B) {
	tenant := newLargeTenant(benchmarkUsers(b))
	for b.Loop() {
		dir := b.TempDir()
		inv := open(b, dir)
		past := pastOf(b, dir)
		at := noon
		run := func(name string, change func(n int, u *connector.User)) {
			tenant.change = change
			imp := begin(b, inv, "large")
			staged := tenant.deliver(b, imp)
			start, processor := time.Now(), processorTime()
			at = at.Add(time.Hour)
			_, err := imp.Publish(b.Context(), at, nil)
			must(b, err)
			b.ReportMetric(staged.Seconds(), name+"-staged-s")
			b.ReportMetric(time.Since(start).Seconds(), name+"-publish-s")
			b.ReportMetric((processorTime() - processor).Seconds(), name+"-publish-cpu-s")
			start, processor = time.Now(), processorTime()
			handOver(b, inv, past)
			b.ReportMetric(time.Since(start).Seconds(), name+"-hand-over-s")
			b.ReportMetric((processorTime() - processor).Seconds(), name+"-hand-over-cpu-s")
			must(b, inv.AwaitIndex(b.Context()))
		}
		run("first", nil)
		run("none", nil)
		department := func(of int) func(n int, u *connector.User) {
			return func(n int, u *connector.User) {
				if n%of == 0 {
					u.Department = "Moved"
				}
			}
		}
		run("one-percent", department(100))
		run("everybody", department(1))
		run("licenses-one-percent", func(n int, u *connector.User) {
			u.Department = "Moved"
			if n%100 == 0 {
				u.Assignments = u.Assignments[1:]
			}
		})
		run("licenses-everybody", func(_ int, u *connector.User) {
			u.Department = "Moved"
			u.Assignments = u.Assignments[1:]
		})
		b.ReportMetric(float64(fileSize(dir+"/history.db"))/(1<<20), "history-MiB")
	}
}
