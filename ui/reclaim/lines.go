package reclaim

import (
	"context"
	"slices"
	"strings"
	"sync"

	"fyne.io/fyne/v2/lang"

	"inventorybeacon/app"
	"inventorybeacon/app/lists"
	"inventorybeacon/app/message"
	"inventorybeacon/money"
	"inventorybeacon/ui/page"
	"inventorybeacon/ui/theme"
	"inventorybeacon/ui/widgets/grid"
)

// reclaimLine is a line of the list: a group, or one recommendation.
type reclaimLine struct {
	group *app.ReclaimSum // nil for a recommendation
	app.Recommendation
}

// reclaimLines are the lines of the list for what is asked for: groups, and below those
// that are open what they hold. They are read beside the window.
type reclaimLines struct {
	recommender *app.Recommender
	query       app.ReclaimQuery
	by          app.ReclaimColumn // empty for no groups
	closed      map[string]bool   // groups by their ids

	once   sync.Once
	all    app.ReclaimSum
	groups []app.ReclaimSum
	err    error
}

// sums counts what is asked for, once.
func (l *reclaimLines) sums(ctx context.Context) error {
	l.once.Do(func() {
		by := l.by
		if by == "" {
			by = app.ByReason
		}
		l.all, l.groups, l.err = l.recommender.Sums(ctx, l.query, by)
	})
	return l.err
}

// open reports whether a group shows what it holds.
func (l *reclaimLines) open(group app.ReclaimSum) bool { return !l.closed[group.GroupID] }

// count is the number of lines.
func (l *reclaimLines) count(ctx context.Context) (int, error) {
	if err := l.sums(ctx); err != nil || l.by == "" {
		return int(l.all.Count), err
	}
	n := len(l.groups)
	for _, g := range l.groups {
		if l.open(g) {
			n += int(g.Count)
		}
	}
	return n, nil
}

// chosen is how many recommendations lines of spans stand for, those of a whole group where the group is; all without spans. It is
// known once the lines have been counted.
func (l *reclaimLines) chosen(spans []grid.Span) (n int64) {
	if len(spans) == 0 {
		return l.all.Count
	}
	within := func(first, last int) (n int64) {
		for _, span := range spans {
			n += int64(max(0, min(span.Last, last)-max(span.First, first)+1))
		}
		return n
	}
	if l.by == "" {
		return within(0, int(l.all.Count)-1)
	}
	line := 0
	for _, g := range l.groups {
		first := line + 1
		line = first
		if l.open(g) {
			line += int(g.Count)
		}
		if within(first-1, first-1) > 0 {
			n += g.Count
		} else {
			n += within(first, line-1)
		}
	}
	return n
}

// groupOf is the line of the group that holds a line, once the lines have been counted.
func (l *reclaimLines) groupOf(line int) (at int, within bool) {
	if l.by == "" {
		return 0, false
	}
	for _, g := range l.groups {
		next := at + 1
		if l.open(g) {
			next += int(g.Count)
		}
		if line < next {
			return at, true
		}
		at = next
	}
	return 0, false
}

// load returns lines from an offset on.
func (l *reclaimLines) load(ctx context.Context, offset, limit int) ([]reclaimLine, error) {
	if err := l.sums(ctx); err != nil {
		return nil, err
	}
	if l.by == "" {
		return l.recommended(ctx, l.query, offset, limit)
	}
	var lines []reclaimLine
	for i := range l.groups {
		group := &l.groups[i]
		if offset > 0 {
			offset--
		} else if len(lines) < limit {
			lines = append(lines, reclaimLine{group: group})
		}
		if !l.open(*group) {
			continue
		}
		if offset >= int(group.Count) {
			offset -= int(group.Count)
			continue
		}
		if len(lines) == limit {
			break
		}
		below, err := l.recommended(ctx, l.within(group.Key), offset, limit-len(lines))
		if err != nil {
			return nil, err
		}
		lines, offset = append(lines, below...), 0
	}
	return lines, nil
}

// within asks for what a group holds.
func (l *reclaimLines) within(key string) app.ReclaimQuery {
	q := l.query
	if l.by == app.ByLicense {
		q.License = key
	} else if is, known := lists.Reclaim.GroupCondition(string(l.by), lists.Group{Value: key}); known {
		q.Filter = append(slices.Clip(q.Filter), is)
	}
	return q
}

func (l *reclaimLines) recommended(ctx context.Context, q app.ReclaimQuery, offset, limit int) ([]reclaimLine, error) {
	q.Offset, q.Limit = offset, limit
	rows, err := l.recommender.Page(ctx, q)
	lines := make([]reclaimLine, len(rows))
	for i, r := range rows {
		lines[i] = reclaimLine{Recommendation: r}
	}
	return lines, err
}

// lineKey tells lines apart.
func lineKey(l reclaimLine) string {
	if l.group != nil {
		return "group/" + l.group.GroupID
	}
	return strings.Join([]string{l.Connection, l.UserID, l.SKUID}, "/")
}

// groupText is what a group is called.
func groupText(by app.ReclaimColumn, g app.ReclaimSum) string {
	switch {
	case by == app.ByReason:
		return app.ReasonText(app.ReclaimReason(g.Key))
	case by == app.ByLicense:
		return g.License.Product
	case g.Key == "":
		return lang.L("(none)")
	default:
		return g.Key
	}
}

// savedText says what is saved a month, by currency.
func savedText(s app.ReclaimSum) string {
	var texts []string
	for _, currency := range s.Currencies() {
		texts = append(texts, amountText(s.Saved[currency].Whole(), currency))
	}
	return strings.Join(texts, ", ")
}

func amountText(whole int64, currency string) string { return message.Number(whole) + " " + currency }

// cells are those of a line; tenant is what the connection's tenant is called.
func (l *reclaimLines) cells(line reclaimLine, tenant string) []grid.Cell {
	if g := line.group; g != nil {
		icon := "chevron-right"
		if l.open(*g) {
			icon = "chevron-down"
		}
		saved := grid.Cell{Text: savedText(*g), Bold: true}
		saved.Tooltip = strings.Join(unsummedTexts(*g), "\n")
		text := groupText(l.by, *g) + leftToRight + "  " + message.Number(g.Count)
		return []grid.Cell{{Text: text, Icon: icon, Bold: true, Wide: true}, {}, {}, {}, {}, {}, saved, {}, {}, {}, {}, {}}
	}
	indent := float32(0)
	if l.by != "" {
		indent = groupIndent
	}
	r := line.Recommendation
	currency := r.Saved.Currency
	user, evidence := grid.Text(r.DisplayName), grid.Text(r.Evidence())
	user.Indent, user.Tooltip = indent, r.DisplayName+"\n"+r.UserPrincipalName
	return []grid.Cell{
		user, grid.Text(tenant), grid.Text(r.Product), grid.Text(r.Why()), evidence,
		{Text: app.CertaintyText(r.Certainty), Status: certaintyStatus(r.Certainty)},
		savedCell(r.Saved.Amount, currency), grid.Text(currency), grid.Text(r.UserPrincipalName), grid.Text(r.SKUPartNumber),
		grid.Text(r.Department), savedCell(r.Saved.Times(12), currency),
	}
}

// savedCell is what a license saves, nothing without a currency.
func savedCell(amount money.Amount, currency string) grid.Cell {
	if currency == "" {
		return page.None()
	}
	cell := grid.Text(amount.In(currency) + " " + currency)
	cell.Value = amount.Number(money.Decimals(currency))
	return cell
}

// leftToRight keeps the number behind a name that is written from right to left, in which it would be a part of the name
// (unicode.org/reports/tr9).
const leftToRight = "\u200e"

// groupIndent is how far the recommendations stand right of their group.
const groupIndent = 18

// certaintyStatus is the color of the dot before a certainty.
func certaintyStatus(c app.Certainty) theme.Status {
	switch c {
	case app.Certain:
		return theme.StatusOK
	case app.Probable:
		return theme.StatusWarning
	default:
		return theme.StatusNone
	}
}

// unsummedTexts say which recommendations are in no sum, and why.
func unsummedTexts(s app.ReclaimSum) (texts []string) {
	if s.Unpriced > 0 {
		texts = append(texts, lang.L("{{.Count}} in no sum, for want of a price of {{.Licenses}}", map[string]any{
			"Count": message.Number(s.Unpriced), "Licenses": strings.Join(s.Without, ", "),
		}))
	}
	if s.Unlike > 0 {
		texts = append(texts, lang.L("{{.Count}} in no sum: the smaller license has its price in another currency",
			map[string]any{"Count": message.Number(s.Unlike)}))
	}
	return texts
}

// totalOf says how many recommendations there are and what they save.
func totalOf(all app.ReclaimSum, kept int) string {
	texts := []string{message.Count("count.recommendations", int(all.Count))}
	if saved := savedText(all); saved != "" {
		texts = append(texts, lang.L("{{.Sums}} a month", map[string]any{"Sums": saved}))
		for _, currency := range all.Currencies() {
			year := lang.L("{{.Amount}} a year", map[string]any{"Amount": amountText(all.Saved[currency].Times(12).Whole(), currency)})
			texts = append(texts, year)
		}
	}
	texts = append(texts, unsummedTexts(all)...)
	if kept > 0 {
		texts = append(texts, lang.L("{{.Count}} kept", map[string]any{"Count": message.Number(int64(kept))}))
	}
	return strings.Join(texts, " · ")
}
