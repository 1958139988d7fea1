package app

import (
	"context"
	"os"

	publish "inventorybeacon/app/central"
	"inventorybeacon/connector"
	"inventorybeacon/store/central"
)

// What is said of publishing into the central database.
type (
	CentralConfig       = central.Config
	CentralStatus       = publish.Status
	CentralTenantStatus = publish.TenantStatus
)

// beaconIDSetting holds by what the central database knows this data directory. It is in its backups, too.
const beaconIDSetting = "beacon-id"

func (b *Beacon) newCentral(o Options) *publish.Publisher {
	b.centralConfig = o.Central
	var server func(context.Context) (string, bool, error)
	if b.centralConfig == nil {
		b.centralConfig = b.CentralSettings.Config
		server = func(ctx context.Context) (string, bool, error) {
			s, set, err := b.CentralSettings.Get(ctx)
			return s.Server, set, err
		}
	}
	return publish.New(publish.Options{
		Dir: o.Dir, Config: b.centralConfig, Server: server, Beacon: b.centralBeacon, Inventory: b.data, History: b.History,
		ProductName: b.names.Product, PlanName: b.names.Plan, Log: o.Logger, Now: o.Now,
	})
}

// centralBeacon is who publishes: this data directory, on this computer. Two processes, one of which takes a tenant over, may ask
// for the first time at once.
func (b *Beacon) centralBeacon(ctx context.Context) (central.Beacon, error) {
	id, err := b.store.FirstSetting(ctx, beaconIDSetting, connector.NewGUID)
	name, unknown := os.Hostname()
	if unknown != nil {
		name = id
	}
	return central.Beacon{ID: id, Name: name, Version: Version}, err
}
