package metrics

import (
	"context"
	"fmt"
	"time"

	"inventorybeacon/app"
	"inventorybeacon/app/workspace"
	"inventorybeacon/connector"
)

// Central tells of a tenant that is published into a central database.
type Central struct {
	Tenant string // its id
	// Since is when the state was imported that the central database has, while newer ones
	// wait; zero while none does. Pending is how many wait.
	Since   time.Time
	Pending int
}

// collect reads everything for one scrape.
func (m *Monitor) collect(ctx context.Context) (page, error) {
	p := page{}
	p.add(buildInfo, 1, "version", app.Version)
	p.is(schedulesActive, m.beacon.SchedulerState().Active)
	p.at(schedulesLooked, m.beacon.LastLook())
	if free := m.beacon.FreeSpace(); free >= 0 {
		p.add(freeBytes, float64(free))
	}
	m.ended.addTo(p)
	entries := m.beacon.Entries()
	names := make(map[string]string, len(entries))
	for _, e := range entries {
		if e.Edit != workspace.EditNew {
			names[e.Connection.ID] = e.Name()
			addConnection(p, e)
		}
	}
	if err := m.addInventory(ctx, p, names); err != nil {
		return nil, err
	}
	if err := m.addNotifications(ctx, p); err != nil {
		return nil, err
	}
	if err := m.addCentral(ctx, p); err != nil {
		return nil, err
	}
	return p, nil
}

// addNotifications adds what did not reach people.
func (m *Monitor) addNotifications(ctx context.Context, p page) error {
	waiting, err := m.beacon.Notify.Waiting(ctx)
	if err != nil {
		return err
	}
	refusals, err := m.beacon.Notify.Refused(ctx)
	if err != nil {
		return err
	}
	channels, err := m.beacon.Notify.Channels(ctx)
	if err != nil {
		return err
	}
	unsent, refusing := map[string]int{}, map[string]int{}
	for _, w := range waiting {
		if w.Tries > 0 {
			unsent[w.Channel]++
		}
	}
	for _, r := range refusals {
		refusing[r.Channel]++
	}
	for _, c := range channels {
		p.add(undelivered, float64(unsent[c.Name]), "channel", c.Name)
		p.add(refused, float64(refusing[c.Name]), "channel", c.Name)
	}
	return nil
}

// statuses are those of the newest import of a connection.
var statuses = []app.Status{
	app.StatusRunning, app.StatusSucceeded, app.StatusWarnings, app.StatusFailed, app.StatusCancelled, app.StatusInterrupted,
	app.StatusHeldBack, app.StatusDiscarded,
}

func addConnection(p page, e workspace.Entry) {
	name, task := e.Name(), e.LastTask
	p.add(connectionInfo, 1, "connection", name, "tenant_id", e.TenantID, "tenant", e.Tenant, "schedule", e.Schedule.Name)
	p.is(enabled, !e.Connection.Disabled, "connection", name)
	if task.ID != 0 {
		for _, s := range statuses {
			p.is(status, task.Status == s, "connection", name, "status", string(s))
		}
		p.at(started, task.Started, "connection", name)
		p.at(ended, task.Ended, "connection", name)
		p.add(warnings, float64(len(task.Warnings)), "connection", name)
	}
	if task.Status == app.StatusSucceeded || task.Status == app.StatusWarnings {
		addRows(p, name, task.Counts)
	}
	p.at(nextImport, e.NextRun, "connection", name)
	p.at(credentialExpiry, e.Connection.TokenDies(), "connection", name, "credential", "refresh token")
	if day := e.Connection.CredentialExpires(); day != 0 {
		credential := "client secret"
		if e.Connection.Certificate != (connector.Certificate{}) {
			credential = "certificate"
		}
		p.at(credentialExpiry, (day + 1).Time(), "connection", name, "credential", credential) // it holds on its last day
	}
}

func addRows(p page, connection string, c connector.Counts) {
	for _, of := range []struct {
		record string
		count  connector.Count
	}{
		{"users", c.Users}, {"licenses", c.Licenses}, {"assignments", c.Assignments}, {"applications", c.Applications}, {"usage", c.Usage},
	} {
		for _, n := range []struct {
			change string
			value  int64
		}{{"total", of.count.Total}, {"added", of.count.Added}, {"changed", of.count.Changed}, {"removed", of.count.Removed}} {
			p.add(rows, float64(n.value), "connection", connection, "record", of.record, "change", n.change)
		}
	}
}

// addInventory adds what was imported, of the connections with these names by id.
func (m *Monitor) addInventory(ctx context.Context, p page, names map[string]string) error {
	all, err := m.beacon.Published(ctx)
	if err != nil {
		return fmt.Errorf("reading what was imported: %w", err)
	}
	var connections []string
	for _, one := range all {
		name, known := names[one.Connection]
		if !known { // of a connection that was deleted
			continue
		}
		connections = append(connections, one.Connection)
		p.at(published, one.At, "connection", name)
		p.add(users, float64(one.Users), "connection", name)
		for part, read := range map[string]time.Time{
			"subscriptions": one.SubscriptionsRead, "groups": one.GroupsRead, "services": one.ActiveUsersRead,
			"desktop applications": one.AppUsersRead, "activations": one.ActivationsRead, "copilot": one.CopilotRead,
		} {
			p.at(partRead, read, "connection", name, "part", part)
		}
	}
	if len(connections) == 0 {
		return nil
	}
	o, err := m.beacon.Overview(ctx, connections, 0)
	if err != nil {
		return fmt.Errorf("reading the licenses: %w", err)
	}
	for _, l := range o.Licenses {
		labels := []string{
			"connection", names[l.Connection], "sku", l.SKUID, "license", l.SKUPartNumber, "product", l.Product, "kind",
			string(l.Kind), "units",
		}
		for _, n := range []struct {
			units string
			value int64
		}{
			{"purchased", l.Purchased}, {"assigned", l.Assigned}, {"available", l.Available}, {"unused", l.Units().Unused},
		} {
			p.add(units, float64(n.value), append(labels, n.units)...)
		}
		if l.Inactive != nil {
			p.add(units, float64(*l.Inactive), append(labels, "inactive")...)
		}
	}
	return nil
}

func (m *Monitor) addCentral(ctx context.Context, p page) error {
	if m.Central == nil {
		return nil
	}
	tenants, err := m.Central(ctx)
	if err != nil {
		return fmt.Errorf("reading what waits for the central database: %w", err)
	}
	for _, c := range tenants {
		lag := 0.
		if !c.Since.IsZero() {
			lag = max(0, m.now().Sub(c.Since).Seconds())
		}
		p.add(centralLag, lag, "tenant_id", c.Tenant)
		p.add(centralPending, float64(c.Pending), "tenant_id", c.Tenant)
	}
	return nil
}
