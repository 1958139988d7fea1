package central

import (
	"context"
	"encoding/json"
	"slices"
	"strconv"
	"time"

	"inventorybeacon/connector"
	"inventorybeacon/connector/panics"
	"inventorybeacon/store/central"
	"inventorybeacon/store/inventory/sent"
)

// send writes what differs from what was sent, and lets readers see it. An import of which nothing differs still is a
// generation: it says that this is how things were then.
func (t *tenant) send(ctx context.Context, c *sent.Comparison) error {
	parts, err := t.parts(ctx, c)
	if err != nil {
		return err
	}
	s := &sender{tenant: t, ready: make(chan *batch), free: make(chan *batch, batches), resumed: t.writing != nil}
	for range batches {
		s.free <- newBatch()
	}
	group, both := panics.WithContext(ctx)
	group.Go(func() error { return s.write(both) })
	group.Go(func() error {
		defer close(s.ready)
		return s.find(both, c, parts)
	})
	if err := group.Wait(); err != nil {
		return err
	}
	if t.writing == nil && t.known.Imported == c.Source.Published {
		return nil
	}
	if err := t.begin(ctx); err != nil {
		return err
	}
	facts, err := json.Marshal(factsOf(c.Source))
	if err != nil {
		return err
	}
	t.known.Whole, t.known.Sending, t.known.Facts = true, c.Source.Published, string(facts)
	if err := t.file.Save(ctx, t.known); err != nil {
		return err
	}
	if err := t.finish(ctx); err != nil {
		return err
	}
	return t.prune(ctx)
}

// betweenPrunes is how often it is looked for states that are no longer kept: with the first publish after so long.
const betweenPrunes = 12 * time.Hour

// prune removes states that are no longer kept, unless that was done a short time ago by the clock of the central database. One that was
// put back counts as a long time.
func (t *tenant) prune(ctx context.Context) error {
	since := time.UnixMilli(t.known.Published).Sub(time.UnixMilli(t.known.Pruned))
	if since >= 0 && since < betweenPrunes {
		return nil
	}
	if err := t.db.Prune(ctx, t.id); err != nil {
		return err
	}
	t.known.Pruned = t.known.Published
	return t.file.Save(ctx, t.known)
}

func factsOf(s sent.Source) central.Facts {
	return central.Facts{
		Imported: time.UnixMilli(s.Published), Tenant: s.TenantName, Domain: s.Domain, Users: s.Users,
		Country: s.Country, ActivationsDate: s.ActivationsDate,
		SubscriptionsRead: timeOf(s.SubscriptionsRead), GroupsRead: timeOf(s.GroupsRead), ActiveRead: timeOf(s.ActiveRead),
		AppRead:     timeOf(s.AppRead),
		CopilotRead: timeOf(s.CopilotRead), ActivationsRead: timeOf(s.ActivationsRead),
		ActiveDate: s.ActiveDate, AppDate: s.AppDate, CopilotDate: s.CopilotDate, ReportDate: max(s.ActiveDate, s.AppDate),
		Named: s.UsageJoined > 0, CopilotNamed: s.CopilotJoined > 0,
	}
}

// timeOf is a time in milliseconds since 1970; none for 0.
func timeOf(milliseconds int64) time.Time {
	if milliseconds == 0 {
		return time.Time{}
	}
	return time.UnixMilli(milliseconds)
}

// begin begins a generation, unless one is begun. Its id is noted before the central database knows it.
func (t *tenant) begin(ctx context.Context) (err error) {
	if t.writing != nil {
		return nil
	}
	t.known.Attempt, t.known.Step = connector.NewGUID(), 0
	if err := t.file.Save(ctx, t.known); err != nil {
		return err
	}
	t.writing, err = t.db.Begin(ctx, t.id, t.beacon, t.state, t.known.Attempt)
	return err
}

// batches is how many transactions are found, written or wait at a time.
const batches = 2

// batch is a transaction, and what of it is to be noted here.
type batch struct {
	writes map[*central.Table]*central.Write
	order  []*central.Table
	note   sent.Batch
	rows   int
}

func newBatch() *batch { return &batch{writes: map[*central.Table]*central.Write{}} }

func (b *batch) reset() {
	for _, w := range b.writes {
		w.Rows.Reset()
		w.Ended = w.Ended[:0]
	}
	b.note.Reset()
	b.order, b.rows = b.order[:0], 0
}

// of is what is written of a table.
func (b *batch) of(table *central.Table) *central.Write {
	w := b.writes[table]
	if w == nil {
		w = &central.Write{Table: table, Rows: &central.Rows{}}
		b.writes[table] = w
	}
	if !slices.Contains(b.order, table) {
		b.order = append(b.order, table)
	}
	return w
}

// add begins a row that comes.
func (b *batch) add(table *central.Table) *central.Rows {
	b.rows++
	return b.of(table).Rows.Begin()
}

// end ends a row, of which there may be another one that an attempt before has written.
func (b *batch) end(table *central.Table, key string) {
	b.rows += 2
	w := b.of(table)
	w.Ended = append(w.Ended, key)
}

// sender finds what differs, while what it has found is written.
type sender struct {
	tenant      *tenant
	ready, free chan *batch
	batch       *batch
	// resumed says that an attempt before may have written rows of this generation.
	resumed bool
}

// room has a batch ready that takes so many rows more.
func (s *sender) room(ctx context.Context, rows int) error {
	if s.batch != nil && s.batch.rows+rows > s.tenant.publisher.options.rows {
		if err := s.flush(ctx); err != nil {
			return err
		}
	}
	if s.batch != nil {
		return nil
	}
	select {
	case s.batch = <-s.free:
		return nil
	case <-ctx.Done():
		return context.Cause(ctx)
	}
}

func (s *sender) flush(ctx context.Context) error {
	if s.batch == nil || s.batch.rows == 0 {
		return nil
	}
	select {
	case s.ready <- s.batch:
		s.batch = nil
		return nil
	case <-ctx.Done():
		return context.Cause(ctx)
	}
}

// write writes what was found, and notes it.
func (s *sender) write(ctx context.Context) error {
	t := s.tenant
	for b := range s.ready {
		if err := t.begin(ctx); err != nil {
			return err
		}
		writes := make([]central.Write, 0, len(b.order))
		for _, table := range b.order {
			writes = append(writes, *b.writes[table])
		}
		if err := t.writing.Write(ctx, writes...); err != nil {
			return err
		}
		t.known.Step = t.writing.Step()
		if err := t.file.Note(ctx, t.known, &b.note); err != nil {
			return err
		}
		t.publisher.progress(t.id, b.rows)
		b.reset()
		s.free <- b // has room for all
	}
	return ctx.Err()
}

func (s *sender) find(ctx context.Context, c *sent.Comparison, parts []part) error {
	for _, find := range []func() error{
		// What is gone comes first: a row that has another number now comes after it.
		func() error {
			return c.EachGoneUser(ctx, func(g sent.Gone) error {
				return s.gone(ctx, sent.PartUsers, g, central.Users, central.Holdings)
			})
		},
		func() error { return c.EachUser(ctx, func(u *sent.User) error { return s.user(ctx, u) }) },
		func() error {
			return c.EachGoneUsage(ctx, func(g sent.Gone) error { return s.gone(ctx, sent.PartUsage, g, central.Usage) })
		},
		func() error { return c.EachUsage(ctx, func(g *sent.Usage) error { return s.usage(ctx, g) }) },
		func() error {
			return c.EachGoneActivation(ctx, func(g sent.Gone) error { return s.gone(ctx, sent.PartActivations, g, central.Activations) })
		},
		func() error {
			return c.EachActivation(ctx, func(a *sent.Activation) error { return s.activation(ctx, a) })
		},
		func() error { return s.parts(ctx, parts) },
		func() error { return s.flush(ctx) },
	} {
		if err := find(); err != nil {
			return err
		}
	}
	return nil
}

func (s *sender) user(ctx context.Context, u *sent.User) error {
	if !connector.IsGUID(u.ID) {
		return connector.NewError(connector.Message{ID: "central.id", Data: connector.Data{"ID": u.ID}}, nil)
	}
	if err := s.room(ctx, 6); err != nil {
		return err
	}
	b := s.batch
	for _, of := range []struct {
		table   *central.Table
		differs bool
		values  func(*central.Rows, *sent.User)
	}{{central.Users, u.Changed, userValues}, {central.Holdings, u.Held, holdingValues}} {
		if !of.differs {
			continue
		}
		if !u.New || s.resumed {
			b.end(of.table, u.ID)
		}
		rows := b.add(of.table)
		rows.Text(u.ID)
		of.values(rows, u)
		rows.End()
	}
	b.note.User(u)
	return nil
}

func userValues(rows *central.Rows, u *sent.User) {
	rows.Int(u.Fingerprint)
	for i, text := range u.Texts {
		if i < 2 { // the names, which nobody is without
			rows.Text(text)
		} else {
			rows.Some(text)
		}
	}
	rows.Bool(u.Enabled)
	rows.Bool(u.Synced)
	rows.Day(u.Created)
	if u.Failed == nil {
		rows.Null()
	} else {
		rows.Texts(u.Failed)
	}
	rows.JSON([]byte(u.FailedAssignments))
}

func holdingValues(rows *central.Rows, u *sent.User) {
	rows.Int(u.Licensing)
	rows.Day(u.Last)
	rows.Int(u.Listed)
	if u.Assigned == nil {
		rows.Null()
	} else {
		rows.Days(u.Assignments(), u.Since)
	}
}

func (s *sender) usage(ctx context.Context, g *sent.Usage) error {
	if err := s.room(ctx, 3); err != nil {
		return err
	}
	b := s.batch
	if !g.New || s.resumed {
		b.end(central.Usage, strconv.FormatInt(g.Name, 10))
	}
	rows := b.add(central.Usage)
	rows.Int(g.Name)
	rows.Int(g.Fingerprint)
	rows.Text(g.UPN)
	rows.Bool(g.TeamsOfApp)
	rows.Days(len(g.Used), func(i int) connector.Date { return g.Used[i] })
	rows.Int(g.Listed)
	for _, day := range []connector.Date{g.ActiveLast, g.AppLast, g.CopilotLast, g.AppTeams} {
		rows.Day(day)
	}
	rows.Int(g.Platforms)
	rows.End()
	b.note.Usage(g)
	return nil
}

func (s *sender) activation(ctx context.Context, a *sent.Activation) error {
	if err := s.room(ctx, 3); err != nil {
		return err
	}
	b := s.batch
	if !a.New || s.resumed {
		b.end(central.Activations, strconv.FormatInt(a.Key, 10))
	}
	rows := b.add(central.Activations)
	rows.Int(a.Key)
	rows.Int(a.Fingerprint)
	rows.Text(a.UserPrincipalName)
	rows.Text(a.Product)
	rows.Day(a.LastActivated)
	for _, n := range []int{a.Windows, a.Mac, a.WindowsMobile, a.IOS, a.Android} {
		rows.Int(int64(n))
	}
	rows.Bool(a.SharedComputer)
	rows.End()
	b.note.Activation(a)
	return nil
}

func (s *sender) gone(ctx context.Context, part string, g sent.Gone, tables ...*central.Table) error {
	if err := s.room(ctx, 2*len(tables)); err != nil {
		return err
	}
	for _, table := range tables {
		s.batch.end(table, g.Key)
	}
	s.batch.note.Gone(part, g)
	return nil
}
