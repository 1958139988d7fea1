//go:build linux

package journey

import (
	"fmt"
	"maps"
	"slices"
	"strings"
)

// view is what is visible in the window: the content of its topmost layer, in
// pixels of the window. It mirrors what ui/inspect_journey.go tells.
type view struct {
	Title  string
	Layer  string // "window", "dialog" or "menu"
	Depth  int    // how many dialogs and menus lie above the window's content
	Width  int
	Height int
	Shown  []part
}

// part is something with a text.
type part struct {
	Kind        string
	Text        string
	Value       string
	Placeholder string
	Row         string // label of the row of the form it stands in
	X, Y        int
	Width       int
	Height      int
	Enabled     bool
	Focused     bool
	Selected    bool
	Clipped     bool
}

func (p part) middle() (x, y int) { return p.X + p.Width/2, p.Y + p.Height/2 }

// find returns the last part of a kind with a text.
func (v view) find(kind, text string) (part, bool) {
	for i := len(v.Shown) - 1; i >= 0; i-- {
		if p := v.Shown[i]; p.Kind == kind && p.Text == text {
			return p, true
		}
	}
	return part{}, false
}

// field returns what can be filled in: that of the row with the label, or,
// outside of forms, the one with the placeholder or the choice.
func (v view) field(label string) (part, bool) {
	for _, p := range v.Shown {
		switch p.Kind {
		case "entry", "password", "select":
			if p.Row == label || p.Row == "" && (p.Placeholder == label || p.Kind == "select" && p.Value == label) {
				return p, true
			}
		}
	}
	return part{}, false
}

// all returns the texts of the parts of a kind, in their order.
func (v view) all(kind string) []string {
	var texts []string
	for _, p := range v.Shown {
		if p.Kind == kind {
			texts = append(texts, p.Text)
		}
	}
	return texts
}

// says returns whether some text contains the words.
func (v view) says(words string) bool {
	for _, p := range v.Shown {
		if strings.Contains(p.Text, words) {
			return true
		}
	}
	return false
}

// titled returns whether a dialog of that title is on top.
func (v view) titled(title string) bool {
	_, found := v.find("title", title)
	return v.Layer == "dialog" && found
}

// problems returns what is wrong, by the labels of the rows.
func (v view) problems() map[string]string {
	problems := map[string]string{}
	for _, p := range v.Shown {
		if p.Kind == "problem" {
			problems[p.Row] = p.Text
		}
	}
	return problems
}

// cells returns the texts of a list's row: those at the height of the cell.
func (v view) cells(text string) []string {
	var texts []string
	if at, found := v.find("cell", text); found {
		for _, p := range v.Shown {
			if p.Kind == "cell" && p.Y == at.Y {
				texts = append(texts, p.Text)
			}
		}
	}
	return texts
}

// rows returns the texts of the list's rows that can be seen whole, from top to bottom. What
// a pane beside the list shows is none of them.
func (v view) rows() [][]string {
	byHeight := map[int][]string{}
	list := slices.IndexFunc(v.Shown, func(p part) bool { return p.Kind == "grid" })
	for _, p := range v.Shown {
		if list >= 0 && p.Kind == "cell" && !p.Clipped && p.X < v.Shown[list].X+v.Shown[list].Width {
			byHeight[p.Y] = append(byHeight[p.Y], p.Text)
		}
	}
	var rows [][]string
	for _, y := range slices.Sorted(maps.Keys(byHeight)) {
		rows = append(rows, byHeight[y])
	}
	return rows
}

// selected returns the texts of the selected row.
func (v view) selected() []string {
	var texts []string
	for _, p := range v.Shown {
		if p.Kind == "cell" && p.Selected {
			texts = append(texts, p.Text)
		}
	}
	return texts
}

// focused returns the label, placeholder or text of what has the focus.
func (v view) focused() string {
	for _, p := range v.Shown {
		if p.Focused {
			return p.name()
		}
	}
	return ""
}

func (p part) name() string {
	switch {
	case p.Kind == "button" || p.Kind == "check" || p.Kind == "grid":
		return p.Text
	case p.Row != "":
		return p.Row
	default:
		return p.Placeholder
	}
}

// String lists what is visible, for the report of a failure.
func (v view) String() string {
	var text strings.Builder
	fmt.Fprintf(&text, "%s, %dx%d, layer %s, depth %d\n", v.Title, v.Width, v.Height, v.Layer, v.Depth)
	for _, p := range v.Shown {
		fmt.Fprintf(&text, "  %-9s %4d,%-4d %3dx%-3d %s", p.Kind, p.X, p.Y, p.Width, p.Height, p.Text)
		for _, more := range []struct{ name, value string }{{"row", p.Row}, {"value", p.Value}, {"placeholder", p.Placeholder}} {
			if more.value != "" {
				fmt.Fprintf(&text, " [%s %s]", more.name, more.value)
			}
		}
		for _, state := range []struct {
			name string
			on   bool
		}{{"disabled", !p.Enabled}, {"focused", p.Focused}, {"selected", p.Selected}, {"clipped", p.Clipped}} {
			if state.on {
				text.WriteString(" (" + state.name + ")")
			}
		}
		text.WriteString("\n")
	}
	return text.String()
}
