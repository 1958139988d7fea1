package microsoft365

import (
	"context"
	"maps"
	"slices"
	"strings"
	"sync"
	"time"

	"inventorybeacon/connector"
)

// recording is a sink in memory that keeps streams apart as the store does.
type recording struct {
	mu            sync.Mutex
	tenant        connector.Tenant
	licenses      []connector.License
	subscriptions []connector.Subscription
	groups        map[string]connector.Group
	users         map[string]connector.User // by id
	pages         int
	usage         map[string][]connector.Usage // by stream
	activations   []connector.Activation
	restarts      map[string]int

	query     string
	position  connector.Position
	notBefore time.Time
	// failUsers, when set, is asked before a page is stored.
	failUsers func(page int) error
}

func newRecording() *recording {
	return &recording{
		groups: map[string]connector.Group{}, users: map[string]connector.User{},
		usage: map[string][]connector.Usage{}, restarts: map[string]int{},
	}
}

func (r *recording) Tenant(_ context.Context, t connector.Tenant) error {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.tenant = t
	return nil
}

func (r *recording) Licenses(_ context.Context, l []connector.License) error {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.licenses = append(r.licenses, l...)
	return nil
}

func (r *recording) Subscriptions(_ context.Context, s []connector.Subscription) error {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.subscriptions = append(r.subscriptions, s...)
	return nil
}

func (r *recording) Groups(_ context.Context, groups []connector.Group) error {
	r.mu.Lock()
	defer r.mu.Unlock()
	for _, g := range groups {
		r.groups[g.ID] = g
	}
	return nil
}

func (r *recording) Users(ctx context.Context, page connector.UserPage) error {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.failUsers != nil {
		if err := r.failUsers(r.pages); err != nil {
			return err
		}
	}
	r.pages++
	for _, u := range page.Users {
		r.users[strings.Clone(u.ID)] = cloneUser(u)
	}
	r.position.Rows += int64(len(page.Users))
	r.position.Cursor, r.position.Done = page.Cursor, page.Cursor == ""
	return ctx.Err()
}

func (r *recording) Usage(_ context.Context, stream string, rows []connector.Usage) error {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.usage[stream] = append(r.usage[stream], rows...)
	return nil
}

func (r *recording) Activations(_ context.Context, _ string, rows []connector.Activation) error {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.activations = append(r.activations, rows...)
	return nil
}

func (r *recording) Resume(_ context.Context, stream, query string, notBefore time.Time) (connector.Position, error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.notBefore = notBefore
	if stream == connector.StreamUsers && query == r.query {
		return r.position, nil
	}
	r.query, r.position = query, connector.Position{}
	clear(r.users)
	return r.position, nil
}

func (r *recording) Restart(_ context.Context, stream string) error {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.restarts[stream]++
	switch stream {
	case connector.StreamUsers:
		clear(r.users)
		r.position = connector.Position{}
	case connector.StreamActivations:
		r.activations = nil
	default:
		delete(r.usage, stream)
	}
	return nil
}

// sortedUsers returns the users in the order of their ids.
func (r *recording) sortedUsers() []connector.User {
	ids := slices.Sorted(maps.Keys(r.users))
	users := make([]connector.User, len(ids))
	for i, id := range ids {
		users[i] = r.users[id]
	}
	return users
}

// cloneUser copies what lies in the memory of a page.
func cloneUser(u connector.User) connector.User {
	for _, text := range []*string{
		&u.ID, &u.UserPrincipalName, &u.DisplayName, &u.GivenName, &u.Surname, &u.Mail, &u.UserType, &u.Department,
		&u.CompanyName, &u.JobTitle, &u.OfficeLocation, &u.City, &u.State, &u.Country, &u.UsageLocation, &u.EmployeeID,
	} {
		*text = strings.Clone(*text)
	}
	u.Assignments = slices.Clone(u.Assignments)
	for i := range u.Assignments {
		a := &u.Assignments[i]
		a.SKUID, a.State, a.Error = strings.Clone(a.SKUID), strings.Clone(a.State), strings.Clone(a.Error)
		a.DisabledPlans, a.Groups = slices.Clone(a.DisabledPlans), slices.Clone(a.Groups)
		for _, list := range [][]string{a.DisabledPlans, a.Groups} {
			for j := range list {
				list[j] = strings.Clone(list[j])
			}
		}
	}
	return u
}

// watching is an observer that remembers.
type watching struct {
	mu       sync.Mutex
	notes    []string
	warnings []connector.Warning
	last     map[connector.Phase]connector.Progress
}

func (w *watching) Progress(p connector.Progress) {
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.last == nil {
		w.last = map[connector.Phase]connector.Progress{}
	}
	w.last[p.Phase] = p
}

func (w *watching) Note(text string) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.notes = append(w.notes, text)
}

func (w *watching) Warn(warning connector.Warning) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.warnings = append(w.warnings, warning)
}
