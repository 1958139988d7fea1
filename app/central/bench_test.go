//go:build !windows

package central

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"inventorybeacon/connector"
	"inventorybeacon/store/central/centraltest"
)

// BenchmarkPublish publishes a tenant for the first time, again without a change, and when one user of a hundred has
// changed, each in a process of its own. Its size is INVENTORY_BEACON_BENCH_USERS. The first publish is held against
// COPY of the same rows by psql, one table after another.
func BenchmarkPublish(b *testing.B) {
	users, err := strconv.Atoi(os.Getenv("INVENTORY_BEACON_BENCH_USERS"))
	if err != nil {
		users = 20_000
	}
	for b.Loop() {
		b.StopTimer()
		c := startCenter(b, centraltest.Options{Settings: []string{"fsync = on", "shared_buffers = 128MB", "max_wal_size = 1GB"}})
		s := newSite(b)
		s.importMany(b, users, 0)
		o := order{Site: s.dir, Dir: b.TempDir(), Server: c.Address, Schema: tried, Beacon: oneBeacon}
		b.StartTimer()
		first, memory := timed(b, o)
		b.StopTimer()
		copied, rows := c.plainCopy(b)
		b.ReportMetric(float64(rows)/first.Seconds(), "rows/s")
		b.ReportMetric(float64(rows)/copied.Seconds(), "COPY-rows/s")
		b.ReportMetric(100*copied.Seconds()/first.Seconds(), "%-of-COPY")
		b.ReportMetric(float64(memory)/1024, "MiB")
		b.ReportMetric(c.size(b)/float64(users), "B/user")
		s.importMany(b, users, 0)
		same, _ := timed(b, o)
		b.ReportMetric(same.Seconds(), "s-unchanged")
		s.importMany(b, users, users/100)
		changed, memory := timed(b, o)
		b.ReportMetric(changed.Seconds(), "s-1%-changed")
		b.ReportMetric(float64(memory)/1024, "MiB-1%")
		b.StartTimer()
	}
}

// size is how many bytes the tables of what was published take, with their indexes.
func (c center) size(b *testing.B) float64 {
	b.Helper()
	n, err := strconv.ParseFloat(c.Exec("central",
		"SELECT sum(pg_total_relation_size(oid)) FROM pg_class WHERE relnamespace = 'tried'::regnamespace AND relkind = 'r'"), 64)
	if err != nil {
		b.Fatal(err)
	}
	return n
}

// BenchmarkBeacons has beacons publish at once, each a tenant of 10,000 users for the first time.
func BenchmarkBeacons(b *testing.B) {
	for _, beacons := range []int{1, 2, 10, 50} {
		b.Run(strconv.Itoa(beacons), func(b *testing.B) {
			for b.Loop() {
				b.StopTimer()
				c := startCenter(b, centraltest.Options{Settings: []string{"fsync = on", "shared_buffers = 128MB", "max_connections = 200"}})
				var all []*Publisher
				for n := range beacons {
					s := newSite(b)
					s.tenant = fmt.Sprintf("22222222-2222-4333-8444-%012d", n)
					s.importMany(b, 10_000, 0)
					all = append(all, s.publisher(order{
						Dir: b.TempDir(), Server: c.Address, Schema: tried,
						Beacon: fmt.Sprintf("dddddddd-0000-4000-8000-%012d", n),
					}))
				}
				b.StartTimer()
				begun := time.Now()
				var work sync.WaitGroup
				for _, p := range all {
					work.Go(func() {
						if err := p.Publish(context.Background()); err != nil {
							b.Error(err)
						}
					})
				}
				work.Wait()
				b.ReportMetric(float64(beacons*30_000)/time.Since(begun).Seconds(), "rows/s")
			}
		})
	}
}

// timed publishes in another process, and returns how long that took and its most memory in KiB.
func timed(b *testing.B, o order) (time.Duration, int64) {
	b.Helper()
	command := process(b, o)
	command.Stdout = nil
	begun := time.Now()
	output, err := command.Output()
	if err != nil {
		b.Fatal(err)
	}
	took := time.Since(begun)
	memory, _ := strconv.ParseInt(strings.TrimSpace(string(output)), 10, 64)
	fmt.Printf("%8.2f s, %d MiB, %.2f s processor\n", took.Seconds(), memory/1024,
		(command.ProcessState.UserTime() + command.ProcessState.SystemTime()).Seconds())
	return took, memory
}

// plainCopy copies what was published into tables of the same form.
func (c center) plainCopy(b *testing.B) (took time.Duration, rows int) {
	b.Helper()
	folder, err := os.MkdirTemp("", "copy")
	if err != nil {
		b.Fatal(err)
	}
	defer func() { _ = os.RemoveAll(folder) }()
	if err := os.Chmod(folder, 0o777); err != nil {
		b.Fatal(err)
	}
	for _, table := range []string{"user_row", "holding_row", "usage_row"} {
		file := filepath.Join(folder, table)
		c.Exec("central", "CREATE SCHEMA IF NOT EXISTS plain; CREATE TABLE plain."+table+" (LIKE tried."+table+
			" INCLUDING DEFAULTS INCLUDING INDEXES)")
		c.Exec("central", "COPY tried."+table+" TO '"+file+"'")
		begun := time.Now()
		c.Exec("central", "COPY plain."+table+" FROM '"+file+"'")
		took += time.Since(begun)
		n, err := strconv.Atoi(c.Exec("central", "SELECT count(*) FROM plain."+table))
		if err != nil {
			b.Fatal(err)
		}
		rows += n
	}
	c.Exec("central", "DROP SCHEMA plain CASCADE")
	return took, rows
}

var words = strings.Fields("Anna Ben Clara David Emma Felix Greta Hugo Ida Jonas Klara Leon Mia Noah Olga Paul Rosa Simon Thea Victor")

// importMany imports a tenant of so many users, of whom some differ from those before.
func (s *site) importMany(t testing.TB, users, changed int) {
	t.Helper()
	ctx := context.Background()
	s.at = s.at.Add(24 * time.Hour)
	staged, err := s.inv.Begin(ctx, "one", s.at.Unix())
	if err != nil {
		t.Fatal(err)
	}
	const report = connector.Date(20_400)
	err = errors.Join(
		staged.Tenant(ctx, connector.Tenant{ID: s.tenant, DisplayName: "Contoso"}),
		staged.Licenses(ctx, []connector.License{
			{
				SKUID: skus[0], PartNumber: "SKU_0", Status: "Enabled", Enabled: users,
				ServicePlans: []connector.ServicePlan{{ID: "p", Name: "EXCHANGE_S_ENTERPRISE"}},
			},
			{SKUID: skus[1], PartNumber: "SKU_1", Status: "Enabled", Enabled: users},
			{SKUID: skus[2], PartNumber: "SKU_2", Status: "Enabled", Enabled: users},
		}))
	const page = 999
	for first := 0; first < users && err == nil; first += page {
		var list []connector.User
		var usage []connector.Usage
		for i := first; i < min(first+page, users); i++ {
			name, surname := words[i%len(words)], words[i/len(words)%len(words)]
			u := connector.User{
				ID:                fmt.Sprintf("%08x-%04x-4%03x-8%03x-%012x", uint32(i)*2654435761, i%65536, i%4096, i%4096, i),
				UserPrincipalName: fmt.Sprintf("%s.%s%d@contoso.example", name, surname, i), DisplayName: name + " " + surname,
				GivenName: name, Surname: surname, Mail: fmt.Sprintf("%s.%s%d@contoso.example", name, surname, i), Enabled: true, UserType: "Member",
				Department: words[i%7] + " Department", JobTitle: "Engineer", OfficeLocation: "Building 7", City: "Oslo", Country: "Norway",
				UsageLocation: "NO", EmployeeID: strconv.Itoa(100000 + i), CompanyName: "Contoso", Created: connector.Date(15000 + i%4000),
			}
			if changed > 0 && i%(users/changed) == 0 {
				u.Department = "Moved " + s.at.Format(time.DateOnly)
			}
			for n, sku := range skus {
				if (i>>n)&1 == 0 {
					u.Assignments = append(u.Assignments,
						connector.Assignment{SKUID: sku, Direct: true, State: "Active", Since: connector.Date(18000 + i%500)})
				}
			}
			list = append(list, u)
			row := connector.Usage{UserPrincipalName: u.UserPrincipalName, ReportDate: report, LastActivity: report - connector.Date(i%60)}
			for _, a := range []connector.UsedApplication{connector.Exchange, connector.OneDrive, connector.SharePoint, connector.Teams} {
				row.In[a] = report - connector.Date((i+int(a))%60)
			}
			usage = append(usage, row)
		}
		cursor := "more"
		if first+page >= users {
			cursor = ""
		}
		err = errors.Join(
			staged.Users(ctx, connector.UserPage{Stream: connector.StreamUsers, Users: list, Cursor: cursor}),
			staged.Usage(ctx, connector.StreamActiveUsers, usage))
	}
	if err == nil {
		_, err = staged.Publish(ctx, s.at, nil)
	}
	if err = errors.Join(err, staged.Close(false)); err == nil {
		_, err = s.inv.Deliver(ctx, s.hist.Receive)
	}
	if err == nil {
		err = s.inv.AwaitIndex(ctx) // which is another matter
	}
	if err != nil {
		t.Fatal(err)
	}
}
