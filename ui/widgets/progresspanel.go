package widgets

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/lang"
	fynetheme "fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

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
	widget.BaseWidget
	heading         string
	title, subtitle *canvas.Text // the title is the heading as far as there is room
	rows            []*phaseRow
	cancel          *Button
	remedy          *Button // in the place of cancel; nil for none
	log             *LogView
}

// NewProgressPanel returns a panel without phases. The button calls canceled.
func NewProgressPanel(canceled func()) *ProgressPanel {
	p := &ProgressPanel{
		title:    newText("", fynetheme.ColorNameForeground, fynetheme.SizeNameText),
		subtitle: newText("", theme.ColorNameMutedText, fynetheme.SizeNameText),
		cancel:   NewButton(lang.L("Cancel"), canceled),
		log:      NewLogView(),
	}
	p.title.TextStyle.Bold = true
	p.ExtendBaseWidget(p)
	return p
}

// SetTitle changes the title and the gray text at the right of it.
func (p *ProgressPanel) SetTitle(title, subtitle string) {
	p.heading, p.subtitle.Text = title, subtitle
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
		p.Refresh()
		return
	}
	p.layoutRows(p.Size())
}

// SetCancelEnabled enables or disables the Cancel button.
func (p *ProgressPanel) SetCancelEnabled(enabled bool) { p.cancel.SetEnabled(enabled) }

// SetCancelVisible shows or hides the Cancel button.
func (p *ProgressPanel) SetCancelVisible(visible bool) {
	setVisible(p.cancel, visible)
	p.Refresh()
}

// SetRemedy offers a button in the place of Cancel, for what can be done about a job that has ended; nil takes it away.
func (p *ProgressPanel) SetRemedy(button *Button) {
	p.remedy = button
	p.Refresh()
}

// Log returns the list of the job's lines.
func (p *ProgressPanel) Log() *LogView { return p.log }

// CreateRenderer draws the panel.
func (p *ProgressPanel) CreateRenderer() fyne.WidgetRenderer {
	p.ExtendBaseWidget(p)
	r := &progressPanelRenderer{panel: p, box: canvas.NewRectangle(nil)}
	r.recolor()
	return r
}

type progressPanelRenderer struct {
	panel *ProgressPanel
	box   *canvas.Rectangle
}

func (r *progressPanelRenderer) Destroy() {}

func (r *progressPanelRenderer) Objects() []fyne.CanvasObject {
	objects := []fyne.CanvasObject{r.box, r.panel.title, r.panel.subtitle, r.panel.cancel, r.panel.log}
	if r.panel.remedy != nil {
		objects = append(objects, r.panel.remedy)
	}
	for _, row := range r.panel.rows {
		objects = append(objects, row.label, row.bar, row.text)
	}
	return objects
}

func (p *ProgressPanel) rowsHeight() float32 { return float32(len(p.rows)) * controlHeight() }

func (r *progressPanelRenderer) MinSize() fyne.Size {
	const logLines = 3
	pad := 2 * theme.Size(theme.SizeNamePanelPadding)
	height := pad + lineHeight() + 2 + r.panel.rowsHeight()
	if r.panel.log.Visible() {
		height += 6 + logLines*logLineHeight()
	}
	return fyne.NewSize(320, height)
}

func (r *progressPanelRenderer) Layout(size fyne.Size) {
	pad, p := theme.Size(theme.SizeNamePanelPadding), r.panel
	r.box.Resize(size)
	subtitle := p.subtitle.MinSize()
	room := size.Width - 2*pad - subtitle.Width - 8
	setTruncated(p.title, p.heading, room)
	p.title.Move(fyne.NewPos(pad, pad-2))
	p.title.Resize(fyne.NewSize(room, lineHeight()))
	p.subtitle.Move(fyne.NewPos(size.Width-pad-subtitle.Width, pad-2))
	p.subtitle.Resize(subtitle)
	y := p.layoutRows(size)
	p.log.Move(fyne.NewPos(pad, y+6))
	lines := max(0, int((size.Height-y-6-pad)/logLineHeight())) // no line is cut
	p.log.Resize(fyne.NewSize(size.Width-2*pad, float32(lines)*logLineHeight()))
}

// layoutRows places the phases below the title and returns where they end.
func (p *ProgressPanel) layoutRows(size fyne.Size) float32 {
	pad, gap, height := theme.Size(theme.SizeNamePanelPadding), theme.Size(theme.SizeNameGap), controlHeight()
	labels, texts := float32(84), float32(0)
	for _, row := range p.rows {
		labels = max(labels, row.label.MinSize().Width)
		texts = max(texts, row.text.MinSize().Width)
	}
	right := size.Width - pad
	y := pad + lineHeight() + 2
	for _, button := range []*Button{p.cancel, p.remedy} {
		if button == nil || !button.Visible() {
			continue
		}
		least := button.MinSize()
		right -= least.Width
		button.Move(fyne.NewPos(right, y))
		button.Resize(least)
		right -= gap
	}
	barLeft := pad + labels + 14
	barWidth := right - texts - gap - barLeft
	for _, row := range p.rows {
		place(row.label, fyne.NewPos(pad, y), fyne.NewSize(labels, height))
		setVisible(row.bar, barWidth >= 24)
		row.bar.Move(fyne.NewPos(barLeft, y))
		row.bar.Resize(fyne.NewSize(max(0, barWidth), height))
		place(row.text, fyne.NewPos(right-texts, y), fyne.NewSize(texts, height))
		y += height
	}
	return y
}

func (r *progressPanelRenderer) recolor() {
	r.box.FillColor = theme.Color(theme.ColorNamePanel)
	r.box.StrokeColor, r.box.StrokeWidth = theme.Color(theme.ColorNameBorder), 1
}

func (r *progressPanelRenderer) Refresh() {
	r.recolor()
	r.box.Refresh()
	restyle(r.panel.title, fynetheme.ColorNameForeground, fynetheme.SizeNameText)
	restyle(r.panel.subtitle, theme.ColorNameMutedText, fynetheme.SizeNameText)
	for _, row := range r.panel.rows {
		restyle(row.label, fynetheme.ColorNameForeground, fynetheme.SizeNameText)
		restyle(row.text, fynetheme.ColorNameForeground, fynetheme.SizeNameText)
		row.bar.Refresh()
	}
	r.panel.cancel.Refresh()
	r.panel.log.Refresh()
	r.Layout(r.panel.Size())
	canvas.Refresh(r.panel)
}

// phaseRow draws one phase.
type phaseRow struct {
	label, text *canvas.Text
	bar         *ProgressBar
}

func newPhaseRow() *phaseRow {
	return &phaseRow{
		label: newText("", fynetheme.ColorNameForeground, fynetheme.SizeNameText),
		text:  newText("", fynetheme.ColorNameForeground, fynetheme.SizeNameText),
		bar:   NewProgressBar(),
	}
}

func (r *phaseRow) set(phase Phase) {
	for text, value := range map[*canvas.Text]string{r.label: phase.Label, r.text: phase.Text} {
		if text.Text != value {
			text.Text = value
			text.Refresh()
		}
	}
	if phase.Status == theme.StatusUnset {
		phase.Status = theme.StatusRunning
	}
	r.bar.SetStatus(phase.Status)
	r.bar.Set(phase.Done)
}
