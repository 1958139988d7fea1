package app

import (
	"bytes"
	"context"
	"encoding/json"
	"maps"
	"slices"

	"inventorybeacon/app/configuration"
	"inventorybeacon/app/workspace"
	"inventorybeacon/connector"
	"inventorybeacon/store/history"
)

// ConfigurationKind is what a change is made to. Its value is a word that stays as it is.
type ConfigurationKind string

// The kinds of what is configured.
const (
	KindSetting    ConfigurationKind = "setting"
	KindSchedule   ConfigurationKind = "schedule"
	KindConnection ConfigurationKind = "connection"
	KindPrice      ConfigurationKind = "price"
	KindCommitment ConfigurationKind = "commitment"
	KindOwnName    ConfigurationKind = "own-name"
	KindView       ConfigurationKind = "view"
	KindExport     ConfigurationKind = "export"
	KindCentral    ConfigurationKind = "central"
	KindChannel    ConfigurationKind = "channel"
)

// ConfigurationAction is what is done. Its value is a word that stays as it is.
type ConfigurationAction string

// The actions.
const (
	ActionCreate ConfigurationAction = "create"
	ActionUpdate ConfigurationAction = "update"
	ActionDelete ConfigurationAction = "delete"
)

// ConfigurationChange is one thing that a configuration changes.
type ConfigurationChange struct {
	Action ConfigurationAction `json:"action"`
	Kind   ConfigurationKind   `json:"kind"`
	Name   string              `json:"name"`
	// Fields are those that an update changes.
	Fields []ChangedField `json:"fields,omitempty"`
}

// ChangedField is a field before and after a change, as JSON; both are nil for a secret.
type ChangedField struct {
	Field  string          `json:"field"`
	Before json.RawMessage `json:"before,omitempty"`
	After  json.RawMessage `json:"after,omitempty"`
}

// ConfigurationChanges are what a configuration changes, and how many of its entries it
// leaves as they are.
type ConfigurationChanges struct {
	Changes   []ConfigurationChange
	Unchanged int
}

// configurationPlan is made before anything is written.
type configurationPlan struct {
	ConfigurationChanges
	beacon *Beacon
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
func (p *configurationPlan) complain(place configuration.Place, err error) error {
	m, explained := connector.MessageOf(err)
	if explained {
		p.problems = append(p.problems, configuration.Problem{Place: place, Message: m})
		return nil
	}
	return err
}

func (p *configurationPlan) refuse(place configuration.Place, id string, data connector.Data) {
	p.problems = append(p.problems, configuration.Problem{Place: place, Message: connector.Message{ID: id, Data: data}})
}

// require refuses an entry without a key that it needs.
func (p *configurationPlan) require(at configuration.Places, keys ...string) (all bool) {
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
	kind           ConfigurationKind
	wanted, before []T // wanted is nil where no file has the section
	key, name      func(T) string
	// more are changes of a wanted entry that do not show in it; may be nil.
	more   func(T) []ChangedField
	put    func(T)
	remove func(T)
}

func settle[T any](p *configurationPlan, s section[T]) error {
	left := make(map[string]T, len(s.before))
	for _, one := range s.before {
		left[s.key(one)] = one
	}
	for _, one := range s.wanted {
		was, known := left[s.key(one)]
		delete(left, s.key(one))
		change := ConfigurationChange{Action: ActionCreate, Kind: s.kind, Name: s.name(one)}
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
			p.Changes = append(p.Changes, ConfigurationChange{Action: ActionDelete, Kind: s.kind, Name: s.name(one)})
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
