package users

import (
	"context"
	"fmt"
	"strings"

	"inventorybeacon/connector"
	"inventorybeacon/store/inventory/filter"
	"inventorybeacon/store/inventory/internal/query"
	"inventorybeacon/store/inventory/internal/tables"
	"inventorybeacon/store/inventory/internal/usage"
	"inventorybeacon/store/sqlite"
)

// activationsOfUser is the index of activations by users, which every inventory has.
const activationsOfUser = "activation_uid"

// addPlatforms asks for the users who have used any application on platforms.
func (s *userSelection) addPlatforms(ctx context.Context, tx tables.Querier, c filter.Condition) error {
	used, index := usage.OnPlatforms(c)
	on, ofUser := candidates{table: "usage", condition: used}, ""
	if index.Name != "" && s.exists(index) {
		on.index = index.Name
	}
	if s.exists(usage.ByUser) {
		ofUser = usage.ByUser.Name
	}
	return s.addWith(ctx, tx, c, on, ofUser)
}

// addWith asks for the users with rows. ofUser is the name of the index of these by users; empty for none.
func (s *userSelection) addWith(ctx context.Context, tx tables.Querier, c filter.Condition, rows candidates, ofUser string) error {
	rows.condition = "(" + rows.condition + ")"
	with := fmt.Sprintf("u.uid IN (SELECT d.uid FROM %s AS d WHERE d.uid IS NOT NULL AND %s)", rows.table, rows.condition)
	if ofUser != "" && !s.counting { // of a page not all are looked at
		with = fmt.Sprintf("EXISTS (SELECT 1 FROM %s AS d INDEXED BY %s WHERE d.uid = u.uid AND %s)", rows.table, ofUser, rows.condition)
	}
	s.addUser(s.negated(c, with), rows.args...)
	s.scan = true
	if c.Operator == filter.IsNot {
		return nil
	}
	return s.narrowTo(ctx, tx, rows)
}

// activatedDevices are the devices on which products are activated, by the columns of activation.
var activatedDevices = []struct{ name, columns string }{
	{"", "windows + mac + windows_mobile + ios + android"}, {"Windows", "windows"}, {"Mac", "mac"}, {"iOS", "ios"}, {"Android", "android"},
}

// Activated is what the property activated is of whoever has a product on a device; on any where that is empty.
func Activated(product, device string) string {
	if device == "" {
		return product
	}
	return product + " on " + device
}

// addActivated asks for the users who have activated products on devices.
func (s *userSelection) addActivated(ctx context.Context, tx tables.Querier, inv Reader, c filter.Condition) error {
	products, err := sqlite.Values[string](ctx, tx, "SELECT DISTINCT name FROM application WHERE activations > 0 ORDER BY name")
	if err != nil {
		return err
	}
	alternatives, args := []string{"0"}, []any(nil)
	for _, product := range products {
		friendly := inv.PlanName(product)
		for _, device := range activatedDevices {
			names := []string{
				Activated(product, device.name), Activated(friendly, device.name), Activated(query.WithPlan(friendly, product), device.name),
			}
			if c.Positive().Matches(connector.Date(0), names) {
				alternatives = append(alternatives, "product = ? COLLATE NOCASE AND "+device.columns+" > 0")
				args = append(args, product)
			}
		}
	}
	condition := strings.Join(alternatives, " OR ")
	if !asksForNone(c) {
		return s.addWith(ctx, tx, c, candidates{table: "activation", condition: condition, args: args}, activationsOfUser)
	}
	const any = "u.uid IN (SELECT d.uid FROM activation AS d WHERE d.uid IS NOT NULL AND windows + mac + windows_mobile + ios + android > 0)"
	s.addUser(s.negated(c, fmt.Sprintf("u.uid IN (SELECT d.uid FROM activation AS d WHERE d.uid IS NOT NULL AND (%s)) OR NOT %s", condition, any)),
		args...)
	s.scan = true
	return nil
}
