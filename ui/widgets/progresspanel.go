package widgets

import (
	"fyne.io/fyne/v2"
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

// ProgressPanel shows how a long job goes on: a title, a bar for each phase, a Cancel button, and the job's log.
type ProgressPanel struct {
	composite
	box             *box
	title, subtitle *label
	rows            []*phaseRow
	cancel          *Button
	remedy          *Button // in the place of cancel; nil for none
	log             Lines
}

// Lines is what a ProgressPanel shows below the phases: lines of the same height, of which it shows none in part.
type Lines interface {
	fyne.CanvasObject
	LineHeight() float32
}

// NewProgressPanel returns a panel without phases above the lines of a log. The button calls canceled.
func NewProgressPanel(log Lines, canceled func()) *ProgressPanel {
	p := &ProgressPanel{
		box:      newBox(theme.ColorNamePanel, theme.ColorNameBorder),
		title:    newHeading("", fynetheme.ColorNameForeground, fynetheme.SizeNameText),
		subtitle: newLabel("", theme.ColorNameMutedText, fynetheme.SizeNameText),
		cancel:   NewButton(lang.L("Cancel"), canceled),
		log:      log,
	}
	p.title.cut = true
	p.compose(p, arrangement{p.minSize, p.place})
	p.rebuild()
	return p
}

// rebuild shows what the panel consists of by now.
func (p *ProgressPanel) rebuild() {
	p.body.Objects = []fyne.CanvasObject{p.box, p.title, p.subtitle, p.cancel, p.log}
	if p.remedy != nil {
		p.body.Objects = append(p.body.Objects, p.remedy)
	}
	for _, row := range p.rows {
		p.body.Objects = append(p.body.Objects, row.label, row.bar, row.text)
	}
	p.Refresh()
}

// SetTitle changes the title and the gray text at the right of it.
func (p *ProgressPanel) SetTitle(title, subtitle string) {
	p.title.setText(title)
	p.subtitle.setText(subtitle)
	p.Refresh()
}

// SetPhases changes the bars. Call it ten times a second at most.
func (p *ProgressPanel) SetPhases(phases ...Phase) {
	same := len(phases) == len(p.rows)
	for len(p.rows) < len(phases) {
		p.rows = append(p.rows, newPhaseRow())
	}
	p.rows = p.rows[:len(phases)]
	for i, phase := range phases {
		p.rows[i].set(phase)
	}
	if !same {
		p.rebuild()
		return
	}
	p.placeRows(p.Size())
}

// SetCancelEnabled enables or disables the Cancel button.
func (p *ProgressPanel) SetCancelEnabled(enabled bool) { p.cancel.SetEnabled(enabled) }

// SetCancelVisible shows or hides the Cancel button.
func (p *ProgressPanel) SetCancelVisible(visible bool) {
	SetVisible(p.cancel, visible)
	p.Refresh()
}

// SetRemedy offers a button in the place of Cancel, for what can be done about a job that has ended; nil takes it away.
func (p *ProgressPanel) SetRemedy(button *Button) {
	p.remedy = button
	p.rebuild()
}

func (p *ProgressPanel) minSize() fyne.Size {
	const logLines = 3
	height := 2*theme.Size(theme.SizeNamePanelPadding) + LineHeight() + 2 + float32(len(p.rows))*ControlHeight()
	if p.log.Visible() {
		height += 6 + logLines*p.log.LineHeight()
	}
	return fyne.NewSize(320, height)
}

func (p *ProgressPanel) place(size fyne.Size) {
	pad := theme.Size(theme.SizeNamePanelPadding)
	p.box.Resize(size)
	subtitle := p.subtitle.MinSize()
	Put(p.title, pad, pad-2, size.Width-2*pad-subtitle.Width-8, LineHeight())
	Put(p.subtitle, size.Width-pad-subtitle.Width, pad-2, subtitle.Width, subtitle.Height)
	y := p.placeRows(size)
	lines := max(0, int((size.Height-y-6-pad)/p.log.LineHeight())) // no line is cut
	Put(p.log, pad, y+6, size.Width-2*pad, float32(lines)*p.log.LineHeight())
}

// placeRows places the phases below the title and returns where they end.
func (p *ProgressPanel) placeRows(size fyne.Size) float32 {
	pad, gap, height := theme.Size(theme.SizeNamePanelPadding), theme.Size(theme.SizeNameGap), ControlHeight()
	labels, counts := float32(84), float32(0)
	for _, row := range p.rows {
		labels = max(labels, row.label.MinSize().Width)
		counts = max(counts, row.text.MinSize().Width)
	}
	right := size.Width - pad
	y := pad + LineHeight() + 2
	for _, button := range []*Button{p.cancel, p.remedy} {
		if button != nil && button.Visible() {
			right -= button.MinSize().Width
			button.Move(fyne.NewPos(right, y))
			button.Resize(button.MinSize())
			right -= gap
		}
	}
	left := pad + labels + 14
	width := right - counts - gap - left
	for _, row := range p.rows {
		Put(row.label, pad, y, labels, height)
		SetVisible(row.bar, width >= 24)
		Put(row.bar, left, y, max(0, width), height)
		Put(row.text, right-counts, y, counts, height)
		y += height
	}
	return y
}

// phaseRow is what draws one phase.
type phaseRow struct {
	label, text *label
	bar         *ProgressBar
}

func newPhaseRow() *phaseRow {
	return &phaseRow{
		label: newLabel("", fynetheme.ColorNameForeground, fynetheme.SizeNameText),
		text:  newLabel("", fynetheme.ColorNameForeground, fynetheme.SizeNameText),
		bar:   NewProgressBar(),
	}
}

func (r *phaseRow) set(phase Phase) {
	r.label.setText(phase.Label)
	r.text.setText(phase.Text)
	if phase.Status == theme.StatusUnset {
		phase.Status = theme.StatusRunning
	}
	r.bar.SetStatus(phase.Status)
	r.bar.Set(phase.Done)
}
