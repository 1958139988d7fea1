package sourcetest

import (
	"context"
	"maps"
	"slices"
	"strings"
	"sync"
	"time"

	"inventorybeacon/connector"
)

// Sink is a sink in memory that keeps streams apart as the store does.
type Sink struct {
	mu               sync.Mutex
	GotTenant        connector.Tenant
	GotLicenses      []connector.License
	GotSubscriptions []connector.Subscription
	GotGroups        map[string]connector.Group
	GotStreams       map[string]*stream // of users
	Pages            int
	Least            int64                        // users, as Counted has said
	GotUsage         map[string][]connector.Usage // by stream
	GotActivations   []connector.Activation
	Restarts         map[string]int

	NotBefore time.Time
	// FailUsers, when set, is asked before a page is stored.
	FailUsers func(page int) error
}

// stream is what was received of a stream of users.
type stream struct {
	Query    string
	Position connector.Position
	Users    map[string]connector.User // by id
	// read says that the import under way has read it; an earlier one's goes.
	read bool
}

func NewSink() *Sink {
	return &Sink{
		GotGroups: map[string]connector.Group{}, GotStreams: map[string]*stream{},
		GotUsage: map[string][]connector.Usage{}, Restarts: map[string]int{},
	}
}

func (r *Sink) Tenant(_ context.Context, t connector.Tenant) error {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.GotTenant = t
	return nil
}

func (r *Sink) Licenses(_ context.Context, l []connector.License) error {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.GotLicenses = append(r.GotLicenses, l...)
	return nil
}

func (r *Sink) Subscriptions(_ context.Context, s []connector.Subscription) error {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.GotSubscriptions = append(r.GotSubscriptions, s...)
	return nil
}

func (r *Sink) Groups(_ context.Context, groups []connector.Group) error {
	r.mu.Lock()
	defer r.mu.Unlock()
	for _, g := range groups {
		r.GotGroups[g.ID] = g
	}
	return nil
}

func (r *Sink) Users(ctx context.Context, page connector.UserPage) error {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.FailUsers != nil {
		if err := r.FailUsers(r.Pages); err != nil {
			return err
		}
	}
	r.Pages++
	current := r.GotStreams[page.Stream]
	for _, u := range page.Users {
		current.Users[strings.Clone(u.ID)] = cloneUser(u)
	}
	current.Position.Rows += int64(len(page.Users))
	current.Position.Cursor, current.Position.Done = page.Cursor, page.Cursor == ""
	return ctx.Err()
}

func (r *Sink) Counted(_ context.Context, least int64) error {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.Least = least
	return nil
}

func (r *Sink) Usage(_ context.Context, stream string, rows []connector.Usage) error {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.GotUsage[stream] = append(r.GotUsage[stream], rows...)
	return nil
}

func (r *Sink) Activations(_ context.Context, _ string, rows []connector.Activation) error {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.GotActivations = append(r.GotActivations, rows...)
	return nil
}

func (r *Sink) Resume(_ context.Context, name, query string, notBefore time.Time) (connector.Position, error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.NotBefore = notBefore
	if found := r.GotStreams[name]; found != nil && found.Query == query && found.Position.Rows > 0 {
		found.read = true
		return found.Position, nil
	}
	r.GotStreams[name] = &stream{Query: query, Users: map[string]connector.User{}, read: true}
	return connector.Position{}, nil
}

func (r *Sink) Restart(_ context.Context, name string) error {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.Restarts[name]++
	switch name {
	case connector.StreamActivations:
		r.GotActivations = nil
	case connector.StreamActiveUsers, connector.StreamAppUsers, connector.StreamCopilot:
		delete(r.GotUsage, name)
	default:
		begun := &stream{Users: map[string]connector.User{}, read: true}
		if found := r.GotStreams[name]; found != nil {
			begun.Query = found.Query
		}
		r.GotStreams[name] = begun
	}
	return nil
}

// Again makes the recording ready for another import, which goes on with it.
func (r *Sink) Again() {
	r.GotUsage, r.GotActivations, r.GotLicenses, r.GotSubscriptions = map[string][]connector.Usage{}, nil, nil, nil
	for _, s := range r.GotStreams {
		s.read = false
	}
}

// AllUsers returns what would be published: of the streams that were read, each user once.
func (r *Sink) AllUsers() map[string]connector.User {
	r.mu.Lock()
	defer r.mu.Unlock()
	users := map[string]connector.User{}
	for _, s := range r.GotStreams {
		if s.read {
			maps.Copy(users, s.Users)
		}
	}
	return users
}

// Unfinished returns the streams that were begun and not read to their end.
func (r *Sink) Unfinished() []string {
	r.mu.Lock()
	defer r.mu.Unlock()
	var names []string
	for name, s := range r.GotStreams {
		if s.read && !s.Position.Done {
			names = append(names, name)
		}
	}
	return names
}

// SortedUsers returns the users in the order of their ids.
func (r *Sink) SortedUsers() []connector.User {
	all := r.AllUsers()
	users := make([]connector.User, 0, len(all))
	for _, id := range slices.Sorted(maps.Keys(all)) {
		users = append(users, all[id])
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
	texts := func(list []string) []string {
		var all []string // nil when there are none, as the tenant's own
		for _, text := range list {
			all = append(all, strings.Clone(text))
		}
		return all
	}
	u.Assignments = append([]connector.Assignment(nil), u.Assignments...)
	for i := range u.Assignments {
		a := &u.Assignments[i]
		a.SKUID, a.State, a.Error = strings.Clone(a.SKUID), strings.Clone(a.State), strings.Clone(a.Error)
		a.DisabledPlans, a.Groups = texts(a.DisabledPlans), texts(a.Groups)
	}
	u.Failed = append([]connector.FailedAssignment(nil), u.Failed...)
	for i := range u.Failed {
		f := &u.Failed[i]
		f.SKUID, f.Group, f.Error = strings.Clone(f.SKUID), strings.Clone(f.Group), strings.Clone(f.Error)
	}
	return u
}
