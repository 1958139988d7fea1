package sent

import (
	"context"
	"database/sql/driver"

	"inventorybeacon/connector"
	"inventorybeacon/store/inventory/internal/tables"
)

// Activation is a row of activations that differs from what was sent.
type Activation struct {
	ID, Key, Fingerprint int64
	// New says that it was not sent with this number.
	New bool
	connector.Activation
}

// activationMoved is a condition on an activation a and what was sent of it, s.
const activationMoved = "(s.id IS NULL OR s.key <> a.key)"

func (c *Comparison) differingActivations(ctx context.Context) (differences, error) {
	err := c.activations.find(ctx, c, PartActivations, "SELECT count(*), coalesce(sum("+activationMoved+"), 0), coalesce(sum("+activationMoved+
		` OR s.fingerprint <> a.fingerprint), 0)
		FROM inventory.activation AS a LEFT JOIN main.activation AS s USING (id) WHERE `+tables.OfSource("a.id"),
		"SELECT count(*) FROM main.activation WHERE "+tables.OfSource("id"))
	return c.activations, err
}

// EachActivation calls use with one activation after another that differs from what was sent; the value is used again.
func (c *Comparison) EachActivation(ctx context.Context, use func(*Activation) error) error {
	if d, err := c.differingActivations(ctx); err != nil || !d.some {
		return err
	}
	var a Activation
	return tables.Each(ctx, c.conn, `SELECT a.id, a.key, a.fingerprint, `+activationMoved+
		`, a.upn, a.product, a.last_activated, a.windows, a.mac,
		a.windows_mobile, a.ios, a.android, a.shared_computer
		FROM inventory.activation AS a LEFT JOIN main.activation AS s USING (id)
		WHERE `+tables.OfSource("a.id")+` AND (`+activationMoved+` OR s.fingerprint <> a.fingerprint) ORDER BY a.id`,
		func(row []driver.Value) error {
			number := func(i int) int { return int(row[i].(int64)) }
			a = Activation{
				ID: row[0].(int64), Key: row[1].(int64), Fingerprint: row[2].(int64), New: row[3].(int64) != 0,
				Activation: connector.Activation{
					UserPrincipalName: row[4].(string), Product: row[5].(string), LastActivated: connector.Date(row[6].(int64)),
					Windows: number(7), Mac: number(8), WindowsMobile: number(9), IOS: number(10), Android: number(11), SharedComputer: number(12) != 0,
				},
			}
			return use(&a)
		}, c.Source.Number)
}

// EachGoneActivation does for activations what [Comparison.EachGoneUsage] does for usage.
func (c *Comparison) EachGoneActivation(ctx context.Context, use func(Gone) error) error {
	if d, err := c.differingActivations(ctx); err != nil || !d.gone {
		return err
	}
	return c.eachGone(ctx, PartActivations,
		`SELECT s.id, CAST(s.key AS TEXT) FROM main.activation AS s LEFT JOIN inventory.activation AS a USING (id)
		WHERE `+tables.OfSource("s.id")+` AND (a.id IS NULL OR a.key <> s.key)`, use)
}
