package configure

import (
	"context"
	"errors"

	"inventorybeacon/app"
	"inventorybeacon/app/centralsettings"
	"inventorybeacon/app/configuration"
	"inventorybeacon/app/workspace"
	"inventorybeacon/connector"
)

// configuredCentral is how the central database is reached, as it stands in a file; nil where
// none was set up.
func configuredCentral(ctx context.Context, b *app.Beacon) (*configuration.Central, error) {
	s, found, err := b.CentralSettings.Get(ctx)
	if err != nil || !found {
		return nil, err
	}
	return &configuration.Central{Central: s}, nil
}

// planCentral compares the central database of the file with that which is set up. What the
// file leaves out is the usual; secrets that it does not refer to stay.
func (p *plan) planCentral(ctx context.Context, lookup func(string) (string, bool)) error {
	c := p.file.Central
	if c == nil || !p.require(c.At, "server", "database", "user") {
		return nil
	}
	wanted, changes, whole := p.centralEdit(*c, lookup)
	if !whole {
		return nil
	}
	changes, err := p.beacon.CentralSettings.Unstored(ctx, wanted, changes)
	if err != nil {
		return err
	}
	change := Change{Action: ActionCreate, Kind: KindCentral, Name: wanted.Server}
	if before := p.before.Central; before != nil {
		fields, err := differences(*before, configuration.Central{Central: wanted})
		if err != nil {
			return err
		}
		if change.Fields = append(fields, changedSecrets(changes)...); len(change.Fields) == 0 {
			p.Unchanged++
			return nil
		}
		change.Action = ActionUpdate
	}
	p.Changes = append(p.Changes, change)
	p.settings = append(p.settings, func(ctx context.Context) error { return p.beacon.CentralSettings.Put(ctx, wanted, changes) })
	return p.checkCentral(ctx, c.At, wanted, changes)
}

// checkCentral refuses what is wrong with the central database of the file, but for a private key that is given later, as the
// secrets of connections may be.
func (p *plan) checkCentral(
	ctx context.Context, at configuration.Places, wanted centralsettings.Settings, changes centralsettings.SecretChanges,
) error {
	err := p.beacon.CentralSettings.Check(ctx, wanted, changes)
	var refused *workspace.ProblemsError
	if !errors.As(err, &refused) {
		return err
	}
	for _, problem := range refused.Problems {
		if problem.Field == centralsettings.FieldKey && !at.Given("keyFile") && !at.Given("keyEnv") {
			continue
		}
		p.problems = append(p.problems, centralProblem(at, problem))
	}
	return nil
}

// centralEdit reads what the file refers to; whole is false when something of it cannot be.
func (p *plan) centralEdit(
	c configuration.Central, lookup func(string) (string, bool),
) (wanted centralsettings.Settings, changes centralsettings.SecretChanges, whole bool) {
	known := len(p.problems)
	wanted = c.Central
	note := func(problem *configuration.Problem) {
		if problem != nil {
			p.problems = append(p.problems, *problem)
		}
	}
	refuse := func(problem *connector.Problem) {
		if problem != nil {
			p.problems = append(p.problems, centralProblem(c.At, workspace.InWords(*problem)))
		}
	}
	var problem *configuration.Problem
	changes.Password, problem = c.Password(lookup)
	note(problem)
	authorities, problem := c.Authorities()
	note(problem)
	certificates, problem := c.Certificates()
	note(problem)
	key, problem := c.Key(lookup)
	note(problem)
	var wrong *connector.Problem
	if len(authorities) > 0 {
		wanted.CA, wrong = centralsettings.Authorities(authorities)
		refuse(wrong)
	}
	if len(certificates) > 0 {
		var inside connector.Secret
		wanted.Certificate, inside, wrong = centralsettings.Certificate(certificates)
		refuse(wrong)
		if inside != "" {
			changes.Key = &inside
		}
	}
	if key != nil {
		*key, wrong = centralsettings.PrivateKey([]byte(key.Reveal()))
		refuse(wrong)
		changes.Key = key
	}
	return centralsettings.Complete(wanted), changes, len(p.problems) == known
}

// changedSecrets names the secrets of changes.
func changedSecrets(changes centralsettings.SecretChanges) (fields []ChangedField) {
	if changes.Password != nil {
		fields = append(fields, ChangedField{Field: "password"})
	}
	if changes.Key != nil {
		fields = append(fields, ChangedField{Field: "key"})
	}
	return fields
}

func centralProblem(at configuration.Places, p workspace.Problem) configuration.Problem {
	key, _ := centralsettings.Key(p.Field)
	return configuration.Problem{
		Place:   at.Of(key+"File", key+"Env", key),
		Message: messageOf(p),
	}
}
