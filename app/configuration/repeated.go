package configuration

import (
	"strings"

	"inventorybeacon/connector"
	"inventorybeacon/store"
)

// repeated are the entries that stand twice. Licenses are compared where their ids are
// known.
func (f File) repeated() (problems []Problem) {
	problems = append(problems, again(f.Schedules, func(s Schedule) (string, Places) { return s.Name, s.At })...)
	problems = append(problems, again(f.Connections, func(c Connection) (string, Places) { return c.Name, c.At })...)
	problems = append(problems, again(f.Channels, func(c Channel) (string, Places) { return c.Name, c.At })...)
	problems = append(problems, again(f.Views, func(v View) (string, Places) { return v.Name, v.At })...)
	return append(problems, again(f.Exports, func(e Export) (string, Places) {
		return strings.Join([]string{e.View, e.At.Path(e.Folder), e.Format}, ", "), e.At
	})...)
}

func again[T any](entries []T, name func(T) (string, Places)) (problems []Problem) {
	first := map[string]Place{}
	for _, e := range entries {
		called, at := name(e)
		folded := store.FoldName(called)
		if before, known := first[folded]; known && strings.TrimSpace(called) != "" {
			problems = append(problems, twice(at.Of("name", "view"), called, before))
			continue
		}
		first[folded] = at.Of("name", "view")
	}
	return problems
}

// twice is an entry that stands in the files once more.
func twice(here Place, name string, before Place) Problem {
	return Problem{here, connector.Message{ID: "configuration.twice", Data: connector.Data{"Name": name, "Place": before.String()}}}
}
