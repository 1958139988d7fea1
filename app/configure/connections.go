package configure

import (
	"cmp"
	"context"
	"errors"
	"slices"

	"inventorybeacon/app/configuration"
	"inventorybeacon/app/workspace"
	"inventorybeacon/connector"
	"inventorybeacon/schedule"
	"inventorybeacon/store"
)

func (p *plan) planSchedules(context.Context) error {
	ids := map[string]schedule.Schedule{} // by folded name
	wanted := entryList(p.file.Schedules)
	for _, s := range p.file.Schedules {
		if !p.require(s.At, "name") {
			continue
		}
		planned := p.beacon.NewSchedule()
		if known, err := p.beacon.ScheduleNamed(s.Name); err == nil {
			planned.ID = known.Schedule.ID
		}
		planned = schedule.Schedule{
			ID: planned.ID, Name: s.Name, Kind: s.Kind, Every: s.Every, Time: s.Time, Days: s.Days, Day: int(s.Day), CatchUp: s.CatchUp,
		}.Trimmed()
		for _, problem := range p.beacon.ValidateSchedule(planned) {
			p.problems = append(p.problems, configuration.Problem{Place: s.At.Of(string(problem.Field)), Message: messageOf(problem)})
		}
		ids[store.FoldName(s.Name)] = planned
		wanted = append(wanted, configuredSchedule(planned))
	}
	return settle(p, section[configuration.Schedule]{
		kind: KindSchedule, wanted: wanted, before: p.before.Schedules,
		key:  func(s configuration.Schedule) string { return store.FoldName(s.Name) },
		name: func(s configuration.Schedule) string { return s.Name },
		put: func(s configuration.Schedule) {
			p.workspace.Schedules = append(p.workspace.Schedules, ids[store.FoldName(s.Name)])
		},
		remove: func(s configuration.Schedule) {
			if known, err := p.beacon.ScheduleNamed(s.Name); err == nil {
				p.workspace.DeleteSchedules = append(p.workspace.DeleteSchedules, known.Schedule)
			}
		},
	})
}

// planConnections follows planSchedules, whose schedules connections may have.
func (p *plan) planConnections(ctx context.Context, lookup func(string) (string, bool)) error {
	edits := map[string]workspace.ConnectionEdit{}
	wanted := entryList(p.file.Connections)
	for _, c := range p.file.Connections {
		if !p.require(c.At, "name") {
			continue
		}
		edit, err := p.connectionEdit(ctx, c, lookup)
		if err != nil {
			return err
		}
		edits[store.FoldName(c.Name)] = edit
		wanted = append(wanted, configuredConnection(edit.Connection, p.scheduleName(edit.Connection.ScheduleID)))
	}
	key := func(c configuration.Connection) string { return store.FoldName(c.Name) }
	return settle(p, section[configuration.Connection]{
		kind: KindConnection, wanted: wanted, before: p.before.Connections, key: key,
		name: func(c configuration.Connection) string { return c.Name },
		more: func(c configuration.Connection) (secrets []ChangedField) {
			changes := edits[key(c)].Secrets
			for _, field := range connector.SecretFields {
				if *changes.Of(field) != nil {
					secrets = append(secrets, ChangedField{Field: configuration.KeysOf(field)[0]})
				}
			}
			return secrets
		},
		put: func(c configuration.Connection) {
			p.workspace.Connections = append(p.workspace.Connections, edits[key(c)])
		},
		remove: func(c configuration.Connection) {
			if entry, err := p.beacon.Named(c.Name); err == nil {
				p.workspace.DeleteConnections = append(p.workspace.DeleteConnections, entry.Connection)
			}
		},
	})
}

// scheduleName is the name of a schedule that will be there.
func (p *plan) scheduleName(id string) string {
	for _, s := range p.workspace.Schedules {
		if s.ID == id {
			return s.Name
		}
	}
	for _, s := range p.beacon.Schedules() {
		if s.Schedule.ID == id {
			return s.Schedule.Name
		}
	}
	return ""
}

// connectionEdit is a connection as the file wants it. What the file leaves out is that of
// a new connection to its cloud; what is known of its sign-in, and secrets that it does
// not refer to, stay.
func (p *plan) connectionEdit(
	ctx context.Context, c configuration.Connection, lookup func(string) (string, bool),
) (workspace.ConnectionEdit, error) {
	b := p.beacon
	clouds := b.Clouds()
	entry, err := b.Named(c.Name)
	known := err == nil
	itsOwn := known && entry.Connection.Cloud == c.Cloud // such as the demonstration's, which is not offered
	if !itsOwn && !slices.ContainsFunc(clouds, func(offered connector.Cloud) bool { return offered.ID == c.Cloud }) {
		var offered []string
		for _, cloud := range clouds {
			offered = append(offered, string(cloud.ID))
		}
		p.refuse(c.At.Of("cloud"), "configuration.value", connector.Data{"Key": "cloud", "Known": offered})
		return workspace.ConnectionEdit{}, nil
	}
	usual := b.NewConnection(c.Cloud)
	wanted := usual
	if known {
		wanted = entry.Connection
	}
	wanted.Name, wanted.Disabled, wanted.SourceType, wanted.Proxy, wanted.Cloud = c.Name, c.Disabled, c.SourceType, c.Proxy, c.Cloud
	wanted.ClientSecretExpires, wanted.LossShare = c.ClientSecretExpires, c.LossShare
	wanted.Flow = cmp.Or(c.Flow, usual.Flow)
	for _, text := range []struct {
		key          string
		into         *string
		given, usual string
	}{
		{"tokenEndpoint", &wanted.TokenEndpoint, c.TokenEndpoint, usual.TokenEndpoint},
		{"clientId", &wanted.ClientID, c.ClientID, usual.ClientID},
		{"redirectUri", &wanted.RedirectURI, c.RedirectURI, usual.RedirectURI},
		{"authorizationEndpoint", &wanted.AuthorizationEndpoint, c.AuthorizationEndpoint, usual.AuthorizationEndpoint},
		{"graphEndpoint", &wanted.GraphEndpoint, c.GraphEndpoint, usual.GraphEndpoint},
	} {
		if *text.into = text.usual; c.At.Given(text.key) {
			*text.into = text.given
		}
	}
	wanted.ScheduleID = p.scheduleID(c)
	changes, err := p.secretChanges(ctx, c, &wanted, entry, lookup)
	if err != nil {
		return workspace.ConnectionEdit{}, err
	}
	if known && changes.Empty() && workspace.SameConnection(entry.Connection, wanted) {
		return workspace.ConnectionEdit{Connection: wanted}, nil // whatever is wrong with it was so before
	}
	for _, problem := range b.ProblemsOf(wanted, changes) {
		place := c.At.Of(configuration.KeysOf(problem.Field)...)
		p.problems = append(p.problems, configuration.Problem{Place: place, Message: messageOf(problem)})
	}
	return workspace.ConnectionEdit{Connection: wanted, Secrets: changes}, nil
}

// scheduleID is that of the schedule that a connection names: one of the files, or one
// that there is.
func (p *plan) scheduleID(c configuration.Connection) string {
	if c.Schedule == "" {
		return ""
	}
	for _, s := range p.workspace.Schedules {
		if store.FoldName(s.Name) == store.FoldName(c.Schedule) {
			return s.ID
		}
	}
	if s, err := p.beacon.ScheduleNamed(c.Schedule); err == nil && !slices.Contains(p.workspace.DeleteSchedules, s.Schedule) {
		return s.Schedule.ID
	}
	p.refuse(c.At.Of("schedule"), "configuration.no-schedule", connector.Data{"Name": c.Schedule})
	return ""
}

// secretChanges are the secrets that the file refers to and that are other than those that
// are stored. A refresh token is taken only where there is none: each import gets another
// one, so that the one in the file is an old one.
func (p *plan) secretChanges(
	ctx context.Context, c configuration.Connection, wanted *connector.Connection, entry workspace.Entry, lookup func(string) (string, bool),
) (changes store.SecretChanges, err error) {
	given, problems := c.Secrets(lookup)
	p.problems = append(p.problems, problems...)
	if given == (connector.BySecret[*connector.Secret]{}) || len(problems) > 0 {
		return changes, nil
	}
	if changes = store.SecretChanges(given); changes.RefreshToken != nil {
		if wanted.SignIn = (connector.SignIn{}); !entry.Secrets.RefreshToken.IsZero() {
			changes.RefreshToken, wanted.SignIn = nil, entry.Connection.SignIn
		}
	}
	if err := p.beacon.ChooseCredential(ctx, wanted, &changes); err != nil {
		if refused := (*workspace.ProblemsError)(nil); errors.As(err, &refused) {
			for _, problem := range refused.Problems {
				p.problems = append(p.problems,
					configuration.Problem{Place: c.At.Of(configuration.KeysOf(problem.Field)...), Message: messageOf(problem)})
			}
			return changes, nil
		}
		return changes, err
	}
	return p.beacon.UnstoredSecrets(ctx, entry, changes)
}
