package chart

import (
	"image"
	"image/color"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"

	"inventorybeacon/ui/widgets/widgettest"
)

func TestPartsAreAsWideAsTheyAreMuch(t *testing.T) {
	for _, given := range []struct {
		what   string
		bar    Bar
		scale  float64
		widths []float32
	}{
		{"all of a bar", license("", 50, 25, 0, 25, 0), 100, []float32{200, 100, 0, 100, 0}},
		{"the shorter of two bars", license("", 50, 0, 0, 0, 0), 200, []float32{100, 0, 0, 0, 0}},
		{"a part too small to be seen", license("", 1, 0, 0, 0, 999999), 1000000, []float32{2, 0, 0, 0, 398}},
		{"nothing but small parts", license("", 1, 1, 0, 0, 0), 1000000, []float32{2, 2, 0, 0, 0}},
		{"less than nothing", license("", 100, -5, 0, 0, 0), 100, []float32{400, 0, 0, 0, 0}},
		{"nothing", license("", 0, 0, 0, 0, 0), 0, []float32{0, 0, 0, 0, 0}},
	} {
		t.Run(given.what, func(t *testing.T) {
			for i, width := range partWidths(given.bar, given.scale, 400) {
				if d := width - given.widths[i]; d > 0.01 || d < -0.01 {
					t.Errorf("part %d is %v wide, want %v", i, width, given.widths[i])
				}
			}
		})
	}
}

func TestBarsHaveOneScaleUnlessEachIsFull(t *testing.T) {
	bars := NewBars()
	bars.Set([]Bar{{Parts: []Part{{Name: "Active", Value: 10, Look: Strong}}}, {Parts: []Part{{Name: "Active", Value: 1000, Look: Strong}}}})
	shown(t, bars, 400, 100)
	width := func(bar int) float32 { _, size := bars.area(bars.spotOf(bar, 0)); return size.Width }
	widgettest.Equal(t, "width of the shorter", width(0), 4)
	widgettest.Equal(t, "width of the longer", width(1), 400)
	bars.Full = true
	bars.Refresh()
	widgettest.Equal(t, "width of the shorter that is full", width(0), 400)
}

func TestPatternsAreSharpAtEachScale(t *testing.T) {
	widgettest.NewWindow(t, canvas.NewRectangle(nil), 10, 10)
	for _, look := range []Look{Dotted, Striped} {
		for _, scale := range []float32{1, 1.25, 1.5, 2, 3} {
			drawn := look.pattern(40)(int(40*scale), int(14*scale)).(*image.NRGBA)
			inked := 0
			for y := range drawn.Rect.Dy() {
				for x := range drawn.Rect.Dx() {
					switch a := color.NRGBAModel.Convert(drawn.At(x, y)).(color.NRGBA).A; a {
					case 255:
						inked++
					case 0:
					default:
						t.Fatalf("look %d at %v: a pixel is blurred, alpha %d", look, scale, a)
					}
				}
			}
			if share := float64(inked) / float64(drawn.Rect.Dx()*drawn.Rect.Dy()); share < 0.1 || share > 0.5 {
				t.Errorf("look %d at %v: %.2f of it is inked", look, scale, share)
			}
		}
	}
}

func TestTheLegendTakesMoreLinesWhereThereIsNoRoom(t *testing.T) {
	legend := NewLegend(license("", 201, 63, 16, 9, 26).Parts...)
	widgettest.NewWindow(t, legend, 600, 40)
	legend.Resize(fyne.NewSize(600, 40))
	wide := legend.MinSize().Height
	legend.Resize(fyne.NewSize(160, 40))
	if narrow := legend.MinSize().Height; narrow < 2*wide {
		t.Errorf("it is %v high, and %v where there is less room", wide, narrow)
	}
	widgettest.Equal(t, "what is said", legend.AccessibilityLabel(), "Active; Inactive; New; Unknown; Free")
	legend.Number = func(float64) string { return "n" }
	legend.Set(legend.parts[:2])
	widgettest.Equal(t, "what is said with values", legend.AccessibilityLabel(), "Active n; Inactive n")
}

func TestALegendSaysWhatTheEntryUnderThePointerMeans(t *testing.T) {
	parts := license("", 201, 63, 16, 9, 26).Parts
	parts[2].Meaning = "assigned less than 90 days ago"
	legend := NewLegend(parts...)
	widgettest.NewWindow(t, legend, 600, 40)
	legend.Resize(fyne.NewSize(600, 40))
	middle := func(entry int) fyne.Position {
		return legend.places[entry].at.Add(fyne.NewPos(legend.places[entry].size.Width/2, legend.places[entry].size.Height/2))
	}
	widgettest.Equal(t, "of what needs no words", legend.tooltipAt(middle(0)), "")
	widgettest.Equal(t, "of what does", legend.tooltipAt(middle(2)), "New: assigned less than 90 days ago")
	widgettest.Equal(t, "beside them", legend.tooltipAt(fyne.NewPos(599, 1)), "")
	legend.Resize(fyne.NewSize(160, 80)) // where it stands elsewhere
	widgettest.Equal(t, "in a narrow one", legend.tooltipAt(middle(2)), "New: assigned less than 90 days ago")
	bars := NewBars()
	bars.Set([]Bar{{Name: "E3", Parts: parts}})
	shown(t, bars, 600, 40)
	widgettest.Equal(t, "of a part of a bar", bars.tip(bars.spotOf(0, 2)), "E3\nNew: 16\nassigned less than 90 days ago")
}

func TestBarsGiveWayToWhatIsWrittenBesideThem(t *testing.T) {
	bars := NewBars()
	bar := license("Enterprise Mobility + Security E3", 50, 25, 0, 0, 0)
	bar.Alert, bar.Note = "18 over-assigned", "2 inactive · 20 suspended"
	bars.Set([]Bar{bar})
	shown(t, bars, 580, 40)
	texts := widgettest.Texts(bars)
	for _, want := range []string{bar.Name, bar.Alert, separator + bar.Note} {
		widgettest.Contains(t, "the chart", texts, want)
	}
}
