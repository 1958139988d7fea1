package serve

import (
	"context"
	"time"

	"inventorybeacon/app"
	"inventorybeacon/app/command/console"
	"inventorybeacon/app/metrics"
)

// metricsFlags say where machines can ask how the program is doing.
type metricsFlags struct {
	Metrics       string `help:"Answer Prometheus and health checks at an address of this computer, such as 127.0.0.1:9187: /metrics and /healthz." placeholder:"ADDRESS"`
	MetricsPublic bool   `help:"Let other computers ask, too, at any address: there is no password, and nothing is encrypted."`
}

// check says what is wrong with the options.
func (f metricsFlags) check() error {
	switch {
	case f.Metrics != "":
		return metrics.CheckAddress(f.Metrics, f.MetricsPublic)
	case f.MetricsPublic:
		return console.UsageErrorf("--metrics-public needs --metrics")
	default:
		return nil
	}
}

// listen answers until stop is called.
func (f metricsFlags) listen(ctx context.Context, c *console.Console, beacon *app.Beacon) (stop func(), err error) {
	if f.Metrics == "" {
		return func() {}, nil
	}
	monitor := metrics.New(beacon, time.Now)
	monitor.Central = func(ctx context.Context) ([]metrics.Central, error) { return centralOf(ctx, beacon) }
	server, err := metrics.Listen(ctx, monitor, f.Metrics, f.MetricsPublic)
	if err != nil {
		monitor.Close()
		return nil, err
	}
	c.Note("Metrics are at http://%s/metrics", server.Address())
	return func() {
		server.Close()
		monitor.Close()
	}, nil
}

// centralOf says what waits for the central database; nothing where there is none.
func centralOf(ctx context.Context, beacon *app.Beacon) (tenants []metrics.Central, err error) {
	status, err := beacon.Central.Status(ctx)
	if err != nil || status.Server == "" {
		return nil, err
	}
	for _, t := range status.Tenants {
		tenant := metrics.Central{Tenant: t.TenantID, Pending: int(t.Pending)}
		if t.Pending > 0 && t.Imported != nil {
			tenant.Since = *t.Imported
		}
		tenants = append(tenants, tenant)
	}
	return tenants, nil
}
