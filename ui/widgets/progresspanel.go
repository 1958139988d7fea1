package widgets

import (
	"slices"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/lang"
	fynetheme "fyne.io/fyne/v2/theme"

	"inventorybeacon/ui/theme"
)

// Phase is one row of a ProgressPanel.
type Phase struct {
	Label  string
	Done   float64      // from 0 to 1, or less than 0 while it is not known how much there is to do
	Text   string       // at the right of the bar: counts, rate, time left
	Status theme.Status // colors the bar; unset is running
}

// ProgressPanel shows how a long job goes on: a title and a Cancel button, and below them, to scroll where there is no room, a bar for
// each phase and the job's log.
type ProgressPanel struct {
	Composite
	title    *tellingLabel
	subtitle *Label
	rows     []*phaseRow
	phases   *fyne.Container // the rows
	cancel   *Button
	head     *fyne.Container // title, subtitle and button
	scroll   *container.Scroll
	followed float32 // where it was scrolled to by itself
}

// Lines is what a ProgressPanel shows below the phases: lines of the same height, of which it shows none in part.
type Lines interface {
	fyne.CanvasObject
	LineHeight() float32
}

// NewProgressPanel returns a panel without phases above the lines of a log. The button calls canceled.
func NewProgressPanel(log Lines, canceled func()) *ProgressPanel {
	p := &ProgressPanel{
		title:    newTellingLabel("", fynetheme.ColorNameForeground, fynetheme.SizeNameText),
		subtitle: NewLabel("", theme.ColorNameMutedText, fynetheme.SizeNameText),
		phases:   container.New(phaseTable{}),
		cancel:   NewButton(lang.L("Cancel"), canceled),
	}
	p.title.Drawn.TextStyle.Bold = true
	gap, pad := theme.Size(theme.SizeNameGap), theme.Size(theme.SizeNamePanelPadding)
	p.head = container.NewBorder(nil, nil, nil, container.NewHBox(Padded(0, 0, 4, gap, p.subtitle), p.cancel), p.title)
	p.scroll = container.NewVScroll(container.NewBorder(p.phases, nil, nil, nil, container.New(wholeLines{log}, log)))
	box := NewBox(theme.ColorNamePanel, theme.ColorNameBorder)
	content := Padded(pad/2, pad, pad, pad, container.NewBorder(p.head, nil, nil, nil, p.scroll))
	p.Compose(p, Arranged(func() fyne.Size {
		least := leastPanelSize()
		return fyne.NewSize(max(least.Width, content.MinSize().Width), least.Height)
	}, func(size fyne.Size) {
		box.Resize(size)
		content.Resize(size)
	}), box, content)
	return p
}

// SetTitle changes the title and the gray text at the right of it.
func (p *ProgressPanel) SetTitle(title, subtitle string) {
	p.title.SetText(title)
	p.subtitle.SetText(subtitle)
	p.head.Refresh()
}

// SetPhases changes the bars. Call it ten times a second at most.
func (p *ProgressPanel) SetPhases(phases ...Phase) {
	same := len(phases) == len(p.rows)
	for len(p.rows) < len(phases) {
		p.rows = append(p.rows, newPhaseRow())
	}
	p.rows, p.phases.Objects = p.rows[:len(phases)], nil
	for i, phase := range phases {
		row := p.rows[i]
		row.set(phase)
		p.phases.Objects = append(p.phases.Objects, row.label, row.bar, row.text)
	}
	if !same { // Fyne lays nothing out anew whose size is the same
		content := p.scroll.Content
		content.Resize(content.MinSize().Max(p.scroll.Size()))
		content.Refresh()
		p.scroll.Refresh()
	} else {
		p.phases.Layout.Layout(p.phases.Objects, p.phases.Size())
	}
	p.follow(phases)
}

// follow scrolls to the first phase that goes on, unless somebody has scrolled elsewhere.
func (p *ProgressPanel) follow(phases []Phase) {
	if len(phases) > 0 && (p.scroll.Offset.Y != p.followed || p.scroll.Size().IsZero()) {
		return
	}
	to := float32(0)
	if i := slices.IndexFunc(phases, func(phase Phase) bool { return phase.Status != theme.StatusOK }); i >= 0 {
		to = max(0, float32(i+1)*ControlHeight()-p.scroll.Size().Height)
	}
	p.scroll.ScrollToOffset(fyne.NewPos(0, to))
	p.followed = p.scroll.Offset.Y
}

// SetCancelEnabled enables or disables the Cancel button.
func (p *ProgressPanel) SetCancelEnabled(enabled bool) { p.cancel.SetEnabled(enabled) }

// phaseTable lays out label, bar and text of each phase in three columns.
type phaseTable struct{}

// MinSize implements [fyne.Layout].
func (phaseTable) MinSize(objects []fyne.CanvasObject) fyne.Size {
	return fyne.NewSize(200, float32(len(objects)/3)*ControlHeight())
}

// Layout implements [fyne.Layout].
func (phaseTable) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	labels, counts, height := float32(84), float32(0), ControlHeight()
	for i := 0; i < len(objects); i += 3 {
		labels = max(labels, objects[i].MinSize().Width)
		counts = max(counts, objects[i+2].MinSize().Width)
	}
	left := labels + 14
	width := size.Width - left - theme.Size(theme.SizeNameGap) - counts
	for i := 0; i < len(objects); i += 3 {
		y := float32(i/3) * height
		Put(objects[i], 0, y, labels, height)
		SetVisible(objects[i+1], width >= 24)
		Put(objects[i+1], left, y, max(0, width), height)
		Put(objects[i+2], size.Width-counts, y, counts, height)
	}
}

// wholeLines cuts no line of a log.
type wholeLines struct{ log Lines }

// MinSize implements [fyne.Layout].
func (l wholeLines) MinSize([]fyne.CanvasObject) fyne.Size {
	const least = 3
	if !l.log.Visible() {
		return fyne.Size{}
	}
	return fyne.NewSize(320, 2+least*l.log.LineHeight())
}

// Layout implements [fyne.Layout].
func (l wholeLines) Layout(_ []fyne.CanvasObject, size fyne.Size) {
	lines := max(0, int((size.Height-2)/l.log.LineHeight()))
	Put(l.log, 0, 2, size.Width, float32(lines)*l.log.LineHeight())
}

// phaseRow is what draws one phase.
type phaseRow struct {
	label, text *Label
	bar         *ProgressBar
}

func newPhaseRow() *phaseRow {
	return &phaseRow{
		label: NewLabel("", fynetheme.ColorNameForeground, fynetheme.SizeNameText),
		text:  NewLabel("", fynetheme.ColorNameForeground, fynetheme.SizeNameText),
		bar:   NewProgressBar(),
	}
}

func (r *phaseRow) set(phase Phase) {
	r.label.SetText(phase.Label)
	r.text.SetText(phase.Text)
	if phase.Status == theme.StatusUnset {
		phase.Status = theme.StatusRunning
	}
	r.bar.SetStatus(phase.Status)
	r.bar.Set(phase.Done)
}
