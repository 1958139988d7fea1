package notify

import (
	"cmp"
	"context"
	"crypto/rand"
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"time"

	"inventorybeacon/app/notify/internal/webhook"
	"inventorybeacon/app/workspace"
	"inventorybeacon/connector"
	"inventorybeacon/connector/validation"
	"inventorybeacon/store"
)

// Secrets are secrets of a channel that change, by their field; an empty one clears it.
type Secrets = store.ChannelSecrets

// Channels returns all channels by name.
func (n *Notifier) Channels(ctx context.Context) ([]Channel, error) {
	stored, err := n.Store.Channels(ctx)
	if err != nil {
		return nil, fmt.Errorf("reading the channels: %w", err)
	}
	channels := make([]Channel, len(stored))
	for i, s := range stored {
		if channels[i], err = channelOf(s); err != nil {
			return nil, err
		}
	}
	return channels, nil
}

// Channel returns the channel of a name, without regard to case, or a [store.NotFoundError].
func (n *Notifier) Channel(ctx context.Context, name string) (Channel, error) {
	channels, err := n.Channels(ctx)
	if err != nil {
		return Channel{}, err
	}
	for _, c := range channels {
		if store.FoldName(c.Name) == store.FoldName(name) {
			return c, nil
		}
	}
	return Channel{}, &store.NotFoundError{What: "channel", Key: name}
}

// NewChannel is a channel with an id and what is usual.
func NewChannel() Channel { return Channel{ID: rand.Text()}.Completed() }

// CheckChannel says what is wrong with a channel, as it would be with these secrets.
func (n *Notifier) CheckChannel(ctx context.Context, c Channel, secrets Secrets) ([]connector.Problem, error) {
	stored, err := n.Store.ChannelSecretFields(ctx)
	if err != nil {
		return nil, fmt.Errorf("reading which secrets are stored: %w", err)
	}
	has := func(field connector.Field) bool {
		if secret, given := secrets[field]; given {
			return secret != ""
		}
		return slices.Contains(stored[c.ID], field)
	}
	problems := c.problems(has)
	channels, err := n.Channels(ctx)
	if err != nil {
		return nil, err
	}
	for _, other := range channels {
		if other.ID != c.ID && store.FoldName(other.Name) == store.FoldName(c.Name) {
			problems = append(problems, connector.Problem{Field: FieldName, Message: store.ChannelNameTaken(c.Name)})
		}
	}
	for _, field := range SecretFields() {
		if m, wrong := connector.MessageOf(checkSecret(field, secrets[field])); wrong {
			problems = append(problems, connector.Problem{Field: field, Message: m})
		}
	}
	if secrets[FieldProxyPassword] != "" && c.Proxy != "" && c.ProxyUsername == "" {
		m, _ := connector.MessageOf(validation.CheckProxyUsername("", secrets[FieldProxyPassword]))
		problems = append(problems, connector.Problem{Field: FieldProxyUsername, Message: m})
	}
	return problems, nil
}

// checkSecret finds what is wrong with a secret that was entered; an empty one clears it.
func checkSecret(field connector.Field, secret connector.Secret) error {
	if err := validation.CheckSecret(secretName(field), secret); err != nil {
		return err
	}
	if field == FieldAddress && secret != "" && !webhook.CheckAddress(secret) {
		return connector.NewError(connector.Message{ID: "notify.address"}, nil)
	}
	return nil
}

// PutChannel stores a channel, new or changed. The error is a [workspace.ProblemsError] when
// something about it is wrong.
func (n *Notifier) PutChannel(ctx context.Context, c Channel, secrets Secrets) error {
	if err := n.Check(ctx, c, secrets); err != nil {
		return err
	}
	c = c.Completed()
	return n.Edit(ctx, []Channel{c}, map[string]Secrets{c.ID: secrets}, nil)
}

// Edit stores channels that were checked, and removes others, in one transaction.
func (n *Notifier) Edit(ctx context.Context, put []Channel, secrets map[string]Secrets, remove []string) error {
	e := store.ChannelEdit{Secrets: map[string]Secrets{}, Remove: remove}
	for _, c := range put {
		stored, err := c.stored()
		if err != nil {
			return err
		}
		e.Put = append(e.Put, stored)
		sealed := Secrets{}
		maps.Copy(sealed, secrets[c.ID])
		for _, field := range SecretFields() { // of another kind, which it was before
			if !c.uses(field) {
				sealed[field] = ""
			}
		}
		e.Secrets[c.ID] = sealed
	}
	if err := n.Store.EditChannels(ctx, e); err != nil {
		return fmt.Errorf("storing the channels: %w", err)
	}
	n.tellChange()
	n.LookNow()
	return nil
}

// uses reports whether a channel has a secret of that field.
func (c Channel) uses(field connector.Field) bool {
	if field == FieldProxyPassword {
		return c.ProxyUsername != ""
	}
	_, unfit := c.unfit(field)
	return !unfit
}

// RemoveChannel removes a channel, with what waits to be sent through it.
func (n *Notifier) RemoveChannel(ctx context.Context, id string) error {
	return n.Edit(ctx, nil, nil, []string{id})
}

// SetRules stores rules. The error is a [workspace.ProblemsError] when something about them is
// wrong.
func (n *Notifier) SetRules(ctx context.Context, r Rules) error {
	if err := workspace.Refused(r.Problems()...); err != nil {
		return err
	}
	before, err := n.Rules(ctx)
	if err != nil {
		return err
	}
	content, err := json.Marshal(r)
	if err != nil {
		return err
	}
	settings := map[string]string{rulesSetting: string(content)}
	if before.Report != r.Report { // whose times of before are not missed
		settings[reportSetting] = n.Now().UTC().Format(time.RFC3339)
	}
	if err := n.Store.Tell(ctx, store.Telling{Settings: settings}); err != nil {
		return fmt.Errorf("storing the rules: %w", err)
	}
	n.tellChange()
	n.LookNow()
	return nil
}

// Check says what is wrong with a channel, as [Notifier.PutChannel] does.
func (n *Notifier) Check(ctx context.Context, c Channel, secrets Secrets) error {
	problems, err := n.CheckChannel(ctx, c.Completed(), secrets)
	if err != nil {
		return err
	}
	return workspace.Refused(problems...)
}

// Test sends a test message through a channel now, which need not be stored: secrets are those
// that change. The error says why it was not sent.
func (n *Notifier) Test(ctx context.Context, c Channel, secrets Secrets) error {
	if err := n.Check(ctx, c, secrets); err != nil {
		return err
	}
	return n.sendNow(ctx, c.Completed(), secrets, Message{Kind: MessageTest, At: n.Now()})
}

// SendReport sends the report through a stored channel now.
func (n *Notifier) SendReport(ctx context.Context, c Channel) error {
	rules, err := n.Rules(ctx)
	if err != nil {
		return err
	}
	return n.sendNow(ctx, c, nil, Message{Kind: MessageReport, At: n.Now(), Attach: cmp.Or(rules.Report.Attach, AttachXLSX)})
}

func (n *Notifier) sendNow(ctx context.Context, c Channel, secrets Secrets, m Message) error {
	stored, err := n.Store.ChannelSecrets(ctx, c.ID)
	if err != nil {
		return err
	}
	maps.Copy(stored, secrets)
	err = n.send(ctx, c, outgoing(c.ID, m), stored)
	if err != nil && ctx.Err() == nil {
		n.Log.Warn("could not send a message, or not to all", "channel", c.Name, "kind", m.Kind, "error", err)
	}
	n.complaints.Complain(ctx, "recording for whom messages are taken", n.noteTaken(ctx, c, err))
	return err
}

// noteTaken records whom a mail server takes messages for again. Whom it refuses is told at once to whoever has sent a message now.
func (n *Notifier) noteTaken(ctx context.Context, c Channel, failure error) error {
	r := receptionOf(c.To, failure, n.Now())
	if len(r.Taken) == 0 {
		return nil
	}
	r.Refused = nil
	defer n.tellChange()
	return n.Store.Receive(context.WithoutCancel(ctx), c.ID, r) // also when the program ends meanwhile
}

// Waiting is a message that could not be sent yet.
type Waiting struct {
	Channel string    `json:"channel"`
	Since   time.Time `json:"since"`
	Tries   int       `json:"tries"`
	Again   time.Time `json:"again"`
	// Failure says what the last try has come to, and what to do; empty before it.
	Failure string `json:"failure"`
}

// Waiting returns what is still to be sent, the oldest first.
func (n *Notifier) Waiting(ctx context.Context) ([]Waiting, error) {
	channels, err := n.Channels(ctx)
	if err != nil {
		return nil, err
	}
	out, err := n.Store.OutgoingMessages(ctx)
	if err != nil {
		return nil, fmt.Errorf("reading what is to be sent: %w", err)
	}
	waiting := []Waiting{}
	for _, m := range out {
		i := slices.IndexFunc(channels, func(c Channel) bool { return c.ID == m.ChannelID })
		if i >= 0 {
			waiting = append(waiting, Waiting{channels[i].Name, m.Created, m.Tries, m.Due, m.Failure})
		}
	}
	return waiting, nil
}

// StoredSecrets are the fields of the secrets that are stored, by the id of their channel.
func (n *Notifier) StoredSecrets(ctx context.Context) (map[string][]connector.Field, error) {
	return n.Store.ChannelSecretFields(ctx)
}

// UnstoredSecrets returns secrets without those that are stored of the channel already.
func (n *Notifier) UnstoredSecrets(ctx context.Context, channelID string, secrets Secrets) (Secrets, error) {
	if len(secrets) == 0 {
		return secrets, nil
	}
	stored, err := n.Store.ChannelSecrets(ctx, channelID)
	if err != nil {
		return nil, err
	}
	unstored := maps.Clone(secrets)
	maps.DeleteFunc(unstored, func(field connector.Field, secret connector.Secret) bool { return secret == stored[field] })
	return unstored, nil
}
