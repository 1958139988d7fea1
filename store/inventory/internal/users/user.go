package users

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"slices"

	"inventorybeacon/connector"
	"inventorybeacon/money"
	"inventorybeacon/store/inventory/internal/query"
	"inventorybeacon/store/inventory/internal/tables"
	"inventorybeacon/store/inventory/internal/usage"
	"inventorybeacon/store/sqlite"
)

// User is everything that the inventory knows of one user.
type User struct {
	UserRow
	// Activity is that of the user, whatever licenses there are, in a window of
	// [query.DefaultWindow] days: new is who has the account for no longer.
	Activity    query.Activity
	Assignments []UserAssignment
	// Paid are the ids of those licenses that the tenant lists and that were bought for users.
	Paid []string
	// Failed are the licenses that the user should have and does not.
	Failed []UserFailure
	// FormerNames are the user principal names that the user had before, under which
	// reports may still tell of it.
	FormerNames []string
	// Usage has the last activity per application, for those with a date.
	Usage []usage.UsageRow
	// Platforms is where applications were used.
	Platforms   connector.PlatformUse
	Activations []connector.Activation
}

// UserAssignment is one license of one user.
type UserAssignment struct {
	SKUID      string
	PartNumber string
	Product    string
	Direct     bool
	// Since is the day on which the license was assigned, or its assignment last
	// changed; none when not told.
	Since connector.Date
	// Activity is what is known of the user as a holder of the license, in a window of
	// [query.DefaultWindow] days.
	Activity query.Activity
	// Unreported is set when no report tells of anything in the license, and Activity is
	// that of the user in anything of Microsoft 365.
	Unreported bool
	// Groups are the groups through which the license came. A group whose name was
	// not imported is named by its id.
	Groups []connector.Group
	State  string
	Error  string
	// DisabledPlans are the friendly names of service plans, or their own, or their ids.
	DisabledPlans []string
	// Plans are all service plans of the license.
	Plans []UserPlan
	// Price is what a unit of the license costs today; nil when none was entered.
	Price *money.Price
}

// Costs are what the paid licenses of the user cost a month, as Spent, and how many of them have no price.
func (u User) Costs() (costs money.Sums, unpriced int) {
	costs = money.Sums{}
	for _, a := range u.Assignments {
		switch {
		case !slices.Contains(u.Paid, a.SKUID):
		case a.Price == nil:
			unpriced++
		default:
			costs.Add(*a.Price, money.Units{Purchased: 1})
		}
	}
	return costs, unpriced
}

// PlatformsOf are the names of the platforms on which the user has used an application.
func (u User) PlatformsOf(application string) []string {
	a, _ := query.UsedApplication(application)
	return u.Platforms.Of(a)
}

// UserFailure is a license that could not be assigned to a user.
type UserFailure struct {
	SKUID      string
	PartNumber string
	Product    string
	// Group should have given it; its ID is empty when it was given to the user itself.
	Group connector.Group
	// Error is as in [connector.FailedAssignment].
	Error string
}

// User returns a user by its id. The error is [query.ErrNotFound] when there is none.
func (inv Reader) User(ctx context.Context, connection, id string) (User, error) {
	var user User
	err := inv.Read(ctx, func(tx *sql.Tx) error {
		sources, err := inv.Sources(ctx, tx, []string{connection})
		if err != nil {
			return err
		}
		if len(sources) == 0 {
			return fmt.Errorf("user %s: %w", id, query.ErrNotFound)
		}
		source := sources[0]
		if user.UserRow, err = inv.oneUser(ctx, tx, source, id); err != nil {
			return err
		}
		alone := []UserRow{user.UserRow}
		assignments, err := inv.assignmentsOf(ctx, tx, source, alone, "", query.DefaultWindow)
		if err != nil {
			return err
		}
		user.Assignments = append([]UserAssignment{}, assignments[user.uid]...)
		paid, err := inv.paidLicensesOf(ctx, tx, []query.Source{source}, nil)
		if err != nil {
			return err
		}
		bought := paid.all()
		for _, a := range user.Assignments {
			if slices.ContainsFunc(bought, func(l PaidLicense) bool { return l.SKUID == a.SKUID }) {
				user.Paid = append(user.Paid, a.SKUID)
			}
		}
		user.Activity = source.Activity(query.Since(source.ReportDate(), query.DefaultWindow), user.LastActivity, user.Created, user.Listed)
		failures, err := inv.failuresOf(ctx, tx, source, alone, "")
		if err != nil {
			return err
		}
		user.Failed = failures[user.uid]
		if user.FormerNames, err = formerNamesOf(ctx, tx, user.uid); err != nil {
			return err
		}
		if user.Usage, user.Platforms, err = usage.OfUser(ctx, tx, source, user.uid,
			append(user.FormerNames, user.UserPrincipalName)); err != nil {
			return err
		}
		user.Activations, err = userActivations(ctx, tx, source, user.uid)
		return err
	})
	return user, err
}

func (inv Reader) oneUser(ctx context.Context, tx tables.Querier, source query.Source, id string) (UserRow, error) {
	names, err := inv.skuNames(ctx, tx)
	if err != nil {
		return UserRow{}, err
	}
	record := userRecord{}
	columns := record.columns("NULL", "NULL")
	err = tx.QueryRowContext(ctx, "SELECT "+columns.SQL()+` FROM user AS u JOIN holding AS h USING (uid)
		WHERE uid IN (SELECT k.uid FROM user_key AS k WHERE `+tables.OfSource("k.uid")+` AND k.key = ?2) AND u.id = ?3`,
		source.Number, tables.KeyOf(id), id).Scan(columns.Into()...)
	switch {
	case errors.Is(err, sql.ErrNoRows):
		return UserRow{}, fmt.Errorf("user %s: %w", id, query.ErrNotFound)
	case err != nil:
		return UserRow{}, err
	}
	skus, err := sqlite.Values[int64](ctx, tx, "SELECT sku FROM assignment WHERE licensing = ?", record.licensing)
	return record.user(source, namesOf(skus, names)), err
}

func formerNamesOf(ctx context.Context, tx tables.Querier, uid int64) ([]string, error) {
	return sqlite.Values[string](ctx, tx, "SELECT upn FROM former_name WHERE uid = ? ORDER BY upn", uid)
}

func userActivations(ctx context.Context, tx tables.Querier, of query.Source, uid int64) ([]connector.Activation, error) {
	all, err := tables.Select(ctx, tx, func(a *connector.Activation) tables.Columns {
		return tables.Columns{
			"upn", &a.UserPrincipalName, "product", &a.Product, "last_activated", &a.LastActivated,
			"windows", &a.Windows, "mac", &a.Mac, "windows_mobile", &a.WindowsMobile, "ios", &a.IOS,
			"android", &a.Android, "shared_computer", &a.SharedComputer,
		}
	}, "FROM activation WHERE uid = ? ORDER BY product", uid)
	for i := range all {
		all[i].ReportDate = of.ActivationsDate
	}
	return all, err
}
