package central

import (
	"context"
	"encoding/json"

	"inventorybeacon/connector"
)

// usersAtOnce is how many users are handed over at a time.
const usersAtOnce = 999

// ReadUsers calls use with some users of a state after another, with their licenses. The memory is used again.
func (d *Database) ReadUsers(ctx context.Context, r Readable, use func([]connector.User) error) error {
	licensings, err := d.readLicensings(ctx, r)
	if err != nil {
		return err
	}
	var u connector.User
	var texts [13]*string
	var licensing int64
	var since, failed *string
	into := []any{
		&u.ID, &u.UserPrincipalName, &u.DisplayName, &u.Enabled, &u.OnPremisesSynced, &u.Created, &failed, &licensing, &since,
	}
	for i := range texts {
		into = append(into, &texts[i])
	}
	pages := newPaging(usersAtOnce, use)
	err = d.eachOf(ctx, r, `SELECT CAST(u.key AS text), u.user_principal_name, u.display_name, u.enabled, u.on_premises_synced, `+
		dayOf("u.created")+`,
		CAST(u.failed_assignments AS text), h.licensing, CAST(h.since AS text), u.mail, u.user_type, u.department, u.country, u.given_name, u.surname,
		u.company_name, u.job_title, u.office_location, u.city, u.state, u.usage_location, u.employee_id
		FROM {schema}.user_row AS u JOIN {schema}.holding_row AS h ON h.tenant_id = u.tenant_id AND h.key = u.key
		WHERE `+of("u")+" AND "+of("h"), into, func() error {
		for i, field := range []*string{
			&u.Mail, &u.UserType, &u.Department, &u.Country, &u.GivenName, &u.Surname, &u.CompanyName, &u.JobTitle, &u.OfficeLocation, &u.City,
			&u.State,
			&u.UsageLocation, &u.EmployeeID,
		} {
			*field = textOf(texts[i])
		}
		if u.Failed, err = parseFailed(failed); err != nil {
			return err
		}
		if u.Assignments, err = licensings[licensing].since(since); err != nil {
			return err
		}
		return pages.add(u)
	})
	if err == nil {
		err = pages.end()
	}
	return err
}

func parseFailed(text *string) (all []connector.FailedAssignment, err error) {
	if text == nil {
		return nil, nil
	}
	var failed []FailedAssignment
	err = json.Unmarshal([]byte(*text), &failed)
	for _, f := range failed {
		all = append(all, connector.FailedAssignment(f))
	}
	return all, err
}

// licensing are licenses that users have in common, with the place of the day on which each was assigned.
type licensing struct {
	assignments []connector.Assignment
	places      []int
}

// since are the licenses of a user.
func (l licensing) since(list *string) ([]connector.Assignment, error) {
	if len(l.assignments) == 0 {
		return nil, nil
	}
	days, err := parseDays(list)
	own := make([]connector.Assignment, len(l.assignments))
	for i, a := range l.assignments {
		if place := l.places[i]; place < len(days) {
			a.Since = days[place]
		}
		own[i] = a
	}
	return own, err
}

func (d *Database) readLicensings(ctx context.Context, r Readable) (map[int64]licensing, error) {
	all := map[int64]licensing{}
	var number int64
	var a connector.Assignment
	var place int
	var groups, state, reason *string
	var off []string
	err := d.eachOf(ctx, r,
		`SELECT a.licensing, CAST(a.sku_id AS text), a.place, a.direct, CAST(a.groups AS text), a.state, a.error, a.disabled_plan_ids
		FROM {schema}.assignment_row AS a WHERE `+of("a"),
		[]any{&number, &a.SKUID, &place, &a.Direct, &groups, &state, &reason, &off}, func() error {
			own := connector.Assignment{SKUID: a.SKUID, Direct: a.Direct, State: textOf(state), Error: textOf(reason), DisabledPlans: off}
			off = nil
			var through []struct{ ID string }
			if groups != nil {
				if err := json.Unmarshal([]byte(*groups), &through); err != nil {
					return err
				}
			}
			for _, g := range through {
				own.Groups = append(own.Groups, g.ID)
			}
			l := all[number]
			l.assignments, l.places = append(l.assignments, own), append(l.places, place)
			all[number] = l
			return nil
		})
	return all, err
}

// textOf is a text that may be null.
func textOf(text *string) string {
	if text == nil {
		return ""
	}
	return *text
}
