//go:build !windows

package app

import (
	"testing"

	"inventorybeacon/app/scheduler"
	"inventorybeacon/connector/demotenant"
	"inventorybeacon/connector/demotenant/demotenanttest"
)

// Whoever runs the schedules publishes what is imported, without being asked.
func TestAnImportIsPublishedByWhoeverRunsTheSchedules(t *testing.T) {
	c := startCenter(t)
	for name, o := range map[string]Options{"a window": {Window: true}, "serve": {Serve: scheduler.RoleServe}} {
		t.Run(name, func(t *testing.T) {
			o.Dir, o.Source, o.Central = t.TempDir(), sourceOf(demotenanttest.Start(t, demotenant.Options{Users: 20})), c.configured
			b := openWith(t, o)
			arrived := make(chan bool, 1)
			stop := b.Central.OnChange(func() {
				status, err := b.Central.Status(t.Context())
				if err == nil && len(status.Tenants) == 1 && status.Tenants[0].Generation > 0 && status.Tenants[0].Pending == 0 {
					select {
					case arrived <- true:
					default:
					}
				}
			})
			defer stop()
			mustImport(t, b, connect(t, b, "Contoso"))
			<-arrived
		})
		c.Exec("central", "DELETE FROM beacon.lease")
	}
}
