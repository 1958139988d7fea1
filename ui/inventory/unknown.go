package inventory

import (
	"context"
	"strconv"
	"strings"

	"fyne.io/fyne/v2/lang"

	"inventorybeacon/app/lists"
	"inventorybeacon/ui/session"
)

// tellUnknown says which names in the filter nothing has: what they were written for is then not found without a word.
func (l *List[T]) tellUnknown() {
	if len(l.filter.Conditions()) == 0 {
		return
	}
	q, reloads := l.asked(), l.reloads
	session.Go(l.session, l.session.Context(), func(ctx context.Context) ([]lists.UnknownName, error) {
		return l.session.Inventory().UnknownNames(ctx, q)
	}, func(unknown []lists.UnknownName, err error) {
		if err == nil && reloads == l.reloads { // the list says what has failed
			l.unknown = unknownText(unknown)
			l.showFooter()
			l.showEmpty()
		}
	})
}

func unknownText(unknown []lists.UnknownName) string {
	if len(unknown) == 0 {
		return ""
	}
	names := make([]string, len(unknown))
	var near []string
	for i, u := range unknown {
		names[i] = strconv.Quote(u.Value)
		near = append(near, u.Near...)
	}
	said := map[string]any{"Names": strings.Join(names, ", "), "Near": strings.Join(near, ", ")}
	if near != nil {
		return lang.L("Nothing in the inventory is called {{.Names}}. Similar names: {{.Near}}", said)
	}
	return lang.L("Nothing in the inventory is called {{.Names}}", said)
}
