package scheduling

import (
	"strings"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/lang"
	fynetheme "fyne.io/fyne/v2/theme"

	"inventorybeacon/app"
	"inventorybeacon/schedule"
	"inventorybeacon/ui/format"
	"inventorybeacon/ui/session"
	"inventorybeacon/ui/widgets"
)

// previewRuns is how many of the next runs are told.
const previewRuns = 5

// preview tells the next runs of a schedule that is being edited.
type preview struct {
	panel *widgets.Panel
	text  *widgets.WrapText
}

func newPreview() *preview {
	p := &preview{text: widgets.NewWrapText("", fynetheme.ColorNameForeground, fynetheme.SizeNameText)}
	line := fyne.MeasureText("0", fynetheme.TextSize(), fyne.TextStyle{}).Height
	room := canvas.NewRectangle(nil) // as high as all runs, so that the dialog does not jump
	room.SetMinSize(fyne.NewSize(0, previewRuns*line))
	p.panel = widgets.NewPanel(lang.L("Next runs"), container.NewStack(room, p.text))
	return p
}

// show tells the runs, or that there are none yet.
func (p *preview) show(s *session.Session, edited app.Schedule) {
	for _, problem := range edited.Validate() {
		if problem.Field != schedule.FieldName {
			p.text.SetText("–")
			return
		}
	}
	p.text.SetText(strings.Join(runTexts(s.Beacon.Upcoming(edited, previewRuns)), "\n"))
}

// runTexts tells runs by the clock; with the name of the zone when the clock is
// changed between them.
func runTexts(runs []time.Time) []string {
	clock := "2006-01-02 15:04"
	for _, run := range runs {
		_, offset := run.Zone()
		if _, first := runs[0].Zone(); offset != first {
			clock += " MST"
			break
		}
	}
	texts := make([]string, len(runs))
	for i, run := range runs {
		texts[i] = format.Weekday(run.Weekday()) + " " + run.Format(clock)
	}
	return texts
}
