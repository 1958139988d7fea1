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
	streams       map[string]*stream // of users
	pages         int
	usage         map[string][]connector.Usage // by stream
	activations   []connector.Activation
	restarts      map[string]int

	notBefore time.Time
	// failUsers, when set, is asked before a page is stored.
	failUsers func(page int) error
}

// stream is what was received of a stream of users.
type stream struct {
	query    string
	position connector.Position
	users    map[string]connector.User // by id
	// read says that the import under way has read it; an earlier one's goes.
	read bool
}

func newRecording() *recording {
	return &recording{
		groups: map[string]connector.Group{}, streams: map[string]*stream{},
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
	current := r.streams[page.Stream]
	for _, u := range page.Users {
		current.users[strings.Clone(u.ID)] = cloneUser(u)
	}
	current.position.Rows += int64(len(page.Users))
	current.position.Cursor, current.position.Done = page.Cursor, page.Cursor == ""
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

func (r *recording) Resume(_ context.Context, name, query string, notBefore time.Time) (connector.Position, error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.notBefore = notBefore
	if found := r.streams[name]; found != nil && found.query == query && found.position.Rows > 0 {
		found.read = true
		return found.position, nil
	}
	r.streams[name] = &stream{query: query, users: map[string]connector.User{}, read: true}
	return connector.Position{}, nil
}

func (r *recording) Restart(_ context.Context, name string) error {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.restarts[name]++
	switch name {
	case connector.StreamActivations:
		r.activations = nil
	case connector.StreamActiveUsers, connector.StreamAppUsers:
		delete(r.usage, name)
	default:
		begun := &stream{users: map[string]connector.User{}, read: true}
		if found := r.streams[name]; found != nil {
			begun.query = found.query
		}
		r.streams[name] = begun
	}
	return nil
}

// again makes the recording ready for another import, which goes on with it.
func (r *recording) again() {
	r.usage, r.activations, r.licenses, r.subscriptions = map[string][]connector.Usage{}, nil, nil, nil
	for _, s := range r.streams {
		s.read = false
	}
}

// users returns what would be published: of the streams that were read, each user once.
func (r *recording) users() map[string]connector.User {
	r.mu.Lock()
	defer r.mu.Unlock()
	users := map[string]connector.User{}
	for _, s := range r.streams {
		if s.read {
			maps.Copy(users, s.users)
		}
	}
	return users
}

// unfinished returns the streams that were begun and not read to their end.
func (r *recording) unfinished() []string {
	r.mu.Lock()
	defer r.mu.Unlock()
	var names []string
	for name, s := range r.streams {
		if s.read && !s.position.Done {
			names = append(names, name)
		}
	}
	return names
}

// sortedUsers returns the users in the order of their ids.
func (r *recording) sortedUsers() []connector.User {
	all := r.users()
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
