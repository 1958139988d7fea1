package app

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"inventorybeacon/app/configuration"
	"inventorybeacon/connector"
	"inventorybeacon/store/lock"
)

// ApplyOptions say how a configuration is applied.
type ApplyOptions struct {
	// DryRun only says what would change.
	DryRun bool
	// Prune deletes what is not in the sections that the files have.
	Prune bool
	// KeepInventory keeps the inventories of connections that are deleted.
	KeepInventory bool
	// Lookup returns a variable of the environment, for secrets.
	Lookup func(variable string) (value string, found bool)
	// Confirm is asked before something is deleted; its error ends it.
	Confirm func(deleted []ConfigurationChange) error
}

// ApplyConfiguration makes the data directory what the files say. Nothing is written when
// anything in them is refused by a [configuration.Error]. The error may be a
// [lock.ConfigurationBusyError] or, when what was written before stays, an
// [ApplyConfigurationError].
func (b *Beacon) ApplyConfiguration(ctx context.Context, file configuration.File, o ApplyOptions) (ConfigurationChanges, error) {
	if !o.DryRun {
		release, err := lock.Configuration(b.dir)
		if err != nil {
			return ConfigurationChanges{}, err
		}
		defer release()
		if err := b.Reload(ctx); err != nil { // of whoever had the lock before
			return ConfigurationChanges{}, err
		}
	}
	p, err := b.planConfiguration(ctx, file, o)
	if err != nil || o.DryRun || len(p.Changes) == 0 {
		return p.ConfigurationChanges, err
	}
	deleted := slices.DeleteFunc(slices.Clone(p.Changes), func(c ConfigurationChange) bool { return c.Action != ActionDelete })
	if len(deleted) > 0 {
		if err := o.Confirm(deleted); err != nil {
			return ConfigurationChanges{}, err
		}
	}
	return p.ConfigurationChanges, p.carryOut(ctx)
}

func (b *Beacon) planConfiguration(ctx context.Context, file configuration.File, o ApplyOptions) (*configurationPlan, error) {
	p := &configurationPlan{beacon: b, file: file, prune: o.Prune}
	p.workspace.KeepData = o.KeepInventory
	var err error
	if p.before, err = b.Configuration(ctx); err != nil {
		return p, err
	}
	for _, plan := range []func(context.Context) error{
		p.planSettings, p.planSchedules,
		func(ctx context.Context) error { return p.planConnections(ctx, o.Lookup) },
		p.planPrices, p.planCommitments, p.planOwnNames, p.planViews, p.planExports,
		func(ctx context.Context) error { return p.planCentral(ctx, o.Lookup) },
		p.planNotifications, func(ctx context.Context) error { return p.planChannels(ctx, o.Lookup) },
	} {
		if err := plan(ctx); err != nil {
			return p, err
		}
	}
	if len(p.problems) > 0 {
		slices.SortStableFunc(p.problems, inOrder)
		return p, &configuration.Error{Problems: p.problems}
	}
	return p, nil
}

// inOrder sorts problems as they stand in the files.
func inOrder(a, b configuration.Problem) int {
	if a.File != b.File {
		return strings.Compare(a.File, b.File)
	}
	if a.Line != b.Line {
		return a.Line - b.Line
	}
	return a.Column - b.Column
}

// carryOut writes connections and schedules in one transaction, what stands in the history in
// another one, then the channels, and the settings last.
func (p *configurationPlan) carryOut(ctx context.Context) error {
	b := p.beacon
	steps := []struct {
		kinds []ConfigurationKind
		do    func(context.Context) error
	}{
		{[]ConfigurationKind{KindSchedule, KindConnection}, func(ctx context.Context) error { return b.SaveEdits(ctx, p.workspace) }},
		{[]ConfigurationKind{KindPrice, KindCommitment, KindOwnName, KindView, KindExport}, func(ctx context.Context) error {
			if err := b.History.Apply(ctx, p.history); err != nil {
				return err
			}
			return b.readEntered(ctx)
		}},
		{[]ConfigurationKind{KindChannel}, p.channels.carryOut(b)},
		{[]ConfigurationKind{KindSetting, KindCentral}, func(ctx context.Context) error {
			for _, set := range p.settings {
				if err := set(ctx); err != nil {
					return err
				}
			}
			return nil
		}},
	}
	var done []ConfigurationChange
	for _, step := range steps {
		its := slices.DeleteFunc(slices.Clone(p.Changes), func(c ConfigurationChange) bool { return !slices.Contains(step.kinds, c.Kind) })
		if len(its) == 0 {
			continue
		}
		if err := step.do(ctx); err != nil {
			return p.failed(done, err)
		}
		done = append(done, its...)
	}
	return nil
}

// failed says what was done before, if anything.
func (p *configurationPlan) failed(done []ConfigurationChange, err error) error {
	if len(done) == 0 {
		return fmt.Errorf("applying the configuration: %w", err)
	}
	left := slices.DeleteFunc(slices.Clone(p.Changes), func(c ConfigurationChange) bool {
		return slices.ContainsFunc(done, func(d ConfigurationChange) bool { return d.Kind == c.Kind && d.Name == c.Name })
	})
	return &ApplyConfigurationError{Done: done, Left: left, Err: err}
}

func (p *configurationPlan) planSettings(ctx context.Context) error {
	s := p.file.Settings
	if s == nil {
		return nil
	}
	p.planDays("taskDays", s.TaskDays, *p.before.Settings.TaskDays, p.beacon.KeepHistory)
	p.planDays("changeDays", s.ChangeDays, *p.before.Settings.ChangeDays, p.beacon.KeepChanges)
	if s.ProductNamesAddress == nil {
		return nil
	}
	address := *s.ProductNamesAddress
	if err := p.beacon.CheckProductNamesAddress(address); err != nil {
		return p.complain(s.At.Of("productNamesAddress"), err)
	}
	if address == p.beacon.source.ProductNamesAddress() {
		address = ""
	}
	before, err := p.beacon.store.Setting(ctx, namesAddressSetting)
	if err != nil {
		return err
	}
	return p.planSetting("productNamesAddress", before, address, func(ctx context.Context) error {
		return p.beacon.store.SetSetting(ctx, namesAddressSetting, address)
	})
}

func (p *configurationPlan) planDays(name string, wanted *int, before int, set func(context.Context, int) error) {
	switch {
	case wanted == nil:
	case *wanted < 1:
		p.refuse(p.file.Settings.At.Of(name), "configuration.days", nil)
	default:
		_ = p.planSetting(name, before, *wanted, func(ctx context.Context) error { return set(ctx, *wanted) }) // numbers have JSON
	}
}

func (p *configurationPlan) planSetting(name string, before, after any, set func(context.Context) error) error {
	fields, err := differences(map[string]any{name: before}, map[string]any{name: after})
	if err != nil {
		return err
	}
	if len(fields) == 0 {
		p.Unchanged++
		return nil
	}
	p.Changes = append(p.Changes, ConfigurationChange{Action: ActionUpdate, Kind: KindSetting, Name: name, Fields: fields})
	p.settings = append(p.settings, set)
	return nil
}

// messageOf is a problem that is in words already.
func messageOf(p Problem) connector.Message {
	return connector.Message{ID: "configuration.problem", Data: connector.Data{"Problem": p.Message}}
}
