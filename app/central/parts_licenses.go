package central

import (
	"encoding/json"
	"slices"

	"inventorybeacon/connector"
	"inventorybeacon/money"
	"inventorybeacon/store/central"
	"inventorybeacon/store/inventory"
	"inventorybeacon/store/inventory/sent"
)

func licensePart(licenses []inventory.LicenseRow, details map[string]*sent.LicenseDetails) part {
	return part{table: central.Licenses, each: func(row func(string, func(*central.Rows)) error) error {
		for _, l := range licenses {
			d := details[l.SKUID]
			if d == nil {
				d = &sent.LicenseDetails{}
			}
			plans, err := json.Marshal(plansOf(d.Plans))
			if err != nil {
				return err
			}
			if err := row(l.SKUID, func(rows *central.Rows) {
				for _, text := range []string{l.SKUID, l.SKUPartNumber, l.Product, l.Status, string(l.Kind)} {
					rows.Text(text)
				}
				for _, n := range []int64{l.Purchased, l.Suspended, l.Assigned, l.Available} {
					rows.Int(n)
				}
				for _, n := range []*int64{l.Active, l.Inactive, l.New} {
					rows.Known(n)
				}
				rows.Int(l.Unknown)
				rows.Int(l.Failed)
				rows.Day(l.Renewal)
				if l.Price == nil {
					rows.Null()
					rows.Null()
				} else {
					rows.Text(l.Price.Times(1).Rounded(monthlyDecimals))
					rows.Text(l.Price.Currency)
				}
				if spend, known := l.UnusedSpend(); known {
					rows.Text(spend.Rounded(money.Decimals(l.Price.Currency)))
				} else {
					rows.Null()
				}
				rows.Int(l.LockedOut)
				rows.Day(l.ReportDate)
				rows.Text(d.AppliesTo)
				rows.Int(d.Enabled)
				rows.Int(d.Warning)
				rows.JSON(plans)
			}); err != nil {
				return err
			}
		}
		return nil
	}}
}

// monthlyDecimals are those of a unit's price a month, of which a year's may be a twelfth.
const monthlyDecimals = 6

func applicationPart(applications []inventory.ApplicationRow) part {
	return partOf(central.Applications, applications,
		func(a inventory.ApplicationRow) string { return a.Application + "/" + a.Plan },
		func(rows *central.Rows, a inventory.ApplicationRow) {
			rows.Text(a.Application)
			for _, n := range []*int64{
				a.Entitled, a.Active, a.Unknown, a.Activations, a.Windows, a.Mac, a.Mobile, a.Web,
				a.ActivatedWindows, a.ActivatedMac, a.ActivatedIOS, a.ActivatedAndroid,
			} {
				rows.Known(n)
			}
		})
}

// plansOf are service plans as the central database has them.
func plansOf(plans []connector.ServicePlan) []central.ServicePlan {
	all := make([]central.ServicePlan, len(plans))
	for i, p := range plans {
		all[i] = central.ServicePlan(p)
	}
	return all
}

func subscriptionPart(subscriptions []connector.Subscription) part {
	subscriptions = slices.DeleteFunc(subscriptions, func(s connector.Subscription) bool {
		return !connector.IsGUID(s.SKUID)
	})
	return partOf(central.Subscriptions, subscriptions,
		func(s connector.Subscription) string { return s.ID },
		func(rows *central.Rows, s connector.Subscription) {
			rows.Some(s.CommerceID)
			rows.Text(s.SKUID)
			rows.Some(s.PartNumber)
			rows.Text(s.Status)
			rows.Bool(s.Trial)
			rows.Int(int64(s.TotalLicenses))
			rows.Day(s.Created)
			rows.Day(s.NextLifecycle)
		})
}

func groupPart(groups []connector.Group) part {
	return partOf(central.Groups, groups,
		func(g connector.Group) string { return g.ID },
		func(rows *central.Rows, g connector.Group) { rows.Text(g.DisplayName) })
}

func formerNamePart(names []sent.FormerName) part {
	return partOf(central.FormerNames, names,
		func(n sent.FormerName) string { return n.UPN },
		func(rows *central.Rows, n sent.FormerName) {
			rows.Text(n.UserID)
			rows.Text(n.UPN)
			rows.Day(n.Seen)
		})
}
