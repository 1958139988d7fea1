package reclaim

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/test"

	"inventorybeacon/app"
	"inventorybeacon/app/centralsettings"
	"inventorybeacon/app/message"
	"inventorybeacon/connector"
	"inventorybeacon/connector/demotenant"
	"inventorybeacon/connector/demotenant/demotenanttest"
	"inventorybeacon/money"
	"inventorybeacon/ui/session/sessiontest"
	"inventorybeacon/ui/widgets"
	"inventorybeacon/ui/widgets/grid"
)

// speller is a source whose users have departments of few names in several spellings.
type speller struct{ app.Source }

func (s speller) Import(ctx context.Context, a connector.Access, sink connector.Sink, observer connector.Observer) error {
	return s.Source.Import(ctx, a, &spellingSink{Sink: sink}, observer)
}

// spellings are pairs, which differ in the case of letters alone; SQLite knows that of A to Z only.
var spellings = []string{"Sales", "sales", "Отдел", "отдел", "Éducation", "éducation"}

type spellingSink struct {
	connector.Sink
	users int
}

func (s *spellingSink) Users(ctx context.Context, page connector.UserPage) error {
	for i := range page.Users {
		page.Users[i].Department = spellings[s.users%len(spellings)]
		s.users++
	}
	return s.Sink.Users(ctx, page)
}

func open(t *testing.T) *sessiontest.Window {
	t.Helper()
	return sessiontest.Open(t, sessiontest.Options{Tenant: demotenanttest.Start(t, demotenant.Options{Users: 300})})
}

// reclaim shows the page Reclaim once it has read its lines.
func reclaim(w *sessiontest.Window) *Page {
	p := New(w.Session)
	w.Show(p)
	w.Until("the recommendations", func() bool {
		_, loaded := p.data.Record(1)
		return loaded && len(p.tenant.Published()) > 0
	})
	return p
}

// line is the first line of the list that is a recommendation.
func (p *Page) line(t *testing.T) (int, app.Recommendation) {
	t.Helper()
	for i := range p.data.Len() {
		if l, loaded := p.data.Record(i); loaded && l.group == nil {
			return i, l.Recommendation
		}
	}
	t.Fatal("nothing is recommended")
	return 0, app.Recommendation{}
}

func TestAGroupIsFoldedAndItsRowsAreLeftOut(t *testing.T) {
	w := open(t)
	w.Import(w.Connect("Contoso"))
	p := reclaim(w)
	group, _ := p.data.Record(0)
	all := p.data.Len()
	if group.group == nil || !w.Says(app.ReasonText(app.ReclaimReason(group.group.Key))) {
		t.Fatalf("it says:\n%s", w.Text())
	}
	p.grid.OnFold(0, grid.FoldClosed)
	w.Until("its rows to go", func() bool { return p.data.Len() == all-int(group.group.Count) && !p.data.Loading() })
	p.grid.OnFold(0, grid.FoldOther)
	w.Until("its rows to be back", func() bool { return p.data.Len() == all })
}

func TestGroupsAreFoldedByKeysAndAllAtOnce(t *testing.T) {
	w := open(t)
	w.Import(w.Connect("Contoso"))
	p := reclaim(w)
	all, groups := p.data.Len(), p.lines.Load().groups
	second := int(groups[0].Count) + 1
	w.Until("the second group", func() bool { return !p.data.Loading() && p.data.Len() == all })
	p.grid.Select(2)
	p.grid.OnFold(2, grid.FoldClosed)
	if p.grid.Selected() != 0 {
		t.Errorf("left of a recommendation is line %d", p.grid.Selected())
	}
	p.grid.OnFold(0, grid.FoldOpen)
	if p.grid.Selected() != 1 || p.data.Len() != all {
		t.Errorf("right of an open group is line %d", p.grid.Selected())
	}
	if at, within := p.lines.Load().groupOf(second + 1); !within || at != second {
		t.Errorf("line %d is in the group of line %d", second+1, at)
	}
	menu := func() { p.grid.OnContextMenu(0, fyne.NewPos(5, 5)) }
	menu()
	w.Pick("Collapse All")
	w.Until("the groups alone", func() bool { return !p.data.Loading() && p.data.Len() == len(groups) })
	if p.grid.Select(len(groups) - 1); p.list.CountOf(p.grid.Selection()) != groups[len(groups)-1].Count {
		t.Error("the last line is not the last group")
	}
	menu()
	w.Pick("Expand All")
	w.Until("all", func() bool { return !p.data.Loading() && p.data.Len() == all })
}

func TestWhatIsChosenComesOnceHoweverItsGroupIsSpelled(t *testing.T) {
	w := sessiontest.Open(t, sessiontest.Options{
		Tenant: demotenanttest.Start(t, demotenant.Options{Users: 300}), Source: func(s app.Source) app.Source { return speller{s} },
	})
	w.Import(w.Connect("Contoso"))
	p := reclaim(w)
	for i, by := range app.ReclaimColumns {
		p.groupBy.SetSelected(p.groupBy.Option(i + 1))
		p.ask()
		w.Until("the groups", func() bool {
			_, loaded := p.data.Key(0)
			return !p.data.Loading() && p.lines.Load().by == by && loaded
		})
		lines := p.lines.Load()
		if by == app.ByDepartment && len(lines.groups) != 3 { // in whatever case of letters
			t.Errorf("%d groups: %+v", len(lines.groups), lines.groups)
		}
		rows := int64(0)
		for _, g := range lines.groups {
			all, err := lines.recommender.Page(t.Context(), lines.within(g.Key))
			if err != nil || int64(len(all)) != g.Count {
				t.Errorf("by %s: the group %q counts %d and holds %d, %v", by, g.Key, g.Count, len(all), err)
			}
			rows += g.Count
		}
		chosen := map[[2]string]int{}
		err := p.reader()(t.Context(), []grid.Span{{First: 0, Last: p.data.Len() - 1}}, func(r app.Recommendation) error {
			chosen[[2]string{r.UserID, r.SKUID}]++
			return nil
		})
		if err != nil || int64(len(chosen)) != rows {
			t.Errorf("by %s: %d of %d are chosen, %v", by, len(chosen), rows, err)
		}
		for license, times := range chosen {
			if times != 1 {
				t.Fatalf("by %s: %q is chosen %d times", by, license, times)
			}
		}
	}
}

func TestGroupsAreSortedByAColumnEach(t *testing.T) {
	w := open(t)
	w.Import(w.Connect("Contoso"))
	p := reclaim(w)
	p.grid.SetSort("user", true)
	p.grid.OnSort("user", true)
	w.Until("the last ones first", func() bool {
		first, loaded := p.data.Record(1)
		second, also := p.data.Record(2)
		return loaded && also && first.group == nil && second.group == nil &&
			strings.ToLower(first.DisplayName) > strings.ToLower(second.DisplayName)
	})
}

func TestALicenseThatIsKeptLeavesTheListUntilItIsUnkept(t *testing.T) {
	w := open(t)
	w.Import(w.Connect("Contoso"))
	p := reclaim(w)
	all := p.lines.Load().all.Count
	row, r := p.line(t)
	p.grid.Select(row)
	w.Await(r.UserPrincipalName, r.Evidence())
	w.LosesNothing(func() { w.Press("Keep License...") })
	w.Press("Keep License...")
	w.Await("Licenses that are kept leave the list and the sums.")
	w.Press("Keep License")
	w.Until("it to leave the list", func() bool { return !p.data.Loading() && p.lines.Load().all.Count == all-1 })
	w.Await("1 kept")
	w.Press("Kept...")
	w.Await(r.UserPrincipalName)
	w.Press("Recommend Again")
	w.Await("No license is kept")
	w.Press("Close")
	w.Until("it to be back", func() bool { return !p.data.Loading() && p.lines.Load().all.Count == all })
	if strings.Contains(p.footer.Text(), "kept") {
		t.Errorf("the footer says %q", p.footer.Text())
	}
}

func TestWhatMovesWhileItIsSelectedIsNotKept(t *testing.T) {
	w := open(t)
	w.Import(w.Connect("Contoso"))
	p := reclaim(w)
	row, _ := p.line(t)
	first, _ := p.data.Record(row)
	p.grid.Select(row + 1)
	p.keep()
	w.Await("Licenses that are kept leave the list and the sums.")
	// Given another process that keeps the license above meanwhile,
	w.Must(w.Beacon.Reclaim.Keep(t.Context(), []app.LicenseOfUser{{TenantID: first.TenantID, UserID: first.UserID, SKUID: first.SKUID}},
		"2999-12-31", ""))
	// when the selected one is to be kept, then no other is.
	w.Press("Keep License")
	w.Await("The list has changed since rows were selected in it.")
	if kept, err := w.Beacon.Reclaim.Kept(t.Context()); err != nil || len(kept) != 1 {
		t.Errorf("%d are kept, %v", len(kept), err)
	}
}

func TestTwoPressesUnkeepOneLicense(t *testing.T) {
	w := open(t)
	for _, user := range []string{"u", "v"} {
		w.Must(w.Beacon.Reclaim.Keep(t.Context(),
			[]app.LicenseOfUser{{TenantID: "t", UserID: user, SKUID: "s", UserPrincipalName: user + "@contoso.com"}}, "2999-12-31", ""))
	}
	changed := 0
	showKeptLicenses(w.Session, func() { changed++ })
	w.Await("u@contoso.com", "v@contoso.com")
	w.Press("Recommend Again")
	w.Until("one to be gone", func() bool { return changed == 1 && !w.Says("u@contoso.com") })
	if slices.Contains(w.Enabled(), "Recommend Again") {
		t.Error("the second press of a double click would take the other one too")
	}
	if kept, err := w.Beacon.Reclaim.Kept(t.Context()); err != nil || len(kept) != 1 {
		t.Errorf("%d are kept, %v", len(kept), err)
	}
}

func TestAFileHasTheLicensesOfClosedGroupsAndNoLineForAGroup(t *testing.T) {
	w := open(t)
	w.Import(w.Connect("Contoso"))
	p := reclaim(w)
	all, group := p.lines.Load().all.Count, p.lines.Load().groups[0]
	lines := p.data.Len()
	p.fold(0, grid.FoldClosed)
	w.Until("the group to be closed", func() bool {
		_, loaded := p.data.Key(0)
		return loaded && !p.data.Loading() && p.data.Len() < lines
	})
	p.grid.Select(0)
	if n := p.list.CountOf(p.grid.Selection()); n != group.Count {
		t.Errorf("the group counts as %d of %d", n, group.Count)
	}
	if text := p.scriptText(); text != fmt.Sprintf("Script for Selected (%d)...", group.Count) {
		t.Errorf("of a group it says %q", text)
	}
	if text := p.list.Export.Label(); text != fmt.Sprintf("Export Selected (%d)...", group.Count) {
		t.Errorf("of a group it says %q", text)
	}
	p.list.Export.Action()
	w.Await(fmt.Sprintf("%s of %d: what is selected", message.Count("count.rows", int(group.Count)), all))
	w.Press("Cancel")
	if n := p.list.CountOf(nil); n != all {
		t.Errorf("all are %d of %d", n, all)
	}
	for _, given := range []struct {
		spans []grid.Span
		want  int64
	}{{nil, all}, {p.grid.Selection(), group.Count}, {[]grid.Span{{First: 0, Last: p.data.Len() - 1}}, all}} {
		rows := int64(0)
		w.Must(p.each()(t.Context(), given.spans, func(cells []grid.Cell) error {
			if rows++; cells[0].Icon != "" || cells[8].Text == "" {
				t.Fatalf("a row is %+v", cells)
			}
			return nil
		}))
		if rows != given.want {
			t.Errorf("of %v are %d rows, want %d", given.spans, rows, given.want)
		}
	}
}

func TestNothingIsUnkeptWhileTheCentralDatabaseIsLookedAt(t *testing.T) {
	w := open(t)
	w.Must(w.Beacon.Reclaim.Keep(t.Context(), []app.LicenseOfUser{{TenantID: "t", UserID: "u", SKUID: "s"}}, "2999-12-31", "on leave"))
	password := connector.Secret("o")
	settings := centralsettings.Settings{Server: "127.0.0.1:1", Database: "assets", User: "owner"} // where nothing answers
	w.Must(w.Beacon.CentralSettings.Set(t.Context(), settings, centralsettings.SecretChanges{Password: &password}))
	showKeptLicenses(w.Session, func() {})
	w.Await("on leave")
	w.LookAtCentral()
	w.Await("The central database cannot be looked at") // and the copy, which is empty, stays open
	w.Press("OK")
	w.Press("Recommend Again")
	w.Await("The central database is only looked at")
	if kept, err := w.Beacon.Reclaim.Kept(t.Context()); err != nil || len(kept) != 1 {
		t.Errorf("%d are kept, %v", len(kept), err)
	}
}

func TestAPageWithoutAnImportSaysWhatToDo(t *testing.T) {
	w := open(t)
	w.Show(New(w.Session))
	w.Await("Nothing has been imported yet")
}

func TestWhatIsFilteredAwayIsSaidAndShownAgain(t *testing.T) {
	w := open(t)
	w.Import(w.Connect("Contoso"))
	p := reclaim(w)
	all := p.data.Len()
	p.search.SetText("nobody of this name")
	w.Await("Nothing found", "No license that can be taken back fits the filters above.")
	w.Press("Show All")
	w.Until("all", func() bool { return p.data.Len() == all && !p.data.Loading() })
}

func TestWhatIsSelectedCountsAsLicensesAndNotAsRows(t *testing.T) {
	w := open(t)
	w.Import(w.Connect("Contoso"))
	p := reclaim(w)
	p.grid.SelectAll()
	p.follow()
	w.Until("the licenses", func() bool {
		all := p.lines.Load().all.Count
		return all > 0 && w.Says(message.Count("count.licenses", int(all))+" selected")
	})
}

func TestAScriptThatTakesNothingBackSaysSo(t *testing.T) {
	w := open(t)
	p := New(w.Session)
	groups := []app.ScriptGroup{{Name: "Sales", Tenant: "Contoso", Licenses: 2}}
	p.tellScript("reclaim.ps1", app.ScriptCounts{ByGroup: 2, Failed: 1, Groups: groups})
	w.Await("reclaim.ps1", "It takes no license back: it has nothing but comments.", "Licenses that stay until somebody changes a group: 2",
		"Sales (Contoso): 2", "Licenses that nobody has, because they could not be assigned: 1")
	if w.Says("without -Apply it changes nothing") {
		t.Errorf("it says:\n%s", w.Text())
	}
}

func TestTheNumberOfAGroupStandsBehindItsNameInWhateverDirectionThatIsWritten(t *testing.T) {
	lines := &reclaimLines{by: app.ByDepartment}
	cell := lines.cells(reclaimLine{group: &app.ReclaimSum{Key: "المبيعات", Count: 12}}, "")[0]
	if cell.Text != "المبيعات\u200e  12" {
		t.Errorf("it says %+q", cell.Text)
	}
}

func TestSomeThatAreSelectedAreSummedUp(t *testing.T) {
	w := open(t)
	w.Import(w.Connect("Contoso"))
	p := reclaim(w)
	row, _ := p.line(t)
	p.grid.Select(row)
	for _, o := range test.LaidOutObjects(p.grid) {
		if body, is := o.(desktop.Mouseable); is && o.Size().Height > 100 {
			height := widgets.ControlHeight()
			body.MouseDown(&desktop.MouseEvent{
				PointEvent: fyne.PointEvent{Position: fyne.NewPos(40, height*float32(row+1)+2)}, Modifier: fyne.KeyModifierShortcutDefault,
			})
			break
		}
	}
	if n := p.grid.SelectionCount(); n != 2 {
		t.Fatalf("%d rows are selected", n)
	}
	var sum app.ReclaimSum
	for i := range 2 {
		line, _ := p.data.Record(row + i)
		sum.Add(line.Recommendation)
	}
	w.Await("2 licenses selected", totalOf(sum, 0))
}

func TestASumSaysWhatIsSavedAMonthAndAYear(t *testing.T) {
	sum := app.ReclaimSum{Count: 2, Saved: map[string]money.Amount{
		"EUR": money.Price{Micros: 10_000_000, Currency: "EUR", Per: money.Month}.Times(2),
		"USD": money.Price{Micros: 5_000_000, Currency: "USD", Per: money.Month}.Times(1),
	}}
	const want = "2 recommendations · 20 EUR, 5 USD a month · 240 EUR a year · 60 USD a year"
	if got := totalOf(sum, 0); got != want {
		t.Errorf("it says %q, want %q", got, want)
	}
}
