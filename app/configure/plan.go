package configure

import (
	"bytes"
	"context"
	"encoding/json"
	"maps"
	"slices"

	"inventorybeacon/app"
	"inventorybeacon/app/configuration"
	"inventorybeacon/app/workspace"
	"inventorybeacon/connector"
	"inventorybeacon/store/history"
)

// Kind is what a change is made to. Its value is a word that stays as it is.
type Kind string

// The kinds of what is configured.
const (
	KindSetting    Kind = "setting"
	KindSchedule   Kind = "schedule"
	KindConnection Kind = "connection"
	KindPrice      Kind = "price"
	KindCommitment Kind = "commitment"
	KindOwnName    Kind = "own-name"
	KindView       Kind = "view"
	KindExport     Kind = "export"
	KindCentral    Kind = "central"
	KindChannel    Kind = "channel"
)

// Action is what is done. Its value is a word that stays as it is.
type Action string

// The actions.
const (
	ActionCreate Action = "create"
	ActionUpdate Action = "update"
	ActionDelete Action = "delete"
)

// Change is one thing that a configuration changes.
type Change struct {
	Action Action `json:"action"`
	Kind   Kind   `json:"kind"`
	Name   string `json:"name"`
	// Fields are those that an update changes.
	Fields []ChangedField `json:"fields,omitempty"`
}

// ChangedField is a field before and after a change, as JSON; both are nil for a secret.
type ChangedField struct {
	Field  string          `json:"field"`
	Before json.RawMessage `json:"before,omitempty"`
	After  json.RawMessage `json:"after,omitempty"`
}

// Result is what a configuration changes, and how many of its entries it leaves as they are.
type Result struct {
	Changes   []Change
	Unchanged int
}

// plan is made before anything is written.
type plan struct {
	Result
	beacon *app.Beacon
	file   configuration.File
	before configuration.File
	prune  bool

	problems  []configuration.Problem
	workspace workspace.Edits
	settings  []func(context.Context) error
	history   history.Edit
	channels  channelEdit
}

// complain refuses an entry. What cannot be told in words of its own, such as a database
// that cannot be read, is returned.
func (p *plan) complain(place configuration.Place, err error) error {
	m, explained := connector.MessageOf(err)
	if explained {
		p.problems = append(p.problems, configuration.Problem{Place: place, Message: m})
		return nil
	}
	return err
}

func (p *plan) refuse(place configuration.Place, id string, data connector.Data) {
	p.problems = append(p.problems, configuration.Problem{Place: place, Message: connector.Message{ID: id, Data: data}})
}

// require refuses an entry without a key that it needs.
func (p *plan) require(at configuration.Places, keys ...string) (all bool) {
	all = true
	for _, key := range keys {
		if !at.Given(key) {
			p.refuse(at[""], "configuration.missing", connector.Data{"Key": key})
			all = false
		}
	}
	return all
}

// section compares the entries of a section with what there is. It calls put for what is
// new or changed and remove for what is no longer wanted.
type section[T any] struct {
	kind           Kind
	wanted, before []T // wanted is nil where no file has the section
	key, name      func(T) string
	// more are changes of a wanted entry that do not show in it; may be nil.
	more   func(T) []ChangedField
	put    func(T)
	remove func(T)
}

func settle[T any](p *plan, s section[T]) error {
	left := make(map[string]T, len(s.before))
	for _, one := range s.before {
		left[s.key(one)] = one
	}
	for _, one := range s.wanted {
		was, known := left[s.key(one)]
		delete(left, s.key(one))
		change := Change{Action: ActionCreate, Kind: s.kind, Name: s.name(one)}
		if known {
			fields, err := differences(was, one)
			if err != nil {
				return err
			}
			if s.more != nil {
				fields = append(fields, s.more(one)...)
			}
			if len(fields) == 0 {
				p.Unchanged++
				continue
			}
			change.Action, change.Fields = ActionUpdate, fields
		}
		p.Changes = append(p.Changes, change)
		s.put(one)
	}
	if !p.prune || s.wanted == nil {
		return nil
	}
	for _, one := range s.before {
		if _, unwanted := left[s.key(one)]; unwanted {
			p.Changes = append(p.Changes, Change{Action: ActionDelete, Kind: s.kind, Name: s.name(one)})
			s.remove(one)
		}
	}
	return nil
}

// differences are the fields in which two entries differ, by name.
func differences(before, after any) (fields []ChangedField, err error) {
	var of [2]map[string]json.RawMessage
	for i, entry := range []any{before, after} {
		content, err := json.Marshal(entry)
		if err != nil {
			return nil, err
		}
		if err := json.Unmarshal(content, &of[i]); err != nil {
			return nil, err
		}
	}
	all := maps.Clone(of[0])
	maps.Copy(all, of[1])
	for _, name := range slices.Sorted(maps.Keys(all)) {
		if !bytes.Equal(of[0][name], of[1][name]) {
			fields = append(fields, ChangedField{name, of[0][name], of[1][name]})
		}
	}
	return fields, nil
}

// entryList is a list that is not nil where the section is there.
func entryList[T any](in []T) []T {
	if in == nil {
		return nil
	}
	return make([]T, 0, len(in))
}
