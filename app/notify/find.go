package notify

import (
	"context"
	"crypto/rand"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"time"

	"inventorybeacon/store"
)

// find compares what there is to tell with what was told, and records the difference with the
// messages about it. What it cannot read keeps nothing else from being told.
func (n *Notifier) find(ctx context.Context, channels []Channel, rules Rules) error {
	present, unread, err := n.causes(ctx, rules)
	return errors.Join(err, n.tell(ctx, channels, rules, present, unread))
}

// tell records the difference between what there is to tell now, but for the topics that are
// unread, and what was told.
func (n *Notifier) tell(ctx context.Context, channels []Channel, rules Rules, present []cause, unread []Topic) error {
	told, err := n.Store.Causes(ctx)
	if err != nil {
		return fmt.Errorf("reading what was told: %w", err)
	}
	now := n.Now()
	var t store.Telling
	var items []Item
	known := map[string]bool{}
	for _, c := range told {
		known[c.Key] = true
		if slices.Contains(unread, Topic(c.Kind)) || slices.ContainsFunc(present, func(p cause) bool { return p.Key == c.Key }) {
			continue
		}
		t.Over = append(t.Over, c.Key)
		if c.Over != "" && n.stillThere(c.ConnectionID) && rules.watch(Topic(c.Kind)) && !goesOn(c, present) {
			items = append(items, Item{Topic: Topic(c.Kind), Key: c.Key, State: StateOver, Connection: c.Connection, Title: c.Over, At: now})
		}
	}
	for _, p := range present {
		if known[p.Key] {
			continue
		}
		p.At = now
		t.Come = append(t.Come, p.Cause)
		p.item.State, p.item.At, p.item.Key, p.item.Topic, p.item.Connection = StateBegan, now, p.Key, Topic(p.Kind), p.Connection
		items = append(items, p.item)
	}
	if err := n.planReport(ctx, rules, channels, now, &t); err != nil {
		return err
	}
	for _, c := range channels {
		wanted := slices.DeleteFunc(slices.Clone(items), func(i Item) bool { return !c.Wants(i.Topic) })
		if len(wanted) > 0 {
			t.Messages = append(t.Messages, outgoing(c.ID, Message{Kind: MessageCauses, Items: wanted, At: now}))
		}
	}
	if len(t.Come)+len(t.Over)+len(t.Messages)+len(t.Settings) == 0 {
		return nil
	}
	if err := n.Store.Tell(ctx, t); err != nil {
		return fmt.Errorf("recording what is told: %w", err)
	}
	n.tellChange()
	return nil
}

// goesOn reports whether what a connection signs in with still ends: soon became already.
func goesOn(c store.Cause, present []cause) bool {
	return Topic(c.Kind) == Expiring && slices.ContainsFunc(present, func(p cause) bool {
		return p.Kind == c.Kind && p.ConnectionID == c.ConnectionID
	})
}

// stillThere reports whether a connection is there and enabled: what is over because it is not
// is no news.
func (n *Notifier) stillThere(connectionID string) bool {
	for _, e := range n.Entries() {
		if e.Connection.ID == connectionID {
			return !e.Connection.Disabled
		}
	}
	return false
}

// watch reports whether a topic is told of at all.
func (r Rules) watch(t Topic) bool {
	switch t {
	case Unused:
		return r.UnusedLimit != nil || len(r.Limits) > 0
	case Renewal:
		return r.RenewalDays > 0
	case Expiring:
		return r.ExpiryDays > 0
	default:
		return true
	}
}

// planReport adds the report when it is due. One that was due several times is sent once.
func (n *Notifier) planReport(ctx context.Context, rules Rules, channels []Channel, now time.Time, t *store.Telling) error {
	if _, planned := rules.Report.schedule(); !planned {
		return nil
	}
	text, err := n.Store.Setting(ctx, reportSetting)
	if err != nil {
		return err
	}
	handled, err := time.Parse(time.RFC3339, text)
	known := err == nil && handled.Sub(now) <= longestWait // a later one comes of another clock
	if known && rules.NextReport(handled, n.Place()).After(now) {
		return nil
	}
	t.Settings = map[string]string{reportSetting: now.UTC().Format(time.RFC3339)}
	if !known { // a first one is due only now
		return nil
	}
	for _, c := range channels {
		if c.Wants(ReportTopic) {
			t.Messages = append(t.Messages, outgoing(c.ID, Message{Kind: MessageReport, At: now, Attach: rules.Report.Attach}))
		}
	}
	return nil
}

// outgoing is a message that is to be sent at once.
func outgoing(channelID string, m Message) store.Outgoing {
	content, _ := json.Marshal(m) // texts and times have JSON
	return store.Outgoing{Delivery: rand.Text(), ChannelID: channelID, Content: content, Created: m.At, Due: m.At}
}
