package notify

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"inventorybeacon/app/message"
	"inventorybeacon/app/workspace"
	"inventorybeacon/connector"
	"inventorybeacon/store"
	"inventorybeacon/store/inventory"
)

// cause is something to be told, and the words for it.
type cause struct {
	store.Cause
	item Item
}

// about makes a cause of a connection; over says that it has ended, and is empty where that
// is no news.
func about(e workspace.Entry, topic Topic, key string, item Item, over connector.Message) cause {
	c := cause{item: item}
	c.Key, c.Kind, c.ConnectionID, c.Connection = string(topic)+" "+key, string(topic), e.Connection.ID, e.Name()
	if over.ID != "" {
		c.Over = message.Text(over)
	}
	return c
}

// causes are everything that is to be told now, whether it was told or not. They follow from
// what is stored alone, so that no process has to have been there when something happened. Of
// the topics that are unread nothing is known, for the reason that the error says.
func (n *Notifier) causes(ctx context.Context, rules Rules) (all []cause, unread []Topic, err error) {
	entries := slices.DeleteFunc(n.Entries(), func(e workspace.Entry) bool {
		return e.Connection.Disabled || e.Edit == workspace.EditNew || e.Edit == workspace.EditDeleted
	})
	for _, of := range []struct {
		find   func(context.Context, []workspace.Entry, Rules) ([]cause, error)
		topics []Topic
	}{
		{n.failures, []Topic{ImportFailed}},
		{n.heldBack, []Topic{HeldBack}},
		{n.missed, []Topic{Missed}},
		{n.licenses, []Topic{OverAssigned, Unused, Renewal}},
		{n.expiring, []Topic{Expiring}},
	} {
		found, failed := of.find(ctx, entries, rules)
		if failed != nil { // the others are told all the same
			unread, err = append(unread, of.topics...), errors.Join(err, failed)
			continue
		}
		all = append(all, found...)
	}
	return all, unread, err
}

// decisive are the statuses that say whether imports work; a task that runs, or that somebody
// has ended, says neither.
var decisive = []store.Status{store.StatusSucceeded, store.StatusWarnings, store.StatusFailed, store.StatusHeldBack, store.StatusDiscarded}

// lookBack is how many tasks are looked at for a decisive one.
const lookBack = 50

func (n *Notifier) failures(ctx context.Context, entries []workspace.Entry, _ Rules) (all []cause, err error) {
	for _, e := range entries {
		task := e.LastTask
		if task.ID != 0 && !slices.Contains(decisive, task.Status) {
			tasks, err := n.Store.Tasks(ctx, store.TaskQuery{ConnectionID: e.Connection.ID, Limit: lookBack})
			if err != nil {
				return nil, fmt.Errorf("reading the tasks: %w", err)
			}
			i := slices.IndexFunc(tasks, func(t store.Task) bool { return slices.Contains(decisive, t.Status) })
			if i < 0 {
				continue
			}
			task = tasks[i]
		}
		if task.Status != store.StatusFailed {
			continue
		}
		name := connector.Data{"Connection": e.Name()}
		all = append(all, about(e, ImportFailed, e.Connection.ID, Item{
			Title: message.Text(connector.Message{ID: "notify.import-failed", Data: name}), Text: task.Failure.Message, Action: task.Failure.Action,
		}, connector.Message{ID: "notify.import-failed.over", Data: name}))
	}
	return all, nil
}

func (n *Notifier) heldBack(ctx context.Context, entries []workspace.Entry, _ Rules) (all []cause, err error) {
	held, err := n.Store.Tasks(ctx, store.TaskQuery{Status: store.StatusHeldBack})
	if err != nil {
		return nil, fmt.Errorf("reading what is held back: %w", err)
	}
	for _, task := range held {
		i := slices.IndexFunc(entries, func(e workspace.Entry) bool { return e.Connection.ID == task.ConnectionID })
		if i < 0 {
			continue
		}
		e, name := entries[i], connector.Data{"Connection": entries[i].Name()}
		// By the connection: a later import that is held back takes the place of this one.
		if slices.ContainsFunc(all, func(c cause) bool { return c.ConnectionID == e.Connection.ID }) {
			continue
		}
		all = append(all, about(e, HeldBack, e.Connection.ID, Item{
			Title: message.Text(connector.Message{ID: "notify.held-back", Data: name}), Text: task.Failure.Message, Action: task.Failure.Action,
		}, connector.Message{ID: "notify.held-back.over", Data: name}))
	}
	return all, nil
}

func (n *Notifier) missed(ctx context.Context, entries []workspace.Entry, _ Rules) (all []cause, err error) {
	runs, err := n.Store.MissedImports(ctx)
	if err != nil {
		return nil, fmt.Errorf("reading what was missed: %w", err)
	}
	for _, e := range entries {
		run, missed := runs[e.Connection.ID]
		if !missed || e.Schedule.IsZero() {
			continue
		}
		m := connector.Message{ID: "notify.missed", Data: connector.Data{
			"Connection": e.Name(), "Schedule": e.Schedule.Name, "At": message.Moment(run.In(n.Place())),
		}}
		all = append(all, about(e, Missed, e.Connection.ID, itemOf(m), connector.Message{ID: "notify.missed.over", Data: m.Data}))
	}
	return all, nil
}

// licenses are what is to be told of the licenses of each tenant, once where several connections import it.
func (n *Notifier) licenses(ctx context.Context, entries []workspace.Entry, rules Rules) (all []cause, err error) {
	if len(entries) == 0 {
		return nil, nil
	}
	importing := n.importing(entries)
	o, err := n.overview(ctx)
	if err != nil {
		return nil, err
	}
	for _, l := range o.Licenses {
		e, known := importing[l.Connection]
		if !known || slices.Contains(rules.Exclude, l.SKUID) {
			continue
		}
		data := connector.Data{"License": l.Product, "Connection": e.Name(), "Purchased": l.Purchased, "Assigned": l.Assigned}
		key := strings.ToLower(e.TenantID) + " " + l.SKUID // whichever connection imports next
		if l.Available < 0 {
			data["Count"] = -l.Available
			all = append(all, about(e, OverAssigned, key, itemOf(connector.Message{ID: "notify.over-assigned", Data: data}),
				connector.Message{ID: "notify.over-assigned.over", Data: data}))
		}
		if limit, is := rules.limit(l.SKUID); is && l.Kind == inventory.Paid && l.Units().Unused > limit {
			data := connector.Data{"License": l.Product, "Connection": e.Name(), "Count": l.Units().Unused, "Limit": limit}
			all = append(all, about(e, Unused, key, itemOf(connector.Message{ID: "notify.unused", Data: data}),
				connector.Message{ID: "notify.unused.over", Data: data}))
		}
	}
	today := n.today()
	for _, r := range o.Renewals {
		e, known := importing[r.Connection]
		if !known || slices.Contains(rules.Exclude, r.SKUID) || int(r.Day-today) > rules.RenewalDays || rules.RenewalDays == 0 {
			continue
		}
		data := connector.Data{"License": r.Product, "Connection": e.Name(), "Count": r.Units, "Day": r.Day}
		all = append(all, about(e, Renewal, strings.ToLower(e.TenantID)+" "+r.SKUID+" "+r.Day.String(),
			itemOf(connector.Message{ID: "notify.renewal", Data: data}), connector.Message{}))
	}
	return all, nil
}

// today is the day of today where the program runs.
func (n *Notifier) today() connector.Date { return connector.DayOf(n.Now().In(n.Place())) }

// importing returns, by the connection whose inventory counts, the one that it is told of: that one, or where
// it is disabled another one that imports its tenant.
func (n *Notifier) importing(entries []workspace.Entry) map[string]workspace.Entry {
	of := map[string]workspace.Entry{}
	for _, e := range n.Entries() {
		same := func(other workspace.Entry) bool { return other.Connection.ID == e.Connection.ID }
		i := slices.IndexFunc(entries, same)
		if i < 0 && e.TenantID != "" {
			i = slices.IndexFunc(entries, func(other workspace.Entry) bool { return strings.EqualFold(other.TenantID, e.TenantID) })
		}
		if i >= 0 {
			of[e.Connection.ID] = entries[i]
		}
	}
	return of
}

// expiring are what connections sign in with, where it ends soon or has ended.
func (n *Notifier) expiring(_ context.Context, entries []workspace.Entry, rules Rules) (all []cause, err error) {
	now := n.Now()
	for _, e := range entries {
		warning, ends, does := e.Ending(now.AddDate(0, 0, rules.ExpiryDays))
		if rules.ExpiryDays == 0 || !does {
			continue
		}
		state, title := "soon", "notify.expiring.soon"
		if !ends.After(now) {
			state, title = "ended", "notify.expiring.ended"
		}
		data := connector.Data{"Connection": e.Name()}
		all = append(all, about(e, Expiring, e.Connection.ID+" "+ends.UTC().Format(time.DateOnly)+" "+state, Item{
			Title: message.Text(connector.Message{ID: title, Data: data}), Text: warning.Message, Action: warning.Advice,
		}, connector.Message{ID: "notify.expiring.over", Data: data}))
	}
	return all, nil
}

// itemOf is a message whose entry says what is the matter, and what to do.
func itemOf(m connector.Message) Item {
	advice := message.Advice(m)
	return Item{Title: advice.Message, Action: advice.Action}
}
