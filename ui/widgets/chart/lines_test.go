package chart

import (
	"math"
	"slices"
	"testing"
	"time"

	"fyne.io/fyne/v2"

	"inventorybeacon/ui/widgets/widgettest"
)

func TestTheLegendSaysTheValuesOfTheChosenTime(t *testing.T) {
	lines := NewLines()
	lines.Set([]Series{
		{Name: "Active", Points: points(5, 6, math.NaN(), 8)},
		{Name: "Purchased", Points: []Point{{on(0), 10}, {on(2), 20}, {on(3), 20}}, Stepped: true},
	})
	w := shown(t, lines, 500, 200)
	for _, given := range []struct {
		key   fyne.KeyName
		texts []string
	}{
		{"", []string{"2026-03-04", "Active 8", "Purchased 20"}},
		{fyne.KeyHome, []string{"2026-03-01", "Active 5", "Purchased 10"}},
		{fyne.KeyRight, []string{"2026-03-02", "Active 6", "Purchased 10"}}, // what was purchased holds
		{fyne.KeyRight, []string{"2026-03-03", "Active", "Purchased 20"}},   // a gap is no value
	} {
		w.Canvas().Focus(lines)
		if given.key != "" {
			widgettest.Press(lines, given.key)
		}
		texts := widgettest.Texts(lines)
		for _, want := range given.texts {
			widgettest.Contains(t, "the chart", texts, want)
		}
	}
}

func TestALineEndsAtAGap(t *testing.T) {
	lines := NewLines()
	lines.Set([]Series{{Name: "Active", Points: points(1, 2, math.NaN(), math.NaN(), 5, math.NaN(), 7, 8, 9)}})
	shown(t, lines, 500, 200)
	var lengths []int
	for _, run := range lines.runs(lines.series[0]) {
		lengths = append(lengths, len(run))
	}
	if !slices.Equal(lengths, []int{2, 1, 3}) {
		t.Errorf("the runs have %v points, want 2, 1 and 3", lengths)
	}
}

func TestOfManyPointsTheHighestAndTheLowestAreDrawn(t *testing.T) {
	values := make([]float64, 20000)
	values[7001], values[13003] = 100, -100
	lines := NewLines()
	lines.Set([]Series{{Name: "Active", Points: points(values...)}})
	shown(t, lines, 400, 200)
	run := lines.runs(lines.series[0])[0]
	if len(run) > 1200 {
		t.Errorf("%d places are drawn in 400 pixels", len(run))
	}
	for _, want := range []float32{lines.frame.y(100), lines.frame.y(-100)} {
		if !slices.ContainsFunc(run, func(at fyne.Position) bool { return at.Y == want }) {
			t.Errorf("nothing is drawn at %v", want)
		}
	}
}

func TestTheValueAxisHasRoundNumbers(t *testing.T) {
	for _, given := range []struct {
		low, high float64
		most      int
		whole     bool
		want      []float64
	}{
		{0, 315, 5, true, []float64{0, 100, 200, 300, 400}},
		{0, 3, 10, true, []float64{0, 1, 2, 3}},
		{0, 0, 5, true, []float64{0, 1}},
		{100, 100, 3, true, []float64{0, 50, 100}},
		{0, 0.4, 3, false, []float64{0, 0.2, 0.4}},
		{-30, 90, 4, true, []float64{-50, 0, 50, 100}},
		{0, 9e15, 2, true, []float64{0, 1e16}},
	} {
		if got := valueTicks(given.low, given.high, given.most, given.whole); !slices.Equal(got, given.want) {
			t.Errorf("from %v to %v the ticks are %v, want %v", given.low, given.high, got, given.want)
		}
	}
}

func TestTheTimeAxisHasRoundTimesThatHaveRoom(t *testing.T) {
	widgettest.NewWindow(t, NewLines(), 10, 10)
	berlin := time.FixedZone("", 3600)
	for _, given := range []struct {
		what        string
		from, to    time.Time
		width       float32
		first, last string
	}{
		{"hours", on(0).Add(30 * time.Minute), on(0).Add(7 * time.Hour), 600, "01:00", "07:00"},
		{"days", on(0), on(6), 700, "2026-03-01", "2026-03-07"},
		{"days that begin elsewhere", on(0).In(berlin), on(5), 600, "2026-03-02", "2026-03-06"},
		{"months", on(0), on(200), 600, "2026-03", "2026-09"},
		{"quarters", on(10), on(400), 500, "2026-04", "2027-04"},
		{"years", on(0), on(2000), 500, "2027", "2031"},
		{"ages", on(0), on(50000), 300, "2100", "2100"},
	} {
		ticks := timeTicks(given.from, given.to, given.width)
		if len(ticks) == 0 || ticks[0].text != given.first || ticks[len(ticks)-1].text != given.last {
			t.Errorf("%s: the ticks are %v, want %s to %s", given.what, ticks, given.first, given.last)
		}
	}
}

func TestTextsOfATimeLineDisturbNoOthers(t *testing.T) {
	line := NewTimeLine()
	var marks []Mark
	for _, day := range []int{1, 1, 2, 3, 5, 8, 13, 21, 34, 55, 84, 86, 88, 89} {
		marks = append(marks, Mark{At: on(day), Text: "Microsoft 365 E5"})
	}
	line.Set(on(0), on(90), marks)
	shown(t, line, 700, 140)
	placed := line.place(700, 4)
	if len(placed) < 6 {
		t.Errorf("only %d texts have a place", len(placed))
	}
	for i, l := range placed {
		if l.left < -markSize || l.right > 700 || slices.ContainsFunc(placed[:i], l.disturbs) {
			t.Errorf("%+v has no room", l)
		}
	}
	widgettest.Equal(t, "what is said of two marks of a day", line.tip(0), "2026-03-02\nMicrosoft 365 E5\nMicrosoft 365 E5")
}

func TestTextsOfMarksNearTheEndHaveRoomBesideEachOther(t *testing.T) {
	line := NewTimeLine()
	var marks []Mark
	for _, day := range []int{5, 43, 48, 68, 72} {
		marks = append(marks, Mark{At: on(day), Text: "Microsoft 365 E5 and more"})
	}
	line.Set(on(0), on(90), marks)
	shown(t, line, 361, 150)
	if placed := line.place(361, 6); len(placed) != len(marks) {
		t.Errorf("%d of %d texts have a place", len(placed), len(marks))
	}
}

func TestATrendIsReadInTheRoomThatALicenseHasForIt(t *testing.T) {
	lines := NewLines()
	at := func(day int, value float64) Point { return Point{on(day).Add(5 * time.Hour), value} }
	lines.Set([]Series{
		{Name: "Purchased", Points: []Point{at(0, 650), at(9, 655)}, Stepped: true},
		{Name: "Assigned", Points: []Point{at(0, 600), at(9, 625)}},
		{Name: "Active", Points: []Point{at(0, 500), at(9, 477)}},
	})
	shown(t, lines, 230, 136)
	if got := lines.legendHeight(230); got > 2*legendRow() {
		t.Errorf("the legend is %v high", got)
	}
	if lines.frame.height < 2*tickDistance {
		t.Errorf("the lines have %v", lines.frame.height)
	}
}

func TestATextOfATimeLineIsCutOnlyWhereItHasNoRoom(t *testing.T) {
	line := NewTimeLine()
	line.Set(on(0), on(90), []Mark{{At: on(4), Text: "Microsoft Teams Phone Standard"}})
	shown(t, line, 420, 130)
	widgettest.Contains(t, "the time line", widgettest.Texts(line), "Microsoft Teams Phone Standard")
}
