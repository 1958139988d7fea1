package report

import (
	"io"
	"log/slog"
	"testing"
	"time"

	"inventorybeacon/connector/demotenant/internal/company"
	"inventorybeacon/connector/demotenant/internal/fault"
	"inventorybeacon/connector/demotenant/internal/seal"
)

// BenchmarkReports measures how fast the reports of 100,000 users are written.
func BenchmarkReports(b *testing.B) {
	for name, kind := range Reports {
		b.Run(name, func(b *testing.B) {
			of := company.New(company.Options{Users: 100_000, Seed: 1, Now: time.Now})
			host := New(of, seal.New(1, ""), slog.New(slog.DiscardHandler))
			d := Download{Report: name}
			if kind.Periods {
				d.Period = 180
			}
			b.ReportAllocs()
			for b.Loop() {
				if err := host.writeReport(io.Discard, d, &fault.Fault{}); err != nil {
					b.Fatal(err)
				}
			}
			b.ReportMetric(100_000*float64(b.N)/b.Elapsed().Seconds(), "users/s")
		})
	}
}
