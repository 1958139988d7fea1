package central

import (
	"encoding/json"

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
	return part{table: central.Applications, each: func(row func(string, func(*central.Rows)) error) error {
		for _, a := range applications {
			if err := row(a.Application+"/"+a.Plan, func(rows *central.Rows) {
				rows.Text(a.Application)
				for _, n := range []*int64{
					a.Entitled, a.Active, a.Unknown, a.Activations, a.Windows, a.Mac, a.Mobile, a.Web,
					a.ActivatedWindows, a.ActivatedMac, a.ActivatedIOS, a.ActivatedAndroid,
				} {
					rows.Known(n)
				}
			}); err != nil {
				return err
			}
		}
		return nil
	}}
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
	return part{table: central.Subscriptions, each: func(row func(string, func(*central.Rows)) error) error {
		for _, s := range subscriptions {
			if !connector.IsGUID(s.SKUID) {
				continue
			}
			if err := row(s.ID, func(rows *central.Rows) {
				rows.Some(s.CommerceID)
				rows.Text(s.SKUID)
				rows.Some(s.PartNumber)
				rows.Text(s.Status)
				rows.Bool(s.Trial)
				rows.Int(int64(s.TotalLicenses))
				rows.Day(s.Created)
				rows.Day(s.NextLifecycle)
			}); err != nil {
				return err
			}
		}
		return nil
	}}
}

func groupPart(groups []connector.Group) part {
	return part{table: central.Groups, each: func(row func(string, func(*central.Rows)) error) error {
		for _, g := range groups {
			if err := row(g.ID, func(rows *central.Rows) { rows.Text(g.DisplayName) }); err != nil {
				return err
			}
		}
		return nil
	}}
}

func formerNamePart(names []sent.FormerName) part {
	return part{table: central.FormerNames, each: func(row func(string, func(*central.Rows)) error) error {
		for _, n := range names {
			if err := row(n.UPN, func(rows *central.Rows) {
				rows.Text(n.UserID)
				rows.Text(n.UPN)
				rows.Day(n.Seen)
			}); err != nil {
				return err
			}
		}
		return nil
	}}
}
