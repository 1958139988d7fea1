package lists

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"inventorybeacon/connector"
	"inventorybeacon/store"
	"inventorybeacon/store/history"
)

// What is kept of views and their exports.
type (
	View                = history.View
	ViewExport          = history.Export
	ViewNotFoundError   = history.ViewNotFoundError
	ExportNotFoundError = history.ExportNotFoundError
)

// longestViewName is in characters: files are named after views.
const longestViewName = 80

// QueryOf is what a view asks for. Where it groups and has columns of rows, the window shows these below their groups, and they are
// listed.
func QueryOf(v View) Query {
	q := Query{List: List(v.List), Search: v.Search, Filter: v.Filter, Sort: v.Sort, GroupBy: v.GroupBy, Window: v.Days}
	if len(v.Columns) > 0 {
		q.Columns = v.Columns
	}
	if q.GroupBy != "" && q.ofRows() {
		q.GroupBy = ""
	}
	return q
}

// ofRows reports whether a query has columns that groups have not.
func (q Query) ofRows() bool {
	counted := q.List.listing().counted(q.GroupBy)
	return slices.ContainsFunc(q.Columns, func(name string) bool {
		_, err := Column(name, counted)
		return err != nil
	})
}

// View returns the view of a name, whatever the case of its letters. The error may be a
// [ViewNotFoundError].
func (l *Lists) View(ctx context.Context, name string) (View, error) {
	views, err := l.history.Views(ctx)
	if err != nil {
		return View{}, fmt.Errorf("reading the views: %w", err)
	}
	known := KnownViewName(strings.TrimSpace(name), views)
	at := slices.IndexFunc(views, func(v View) bool { return v.Name == known })
	if at < 0 {
		return View{}, &ViewNotFoundError{Name: name}
	}
	return views[at], nil
}

// DeleteView deletes the view of a name with its exports, and returns it; see [Lists.View].
func (l *Lists) DeleteView(ctx context.Context, name string) (View, error) {
	view, err := l.View(ctx, name)
	if err == nil {
		err = l.history.DeleteView(ctx, view.Name)
	}
	return view, err
}

// KnownViewName is the name of a view as it is known already: names that differ in the case of
// letters alone are one, for they would be one file in Windows and macOS, which SQLite
// knows only of those of ASCII.
func KnownViewName(name string, views []View) string {
	for _, v := range views {
		if store.FoldName(v.Name) == store.FoldName(name) {
			return v.Name
		}
	}
	return name
}

// SaveView stores a view in place of the one of that name. It is refused where its list
// has not what it names ([FilterError]), or files cannot be named after it.
func (l *Lists) SaveView(ctx context.Context, v View) error {
	v.Name = strings.TrimSpace(v.Name)
	v, err := CheckedView(v)
	if err != nil {
		return err
	}
	views, err := l.history.Views(ctx)
	if err == nil {
		v.Name = KnownViewName(v.Name, views)
		err = l.history.SaveView(ctx, v)
	}
	if err != nil {
		return fmt.Errorf("saving the view %s: %w", v.Name, err)
	}
	return nil
}

// CheckedView returns a view as it is kept, with its columns as they are called, or says what is wrong with it; see [Lists.SaveView].
func CheckedView(v View) (View, error) {
	if err := checkViewName(v.Name); err != nil {
		return v, err
	}
	if !slices.Contains(All, List(v.List)) {
		return v, fmt.Errorf("no list %q", v.List)
	}
	groups, err := prepare(Query{List: List(v.List), GroupBy: v.GroupBy})
	if err != nil {
		return v, err
	}
	p, err := prepare(QueryOf(v))
	if err != nil {
		return v, err
	}
	v.GroupBy, v.Sort = groups.GroupBy, p.order()
	if len(v.Columns) > 0 {
		v.Columns = p.Columns
	}
	return v, nil
}

// ViewNameError is a name that no view can have; an empty one is missing.
type ViewNameError struct{ Name string }

func (e *ViewNameError) Error() string { return fmt.Sprintf("no view can be called %q", e.Name) }

// Message implements [connector.Explained].
func (e *ViewNameError) Message() connector.Message {
	if e.Name == "" {
		return connector.Message{ID: "view.missing-name"}
	}
	return connector.Message{ID: "view.name", Data: connector.Data{"Name": e.Name, "Longest": longestViewName}}
}

// checkViewName refuses what cannot be part of a file's name: in Windows, names do not end
// with a dot, and some belong to devices.
func checkViewName(name string) error {
	base, _, _ := strings.Cut(strings.ToUpper(name), ".")
	device := slices.Contains([]string{"CON", "PRN", "AUX", "NUL"}, base) ||
		len(base) == 4 && (strings.HasPrefix(base, "COM") || strings.HasPrefix(base, "LPT")) && base[3] >= '1' && base[3] <= '9'
	wrong := func(r rune) bool {
		return unicode.IsControl(r) || unicode.In(r, unicode.Bidi_Control) || r == utf8.RuneError || strings.ContainsRune(`<>:"/\|?*`, r)
	}
	if name == "" || name[0] == '.' || name[0] == '-' || strings.HasSuffix(name, ".") || device ||
		utf8.RuneCountInString(name) > longestViewName ||
		strings.ContainsFunc(name, wrong) {
		return &ViewNameError{Name: name}
	}
	return nil
}
