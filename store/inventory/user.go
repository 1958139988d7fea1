package inventory

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"slices"

	"inventorybeacon/connector"
)

// ErrNotFound is returned for a user that is not in the inventory.
var ErrNotFound = errors.New("not in the inventory")

// User is everything that the inventory knows of one user.
type User struct {
	UserRow
	Assignments []UserAssignment
	// Usage has the last activity per application, for those with a date.
	Usage       []UsageRow
	Activations []connector.Activation
}

// UserAssignment is one license of one user.
type UserAssignment struct {
	SKUID      string
	PartNumber string
	Product    string
	Direct     bool
	// Groups are the groups through which the license came. A group whose name was
	// not imported is named by its id.
	Groups []connector.Group
	State  string
	Error  string
	// DisabledPlans are the names of service plans, or their ids.
	DisabledPlans []string
}

// User returns a user by its id. The error is [ErrNotFound] when there is none.
func (inv *Inventory) User(ctx context.Context, connection, id string) (User, error) {
	var user User
	err := inv.read(ctx, func(tx *sql.Tx) error {
		sources, err := inv.sources(ctx, tx, []string{connection})
		if err != nil {
			return err
		}
		if len(sources) == 0 {
			return fmt.Errorf("user %s: %w", id, ErrNotFound)
		}
		source := sources[0]
		if user.UserRow, err = oneUser(ctx, tx, source, id); err != nil {
			return err
		}
		if user.Assignments, err = inv.userAssignments(ctx, tx, source.number, user.uid); err != nil {
			return err
		}
		if user.Usage, err = userUsage(ctx, tx, source, user.uid, user.UserPrincipalName); err != nil {
			return err
		}
		user.Activations, err = userActivations(ctx, tx, source, user.uid)
		return err
	})
	return user, err
}

func oneUser(ctx context.Context, tx querier, source source, id string) (UserRow, error) {
	partNumbers, err := skuPartNumbers(ctx, tx)
	if err != nil {
		return UserRow{}, err
	}
	rows, err := tx.QueryContext(ctx, "SELECT "+userRowColumns+` FROM user AS u JOIN holding AS h USING (uid)
		WHERE uid IN (SELECT k.uid FROM user_key AS k WHERE `+ofSource("k.uid")+` AND k.key = ?2) AND u.id = ?3`, source.number, keyOf(id), id)
	if err != nil {
		return UserRow{}, err
	}
	defer func() { _ = rows.Close() }()
	if !rows.Next() {
		return UserRow{}, errors.Join(rows.Err(), fmt.Errorf("user %s: %w", id, ErrNotFound))
	}
	return scanUser(rows, map[int64]string{source.number: source.connection}, partNumbers)
}

func (inv *Inventory) userAssignments(ctx context.Context, tx querier, source, uid int64) ([]UserAssignment, error) {
	rows, err := tx.QueryContext(ctx, `SELECT k.id, k.part_number, d.text FROM assignment AS a JOIN sku AS k USING (sku) JOIN assignment_detail AS d USING (detail)
		WHERE a.licensing = (SELECT licensing FROM holding WHERE uid = ?) ORDER BY k.part_number COLLATE NOCASE, k.id`, uid)
	if err != nil {
		return nil, err
	}
	type stored struct{ sku, part, detail string }
	all, err := collect(rows, func(s *stored) []any { return []any{&s.sku, &s.part, &s.detail} })
	if err != nil {
		return nil, err
	}
	assignments := make([]UserAssignment, 0, len(all))
	for _, s := range all {
		d, err := parseDetail(s.detail)
		if err != nil {
			return nil, err
		}
		a := UserAssignment{
			SKUID: s.sku, PartNumber: s.part, Product: inv.product(s.sku, s.part),
			Direct: d.Direct, State: d.State, Error: d.Error, DisabledPlans: []string{},
		}
		for _, group := range d.Groups {
			name, err := nameOf(ctx, tx, "SELECT display_name FROM license_group WHERE source = ? AND id = ?", group, source, group)
			if err != nil {
				return nil, err
			}
			a.Groups = append(a.Groups, connector.Group{ID: group, DisplayName: name})
		}
		for _, plan := range d.DisabledPlans {
			name, err := nameOf(ctx, tx, "SELECT name FROM plan WHERE id = ?", plan, plan)
			if err != nil {
				return nil, err
			}
			a.DisabledPlans = append(a.DisabledPlans, name)
		}
		slices.Sort(a.DisabledPlans)
		assignments = append(assignments, a)
	}
	return assignments, nil
}

// nameOf returns the name that a query finds, else the id.
func nameOf(ctx context.Context, tx querier, query, id string, args ...any) (string, error) {
	var name string
	err := tx.QueryRowContext(ctx, query, args...).Scan(&name)
	if errors.Is(err, sql.ErrNoRows) || err == nil && name == "" {
		return id, nil
	}
	return name, err
}

func userUsage(ctx context.Context, tx querier, of source, uid int64, upn string) ([]UsageRow, error) {
	rows, err := tx.QueryContext(ctx, "SELECT "+wideColumns+" FROM usage AS g LEFT JOIN user AS u ON u.uid = g.uid WHERE g.upn = ? AND g.uid = ?", upn, uid)
	if err != nil {
		return nil, err
	}
	wide, err := scanWide(rows, map[int64]source{of.number: of})
	if err != nil {
		return nil, err
	}
	var usage []UsageRow
	for _, w := range wide {
		for i, day := range w.In {
			if day != 0 {
				usage = append(usage, w.narrow(connector.UsedApplication(i)))
			}
		}
	}
	return usage, nil
}

func userActivations(ctx context.Context, tx querier, of source, uid int64) ([]connector.Activation, error) {
	rows, err := tx.QueryContext(ctx, `SELECT upn, product, last_activated, windows, mac, windows_mobile, ios, android, shared_computer
		FROM activation WHERE uid = ? ORDER BY product`, uid)
	if err != nil {
		return nil, err
	}
	all, err := collect(rows, func(a *connector.Activation) []any {
		return []any{
			&a.UserPrincipalName, &a.Product, &a.LastActivated,
			&a.Windows, &a.Mac, &a.WindowsMobile, &a.IOS, &a.Android, &a.SharedComputer,
		}
	})
	for i := range all {
		all[i].ReportDate = of.activationsDate
	}
	return all, err
}
