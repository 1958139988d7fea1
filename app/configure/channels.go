package configure

import (
	"context"
	"slices"

	"inventorybeacon/app"
	"inventorybeacon/app/configuration"
	"inventorybeacon/app/notify"
	"inventorybeacon/app/workspace"
	"inventorybeacon/connector"
	"inventorybeacon/store"
)

// addNotifications adds the channels, and what is told.
func addNotifications(ctx context.Context, b *app.Beacon, file *configuration.File) error {
	channels, err := b.Notify.Channels(ctx)
	if err != nil {
		return err
	}
	for _, c := range channels {
		file.Channels = append(file.Channels, configuration.Channel{Channel: c})
	}
	rules, err := b.Notify.Rules(ctx)
	file.Notifications = configuration.NotificationsOf(rules)
	return err
}

// planNotifications plans what is told, which is one setting.
func (p *plan) planNotifications(ctx context.Context) error {
	n := p.file.Notifications
	if n == nil {
		return nil
	}
	rules := n.Rules()
	rules.Limits, rules.Exclude = []notify.Limit{}, []string{}
	for _, l := range n.Limits {
		skus, err := p.licensesIn(ctx, n.At, "limits", l.SKU)
		if err != nil {
			return err
		}
		for _, sku := range skus {
			rules.Limits = append(rules.Limits, notify.Limit{SKU: sku.ID, Unused: l.Unused})
		}
	}
	for _, text := range n.Exclude {
		skus, err := p.licensesIn(ctx, n.At, "exclude", text)
		if err != nil {
			return err
		}
		for _, sku := range skus {
			rules.Exclude = append(rules.Exclude, sku.ID)
		}
	}
	for _, problem := range rules.Problems() {
		p.problems = append(p.problems, configuration.Problem{Place: n.At[""], Message: problem.Message})
	}
	return p.planSetting("notifications", p.before.Notifications.Rules(), rules, func(ctx context.Context) error {
		return p.beacon.Notify.SetRules(ctx, rules)
	})
}

// licensesIn are the licenses that a key of the notifications means; none when it was refused.
func (p *plan) licensesIn(ctx context.Context, at configuration.Places, key, sku string) ([]app.SKU, error) {
	skus, err := p.beacon.LicensesNamed(ctx, sku)
	if err != nil {
		return nil, p.complain(at.Of(key), err)
	}
	return skus, nil
}

// channelEdit is what a plan does to channels.
type channelEdit struct {
	put     []notify.Channel
	secrets map[string]notify.Secrets
	remove  []string
}

func (e *channelEdit) carryOut(b *app.Beacon) func(context.Context) error {
	return func(ctx context.Context) error { return b.Notify.Edit(ctx, e.put, e.secrets, e.remove) }
}

func (p *plan) planChannels(ctx context.Context, lookup func(string) (string, bool)) error {
	wanted := entryList(p.file.Channels)
	byName := map[string]notify.Channel{}
	p.channels.secrets = map[string]notify.Secrets{}
	for _, c := range p.file.Channels {
		if !p.require(c.At, "name") {
			continue
		}
		channel := c.Channel
		channel.ID = notify.NewChannel().ID
		for _, before := range p.before.Channels {
			if store.FoldName(before.Name) == store.FoldName(c.Name) {
				channel.ID = before.ID
			}
		}
		channel = channel.Completed()
		secrets, err := p.channelSecrets(ctx, c, channel, lookup)
		if err != nil {
			return err
		}
		byName[store.FoldName(channel.Name)], p.channels.secrets[channel.ID] = channel, secrets
		wanted = append(wanted, configuration.Channel{Channel: channel})
	}
	key := func(c configuration.Channel) string { return store.FoldName(c.Name) }
	return settle(p, section[configuration.Channel]{
		kind: KindChannel, wanted: wanted, before: p.before.Channels, key: key,
		name: func(c configuration.Channel) string { return c.Name },
		more: func(c configuration.Channel) (secrets []ChangedField) {
			for _, field := range notify.SecretFields() {
				if _, changes := p.channels.secrets[byName[key(c)].ID][field]; changes {
					secrets = append(secrets, ChangedField{Field: field.Key()})
				}
			}
			return secrets
		},
		put:    func(c configuration.Channel) { p.channels.put = append(p.channels.put, byName[key(c)]) },
		remove: func(c configuration.Channel) { p.channels.remove = append(p.channels.remove, c.ID) },
	})
}

// channelSecrets are those that the file refers to and that are other than those that are
// stored.
func (p *plan) channelSecrets(
	ctx context.Context, c configuration.Channel, channel notify.Channel, lookup func(string) (string, bool),
) (notify.Secrets, error) {
	secrets, problems := c.Secrets(lookup)
	if p.problems = append(p.problems, problems...); len(problems) > 0 {
		return nil, nil
	}
	wrong, err := p.beacon.Notify.CheckChannel(ctx, channel, secrets)
	if err != nil {
		return nil, err
	}
	for _, problem := range append(c.UnfitAsEntered(secrets), wrong...) {
		name, why := problem.Field.Key(), messageOf(workspace.InWords(problem))
		if slices.Contains(notify.SecretFields(), problem.Field) && !c.At.Given(name+"File") && !c.At.Given(name+"Env") {
			why = connector.Message{ID: "configuration.secret.missing", Data: connector.Data{"Problem": why, "Key": name}}
		}
		p.problems = append(p.problems, configuration.Problem{Place: c.At.Of(name, name+"File", name+"Env"), Message: why})
	}
	return p.beacon.Notify.UnstoredSecrets(ctx, channel.ID, secrets)
}
