package app

import (
	"io"
	"os"
	"strconv"
	"testing"

	"inventorybeacon/app/export"
	"inventorybeacon/app/lists"
	"inventorybeacon/connector/demotenant"
	"inventorybeacon/connector/demotenant/demotenanttest"
)

// BenchmarkExport writes all users, and all usage, in each format. The inventory is that of
// the data directory INVENTORY_DATA, else the offline tenant's with INVENTORY_USERS users,
// 100,000 unless set.
func BenchmarkExport(b *testing.B) {
	beacon := exportedInventory(b)
	for _, list := range []lists.List{lists.Users, lists.Usage} {
		for _, format := range []export.Format{export.CSV, export.JSON, export.XLSX, export.Parquet} {
			b.Run(string(list)+"/"+string(format), func(b *testing.B) {
				b.ReportAllocs()
				rows := int64(0)
				for b.Loop() {
					n, err := beacon.WriteList(b.Context(), io.Discard, format, lists.Query{List: list})
					if err != nil {
						b.Fatal(err)
					}
					rows += n
				}
				b.ReportMetric(float64(rows)/b.Elapsed().Seconds(), "rows/s")
			})
		}
	}
}

func exportedInventory(b *testing.B) *opened {
	if dir, set := os.LookupEnv("INVENTORY_DATA"); set {
		return openDir(b, dir, nil)
	}
	users := 100_000
	if text, set := os.LookupEnv("INVENTORY_USERS"); set {
		var err error
		if users, err = strconv.Atoi(text); err != nil {
			b.Fatal(err)
		}
	}
	beacon := openDir(b, b.TempDir(), sourceOf(demotenanttest.Start(b, demotenant.Options{Users: users})))
	mustImport(b, beacon, connect(b, beacon, "Contoso"))
	return beacon
}
