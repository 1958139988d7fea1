package demo

import (
	"context"
	"sync/atomic"

	"inventorybeacon/app"
	"inventorybeacon/app/licensing"
	"inventorybeacon/connector/demotenant"
)

// demoPrices are what units of some licenses cost a month in the demonstration: examples,
// in euros. The others have none, as in a company that has not entered all of them.
var demoPrices = map[string]string{
	"SPE_E5": "58.90", "SPE_E3": "39.20", "SPE_F1": "7.50",
	"ENTERPRISEPREMIUM": "37.30", "ENTERPRISEPACK": "22.50", "STANDARDPACK": "8.40",
	"EMS": "10.30", "EMSPREMIUM": "15.90", "EXCHANGESTANDARD": "3.70",
	"Microsoft_365_Copilot": "28.10", "POWER_BI_PRO": "13.10", "VISIOCLIENT": "14.00", "PROJECTPROFESSIONAL": "28.10",
}

// priceDemo enters the prices into a data directory in which there is nothing yet.
func priceDemo(ctx context.Context, beacon *app.Beacon, server *demotenant.Server) error {
	if len(beacon.Entries()) > 0 {
		return nil
	}
	var all []licensing.SetPrice
	for _, license := range server.Licenses() {
		amount, priced := demoPrices[license.PartNumber]
		if !priced {
			continue
		}
		sku := app.SKU{ID: license.SKUID, PartNumber: license.PartNumber}
		prices, err := beacon.PriceOf("", []app.SKU{sku}, licensing.PriceEntry{Amount: amount, Currency: "EUR"})
		if err != nil {
			return err
		}
		all = append(all, prices...)
	}
	return beacon.SetPrices(ctx, all)
}

// demoDays has the offline tenant live on by a day with each import, so that the next one
// finds something that has changed.
type demoDays struct{ passed atomic.Int64 }

func (d *demoDays) today() int { return int(d.passed.Load()) }

// follow counts the imports of a data directory until stop is called.
func (d *demoDays) follow(ctx context.Context, beacon *app.Beacon) (stop func(), err error) {
	if err := d.count(ctx, beacon); err != nil {
		return nil, err
	}
	return beacon.Runner.OnProgress(func() { _ = d.count(ctx, beacon) }), nil // what cannot be counted now is counted later
}

// count has as many days passed as there were imports. No day ends while one runs.
func (d *demoDays) count(ctx context.Context, beacon *app.Beacon) error {
	if len(beacon.Runner.Running()) > 0 {
		return nil
	}
	imports, err := beacon.CountTasks(ctx, app.TaskQuery{Status: app.StatusSucceeded})
	if err == nil {
		d.passed.Store(imports)
	}
	return err
}
