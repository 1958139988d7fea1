package app

import (
	"context"

	"inventorybeacon/app/centralsettings"
	"inventorybeacon/app/configuration"
	"inventorybeacon/app/workspace"
	"inventorybeacon/connector"
)

// configuredCentral is how the central database is reached, as it stands in a file; nil where
// none was set up.
func (b *Beacon) configuredCentral(ctx context.Context) (*configuration.Central, error) {
	s, found, err := b.CentralSettings(ctx)
	if err != nil || !found {
		return nil, err
	}
	return &configuration.Central{Central: s}, nil
}

// planCentral compares the central database of the file with that which is set up. What the
// file leaves out is the usual; secrets that it does not refer to stay.
func (p *configurationPlan) planCentral(ctx context.Context, lookup func(string) (string, bool)) error {
	c := p.file.Central
	if c == nil || !p.require(c.At, "server", "database", "user") {
		return nil
	}
	wanted, changes, whole := p.centralEdit(*c, lookup)
	if !whole {
		return nil
	}
	stored, err := p.beacon.store.CentralSecrets(ctx)
	if err != nil {
		return err
	}
	more := changedSecrets(stored, &changes)
	change := ConfigurationChange{Action: ActionCreate, Kind: KindCentral, Name: wanted.Server}
	if before := p.before.Central; before != nil {
		fields, err := differences(*before, configuration.Central{Central: wanted})
		if err != nil {
			return err
		}
		if change.Fields = append(fields, more...); len(change.Fields) == 0 {
			p.Unchanged++
			return nil
		}
		change.Action = ActionUpdate
	}
	p.Changes = append(p.Changes, change)
	p.settings = append(p.settings, func(ctx context.Context) error { return p.beacon.putCentral(ctx, wanted, changes) })
	applyCentral(changes, &stored)
	for _, problem := range centralsettings.Check(wanted, stored) {
		if problem.Field == centralsettings.FieldKey && !c.At.Given("keyFile") && !c.At.Given("keyEnv") {
			continue // it is given later, as the secrets of connections may be
		}
		p.problems = append(p.problems, centralProblem(c.At, problem))
	}
	return nil
}

// centralEdit reads what the file refers to; whole is false when something of it cannot be.
func (p *configurationPlan) centralEdit(c configuration.Central, lookup func(string) (string, bool)) (wanted CentralSettings, changes CentralSecretChanges, whole bool) {
	known := len(p.problems)
	wanted = c.Central
	note := func(problem *configuration.Problem) {
		if problem != nil {
			p.problems = append(p.problems, *problem)
		}
	}
	refuse := func(problem *connector.Problem) {
		if problem != nil {
			p.problems = append(p.problems, centralProblem(c.At, *problem))
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
	wanted = centralsettings.Complete(wanted)
	return wanted, withoutLooseKey(wanted, changes), len(p.problems) == known
}

// changedSecrets names the secrets that are other than those that are stored, and leaves the
// others out of changes.
func changedSecrets(stored centralsettings.Secrets, changes *CentralSecretChanges) (fields []ChangedField) {
	for _, secret := range []struct {
		key    string
		change **connector.Secret
		before connector.Secret
	}{
		{"password", &changes.Password, stored.Password},
		{"key", &changes.Key, stored.Key},
	} {
		switch {
		case *secret.change == nil:
		case **secret.change == secret.before:
			*secret.change = nil
		default:
			fields = append(fields, ChangedField{Field: secret.key})
		}
	}
	return fields
}

func centralProblem(at configuration.Places, p connector.Problem) configuration.Problem {
	key, _ := centralsettings.Key(p.Field)
	return configuration.Problem{
		Place:   at.Of(key+"File", key+"Env", key),
		Message: messageOf(workspace.InWords(p)),
	}
}
