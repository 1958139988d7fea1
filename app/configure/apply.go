package configure

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"inventorybeacon/app"
	"inventorybeacon/app/configuration"
	"inventorybeacon/app/workspace"
	"inventorybeacon/connector"
	"inventorybeacon/store/lock"
)

// Options say how a configuration is applied.
type Options struct {
	// DryRun only says what would change.
	DryRun bool
	// Prune deletes what is not in the sections that the files have.
	Prune bool
	// KeepInventory keeps the inventories of connections that are deleted.
	KeepInventory bool
	// Lookup returns a variable of the environment, for secrets.
	Lookup func(variable string) (value string, found bool)
	// Confirm is asked before something is deleted; its error ends it.
	Confirm func(deleted []Change) error
}

// Apply makes a data directory what the files say. Nothing is written when anything in them
// is refused by a [configuration.Error]. The error may be a [lock.ConfigurationBusyError] or,
// when what was written before stays, a [PartlyError].
func Apply(ctx context.Context, b *app.Beacon, file configuration.File, o Options) (Result, error) {
	if !o.DryRun {
		release, err := lock.Configuration(b.Dir())
		if err != nil {
			return Result{}, err
		}
		defer release()
		if err := b.Reload(ctx); err != nil { // of whoever had the lock before
			return Result{}, err
		}
	}
	p, err := newPlan(ctx, b, file, o)
	if err != nil || o.DryRun || len(p.Changes) == 0 {
		return p.Result, err
	}
	deleted := slices.DeleteFunc(slices.Clone(p.Changes), func(c Change) bool { return c.Action != ActionDelete })
	if len(deleted) > 0 {
		if err := o.Confirm(deleted); err != nil {
			return Result{}, err
		}
	}
	return p.Result, p.carryOut(ctx)
}

func newPlan(ctx context.Context, b *app.Beacon, file configuration.File, o Options) (*plan, error) {
	p := &plan{beacon: b, file: file, prune: o.Prune}
	p.workspace.KeepData = o.KeepInventory
	var err error
	if p.before, err = Current(ctx, b); err != nil {
		return p, err
	}
	for _, step := range []func(context.Context) error{
		p.planSettings, p.planSchedules,
		func(ctx context.Context) error { return p.planConnections(ctx, o.Lookup) },
		p.planPrices, p.planCommitments, p.planOwnNames, p.planViews, p.planExports,
		func(ctx context.Context) error { return p.planCentral(ctx, o.Lookup) },
		p.planNotifications, func(ctx context.Context) error { return p.planChannels(ctx, o.Lookup) },
	} {
		if err := step(ctx); err != nil {
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
func (p *plan) carryOut(ctx context.Context) error {
	b := p.beacon
	steps := []struct {
		kinds []Kind
		do    func(context.Context) error
	}{
		{[]Kind{KindSchedule, KindConnection}, func(ctx context.Context) error { return b.SaveEdits(ctx, p.workspace) }},
		{[]Kind{KindPrice, KindCommitment, KindOwnName, KindView, KindExport}, func(ctx context.Context) error {
			return b.EditEntered(ctx, p.history)
		}},
		{[]Kind{KindChannel}, p.channels.carryOut(b)},
		{[]Kind{KindSetting, KindCentral}, func(ctx context.Context) error {
			for _, set := range p.settings {
				if err := set(ctx); err != nil {
					return err
				}
			}
			return nil
		}},
	}
	var done []Change
	for _, step := range steps {
		its := slices.DeleteFunc(slices.Clone(p.Changes), func(c Change) bool { return !slices.Contains(step.kinds, c.Kind) })
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
func (p *plan) failed(done []Change, err error) error {
	if len(done) == 0 {
		return fmt.Errorf("applying the configuration: %w", err)
	}
	left := slices.DeleteFunc(slices.Clone(p.Changes), func(c Change) bool {
		return slices.ContainsFunc(done, func(d Change) bool { return d.Kind == c.Kind && d.Name == c.Name })
	})
	return &PartlyError{Done: done, Left: left, Err: err}
}

func (p *plan) planSettings(ctx context.Context) error {
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
	if err := p.beacon.ProductNames.CheckAddress(address); err != nil {
		return p.complain(s.At.Of("productNamesAddress"), err)
	}
	if address == p.beacon.ProductNames.MakersAddress() {
		address = ""
	}
	before, err := p.beacon.ProductNames.OwnAddress(ctx)
	if err != nil {
		return err
	}
	return p.planSetting("productNamesAddress", before, address, func(ctx context.Context) error {
		return p.beacon.ProductNames.SetOwnAddress(ctx, address)
	})
}

func (p *plan) planDays(name string, wanted *int, before int, set func(context.Context, int) error) {
	switch {
	case wanted == nil:
	case *wanted < 1:
		p.refuse(p.file.Settings.At.Of(name), "configuration.days", nil)
	default:
		_ = p.planSetting(name, before, *wanted, func(ctx context.Context) error { return set(ctx, *wanted) }) // numbers have JSON
	}
}

func (p *plan) planSetting(name string, before, after any, set func(context.Context) error) error {
	fields, err := differences(map[string]any{name: before}, map[string]any{name: after})
	if err != nil {
		return err
	}
	if len(fields) == 0 {
		p.Unchanged++
		return nil
	}
	p.Changes = append(p.Changes, Change{Action: ActionUpdate, Kind: KindSetting, Name: name, Fields: fields})
	p.settings = append(p.settings, set)
	return nil
}

// messageOf is a problem that is in words already.
func messageOf(p workspace.Problem) connector.Message {
	return connector.Message{ID: "configuration.problem", Data: connector.Data{"Problem": p.Message}}
}
