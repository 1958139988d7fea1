package scheduling

import (
	"slices"
	"testing"
	"time"

	"fyne.io/fyne/v2/test"

	"inventorybeacon/app"
	"inventorybeacon/app/workspace"
	"inventorybeacon/connector"
	"inventorybeacon/schedule"
)

func TestFieldsGiveBackTheScheduleTheyShow(t *testing.T) {
	test.NewTempApp(t)
	for _, s := range []app.Schedule{
		{Kind: schedule.Minutes, Every: 90},
		{Kind: schedule.Hourly, Time: 59, CatchUp: true},
		{Kind: schedule.Daily, Time: 23*60 + 30},
		{Kind: schedule.Weekly, Time: 5, Days: schedule.DaysOf(time.Sunday, time.Tuesday), CatchUp: true},
		{Kind: schedule.Weekly, Time: 390, Days: schedule.MondayToFriday},
		{Kind: schedule.Weekly, Time: 390, Days: schedule.EveryDay},
		{Kind: schedule.Monthly, Time: 2 * 60, Day: 31},
		{Kind: schedule.Monthly, Time: 2 * 60, Day: schedule.LastDay},
	} {
		s.ID, s.Name = "id", "Nightly"
		f := newFields()
		f.show(s)
		if got := f.schedule(); got != s {
			t.Errorf("%s: %+v, want %+v", s.Summary(), got, s)
		}
	}
}

func TestWhatCannotBeReadIsAProblemOfItsRow(t *testing.T) {
	test.NewTempApp(t)
	for _, c := range []struct {
		kind  schedule.Kind
		enter func(f *fields)
		row   string
	}{
		{schedule.Minutes, func(f *fields) { f.every.SetText("ten") }, rowEvery},
		{schedule.Minutes, func(f *fields) { f.every.SetText("") }, rowEvery},
		{schedule.Hourly, func(f *fields) { f.minute.SetText("60") }, rowMinute},
		{schedule.Hourly, func(f *fields) { f.minute.SetText("x") }, rowMinute},
		{schedule.Daily, func(f *fields) { f.time.SetText("24:00") }, rowTime},
		{schedule.Weekly, func(f *fields) { f.days[0].SetChecked(false) }, rowDays},
	} {
		f := newFields()
		f.show(app.Schedule{Name: "Nightly", Kind: c.kind})
		c.enter(&f)
		s := f.schedule()
		var found []app.Problem
		for _, p := range s.Validate() {
			found = append(found, app.Problem{Field: p.Field, Message: p.Message.ID})
		}
		problems := byRow(s, found)
		if len(problems) != 1 || problems[c.row] == "" {
			t.Errorf("%s: problems %v, want one in row %s", c.kind, problems, c.row)
		}
	}
}

func TestRunsNameTheZoneWhenTheClockChanges(t *testing.T) {
	paris, err := time.LoadLocation("Europe/Paris")
	if err != nil {
		t.Fatal(err)
	}
	nightly := app.Schedule{Kind: schedule.Daily, Time: 2*60 + 30}
	around := runTexts(nightly.Upcoming(time.Date(2026, 10, 24, 12, 0, 0, 0, paris), paris, 2))
	if want := []string{"Sun 2026-10-25 02:30 CEST", "Mon 2026-10-26 02:30 CET"}; !slices.Equal(around, want) {
		t.Errorf("told %q, want %q", around, want)
	}
	quiet := runTexts(nightly.Upcoming(time.Date(2026, 5, 1, 12, 0, 0, 0, paris), paris, 1))
	if want := []string{"Sat 2026-05-02 02:30"}; !slices.Equal(quiet, want) {
		t.Errorf("told %q, want %q", quiet, want)
	}
}

func TestTreeUnfoldsWhatIsAskedFor(t *testing.T) {
	entry := func(id string) workspace.Entry {
		return workspace.Entry{Connection: connector.Connection{ID: id, Name: id}}
	}
	schedules := []workspace.ScheduleEntry{
		{Schedule: app.Schedule{ID: "n", Name: "Nightly"}, Connections: []workspace.Entry{entry("a"), entry("b")}},
		{Schedule: app.Schedule{ID: "w", Name: "Weekly"}},
	}
	keys := func(unfolded ...string) (keys []string) {
		open := map[string]bool{}
		for _, key := range unfolded {
			open[key] = true
		}
		for _, n := range tree(schedules, []workspace.Entry{entry("c")}, open) {
			keys = append(keys, n.key)
		}
		return keys
	}
	if got, want := keys(), []string{"schedule n", "schedule w", notScheduled}; !slices.Equal(got, want) {
		t.Errorf("folded: %v", got)
	}
	want := []string{"schedule n", "connection a", "connection b", "schedule w", notScheduled, "connection c"}
	if got := keys("schedule n", notScheduled); !slices.Equal(got, want) {
		t.Errorf("unfolded: %v, want %v", got, want)
	}
	if nodes := tree(nil, []workspace.Entry{entry("c")}, nil); len(nodes) != 0 {
		t.Errorf("without schedules there are %d rows in the place of the advice", len(nodes))
	}
}
